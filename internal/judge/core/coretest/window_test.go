package coretest

import "mithaq/internal/judge/core/policy"

// once gives the rows of ONCE: those of the operand at any time point of the window. What stands directly over one event
// of several dates is certain when all of them lie in the window.
func (r *reference) once(f *policy.Once, e *env, i int, s side) (out []row) {
	now := r.slots[i].stamp
	if r.lanes && direct(f.F) {
		for _, ev := range r.events {
			in := ev.lo+f.I.Lo <= now && now <= plus(ev.hi, f.I.Hi)
			if s == certain {
				in = ev.certain && ev.hi+f.I.Lo <= now && now <= plus(ev.lo, f.I.Hi)
			}
			if ev.at <= i && in {
				out = append(out, ev.rows(f.F, e)...)
			}
		}
		return out
	}
	for j := i; j >= 0; j-- {
		if within(f.I, now-r.slots[j].stamp) {
			out = append(out, r.rows(f.F, e, j, s)...)
		}
	}
	return out
}

// eventually is the same for EVENTUALLY.
func (r *reference) eventually(f *policy.Eventually, e *env, i int, s side) (out []row) {
	now := r.slots[i].stamp
	if r.lanes && direct(f.F) {
		for _, ev := range r.events {
			in := ev.lo <= plus(now, f.I.Hi) && ev.hi >= now+f.I.Lo && (ev.at >= i || ev.lo < ev.hi)
			if s == certain {
				in = ev.certain && ev.at >= i && ev.lo >= now+f.I.Lo && ev.hi <= plus(now, f.I.Hi)
			}
			if in {
				out = append(out, ev.rows(f.F, e)...)
			}
		}
		return out
	}
	for j := i; j < len(r.slots); j++ {
		if within(f.I, r.slots[j].stamp-now) {
			out = append(out, r.rows(f.F, e, j, s)...)
		}
	}
	return out
}

func plus(t, d int64) int64 {
	if d == policy.Endless {
		return policy.Endless
	}
	return t + d
}

// direct says whether f is one declared predicate below EXISTS and comparisons.
func direct(f policy.Formula) bool {
	switch f := f.(type) {
	case *policy.Pred:
		return f.Decl != nil
	case *policy.Exists:
		return direct(f.F)
	case *policy.And:
		return direct(f.L) && comparison(f.R)
	}
	return false
}

func comparison(f policy.Formula) bool {
	if not, ok := f.(*policy.Not); ok {
		f = not.F
	}
	_, ok := f.(*policy.Cmp)
	return ok
}

// rows gives the rows of a direct formula on this event alone.
func (ev dated) rows(f policy.Formula, e *env) []row {
	ev.certain = true
	alone := newReference([]slot{{facts: []fact{ev.fact}}}, nil, true)
	return alone.rows(f, e, 0, certain)
}
