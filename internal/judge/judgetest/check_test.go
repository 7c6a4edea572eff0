package judgetest

import (
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/oracle"
	"mithaq/internal/judge/status"
)

// engine is what is tested: the monitor, or something broken that stands in for it.
type engine func(*norms.Program, *fact.Set, int64) *status.Result

func theMonitor(prog *norms.Program, set *fact.Set, at int64) *status.Result {
	res, err := monitor.Judge(prog, set, at)
	if err != nil {
		panic(err)
	}
	return res
}

// check says what is wrong with the engine on a sample, "" for nothing.
type check func(engine, *sample) string

// safely turns a panic of the engine into a finding.
func safely(c check, e engine, s *sample) (wrong string) {
	defer func() {
		if r := recover(); r != nil {
			wrong = fmt.Sprintf("panic: %v\n%s", r, frames(debug.Stack()))
		}
	}()
	return c(e, s)
}

// frames gives the calls of the judge's engines that a stack names, innermost first.
func frames(stack []byte) string {
	var calls []string
	for line := range strings.Lines(string(stack)) {
		if strings.HasPrefix(line, "mithaq/internal/judge/") && len(calls) < 8 {
			calls = append(calls, line[:strings.LastIndex(line, "(")])
		}
	}
	return strings.Join(calls, "\n")
}

// flat is a result by name, at one standard.
type flat struct {
	norms     map[string]status.Set
	instances map[string]status.Set // norm and member
	claims    map[string]status.ClaimLane
}

func flatten(res *status.Result, lane int) flat {
	f := flat{map[string]status.Set{}, map[string]status.Set{}, map[string]status.ClaimLane{}}
	for _, ag := range res.Agreements {
		for _, n := range ag.Norms {
			f.norms[n.Key.Norm] = n.Lanes[lane].States
			for _, in := range n.Instances {
				f.instances[in.Key.Norm+"/"+in.Key.Member] = in.Lanes[lane].States
			}
		}
		for _, c := range ag.Claims {
			f.claims[c.Key.Norm] = c.Lanes[lane]
		}
	}
	return f
}

func instanceName(k status.Key) string { return k.Norm + "/" + k.Member }

// agreement: on facts that are certain and exact the engine says what the oracle says, at each standard.
func agreement(e engine, s *sample) string {
	want := s.says.exactly(s)
	res, tied := e(s.prog, s.set, s.at), markTied(s) || (len(s.set.Coverage) > 0 || enters(s)) && !seesAll(s)
	var wrong []string
	for lane, standard := range grade.Standards {
		got := flatten(res, lane)
		for name, set := range want.Norms {
			if !same(got.norms[name], set, tied) {
				wrong = append(wrong, fmt.Sprintf("%s at %s: engine {%s}, oracle {%s}", name, standard, got.norms[name], set))
			}
		}
		for key, set := range want.Instances {
			name := instanceName(key)
			if key.Member != "" && !same(got.instances[name], set, tied) {
				wrong = append(wrong, fmt.Sprintf("%s at %s: engine {%s}, oracle {%s}", name, standard, got.instances[name], set))
			}
		}
		for name, c := range want.Claims {
			if g := got.claims[name]; g.Number != c.Number || g.States != c.States {
				wrong = append(wrong, fmt.Sprintf("claim %s at %s: engine %v {%s}, oracle %v {%s}", name, standard, g.Number, g.States, c.Number, c.States))
			}
		}
	}
	return strings.Join(wrong, "\n")
}

// same: where the oracle settles, the engine settles so too; where ties or uncovered absence leave the oracle
// undecided, the engine may be wider: the page fixes no set for bounds that rest on what is undecided. tied: so does
// a mark that two acts set at one instant, or a condition (of an entry into force, too) that coverage leaves unknown.
func same(engine, oracle status.Set, tied bool) bool {
	if oracle.Len() == 1 && !tied {
		return engine == oracle
	}
	return oracle.Within(engine)
}

// markTied says whether two acts set the mark at one instant.
func markTied(s *sample) bool {
	at := map[int64]bool{}
	for _, f := range s.set.Facts {
		if f.Act == "fix" && at[f.When.Lo] {
			return true
		}
		at[f.When.Lo] = at[f.When.Lo] || f.Act == "fix"
	}
	return false
}

// enters says whether a text enters into force once something is so: what was not seen leaves open when.
func enters(s *sample) bool {
	return slices.ContainsFunc(s.prog.Agreements, func(ag norms.Agreement) bool { return ag.Entry != nil })
}

// seesAll says whether an observer that every text counts saw everything: then no absence is uncertain at any reading.
func seesAll(s *sample) bool {
	n := 0
	for _, c := range s.set.Coverage {
		if c.Observer == "osce" && strings.HasPrefix(c.ID, "all ") {
			n++
		}
	}
	return n == 2
}

// onlyRun gives the one completion of a sample whose facts are exact.
func onlyRun(s *sample) *oracle.Run {
	runs, all := oracle.Completions(s.prog, s.set, grade.Verified, s.at+1, 1, 0)
	if !all {
		panic("the sample is not exact")
	}
	for run := range runs {
		return run
	}
	panic("no completion")
}

// soundness: at each standard what every completion's plain run says lies within what the engine says.
func soundness(e engine, s *sample) string {
	res := e(s.prog, s.set, s.at)
	var wrong []string
	for lane, standard := range grade.Standards {
		got := flatten(res, lane)
		u := s.says.union(s, lane)
		for name, set := range u.Norms {
			if !set.Within(got.norms[name]) {
				wrong = append(wrong, fmt.Sprintf("%s at %s: engine {%s}, completions {%s}", name, standard, got.norms[name], set))
			}
		}
		for key, set := range u.Instances {
			if name := instanceName(key); key.Member != "" && !set.Within(got.instances[name]) {
				wrong = append(wrong, fmt.Sprintf("%s at %s: engine {%s}, completions {%s}", name, standard, got.instances[name], set))
			}
		}
		for name, r := range u.Numbers {
			if g := got.claims[name].Number; r.Lo < g.Lo || r.Hi > g.Hi {
				wrong = append(wrong, fmt.Sprintf("claim %s at %s: engine %v, completions %v", name, standard, g, r))
			}
		}
	}
	return strings.Join(wrong, "\n")
}
