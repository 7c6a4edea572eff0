package core

import (
	"slices"
	"strconv"

	"mithaq/internal/base/diag"
	"mithaq/internal/judge/core/policy"
)

// laneAtom is an atom whose rows carry more than the arguments: how many acts the tuple stands for (below CNT and SUM), and the last
// date at which it may have happened (directly below ONCE and EVENTUALLY).
type laneAtom struct {
	atom
	weighed, dated bool
	full           []Word
}

func (a *laneAtom) take(args []Word, ev *Event) {
	if !a.fits(args) {
		return
	}
	n := len(a.pick)
	for i, arg := range a.pick {
		a.full[i] = args[arg]
	}
	if a.weighed {
		a.full[n], a.full[n+1] = Word(ev.Low), Word(ev.High)
		n += 2
	}
	if a.dated {
		a.full[n] = Word(ev.Until)
	}
	a.out.insert(a.full, ev.Pair)
}

// laneInput takes the events of a run over lanes.
type laneInput struct {
	all     Pair // every lane
	sig     *policy.Signature
	atoms   [][]*laneAtom // by predicate
	pending []pendingEvent
	words   []Word // the arguments of the pending events
	spare   []Word
}

// pendingEvent may still happen at later time points.
type pendingEvent struct {
	pred int
	args int // where its arguments begin in words
	ev   Event
}

// Event adds a tuple in a run over lanes, to the current time point and, where it is dated, as merely possible to the first time point of
// each later stamp up to Until. Low = 0 says that the act may not have happened at all: it is certain in no lane. An event that
// ends before it begins, and one with Low > High, is an error (M9305).
func (e *Engine) Event(pred int, args []Word, ev Event) error {
	g := e.graph
	in := &g.lanes
	if ev.Exact {
		ev.Until = e.last
	}
	if ev.Until < e.last || ev.Low < 0 || ev.High < max(1, ev.Low) {
		return &Fault{diag.Diagnostic{Code: CodeEvent, Args: diag.Args(
			"predicate", in.sig.Predicates[pred].Name, "stamp", strconv.FormatInt(e.last, 10), "until", strconv.FormatInt(ev.Until, 10),
			"low", strconv.FormatInt(ev.Low, 10), "high", strconv.FormatInt(ev.High, 10))}}
	}
	if ev.Low == 0 {
		ev.Low, ev.Must = 1, 0
	}
	ev.May = (ev.May | ev.Must) & in.all.May
	ev.Must &= ev.May
	if ev.May == 0 {
		return nil
	}
	spread := ev
	if ev.Until > e.last {
		spread.Must = 0
	}
	g.tuple(pred, args, spread.Pair)
	e.pending++
	later, point := len(g.atoms[pred]) > 0, g.clock.read()
	for _, a := range in.atoms[pred] {
		a.out.reach(point)
		if a.dated {
			a.take(args, &ev)
		} else {
			a.take(args, &spread)
			later = true
		}
	}
	if later && ev.Until > e.last {
		in.pending = append(in.pending, pendingEvent{pred, len(in.words), spread})
		in.words = append(in.words, args...)
	}
	return nil
}

// repeat gives the pending events to a time point with a new stamp, and forgets those that have ended.
func (g *graph) repeat(stamp int64) {
	in := &g.lanes
	if len(in.pending) == 0 {
		return
	}
	kept, point := in.pending[:0], g.clock.read()
	in.spare = in.spare[:0]
	for _, p := range in.pending {
		if p.ev.Until < stamp {
			continue
		}
		args := in.words[p.args : p.args+len(in.sig.Predicates[p.pred].Params)]
		g.tuple(p.pred, args, p.ev.Pair)
		for _, a := range in.atoms[p.pred] {
			if !a.dated {
				a.out.reach(point)
				a.take(args, &p.ev)
			}
		}
		p.args = len(in.spare)
		in.spare = append(in.spare, args...)
		kept = append(kept, p)
	}
	in.pending = kept
	in.words, in.spare = in.spare, in.words
}

func (in *laneInput) mark(m *marker) {
	for _, p := range in.pending {
		for i, param := range in.sig.Predicates[p.pred].Params {
			if param.Type == policy.String {
				m.words(in.words[p.args+i : p.args+i+1])
			}
		}
	}
}

// Column is a column of the verdict, as it is printed.
type Column struct {
	Var *policy.Var
	// Bounds says that the variable is the result of an aggregation in a run over lanes: it takes two words of a row, the least and
	// the greatest value.
	Bounds bool
}

// compileLanes builds the operators of a run over lanes. What cannot be done with bounds is an error (M9304).
func (e *Engine) compileLanes(p *policy.Checked) error {
	all := ^uint64(0) >> (64 - min(e.options.Lanes, 64))
	l, err := newLaneCompiler(p, Pair{all, all})
	if err != nil {
		return err
	}
	for i, v := range p.Columns {
		e.columns[i].Bounds = l.tops[v] != nil
	}
	e.graph = compile(p, e.options.Symbols, l)
	e.sorter = sorter{all: all, sorted: e.graph.ordered}
	e.sorter.init(e.graph.types, e.options.Symbols)
	return nil
}

// Columns gives the columns of the verdict, from left to right.
func (e *Engine) Columns() []Column { return slices.Clone(e.columns) }

func newLaneInput(sig *policy.Signature, all Pair) laneInput {
	return laneInput{all: all, sig: sig, atoms: make([][]*laneAtom, len(sig.Predicates))}
}
