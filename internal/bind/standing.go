package bind

import (
	"cmp"
	"encoding/binary"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

// standing fills what assessors hold: grade, acts, amounts, attribution, excuses.
func (b *binder) standing(in *record.Bundle, act *norms.Act, f *fact.Fact) {
	f.Acts = fact.Range{Lo: 1, Hi: 1}
	order := b.assessors(in)
	if len(order) == 0 {
		f.Grade = grade.Alleged
		return
	}
	f.Grade = order[0].Grade
	for _, a := range order {
		if a.Acts != (record.Range{}) {
			f.Acts = rangeOf(a.Acts)
			break
		}
	}
	for _, a := range order {
		f.Contested = f.Contested || a.Contested
		for _, e := range a.Excuses {
			f.Excuses = append(f.Excuses, b.texts.keep(e))
		}
	}
	slices.Sort(f.Excuses)
	f.Excuses = slices.Compact(f.Excuses)
	f.Amounts = b.amountsOf(order, act)
	f.Attribution = b.attribution(order)
	f.OneVoice = b.oneVoice(in, order[0])
}

// oneVoice says whether the assessment whose grade counts is one of the record's own and calls corroborated what goes back to one source.
func (b *binder) oneVoice(in *record.Bundle, a *record.Assessment) bool {
	if a.Grade != grade.Corroborated || a.Rule != "" || publishes(in, a.Assessor) {
		return false // nearly all: the sources are followed for few
	}
	accounts := in.Accounts
	if b.opts.PublishedBy != 0 {
		accounts = slices.DeleteFunc(slices.Clone(accounts), func(a record.Account) bool { return b.tooLate(a.Published) })
	}
	return record.LineageOf(accounts, b.source).RestsOnOne([]record.Assessment{*a}, in.Incident.Publisher)
}

// assessors gives the assessments in the order in which they count.
func (b *binder) assessors(in *record.Bundle) []*record.Assessment {
	b.order = b.order[:0]
	for i := range in.Assessments {
		b.order = append(b.order, &in.Assessments[i])
	}
	if len(b.order) < 2 {
		return b.order
	}
	rank := func(a *record.Assessment) int {
		if r, ok := b.rank[a.Assessor]; ok {
			return r
		}
		if a.Rule != "" || publishes(in, a.Assessor) {
			return len(b.opts.Order) + 1
		}
		return len(b.opts.Order)
	}
	slices.SortFunc(b.order, func(x, y *record.Assessment) int {
		return cmp.Or(cmp.Compare(rank(x), rank(y)), cmp.Compare(x.Assessor, y.Assessor))
	})
	return b.order
}

// publishes says whether the incident, or one merged into it, is a row of a publisher.
func publishes(in *record.Bundle, who string) bool {
	return in.Incident.Publisher == who || slices.ContainsFunc(in.Merged, func(m record.Bundle) bool { return m.Incident.Publisher == who })
}

func rangeOf(r record.Range) fact.Range {
	out := fact.Range{Lo: max(0, r.Lo), Hi: r.Hi}
	if r.Hi < 0 {
		out.Hi = fact.Unbounded
	}
	out.Hi = max(out.Lo, out.Hi)
	return out
}

// manifold are units that hold one person or more: of five families it is known that they were five persons at least, and no more than that.
var manifold = []string{"family", "group", "community"}

// amountsOf gives each amount as the first assessor who gives it has it.
func (b *binder) amountsOf(order []*record.Assessment, act *norms.Act) []fact.Amount {
	n := 0
	for _, a := range order {
		n += len(a.Amounts)
	}
	if n == 0 || act == nil {
		return nil
	}
	out := b.amounts.take(n)[:0]
	for _, a := range order {
		for _, m := range a.Amounts {
			if !m.Total() {
				continue // a part of the total of its role
			}
			i := slices.IndexFunc(act.Roles, func(r norms.Role) bool { return r.Name == m.Role && r.Type == norms.CountRole })
			if i < 0 {
				b.words.use(b.words.find(a.Scheme, roleSort, m.Role))
				continue
			}
			name := act.Roles[i].Name // one string for all facts
			if slices.ContainsFunc(out, func(x fact.Amount) bool { return x.Role == name }) {
				continue
			}
			out = append(out, fact.Amount{Role: name, Range: rangeOf(m.Range), Best: max(m.Range.Best, -1)})
			if slices.Contains(manifold, m.Unit) {
				last := &out[len(out)-1]
				last.Hi, last.Best = fact.Unbounded, -1
			}
		}
	}
	slices.SortFunc(out, func(x, y fact.Amount) int { return cmp.Compare(x.Role, y.Role) })
	return out
}

// attribution joins the attributions of the assessors, as the package comment says.
func (b *binder) attribution(order []*record.Assessment) fact.Attribution {
	out := fact.Attribution{To: b.to[:0]}
	var leader *record.Assessment // who says whether they are alternatives
	for _, a := range order {
		mine := len(out.To)
		for _, to := range a.Attributions {
			w := b.words.find(a.Scheme, partySort, to.To)
			b.words.use(w)
			if len(w.ids) == 0 {
				out.To = attribute(out.To, mine, w.alias, to.Grade, a.Assessor)
			}
			for _, id := range w.ids {
				out.To = attribute(out.To, mine, id, to.Grade, a.Assessor)
			}
			if leader == nil && to.Grade > grade.Discounted {
				leader = a
			}
		}
	}
	b.to = out.To
	if len(out.To) == 0 {
		return fact.Attribution{}
	}
	if leader != nil && leader.OneOf {
		out.OneOf, out.Exhaustive, out.Group = true, leader.Exhaustive, leader.Group
		for _, to := range out.To {
			out.Exhaustive = out.Exhaustive && to.By == leader.Assessor
		}
	}
	slices.SortFunc(out.To, func(x, y fact.Attributed) int { return cmp.Compare(x.Party, y.Party) })
	return b.shared(out)
}

// attribute adds an attribution to a party unless an assessor before has spoken of it. Of several words of one assessor for
// one party (its army, its air force) the best supported stands; mine is where the assessor's own begin.
func attribute(to []fact.Attributed, mine int, party string, g grade.Grade, by string) []fact.Attributed {
	for i := range to {
		if to[i].Party == party {
			if i >= mine {
				to[i].Grade = max(to[i].Grade, g)
			}
			return to
		}
	}
	return append(to, fact.Attributed{Party: party, Grade: g, By: by})
}

// shared gives the same slice for the same attribution.
func (b *binder) shared(a fact.Attribution) fact.Attribution {
	key := append(b.key[:0], byte(a.Group), flag(a.OneOf)|flag(a.Exhaustive)<<1)
	for _, to := range a.To {
		key = append(key, byte(to.Grade))
		key = append(binary.AppendUvarint(key, uint64(len(to.Party))), to.Party...)
		key = append(binary.AppendUvarint(key, uint64(len(to.By))), to.By...)
	}
	b.key = key
	if known, ok := b.attributions[string(key)]; ok {
		return known
	}
	a.To = slices.Clone(a.To)
	for i := range a.To {
		a.To[i].Party, a.To[i].By = b.texts.keep(a.To[i].Party), b.texts.keep(a.To[i].By)
	}
	b.attributions[string(key)] = a
	return a
}

func flag(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// compareStrings compares by the first pair, then by the second.
func compareStrings(a, b, c, d string) int { return cmp.Or(cmp.Compare(a, b), cmp.Compare(c, d)) }
