package norms

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"mithaq/internal/agreement/format"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/fold"
)

// Lower writes a Book out as a Program: every default in place, windows as bounds (spec/norms.md, section 4), lists sorted.
// It remarks windows that are empty or begin before the text; these can be judged all the same.
func Lower(book *terms.Book) (*Program, []diag.Diagnostic) {
	p := &Program{}
	for _, v := range book.Vocabularies {
		lowerVocabulary(&p.Vocabulary, v)
	}
	sortVocabulary(&p.Vocabulary)
	var remarks []diag.Diagnostic
	hashes := map[*syntax.File]string{}
	for _, a := range book.Agreements {
		if hashes[a.File] == "" {
			hashes[a.File] = hash(a.File)
		}
		p.Agreements = append(p.Agreements, lowerAgreement(a, hashes[a.File]))
		remarks = append(remarks, windows(&p.Agreements[len(p.Agreements)-1])...)
	}
	p.Index()
	diag.Sort(remarks)
	return p, remarks
}

func lowerVocabulary(out *Vocabulary, v *terms.Vocabulary) {
	for _, x := range v.Parties {
		p := Party{ID: x.ID, Names: Names(x.Titles), Sort: PartySort(x.Sort), Span: x.Span}
		for _, m := range x.In {
			p.In = append(p.In, Membership{In: m.In.ID, Dates: dates(m)})
		}
		out.Parties = append(out.Parties, p)
	}
	for _, x := range v.Kinds {
		k := Kind{ID: x.ID, Names: Names(x.Titles), Span: x.Span}
		if x.Parent != nil {
			k.Parent = x.Parent.ID
		}
		out.Kinds = append(out.Kinds, k)
	}
	for _, x := range v.Acts {
		out.Acts = append(out.Acts, Act{ID: x.ID, Names: Names(x.Titles), Roles: lowerRoles(x.Roles), Span: x.Span})
	}
	for _, x := range v.States {
		out.States = append(out.States, State{
			ID: x.ID, Names: Names(x.Titles), Roles: lowerRoles(x.Roles),
			Begins: lowerLinks(x.Begins), Ends: lowerLinks(x.Ends), Span: x.Span,
		})
	}
	for _, x := range v.Zones {
		z := Zone{ID: x.ID, Names: Names(x.Titles), Area: x.Area, Span: x.Span}
		if x.In != nil {
			z.In = x.In.ID
		}
		out.Zones = append(out.Zones, z)
	}
	for _, x := range v.Rosters {
		r := RosterDecl{ID: x.ID, Names: Names(x.Titles), Span: x.Span}
		if x.Of != nil {
			r.Of = x.Of.ID
		}
		out.Rosters = append(out.Rosters, r)
	}
}

// dates gives a membership's time. A vocabulary has no time zone of its own: its days are counted in UTC.
func dates(m terms.Membership) civil.Interval {
	i := civil.Interval{Lo: civil.Ever, Hi: civil.Forever}
	if m.From != nil {
		i.Lo = m.From.In(civil.UTC)
	}
	if m.Until != nil {
		i.Hi = m.Until.In(civil.UTC)
		if !m.Until.Clock {
			i.Hi = civil.UTC.End(m.Until.Date) - 1
		}
	}
	return i
}

func lowerRoles(roles []*terms.Role) []Role {
	out := make([]Role, 0, len(roles))
	for _, r := range roles {
		role := Role{Name: r.Name, Type: RoleType(r.Type), Many: r.Many}
		if r.Kind != nil {
			role.Kind = r.Kind.ID
		}
		out = append(out, role)
	}
	return out
}

func lowerLinks(links []terms.Link) []Link {
	out := make([]Link, 0, len(links))
	for i := range links {
		l := Link{Filter: lowerPattern(&links[i].Filter)}
		for _, pair := range links[i].Roles {
			l.Roles = append(l.Roles, RoleLink{Act: pair.Act.Name, State: pair.State.Name})
		}
		slices.SortFunc(l.Roles, func(a, b RoleLink) int { return cmp.Or(cmp.Compare(a.State, b.State), cmp.Compare(a.Act, b.Act)) })
		out = append(out, l)
	}
	return out
}

func sortVocabulary(v *Vocabulary) {
	slices.SortFunc(v.Parties, func(a, b Party) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(v.Kinds, func(a, b Kind) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(v.Acts, func(a, b Act) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(v.States, func(a, b State) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(v.Zones, func(a, b Zone) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(v.Rosters, func(a, b RosterDecl) int { return cmp.Compare(a.ID, b.ID) })
}

func lowerAgreement(x *terms.Agreement, hash string) Agreement {
	a := Agreement{
		ID: x.ID, Names: Names(x.Titles), Force: Force(x.Force), By: partyIDs(x.By), To: partyIDs(x.To),
		Dated: x.Dated, Zone: x.Zone, Standard: x.Standard, Observed: lowerObserved(x.Observed, Observed{}),
		Partial: x.Partial, Hash: hash, Span: x.Span,
	}
	if !x.Dated.IsZero() || x.InForce != nil {
		a.Starts = x.Starts()
	}
	for _, s := range x.Supersedes {
		a.Supersedes = append(a.Supersedes, s.ID)
	}
	for _, m := range x.Marks {
		a.Marks = append(a.Marks, Mark{ID: m.ID, Names: Names(m.Titles), Span: m.Span})
	}
	for _, t := range x.Terms {
		term := Term{ID: t.ID, Title: Names(t.Titles), Texts: Names(t.Texts), Nature: Nature(t.Nature), Span: t.Span}
		for _, n := range t.Norms {
			term.Norms = append(term.Norms, n.ID)
			a.Norms = append(a.Norms, lowerNorm(&a, n))
		}
		a.Terms = append(a.Terms, term)
	}
	for _, c := range x.Claims {
		a.Claims = append(a.Claims, Claim{
			ID: c.ID, Agree: a.ID, By: partyIDs(c.By), Title: Names(c.Titles), Figure: a.figure(&c.Figure),
			Op: Op(c.Op), N: c.N, Number: c.Number, Span: c.Span,
		})
	}
	for _, c := range x.Concerns {
		concern := Concern{ID: c.ID, Of: c.Of.ID, Title: Names(c.Titles), Span: c.Span}
		for _, t := range c.AnsweredBy {
			concern.AnsweredBy = append(concern.AnsweredBy, t.ID)
		}
		a.Concerns = append(a.Concerns, concern)
	}
	for _, p := range x.Positions {
		pos := Position{
			Party: p.Party.ID, Stance: Stance(p.Stance), Agree: p.Agreement.ID, Date: p.On, Said: Names(p.Said), Span: p.Span,
		}
		if p.Term != nil {
			pos.Term = p.Term.ID
		}
		a.Positions = append(a.Positions, pos)
	}
	return a
}

// hash names the text of an agreement: the canonical layout of the file that it stands in, with its vocabulary if that stands there too.
func hash(f *syntax.File) string {
	sum := sha256.Sum256([]byte(format.File(f)))
	return hex.EncodeToString(sum[:])
}

func partyIDs(list []*terms.Party) (ids []string) {
	for _, p := range list {
		ids = append(ids, p.ID)
	}
	return ids
}

func lowerObserved(x *terms.Observed, otherwise Observed) Observed {
	if x == nil {
		return otherwise
	}
	return Observed{By: partyIDs(x.By), Percent: x.Percent}
}

func lowerNorm(a *Agreement, x *terms.Norm) Norm {
	n := Norm{
		ID: x.ID, Agree: a.ID, Term: x.Term.ID, Bearers: partyIDs(x.Bearers), Act: lowerPattern(&x.Act),
		OnlyOnce: x.OnlyOnce, Observed: lowerObserved(x.Observed, a.Observed), Span: x.Span,
		If: a.cond(x.If), Once: a.cond(x.Once), While: a.cond(x.While), Until: a.cond(x.Until), Unless: a.cond(x.Unless),
	}
	switch {
	case x.Modality == syntax.MustNot, x.Modality == syntax.Must && x.AtMost != nil:
		n.Modality = Prohibition
		if x.AtMost != nil {
			n.AtMost = Number{N: x.AtMost.N, Per: x.AtMost.Per}
		}
	case x.Modality == syntax.May:
		n.Modality = Permission
	default:
		if x.Modality == syntax.AimsTo {
			n.Modality = Aim
		}
		n.AtLeast = Number{N: 1}
		if x.AtLeast != nil {
			n.AtLeast = Number{N: x.AtLeast.N, Per: x.AtLeast.Per}
		}
	}
	if doer := x.Act.Act.Doer(); doer != nil && len(n.Bearers) > 0 {
		w := Want{Role: doer.Name}
		for _, b := range n.Bearers {
			w.Values = append(w.Values, Value{ID: b})
		}
		sortValues(w.Values)
		n.Act.Roles = append(n.Act.Roles, w)
		sortWants(n.Act.Roles)
	}
	if x.ForEach != nil {
		n.ForEach = lowerFamily(x.ForEach)
	}
	n.Window = a.window(x)
	return n
}

func lowerFamily(x *terms.Family) *Family {
	f := &Family{Var: x.Var, Pattern: lowerPattern(&x.Pattern)}
	switch {
	case x.Roster != nil:
		f.Source, f.Roster = FromRoster, x.Roster.ID
	case x.Pattern.State != nil:
		f.Source = FromState
	default:
		f.Source = FromAct
	}
	return f
}

func lowerPattern(x *terms.Pattern) Pattern {
	p := Pattern{Act: x.ID(), Span: x.Span}
	for _, w := range x.Wants {
		want := Want{Role: w.Role.Name}
		for _, v := range w.Values {
			want.Values = append(want.Values, lowerValue(w.Role, v))
		}
		sortValues(want.Values)
		want.Values = slices.Compact(want.Values)
		p.Roles = append(p.Roles, want)
	}
	sortWants(p.Roles)
	return p
}

func lowerValue(role *terms.Role, v terms.Value) Value {
	switch {
	case v.Role != nil:
		return Value{Var: v.Var, Role: v.Role.Name}
	case v.Party != nil:
		return Value{ID: v.Party.ID}
	case v.Kind != nil:
		return Value{ID: v.Kind.ID}
	case v.Zone != nil:
		return Value{ID: v.Zone.ID}
	case v.Mark != nil:
		return Value{ID: v.Mark.ID}
	case role.Type == terms.TextRole:
		return Value{ID: fold.Text(v.Text)}
	}
	return Value{ID: v.Text} // a person's id stands as it is
}

func sortWants(list []Want) {
	slices.SortFunc(list, func(a, b Want) int { return cmp.Compare(a.Role, b.Role) })
}

func sortValues(list []Value) {
	slices.SortFunc(list, func(a, b Value) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Var, b.Var), cmp.Compare(a.Role, b.Role))
	})
}
