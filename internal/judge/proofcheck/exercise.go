package proofcheck

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// exercise is a use of a power within its force (section 11).
type exercise struct {
	fact *fact.Fact
	is   tri
	at   civil.Interval
}

// exercises gives those of a power, as its window stands at reading x; also those that x does not see.
func (l *lane) exercises(power string, x int64) []exercise {
	key := reading{power, x}
	list, ok := l.used[key]
	if !ok {
		list = l.exercised(power, x)
		l.used[key] = list
	}
	return slices.Clone(list)
}

func (l *lane) exercised(power string, x int64) (out []exercise) {
	for _, in := range l.kept(l.norms[power]) {
		q, member := in.at(x), in.in
		if in.member != nil { // one that has not become a member yet has no power
			member = member.and(tri{in.member.when.Hi < x, in.member.when.Lo < x})
		}
		for _, u := range q.uses() {
			when := civil.Interval{Lo: max(u.from, q.o.Lo), Hi: min(u.fact.When.Hi, q.e.Hi-1)}
			if !u.is.may || when.Lo > when.Hi || !member.may {
				continue
			}
			e := exercise{u.fact, u.is.and(member).possibly(u.fact.When.Hi < q.e.Lo), when}
			if i := slices.IndexFunc(out, func(y exercise) bool { return y.fact == e.fact }); i >= 0 {
				out[i].is, out[i].at = out[i].is.or(e.is), out[i].at.Join(e.at)
			} else {
				out = append(out, e)
			}
		}
	}
	return out
}

// inEffect: the power was exercised, not longer ago than For, and not undone since.
func (l *lane) inEffect(c *norms.InEffect, s *scope) course {
	at := l.normChanges(c.Power)
	for _, u := range c.Undo {
		at = append(at, l.normChanges(u)...)
	}
	if !c.For.IsZero() {
		for _, x := range slices.Clone(at) {
			i := s.ag.Zone.SameClockWithin(civil.Interval{Lo: x - 1, Hi: x}, c.For)
			at = append(at, i.Lo, i.Lo+1, i.Hi, i.Hi+1)
		}
	}
	return course{l.instants(at), func(r int64) tri {
		t := no
		for _, e := range l.exercises(c.Power, r) {
			last := never // the last reading at which it stands
			if !c.For.IsZero() {
				last = s.ag.Zone.SameClockWithin(e.at, c.For)
			}
			for _, u := range c.Undo {
				for _, x := range l.exercises(u, r) {
					if !x.is.may || x.at.Hi < e.at.Lo {
						continue
					}
					if x.is.must && x.at.Lo > e.at.Hi {
						last.Hi = min(last.Hi, x.at.Hi)
					}
					last.Lo = min(last.Lo, max(x.at.Lo, e.at.Lo))
				}
			}
			t = t.or(e.is.and(tri{e.at.Hi < r && r <= last.Lo, e.at.Lo < r && r <= last.Hi}))
		}
		return t
	}}
}
