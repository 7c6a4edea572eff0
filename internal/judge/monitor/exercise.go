package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// exercise is a use of a power: an act that matches within its force (spec/norms.md, section 11).
type exercise struct {
	fact      int32
	must, may uint8
	at        spans      // when it may have happened within force, by standard
	n         fact.Range // how many exercises it stands for
}

// exercises are those of one power; any: it may have been exercised at any time.
type exercises struct {
	list []exercise
	any  bool
}

// exercised gives the exercises of a power as a function of the reading: its opening and its end are those of the reading.
func exercised(list []*instance, horizon int64) course[*exercises] {
	var at []int64
	for _, in := range list {
		at = append(at, in.readings()...)
		if b := in.scope.bind; b != nil {
			at = append(at, b.when.Lo+1, b.when.Hi+1)
		}
		if in.n.While == nil || !in.clockStops() {
			continue
		}
		for _, h := range in.hits { // the end moves with each second: what an act is turns out when it is seen
			w := in.m.facts[h.fact].When
			at = append(at, w.Lo+1, w.Hi+1)
		}
	}
	at = slices.DeleteFunc(at, func(r int64) bool { return r < civil.Ever || r > horizon })
	slices.Sort(at)
	out := course[*exercises]{{civil.Ever, &exercises{}}}
	for _, r := range slices.Compact(at) {
		var now []exercise
		for _, in := range list {
			now = in.exercises(now, r)
		}
		if last := out[len(out)-1].v; !slices.Equal(last.list, now) {
			out = add(out, r, &exercises{list: now})
		}
	}
	return out
}

// sameExercises says whether two courses tell of the same exercises.
func sameExercises(a, b course[*exercises]) bool {
	return slices.EqualFunc(a, b, func(x, y point[*exercises]) bool {
		return x.from == y.from && x.v.any == y.v.any && slices.Equal(x.v.list, y.v.list)
	})
}

// exercises adds the uses of a power's instance as its window stands at reading r, also those that r does not see. An act
// that several members of a family exercise by is one exercise.
func (in *instance) exercises(out []exercise, r int64) []exercise {
	o, e := in.open.at(r), in.end(r)
	known := grade.True
	if b := in.scope.bind; b != nil {
		known = b.knownAt(r)
	}
	l := in.limitsAt(o)
	for u := range l.uses() {
		f := in.m.facts[u.fact]
		x := exercise{fact: u.fact, at: sameSpans(never), n: f.Acts}
		for lane := range status.Lanes {
			bit := uint8(1) << lane
			w := civil.Interval{Lo: max(u.from(lane, f), o[lane].Lo), Hi: f.When.Hi}
			if e[lane].Hi <= r { // an end to come may still move
				w.Hi = min(w.Hi, e[lane].Hi-1)
			}
			if u.may&bit == 0 || w.Lo > w.Hi || !known.May.Has(lane) {
				continue
			}
			x.may |= bit
			x.at[lane] = w
			if u.must&bit != 0 && f.When.Hi < e[lane].Lo && known.Must.Has(lane) {
				x.must |= bit
			}
		}
		if x.may == 0 {
			continue
		}
		same := -1
		if in.scope.bind != nil {
			same = slices.IndexFunc(out, func(y exercise) bool { return y.fact == x.fact })
		}
		if same >= 0 {
			out[same].join(&x)
		} else {
			out = append(out, x)
		}
	}
	return out
}

// join takes what another member makes of the same act.
func (x *exercise) join(y *exercise) {
	for lane := range status.Lanes {
		switch bit := uint8(1) << lane; {
		case y.may&bit == 0:
		case x.may&bit == 0:
			x.at[lane] = y.at[lane]
		default:
			x.at[lane] = x.at[lane].Join(y.at[lane])
		}
	}
	x.must, x.may = x.must|y.must, x.may|y.may
}

// mayBefore gives the standards at which reading r may see an exercise.
func (x *exercise) mayBefore(r int64) (may uint8) {
	for lane := range status.Lanes {
		if x.at[lane].Lo < r {
			may |= x.may & (1 << lane)
		}
	}
	return may
}

// inEffect is true from an exercise of the power on, until one of Undo was exercised after it, for at most For.
func (m *Machine) inEffect(c norms.InEffect, s *scope) Timeline {
	used := m.history(c.Power).used
	undone := steady(&exercises{})
	for _, name := range c.Undo {
		undone = merge(undone, m.history(name).used, func(a, b *exercises) *exercises {
			if len(a.list) == 0 && !a.any {
				return b
			}
			return &exercises{slices.Concat(a.list, b.list), a.any || b.any}
		})
	}
	both := merge(used, undone, func(a, b *exercises) [2]*exercises { return [2]*exercises{a, b} })
	var out Timeline
	for k, p := range both {
		next := civil.Forever
		if k+1 < len(both) {
			next = both[k+1].from
		}
		for _, q := range m.effect(p.v[0], p.v[1], c.For, s.ag.Zone) {
			if q.from = max(q.from, p.from); q.from < next {
				out = add(out, q.from, q.v)
			}
		}
	}
	return out
}

// effect follows the effect of exercises through the readings. Each is undone alone; a tie of both is unknown.
func (m *Machine) effect(used, undone *exercises, limit civil.Period, z civil.Zone) Timeline {
	if used.any || undone.any && len(used.list) > 0 {
		return steady(grade.Unknown)
	}
	var l layers
	for i := range used.list {
		x := &used.list[i]
		for lane := range status.Lanes {
			if x.may>>lane&1 == 0 {
				continue
			}
			at := x.at[lane]
			last := never // the last reading at which it is in effect
			if !limit.IsZero() {
				last = z.SameClockWithin(at, limit)
			}
			for j := range undone.list {
				y := &undone.list[j]
				switch by := y.at[lane]; {
				case y.may>>lane&1 == 0 || by.Hi < at.Lo:
				case y.must>>lane&1 == 1 && by.Lo > at.Hi:
					last.Hi = min(last.Hi, by.Hi)
					fallthrough
				default:
					last.Lo = min(last.Lo, max(by.Lo, at.Lo))
				}
			}
			l.span(lane, at.Lo+1, last.Hi+1, false)
			if x.must>>lane&1 == 1 {
				l.span(lane, at.Hi+1, last.Lo+1, true)
			}
		}
	}
	return l.course()
}
