package judgetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
	"mithaq/internal/testroot"
)

// mutant is an engine that is wrong in one way: the monitor, fed or read wrongly.
type mutant struct {
	name   string
	caught string // the check by which it must be caught
	exact  bool   // on exact facts
	engine engine
}

// checks are what may catch one.
var checks = map[string]check{
	"agreement": agreement, "soundness": soundness, "lanes": lanes, "information": information, "order": order, "words": words,
}

// fedWrongly changes the input of the monitor.
func fedWrongly(change func(*sample)) engine {
	return func(prog *norms.Program, set *fact.Set, at int64) *status.Result {
		s := copySample(&sample{prog: prog, set: set, at: at})
		change(s)
		return theMonitor(s.prog, s.set, s.at)
	}
}

func eachNorm(change func(*norms.Norm)) engine {
	return fedWrongly(func(s *sample) {
		for i := range s.prog.Agreements[0].Norms {
			change(&s.prog.Agreements[0].Norms[i])
		}
	})
}

func eachFact(change func(*fact.Fact)) engine {
	return fedWrongly(func(s *sample) {
		for i := range s.set.Facts {
			change(&s.set.Facts[i])
		}
	})
}

// eachEnd changes a copy of each end of each norm's window.
func eachEnd(change func(*norms.Bound)) engine {
	return eachNorm(func(n *norms.Norm) {
		for _, b := range []**norms.Bound{&n.Window.Start, &n.Window.End} {
			if *b != nil {
				c := **b
				change(&c)
				*b = &c
			}
		}
	})
}

// eachCond replaces conditions that are not made of others.
func eachCond(change func(norms.Cond) norms.Cond) engine {
	return fedWrongly(func(s *sample) {
		for i := range s.prog.Agreements {
			ag := &s.prog.Agreements[i]
			ag.Entry = rewritten(ag.Entry, change)
			for j := range ag.Norms {
				n := &ag.Norms[j]
				for _, c := range []*norms.Cond{&n.If, &n.Once, &n.While, &n.Until, &n.Unless, &n.Goal} {
					*c = rewritten(*c, change)
				}
				if r := n.Window.Renew; r != nil {
					n.Window.Renew = &norms.Renewal{Period: r.Period, Unless: rewritten(r.Unless, change)}
				}
			}
		}
	})
}

func rewritten(c norms.Cond, change func(norms.Cond) norms.Cond) norms.Cond {
	all := func(list []norms.Cond) (out []norms.Cond) {
		for _, c := range list {
			out = append(out, rewritten(c, change))
		}
		return out
	}
	switch c := c.(type) {
	case nil:
		return nil
	case norms.And:
		return norms.And{Conds: all(c.Conds)}
	case norms.Or:
		return norms.Or{Conds: all(c.Conds)}
	case norms.Not:
		return norms.Not{Cond: rewritten(c.Cond, change)}
	}
	return change(c)
}

// eachWant replaces what patterns of norms, their conditions and rules want; false: nothing is wanted.
func eachWant(change func(norms.Want) (norms.Want, bool)) engine {
	pattern := func(p *norms.Pattern) {
		var roles []norms.Want
		for _, w := range p.Roles {
			if w, some := change(w); some {
				roles = append(roles, w)
			}
		}
		p.Roles = roles
	}
	conds := eachCond(func(c norms.Cond) norms.Cond {
		switch c := c.(type) {
		case norms.Seen:
			pattern(&c.Pattern)
			return c
		case norms.Compare:
			pattern(&c.Figure.Pattern)
			return c
		}
		return c
	})
	return func(prog *norms.Program, set *fact.Set, at int64) *status.Result {
		s := copySample(&sample{prog: prog, set: set, at: at})
		ag := &s.prog.Agreements[0]
		for i := range ag.Norms {
			pattern(&ag.Norms[i].Act)
		}
		for i := range ag.Counts {
			pattern(&ag.Counts[i].From)
		}
		for i := range ag.Claims {
			pattern(&ag.Claims[i].Figure.Pattern)
		}
		return conds(s.prog, s.set, s.at)
	}
}

// readWrongly changes the output of the monitor.
func readWrongly(change func(*status.Result)) engine {
	return func(prog *norms.Program, set *fact.Set, at int64) *status.Result {
		res := theMonitor(prog, set, at)
		change(res)
		return res
	}
}

func eachLane(change func(i int, l *status.Lane)) engine {
	return readWrongly(func(res *status.Result) {
		for i := range res.Agreements[0].Norms {
			n := &res.Agreements[0].Norms[i]
			for l := range n.Lanes {
				change(l, &n.Lanes[l])
			}
			for j := range n.Instances {
				for l := range n.Instances[j].Lanes {
					change(l, &n.Instances[j].Lanes[l])
				}
			}
		}
	})
}

// longer gives a period that is one unit longer.
func longer(p civil.Period) civil.Period { return civil.Period{N: p.N + 1, Unit: p.Unit} }

// shifted moves a bound by one second.
func shifted(b *norms.Bound) *norms.Bound {
	if b == nil || b.At.Sort != norms.AtInstant || b.Edge != norms.Exact {
		return b
	}
	c := *b
	c.At.Instant++
	return &c
}

// themeOf gives the theme of the samples for what bites seldom elsewhere.
var themeOf = map[string]string{
	"the act under test ignored": "excuse", "any stretch taken for each in turn": "stretch", "each in turn taken for any stretch": "stretch",
	"nothing undoes a power": "undo", "figures of a unit more": "last", "conditions of the last days read since ever": "last",
	"findings of others count": "finding", "a unit more to cure": "cure", "a mark that stays": "mark", "only the first extension": "extension",
	"extended by a unit more": "extension", "effects without end": "undo", "effects a unit longer": "effect", "effects for good": "undo",
	"an act at the exact end counts": "end", "near three times as far": "near",
	"a rule gives no roles": "rule", "what counts for all counts for some": "rule",
	"what is finished was begun": "phase", "the middle of the interval taken": "interval",
}

// mutantLimit is how many samples a broken engine has to be caught in.
const mutantLimit = 2500

// everyMutant is all of them.
func everyMutant() []mutant {
	return slices.Concat(textMutants, clauseMutants, matchMutants, factMutants)
}

// Each broken engine is caught by the check that is meant for it, within as many samples as the test of that check tries.
// With -v it prints what caught each.
func TestBrokenEnginesAreCaught(t *testing.T) {
	all := everyMutant()
	rows := make([]string, len(all))
	t.Run("each", func(t *testing.T) {
		for i, m := range all {
			t.Run(m.name, func(t *testing.T) {
				t.Parallel()
				for seed := range uint64(mutantLimit) {
					s := drawn.sample(seed, m.exact)
					if theme := themeOf[m.name]; theme != "" {
						s = newThemed(seed, m.exact, theme).sample(seed)
					}
					if wrong := safely(checks[m.caught], m.engine, s); wrong != "" && safely(checks[m.caught], theMonitor, s) == "" {
						line, _, _ := strings.Cut(wrong, "\n")
						rows[i] = fmt.Sprintf("| %s | %s | %d | %s |", m.name, m.caught, seed, line)
						return
					}
				}
				t.Error("not caught")
			})
		}
	})
	if !slices.Contains(rows, "") { // not when only some were asked for
		page := "| broken so | caught by |\n|---|---|\n"
		for _, m := range all {
			page += fmt.Sprintf("| %s | %s |\n", m.name, m.caught)
		}
		testroot.Section(t, "docs/mutants.md", "The judge", page)
	}
	t.Logf("\n| broken so | caught by | on sample | which says |\n|---|---|---|---|\n%s", strings.Join(rows, "\n"))
}

// What a mutant changes, it changes in a copy.
func TestMutantsLeaveTheSampleAlone(t *testing.T) {
	for seed := range uint64(30) {
		s := newSample(seed, false)
		before := asJSON(s.set) + asJSON(s.prog)
		for _, m := range everyMutant() {
			m.engine(s.prog, s.set, s.at)
			if after := asJSON(s.set) + asJSON(s.prog); after != before {
				t.Fatalf("%s changed sample %d", m.name, seed)
			}
		}
	}
}
