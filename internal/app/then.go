package app

import (
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
)

// Then is the status as of an instant before that of a run, on the same facts. Nothing is judged but what is asked for: which states a norm may have been in its history tells.
type Then struct {
	At  int64
	run *Judged
}

// Then gives the status as of an instant; one after that of the run is as that of the run.
func (j *Judged) Then(at int64) Then { return Then{min(at, j.In.At), j} }

// States gives the states that a norm may have been in, at each standard.
func (t Then) States(key status.Key) (sets [status.Lanes]status.Set) {
	for _, c := range t.run.History(key) {
		if c.Reading > t.At+1 {
			break
		}
		sets = c.Sets
	}
	return sets
}

// Norm gives the status of a norm by its full name.
func (t Then) Norm(name string) (st status.Norm) {
	t.ask(func(m monitor.AsOf) { st = m.Norm(name) })
	return st
}

// Claim gives the status of a claim by its full name.
func (t Then) Claim(name string) (st status.Claim) {
	t.ask(func(m monitor.AsOf) { st = m.Claim(name) })
	return st
}

// ask asks the machine of the run as of the instant.
func (t Then) ask(fn func(monitor.AsOf)) {
	then := Judged{held: t.run.held, In: Instants{At: t.At}}
	then.ask(fn)
}
