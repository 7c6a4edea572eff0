package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// markPoint gives noon of the day that a mark is set to.
func (m *Machine) markPoint(s *scope, mark string) course[spans] {
	return m.firstOf(s, m.markHits(s, mark), func(h hit) civil.Interval { return m.noonGiven(s, m.facts[h.fact]) })
}

// noonGiven gives noon of the day that an act gives; any instant where the day is not known.
func (m *Machine) noonGiven(s *scope, f *fact.Fact) civil.Interval {
	got, found := never, false
	for _, role := range m.vocab.acts[f.Act].Roles {
		if role.Type != norms.DateRole {
			continue
		}
		r := f.Role(role.Name)
		if r == nil {
			return always // it gives a day, but which is not known
		}
		for _, v := range r.Values {
			if d, err := civil.ParseDate(v); err == nil {
				noon := civil.At(s.ag.Zone.Clock(d, 12, 0))
				if found {
					noon = noon.Join(got)
				}
				got, found = noon, true
			}
		}
	}
	return got
}

// movedMark gives noon of the day of a mark that powers may move: the day that the latest exercise gave, of those that name
// the mark and give a day. Of exercises at one instant it may be any.
func (m *Machine) movedMark(s *scope, mark string) course[spans] {
	set := m.markPoint(s, mark)
	i := slices.IndexFunc(s.ag.Marks, func(k norms.Mark) bool { return k.ID == mark })
	if i < 0 || s.ag.Marks[i].Movers == nil {
		return set
	}
	names := map[int32]hit{} // acts that name the mark and give a day
	for _, h := range m.markHits(s, mark) {
		names[h.fact] = h
	}
	at := []int64{}
	for _, p := range set {
		at = append(at, p.from)
	}
	var used []course[*exercises]
	for _, power := range s.ag.Marks[i].Movers {
		c := m.history(power).used
		used = append(used, c)
		for _, p := range c {
			at = append(at, p.from)
			for _, x := range p.v.list {
				for _, w := range x.at {
					at = append(at, w.Lo+1, w.Hi+1)
				}
			}
		}
	}
	at = slices.DeleteFunc(at, func(r int64) bool { return r > m.horizon })
	return build(at, func(r int64) spans {
		out := set.at(r)
		for lane := range out {
			out[lane] = m.latestMove(s, used, names, out[lane], r, lane)
		}
		return out
	})
}

// latestMove gives the day of a mark at reading r and a standard; before is what it is without a move.
func (m *Machine) latestMove(s *scope, used []course[*exercises], names map[int32]hit, before civil.Interval, r int64, lane int) civil.Interval {
	sure := civil.Ever // some move certainly happened, and no earlier than this
	for _, c := range used {
		for _, x := range c.at(r).list {
			if h, ok := names[x.fact]; ok && h.must&x.must>>lane&1 == 1 && x.at[lane].Hi < r {
				sure = max(sure, x.at[lane].Lo)
			}
		}
	}
	out := before
	if sure > civil.Ever {
		out = none
	}
	for _, c := range used {
		now := c.at(r)
		if now.any {
			return always
		}
		for _, x := range now.list {
			h, ok := names[x.fact]
			if w := x.at[lane]; ok && h.may&x.may>>lane&1 == 1 && w.Lo < r && w.Hi >= sure {
				out = out.Join(m.noonGiven(s, m.facts[x.fact]))
			}
		}
	}
	return out
}

// markHits gives the facts that may set the mark: those with a role of type mark that names it and one of type date.
func (m *Machine) markHits(s *scope, mark string) []hit {
	var out []hit
	for _, p := range m.marks[mark] {
		m.memo.match(p)
		for _, h := range p.hits {
			f := m.facts[h.fact]
			dates := 0
			for _, role := range p.act.Roles {
				if role.Type != norms.DateRole {
					continue
				}
				if r := f.Role(role.Name); r == nil {
					dates++
					h.must = 0
				} else {
					good := 0
					for _, v := range r.Values {
						if _, err := civil.ParseDate(v); err == nil {
							good++
						}
					}
					dates += good
					if r.OneOf && good < len(r.Values) {
						h.must = 0
					}
				}
			}
			if dates > 0 {
				out = append(out, h)
			}
		}
	}
	m.sortHits(out)
	return out
}
