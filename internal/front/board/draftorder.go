package board

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading"
	"mithaq/internal/reading/check/circle"
	"mithaq/internal/reading/order"
)

// DraftOrder is in which order the steps of a text can come.
type DraftOrder struct {
	Rounds []DraftRound
	Ring   []DraftStep // steps that wait for each other, or for such as do
	Free   int         // steps that wait on no other, and that no other waits on
	Rings  []int       // numbers of the findings that show circular waits
}

// DraftRound is what can come once all rounds before it have.
type DraftRound struct {
	N     int
	Steps []DraftStep
}

// DraftStep is one step.
type DraftStep struct {
	Norm, Who string
	Line      int
	On        []string // the steps that it waits on
}

// OrderOf puts the steps of one file in order.
func OrderOf(rd Reader, whole *reading.Whole, draft string, f *DraftFindings) *DraftOrder {
	if whole.Program == nil {
		return nil
	}
	v := &DraftOrder{}
	l := wording.Lookup{Program: whole.Program}.In(rd.W)
	on, waited := map[string][]string{}, map[string]bool{}
	for _, link := range order.Waits(whole.Program) {
		on[link.From] = append(on[link.From], link.To)
		waited[link.To] = true
	}
	var left []*norms.Norm
	for i := range whole.Program.Agreements {
		a := &whole.Program.Agreements[i]
		for k := range a.Norms {
			n := &a.Norms[k]
			switch {
			case on[n.Name()] != nil || waited[n.Name()]:
				left = append(left, n)
			case a.Span.File == draft:
				v.Free++
			}
		}
	}
	step := func(n *norms.Norm) DraftStep {
		s := DraftStep{Norm: rd.W.Label(l, n.Name()), Line: n.Span.Start.Line}
		if n.Span.File != draft {
			s.Line = 0
		}
		if s.Who = rd.W.And(l.Parties(n.Bearers)); len(n.Bearers) == 0 {
			s.Who = rd.W.Text("board.unnamed")
		}
		for _, name := range on[n.Name()] {
			s.On = append(s.On, rd.W.Label(l, name))
		}
		return s
	}
	done := map[string]bool{}
	for len(left) > 0 {
		ready := func(n *norms.Norm) bool {
			return !slices.ContainsFunc(on[n.Name()], func(name string) bool { return !done[name] })
		}
		round := DraftRound{N: len(v.Rounds) + 1}
		var now []string
		for _, n := range left {
			if ready(n) {
				round.Steps = append(round.Steps, step(n))
				now = append(now, n.Name())
			}
		}
		if len(now) == 0 {
			for _, n := range left {
				v.Ring = append(v.Ring, step(n))
			}
			break
		}
		v.Rounds = append(v.Rounds, round)
		for _, name := range now {
			done[name] = true
		}
		left = slices.DeleteFunc(left, func(n *norms.Norm) bool { return done[n.Name()] })
	}
	if f != nil {
		for i := range f.List {
			if f.List[i].Code == string(circle.Rule.Code) {
				v.Rings = append(v.Rings, f.List[i].N)
			}
		}
	}
	return v
}
