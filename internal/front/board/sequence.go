package board

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/layered"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/order"
)

// SequenceView is the page of who has to move before whom.
type SequenceView struct {
	Head     AgreementHead
	Readings []SequenceReading // the text as written and each reading of it; none where there is no reading
	Disputes []string          // steps that readings put in different orders, a sentence each
	Circles  []SequenceCircle
	Movers   []SequenceMover // who can move now
	Waits    []WaitRow
	Drawings []SequenceDrawing
	TooMany  int            // steps that are not drawn, because a drawing of so many cannot be read
	Steps    []SequenceStep // in order
	Free     []SequenceStep // those that wait on nothing, and on which nothing waits
}

// SequenceReading is one way to read the text.
type SequenceReading struct {
	ID, Title, By string
	Here          bool
}

// SequenceCircle is a ring of steps each of which waits on the next.
type SequenceCircle struct {
	Says  string
	Break string // which step would end it; "": none is known
}

// SequenceMover is somebody with the steps that are theirs to do now.
type SequenceMover struct {
	Who   string
	Steps []SequenceStep
}

// SequenceStep is a norm as a step.
type SequenceStep struct {
	ID, Term, Title, Who, Says string
	Agreement                  string // of another text; "": of this one
	Other                      string // the title of that
	Cell                       Cell
	When                       string
	After                      []SequenceLink // what it waits on
	Then                       []SequenceLink // what waits on it
	Ring                       bool           // it stands in a circle
	name                       string
}

// SequenceLink is another step.
type SequenceLink struct {
	ID, Term, Agreement string
	Any                 bool // others would do as well
	Own                 bool // only by the reading that is shown
}

// SequencePage makes the sequence of an agreement, by one reading of it where one is named; nil when there is none.
func (r *Run) SequencePage(rd Reader, id, reading string) *SequenceView {
	a, _ := r.Agreement(id)
	run := r
	for _, other := range r.Readings {
		if other.Reading == reading {
			run = other
		}
	}
	if a == nil || run.Reading != reading {
		return nil
	}
	text, s := run.Agreement(id)
	v := &SequenceView{Head: r.head(rd, a), Waits: run.waits(rd, text, s)}
	if len(a.Readings) > 0 {
		v.Readings = append(v.Readings, SequenceReading{Here: reading == ""})
		for i := range a.Readings {
			x := &a.Readings[i]
			if !slices.ContainsFunc(v.Readings, func(y SequenceReading) bool { return y.ID == x.ID }) {
				v.Readings = append(v.Readings, SequenceReading{x.ID, wording.Name(rd.Lang, x.Names, x.ID), rd.W.And(r.lookup(rd).Parties(x.By)), x.ID == reading})
			}
		}
		v.Disputes = r.disputesOf(rd, a)
	}
	for i := range run.Order().Circles {
		if c := &run.Order().Circles[i]; slices.ContainsFunc(c.Links, func(l order.Link) bool { return agreementOf(run.Program, l.From) == id }) {
			v.Circles = append(v.Circles, run.circle(rd, id, c))
		}
	}
	run.steps(rd, r, text, v)
	for _, step := range slices.Concat(v.Steps, v.Free) {
		if step.Agreement != "" || !canMove(s, step.name, rd.lead(text)) {
			continue
		}
		i := slices.IndexFunc(v.Movers, func(m SequenceMover) bool { return m.Who == step.Who })
		if i < 0 {
			i = len(v.Movers)
			v.Movers = append(v.Movers, SequenceMover{Who: step.Who})
		}
		v.Movers[i].Steps = append(v.Movers[i].Steps, step)
	}
	return v
}

// HasReading says whether a text has a reading of the name.
func (r *Run) HasReading(id, reading string) bool {
	a, _ := r.Agreement(id)
	return a != nil && slices.ContainsFunc(a.Readings, func(x norms.Reading) bool { return x.ID == reading })
}

func agreementOf(prog *norms.Program, norm string) string {
	if n := prog.Norm(norm); n != nil {
		return n.Agree
	}
	return ""
}

// canMove says whether a norm asks for something now, or allows it, that has not been done.
func canMove(s *status.Agreement, name string, lane int) bool {
	for i := range s.Norms {
		if n := &s.Norms[i]; n.Key.Norm == name && n.Modality != norms.Prohibition {
			return n.Lanes[lane].States == status.Of(status.Due) || n.Lanes[lane].States == status.Of(status.Open)
		}
	}
	return false
}

// steps puts the norms in order and draws them. written is the run of the text as written.
func (r *Run) steps(rd Reader, written *Run, a *norms.Agreement, v *SequenceView) {
	waits := kept(r.Order().Waits, func(w order.Wait) bool { // of other texts only what has to come first in any case
		return agreementOf(r.Program, w.From) == a.ID && (!w.Any || agreementOf(r.Program, w.To) == a.ID)
	})
	index := map[string]int{}
	var steps []SequenceStep
	put := func(name string) int {
		i, known := index[name]
		if !known {
			i = len(steps)
			index[name] = i
			steps = append(steps, r.step(rd, a, name))
		}
		return i
	}
	for i := range a.Norms {
		put(a.Norms[i].Name())
	}
	edges := make([]layered.Edge, len(waits))
	for i, w := range waits {
		edges[i] = layered.Edge{From: put(w.To), To: put(w.From)}
	}
	own := func(order.Wait) bool { return false }
	if r != written {
		before := written.Order().Waits
		own = func(w order.Wait) bool {
			return !slices.ContainsFunc(before, func(x order.Wait) bool { return x.From == w.From && x.To == w.To })
		}
	}
	linked := make([]bool, len(steps))
	for i, w := range waits {
		e := edges[i]
		linked[e.From], linked[e.To] = true, true
		to, from := &steps[e.From], &steps[e.To]
		steps[e.To].After = append(steps[e.To].After, SequenceLink{to.ID, to.Term, to.Agreement, w.Any, own(w)})
		steps[e.From].Then = append(steps[e.From].Then, SequenceLink{from.ID, from.Term, from.Agreement, w.Any, own(w)})
	}
	for _, c := range r.Order().Circles {
		for _, l := range c.Links {
			if i, ok := index[l.From]; ok {
				steps[i].Ring = true
			}
		}
	}
	layout := r.layout(a.ID, -1, len(steps), edges)
	for i, part := range parts(len(steps), edges) {
		if len(part) > mostDrawn {
			v.TooMany += len(part)
			continue
		}
		v.Drawings = append(v.Drawings, r.drawing(rd, a.ID, i, steps, waits, edges, part, own))
	}
	type placed struct {
		step SequenceStep
		at   int
	}
	var list []placed
	for i := range steps {
		if linked[i] {
			list = append(list, placed{steps[i], layout.Nodes[i].Layer})
		} else {
			v.Free = append(v.Free, steps[i])
		}
	}
	slices.SortStableFunc(list, func(x, y placed) int { return cmp.Compare(x.at, y.at) })
	for _, x := range list {
		v.Steps = append(v.Steps, x.step)
	}
}

// step tells a norm as a step.
func (r *Run) step(rd Reader, a *norms.Agreement, name string) SequenceStep {
	n := r.Program.Norm(name)
	step := SequenceStep{ID: n.ID, Term: n.Term, name: name}
	if n.Agree != a.ID {
		step.Agreement = n.Agree
		if other := r.Program.Agreement(n.Agree); other != nil {
			step.Other = wording.Name(rd.Lang, other.Names, other.ID)
		}
	}
	if t := r.Program.Term(n.Agree, n.Term); t != nil {
		step.Title = wording.Name(rd.Lang, t.Title, "")
	}
	text, s := r.Agreement(n.Agree)
	for i := range s.Norms {
		if x := &s.Norms[i]; x.Key.Norm == name {
			step.Who, step.Says, step.Cell = rd.who(r.lookup(rd), x), r.readBack(rd, n).Text, rd.cell(text, x, rd.lead(text))
			step.When = rd.windowText(x.Window, text.Zone)
		}
	}
	return step
}

// circle tells a ring in words.
func (r *Run) circle(rd Reader, agree string, c *order.Circle) SequenceCircle {
	said := make([]string, 0, len(c.Links))
	for i, l := range c.Links {
		key := "board.sequence.circle.next"
		if i == 0 {
			key = "board.sequence.circle.first"
		}
		said = append(said, rd.W.Text(key, "a", wording.Phrase(r.stepName(rd, agree, l.From)), "b", wording.Phrase(r.stepName(rd, agree, l.To))))
	}
	v := SequenceCircle{Says: rd.W.Series(said)}
	if c.Break != nil {
		v.Break = rd.W.Text("board.sequence.break", "step", wording.Phrase(r.stepName(rd, agree, c.Break.Norm)))
	}
	return v
}

// stepName names a step by who does it, or by its term where nobody is named, and its number in the agreement of which is spoken: "Ukraine (9a)".
func (r *Run) stepName(rd Reader, agree, name string) string {
	n := r.Program.Norm(name)
	l := r.lookup(rd)
	label := rd.W.Label(l, name)
	if n != nil && n.Agree == agree {
		label = n.ID
	}
	if n == nil {
		return label
	}
	who := rd.W.And(l.Parties(n.Bearers))
	if t := r.Program.Term(n.Agree, n.Term); len(n.Bearers) == 0 && t != nil {
		who = rd.W.Foreign(wording.Name(rd.Lang, t.Title, t.ID))
	}
	return rd.W.Text("board.sequence.step", "who", wording.Phrase(who), "norm", wording.Phrase(label))
}

// disputesOf tells which steps of a text its readings put in different orders.
func (r *Run) disputesOf(rd Reader, a *norms.Agreement) (list []string) {
	title := func(id string) string {
		for i := range a.Readings {
			if x := &a.Readings[i]; x.ID == id {
				return wording.Name(rd.Lang, x.Names, x.ID)
			}
		}
		return id
	}
	for _, d := range r.Disputes() {
		if agreementOf(r.Program, d.First) != a.ID && agreementOf(r.Program, d.Second) != a.ID {
			continue
		}
		key := "board.sequence.dispute"
		if d.B == "" {
			key += ".written"
		}
		if d.Free {
			key += ".free"
		}
		list = append(list, rd.W.Text(key, "a", title(d.A), "b", title(d.B), "first", wording.Phrase(r.stepName(rd, a.ID, d.First)), "second", wording.Phrase(r.stepName(rd, a.ID, d.Second))))
	}
	return list
}
