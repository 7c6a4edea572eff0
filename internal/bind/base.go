package bind

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/fold"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

// base binds what does not hang on an incident. Its words are the vocabulary's own.
func (b *binder) base(set *fact.Set, base *record.Base) {
	for i := range base.Coverage {
		if c, ok := b.coverage(&base.Coverage[i]); ok {
			set.Coverage = append(set.Coverage, c)
		}
	}
	for i := range base.Rosters {
		set.Rosters = append(set.Rosters, b.roster(&base.Rosters[i]))
	}
	set.Positions = b.positions
	for i := range base.Positions {
		if p := &base.Positions[i]; !b.tooLate(p.When) {
			set.Positions = append(set.Positions, b.position(p))
		}
	}
	for i := range base.Tallies {
		if t := &base.Tallies[i]; !b.tooLate(t.When) {
			if tally, ok := b.tally(t); ok {
				set.Tallies = append(set.Tallies, tally)
			}
		}
	}
	slices.SortFunc(set.Coverage, func(x, y fact.Coverage) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.ID, y.ID))
	})
	slices.SortFunc(set.Rosters, func(x, y fact.Roster) int { return cmp.Compare(x.ID, y.ID) })
	slices.SortFunc(set.Positions, func(x, y fact.Position) int {
		return cmp.Or(cmp.Compare(x.When.Lo, y.When.Lo), cmp.Compare(x.ID, y.ID))
	})
	set.Positions = slices.CompactFunc(set.Positions, func(x, y fact.Position) bool { return x.ID == y.ID })
	slices.SortFunc(set.Tallies, func(x, y fact.Tally) int { return cmp.Compare(x.ID, y.ID) })
}

// days gives the first instant of from and the first after to, as written: without the slack of a date that is about right.
func (b *binder) days(from, to string) (first, after int64, ok bool) {
	f, t := b.date(from, ""), b.date(to, "")
	if !f.ok || !t.ok || f.edtf.Lo.IsZero() || t.edtf.Hi.IsZero() {
		b.left.Unreadable++
		return 0, 0, false
	}
	lo, hi := f.edtf, t.edtf
	lo.LoLoose, hi.HiLoose = false, false
	return lo.In(b.zone).Lo, hi.In(b.zone).Hi + 1, true
}

// coverage binds a coverage entry; one without two readable days says nothing and is left out.
func (b *binder) coverage(c *record.Coverage) (out fact.Coverage, ok bool) {
	from, to, ok := b.days(c.From, c.To)
	if !ok {
		return out, false
	}
	out = fact.Coverage{
		ID: c.ID, Observer: b.observer(c.Observer), Zone: b.one(zoneSort, c.Zone), From: from, To: to,
		Means: c.Means, Denied: c.Denied, DeniedBy: b.observer(c.DeniedBy), Lag: int64(c.LagDays) * 86400,
	}
	for _, a := range c.Acts {
		out.Acts = append(out.Acts, b.one(actSort, a)) // an unbound act stays: without any the entry would speak of all
	}
	slices.Sort(out.Acts)
	return out, true
}

// observer gives the party that an observer is. Observers need not be parties: others keep their name, and nothing is amiss.
func (b *binder) observer(text string) string {
	if id, ok := b.words.ids[wordKey{"", partySort, fold.Text(text)}]; ok {
		return id
	}
	return text
}

// one gives the one ID that a word of the vocabulary means, or the word.
func (b *binder) one(sort, text string) string {
	if w := b.words.find("", sort, text); len(w.ids) == 1 {
		return w.ids[0]
	}
	return text
}

// roster binds a roster. A declaration without a readable day is taken to have been made at no known time, so it unlocks nothing.
func (b *binder) roster(r *record.Roster) fact.Roster {
	out := fact.Roster{ID: r.ID, Complete: r.Complete, By: r.By, Declared: civil.Forever}
	if d := b.date(r.Declared, ""); d.ok {
		out.Declared = d.at.Hi
	} else if r.Declared != "" {
		b.left.Unreadable++
	}
	var roles []norms.Role
	if decl := b.rosters[r.ID]; decl == nil {
		b.words.missing("", rosterSort, r.ID)
	} else if state := b.states[decl.Of]; state != nil {
		roles = state.Roles
	}
	for _, m := range r.Members {
		member := fact.Member{ID: m.ID, Grade: m.Grade, When: civil.At(civil.Ever)}
		if d := b.date(m.Since, ""); d.ok {
			member.When = d.at
		} else if m.Since != "" {
			b.left.Unreadable++
			member.When = d.at
		}
		member.Roles = b.plainRoles(m.Roles, roles)
		out.Members = append(out.Members, member)
	}
	slices.SortFunc(out.Members, func(x, y fact.Member) int { return cmp.Compare(x.ID, y.ID) })
	return out
}

// plainRoles binds roles in the vocabulary's own words, places among them.
func (b *binder) plainRoles(said []record.Words, declared []norms.Role) []fact.Role {
	var fr frame
	roles, _ := b.roles("", said, declared, "", false, &fr)
	return roles
}

func (b *binder) position(p *record.Position) fact.Position {
	return fact.Position{
		ID: b.texts.keep(p.ID), Party: b.party(p.Party, false), Stance: b.texts.keep(p.Stance), Agree: b.texts.keep(p.Agree),
		Term: b.texts.keep(p.Term), Fact: b.texts.keep(p.About), When: b.date(p.When, "").at, Source: b.texts.keep(p.Source),
	}
}

// tally binds a total; one without two readable days says nothing and is left out.
func (b *binder) tally(t *record.Tally) (out fact.Tally, ok bool) {
	from, to, ok := b.days(t.From, t.To)
	if !ok {
		return out, false
	}
	out = fact.Tally{
		ID: t.ID, Source: t.Source, Act: b.one(actSort, t.Act), From: from, To: to, What: t.What,
		Number: rangeOf(t.Number), Best: max(-1, t.Number.Best), Grade: t.Grade,
	}
	if act := b.acts[out.Act]; act != nil {
		out.Roles = b.plainRoles(t.Roles, act.Roles)
	}
	for _, d := range t.Doers {
		out.Doers.To = attribute(out.Doers.To, 0, b.party(d, false), t.Grade, t.By)
	}
	slices.SortFunc(out.Doers.To, func(x, y fact.Attributed) int { return cmp.Compare(x.Party, y.Party) })
	return out, true
}
