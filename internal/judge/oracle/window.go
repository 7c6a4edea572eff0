package oracle

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// frame is one choice of the instants that fix a window.
type frame struct {
	entry int64 // when the text entered into force
	start int64
	end   int64
}

// frames gives each choice of a norm's window at reading r. Where both ends rest on the same thing they are chosen together.
func (ev *evaluator) frames(sc *scope, w norms.Window, r int64) (all []frame) {
	for _, entry := range ev.entered(sc.ag, r) {
		in := *sc
		in.entry = &entry
		starts, ends := []int64{sc.ag.Starts}, []int64{civil.Forever}
		if w.Start != nil {
			starts = ev.points(&in, w.Start.At, r)
		}
		if w.End != nil {
			ends = ev.points(&in, w.End.At, r)
		}
		same := w.Start != nil && w.End != nil && w.Start.At.Sort == w.End.At.Sort &&
			w.Start.At.Mark == w.End.At.Mark && w.Start.At.Norm == w.End.At.Norm && w.Start.At.Breach == w.End.At.Breach
		for i, s := range starts {
			for j, e := range ends {
				if same && i != j {
					continue
				}
				f := frame{entry, s, e}
				if w.Start != nil {
					f.start = apply(sc.ag, w.Start, s)
				}
				if w.End != nil {
					f.end = apply(sc.ag, w.End, e)
				}
				ev.turn(f.entry, f.start, f.end)
				for _, e := range ev.renewed(sc, w, f.end, r) {
					for _, e := range ev.extended(sc, w, e, r) {
						all = append(all, frame{f.entry, f.start, e})
					}
				}
			}
		}
	}
	return all
}

// renewed gives the ends after renewal: the first e_k after r, or at whose reading Unless is true.
func (ev *evaluator) renewed(sc *scope, w norms.Window, e, r int64) (ends []int64) {
	for w.Renew != nil && civil.Ever < e && e <= r {
		ev.turn(e)
		over := no
		if w.Renew.Unless != nil {
			over = ev.remember(testKey{sc.n.Name(), sc.member(), "", "renew", e}, func() tri { return ev.cond(sc, w.Renew.Unless, e) })
		}
		if over != no {
			ends = append(ends, e)
		}
		if over == yes {
			return ends
		}
		e = moved(sc.ag, w.End, e, w.Renew.Period)
	}
	ev.turn(e)
	return append(ends, e)
}

// extended gives the ends after the exercises of the powers that extend the window, in the order of their instants.
func (ev *evaluator) extended(sc *scope, w norms.Window, e, r int64) []int64 {
	type extension struct {
		exercise
		by civil.Period
	}
	var all []extension
	if sc.n != nil {
		for _, x := range sc.n.Extends {
			for _, ex := range ev.exercises(x.Power, r) {
				for range ex.act.N {
					all = append(all, extension{ex, x.By})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b extension) int { return compareInstants(a.act.At, b.act.At) })
	ends := []int64{e}
	for _, x := range all {
		var next []int64
		for _, e := range ends {
			if x.act.At < e {
				if x.v == unknown {
					next = append(next, e)
				}
				e = moved(sc.ag, w.End, e, x.by)
			}
			next = append(next, e)
		}
		slices.Sort(next)
		ends = slices.Compact(next)
	}
	ev.turn(ends...)
	return ends
}
