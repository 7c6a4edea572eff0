package run

import (
	"fmt"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/oracle"
	"mithaq/internal/judge/status"
)

// Judged is a run with what the judge says of it as of its end.
type Judged struct {
	Program *norms.Program
	Run     *Run
	Result  *status.Result
	list    []Instance
}

// Instance is one instance of a norm as of the end of a run.
type Instance struct {
	Key    status.Key // Member "" where the norm has no family
	Norm   *norms.Norm
	Bearer string     // where the family gives each instance a bearer of its own
	States status.Set // at every standard the same: nothing in a run is uncertain
	Window status.Window
}

// Disagreement says that monitor and oracle differ about a run. It is a fault of the program, never a fact about a text.
type Disagreement struct {
	Key             status.Key
	Monitor, Oracle status.Set
}

// Error tells it.
func (d *Disagreement) Error() string {
	return fmt.Sprintf("run: of %s %s the engine says {%s}, the oracle {%s}", d.Key.Norm, d.Key.Member, d.Monitor, d.Oracle)
}

// Judge judges a run by the engine and by the oracle. An error: they differ (a *Disagreement), or one of them cannot.
func Judge(prog *norms.Program, r *Run) (*Judged, error) {
	j, err := look(prog, r)
	if err != nil {
		return nil, err
	}
	if err := j.confirm(); err != nil {
		return nil, err
	}
	return j, nil
}

// look judges by the engine alone, for those who try many runs and confirm the one that they show.
func look(prog *norms.Program, r *Run) (j *Judged, err error) {
	defer guard(&err)
	res, err := monitor.Judge(prog, r.Facts(prog), r.End)
	if err != nil {
		return nil, err
	}
	return judged(prog, r, res), nil
}

// guard makes an error of a judge's panic: texts in which errors were found are read too, and no run of them is worth anything.
func guard(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("run: %v", p)
	}
}

func judged(prog *norms.Program, r *Run, res *status.Result) *Judged {
	j := &Judged{Program: prog, Run: r, Result: res}
	for i := range res.Agreements {
		for k := range res.Agreements[i].Norms {
			st := &res.Agreements[i].Norms[k]
			n := prog.Norm(st.Key.Norm)
			if n.ForEach == nil {
				j.list = append(j.list, Instance{st.Key, n, "", joined(&st.Lanes), st.Window})
				continue
			}
			for l := range st.Instances {
				in := &st.Instances[l]
				j.list = append(j.list, Instance{in.Key, n, in.Bearer, joined(&in.Lanes), in.Window})
			}
		}
	}
	return j
}

func joined(lanes *[status.Lanes]status.Lane) (set status.Set) {
	for i := range lanes {
		set |= lanes[i].States
	}
	return set
}

// confirm holds every status against the oracle.
func (j *Judged) confirm() (err error) {
	defer guard(&err) // the oracle gives up on texts whose readings turn without end
	if j.Run.Record != nil {
		return j.within()
	}
	plain := oracle.Plain(j.Program, j.Run.plain(j.Program), j.Run.End+1)
	for i := range j.Result.Agreements {
		for k := range j.Result.Agreements[i].Norms {
			st := &j.Result.Agreements[i].Norms[k]
			for l := range st.Lanes {
				if want := plain.Norms[st.Key.Norm]; st.Lanes[l].States != want {
					return &Disagreement{st.Key, st.Lanes[l].States, want}
				}
			}
			for m := range st.Instances {
				in := &st.Instances[m]
				want := plain.Instances[status.Key{Norm: in.Key.Norm, Member: in.Key.Member}]
				for l := range in.Lanes {
					if in.Lanes[l].States != want {
						return &Disagreement{in.Key, in.Lanes[l].States, want}
					}
				}
			}
		}
	}
	return nil
}

// oracleWork bounds what the oracle derives of one run: about a second. Where it is not enough the run is not confirmed.
const oracleWork = 20_000

// completions bounds those of a record that the oracle tries.
const completions = 12

// within holds a run on top of a record against the oracle: what it finds of each completion that it tries must be among the states given.
func (j *Judged) within() error {
	all := oracle.CompleteAll(j.Program, j.Run.Facts(j.Program), j.Run.End+1, completions, 1)
	for i := range j.Result.Agreements {
		for k := range j.Result.Agreements[i].Norms {
			st := &j.Result.Agreements[i].Norms[k]
			for l := range st.Lanes {
				if plain := all[l].Norms[st.Key.Norm]; !plain.Within(st.Lanes[l].States) {
					return &Disagreement{st.Key, st.Lanes[l].States, plain}
				}
			}
		}
	}
	return nil
}

// Instances lists what is judged, in the order of the texts.
func (j *Judged) Instances() []Instance { return j.list }

// State gives the states of an instance; 0 where there is none.
func (j *Judged) State(key status.Key) status.Set {
	for i := range j.list {
		if j.list[i].Key.Norm == key.Norm && j.list[i].Key.Member == key.Member {
			return j.list[i].States
		}
	}
	return 0
}

// breach holds the states of what went against a norm, at once or later made good. An aim that was missed is none.
var breach = status.Of(status.Breached, status.Cured, status.UsedTooEarly)

// Breaches lists the instances that are, or may be, breached by the end of the run.
func (j *Judged) Breaches() (keys []status.Key) {
	for i := range j.list {
		if j.list[i].States&breach != 0 {
			keys = append(keys, j.list[i].Key)
		}
	}
	return keys
}

// Lawful says that nothing is breached, at any standard, by the end of the run: what was done late counts as breached.
func (j *Judged) Lawful() bool { return len(j.Breaches()) == 0 }

// LawfulFor says so of the norms of one agreement.
func (j *Judged) LawfulFor(agreement string) bool {
	return !slices.ContainsFunc(j.list, func(i Instance) bool { return i.Norm.Agree == agreement && i.States&breach != 0 })
}

// LawfulBut says that nothing is breached but, possibly, what one of these parties alone bears: they did their part or not,
// everybody else did.
func (j *Judged) LawfulBut(parties []string) bool {
	return !slices.ContainsFunc(j.list, func(i Instance) bool {
		if i.States&breach == 0 {
			return false
		}
		for _, b := range i.Bearers() {
			if !slices.Contains(parties, b) {
				return true
			}
		}
		return len(i.Bearers()) == 0
	})
}

// Bearers gives who bears the instance; nobody where the text names none.
func (i *Instance) Bearers() []string {
	if i.Bearer != "" {
		return []string{i.Bearer}
	}
	return i.Norm.Bearers
}

// Repeats says that the norm asks for acts again and again, or to keep a condition: at no time is it done with.
func Repeats(n *norms.Norm) bool { return !n.AtLeast.Per.IsZero() || n.Goal != nil && n.Keep }

// Open lists the duties that are, or may be, still to be done at the end: one-off obligations that are due or open. Aims,
// permissions and powers ask nothing of anybody; what repeats is never done with, and is breached once it is overdue.
func (j *Judged) Open() (keys []status.Key) {
	for i := range j.list {
		in := &j.list[i]
		if in.Norm.Modality == norms.Obligation && !Repeats(in.Norm) && in.States&status.Of(status.Due, status.Open) != 0 {
			keys = append(keys, in.Key)
		}
	}
	return keys
}

// Complete says that at the end of the run no one-off duty is due or open and no repeated one overdue (DESIGN 6).
// Whether it is also lawful is another question: see Lawful.
func (j *Judged) Complete() bool {
	return j.complete(func(*norms.Norm) bool { return true })
}

// CompleteFor says so of one agreement.
func (j *Judged) CompleteFor(agreement string) bool {
	return j.complete(func(n *norms.Norm) bool { return n.Agree == agreement })
}

func (j *Judged) complete(of func(*norms.Norm) bool) bool {
	for i := range j.list {
		in := &j.list[i]
		if in.Norm.Modality != norms.Obligation || !of(in.Norm) {
			continue
		}
		if Repeats(in.Norm) {
			if in.States&status.Of(status.Breached) != 0 {
				return false
			}
		} else if in.States&status.Of(status.Due, status.Open) != 0 {
			return false
		}
	}
	return true
}

// Waiting lists the instances of duties, permissions, powers and aims that still wait on something at the end.
func (j *Judged) Waiting() (keys []status.Key) {
	for i := range j.list {
		if s, settled := j.list[i].States.Settled(); settled && s == status.NotYet {
			keys = append(keys, j.list[i].Key)
		}
	}
	return keys
}

// Look judges by the engine alone, for those who make up many runs and have Judge confirm the one that they show.
func Look(prog *norms.Program, r *Run) (*Judged, error) { return look(prog, r) }
