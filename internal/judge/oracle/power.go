package oracle

import (
	"slices"

	"mithaq/internal/agreement/norms"
)

// exercise is an exercise of a power (section 11): an act, as it matches the power's pattern, within force of the power.
type exercise struct {
	act *Act
	v   tri // never no
}

// exercises gives the exercises of a power at instants before r.
func (ev *evaluator) exercises(power string, r int64) (all []exercise) {
	k := key{power, r}
	if known, ok := ev.used[k]; ok {
		return known
	}
	ag, n := ev.find(power)
	at := map[*Act]int{} // an act by which several members of a family exercise the power is one exercise
	for _, who := range ev.subjects(ag, n, r) {
		sc := within(ag, n, who)
		var instances []*instance
		for _, f := range ev.frames(sc, n.Window, r) {
			instances = append(instances, newInstance(ev, sc, r, f))
		}
		for _, a := range ev.normActs(sc, r) {
			v := instances[0].inForce(a.At)
			for _, in := range instances[1:] {
				v = join(v, in.inForce(a.At))
			}
			if v == no {
				continue
			}
			if i, again := at[a]; again {
				all[i].v = or(all[i].v, v)
				continue
			}
			at[a] = len(all)
			all = append(all, exercise{a, v})
		}
	}
	if len(ev.cut) == 0 {
		ev.used[k] = all
	}
	return all
}

// inEffect: exercised at some t before r, not longer ago than For, and not undone since.
func (ev *evaluator) inEffect(sc *scope, c norms.InEffect, r int64) tri {
	ag, _ := ev.find(c.Power)
	var undone []exercise
	for _, power := range c.Undo {
		undone = append(undone, ev.exercises(power, r)...)
	}
	some := no
	for _, x := range ev.exercises(c.Power, r) {
		stands := x.v
		if !c.For.IsZero() {
			until := sameClock(ag.Zone, x.act.At, c.For)
			ev.turn(until)
			stands = and(stands, of(r <= until))
		}
		for _, u := range undone {
			switch {
			case u.act.At > x.act.At:
				stands = and(stands, not(u.v))
			case u.act.At == x.act.At:
				stands = and(stands, unknown)
			}
		}
		some = or(some, stands)
	}
	return some
}

// subjects gives the members of a norm's family, or nil alone for a norm without one.
func (ev *evaluator) subjects(ag *norms.Agreement, n *norms.Norm, r int64) []*subject {
	if n.ForEach == nil {
		return []*subject{nil}
	}
	var all []*subject
	for _, m := range ev.members(ag, n, r) {
		all = append(all, &m)
	}
	return all
}

// normActs gives the acts before r that are the norm's, as they match: those that match its pattern and no exception.
func (ev *evaluator) normActs(sc *scope, r int64) (all []*Act) {
	for i := range ev.run.Acts {
		a := &ev.run.Acts[i]
		if a.At >= r {
			continue
		}
		excepted := slices.ContainsFunc(sc.n.Except, func(p norms.Pattern) bool { return ev.matches(a, p, sc) })
		if b := ev.as(a, sc.n.Act, sc); b != nil && !excepted {
			all = append(all, b)
		}
	}
	return all
}
