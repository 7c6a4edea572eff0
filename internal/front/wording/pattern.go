package wording

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/locale"
)

// act tells the act of a norm. Who acts is left out: the sentence names the bearers, or whose act they must ensure.
func (r reader) act(n *norms.Norm) string {
	p := n.Act
	doer := r.doer(p.Act)
	for i, w := range p.Roles {
		if w.Role == doer && r.acts(n, w) {
			p.Roles = append(slices.Clone(p.Roles[:i]), p.Roles[i+1:]...)
			break
		}
	}
	return r.actOnly(p, "")
}

// acts says whether a want on the doer's role names whoever acts, rather than who takes part.
func (r reader) acts(n *norms.Norm, w norms.Want) bool {
	who := n.Bearers
	if len(n.Actors) > 0 {
		who = n.Actors
	}
	for _, v := range w.Values {
		if v.Var == "" && !slices.Contains(who, v.ID) {
			return false
		}
	}
	return len(n.Actors) > 0 || n.BearerVar == nil || len(w.Values) == 1 && w.Values[0] == *n.BearerVar
}

// actOnly tells an act with its roles, but for the role that is left out.
func (r reader) actOnly(p norms.Pattern, without string) string {
	var roles []norms.Want
	for _, want := range p.Roles {
		if want.Role != without || without == "" {
			roles = append(roles, want)
		}
	}
	var declared []norms.Role
	if a := r.l.Program.Act(p.Act); a != nil {
		declared = a.Roles
	}
	return r.titled(r.l.Act(p.Act), roles, declared)
}

// state tells a state with its roles.
func (r reader) state(p norms.Pattern) string { return r.titled(r.l.State(p.Act), p.Roles, nil) }

func (r reader) titled(title string, roles []norms.Want, declared []norms.Role) string {
	if len(roles) == 0 {
		return r.w.name(title)
	}
	return r.w.Text("readback.act", "act", title, "roles", Phrase(r.roles(roles, declared)))
}

// roles tells what the roles must be; those of an act are declared with the units in which they are measured.
func (r reader) roles(roles []norms.Want, declared []norms.Role) string {
	out := ""
	for i, want := range roles {
		one := r.w.Text("readback.role", "role", Phrase(r.w.Role(want.Role)), "values", Phrase(r.wanted(want, declared)))
		if i == 0 {
			out = one
		} else {
			out = r.w.Text("list.semicolon", "a", Phrase(out), "b", Phrase(one))
		}
	}
	return out
}

// wanted tells what one role must be: one of several values, all of them, or a number that compares.
func (r reader) wanted(want norms.Want, declared []norms.Role) string {
	if want.Amount != nil {
		for i := range declared {
			if d := &declared[i]; d.Name == want.Role && d.Unit != "" {
				number := r.w.Text("readback.measure", "number", Phrase(locale.Number(r.w.lang, want.Amount.N)), "unit", d.Unit)
				return r.w.Text("relation."+relations[want.Amount.Op], "number", Phrase(number))
			}
		}
		return r.w.relation(want.Amount.Op, want.Amount.N)
	}
	values := make([]string, len(want.Values))
	for i, v := range want.Values {
		values[i] = r.value(v)
	}
	if want.All {
		return r.w.And(values)
	}
	return r.w.Or(values)
}

func (r reader) value(v norms.Value) string {
	switch {
	case v.Var == norms.This:
		return r.w.Text("readback.same.this")
	case v.Var != "":
		if party := r.party(v); party != "" {
			return party
		}
		return r.w.Text("readback.same", "var", v.Var)
	case v.Near > 0:
		return r.w.Text("readback.near", "distance", Phrase(r.w.distance(v.Near)), "place", r.l.Value(v.ID))
	}
	return r.w.name(r.l.Value(v.ID))
}

// party tells a party of a family over the parties that accepted the text; nothing for a role of another family.
func (r reader) party(v norms.Value) string {
	if r.each == nil || r.each.Source != norms.FromParties && r.each.Source != norms.FromPairs {
		return ""
	}
	return r.w.Text("readback.bearer."+v.Role, "var", v.Var)
}

// distance writes a length given in metres, in kilometres where they are whole.
func (w *Words) distance(metres int64) string {
	if metres%1000 == 0 {
		return w.Text("distance.km", "number", Phrase(locale.Number(w.lang, metres/1000)))
	}
	return w.Text("distance.m", "number", Phrase(locale.Number(w.lang, metres)))
}

// Role names a role of acts: in the reader's language where the word is a common one, else by its own name.
func (w *Words) Role(name string) string {
	if key := "role." + name; w.Has(key) {
		return w.Text(key)
	}
	return w.name(name)
}

func (r reader) doer(act string) string {
	for i := range r.l.Program.Vocabulary.Acts {
		if a := &r.l.Program.Vocabulary.Acts[i]; a.ID == act {
			return a.Doer()
		}
	}
	return ""
}

// cond tells a condition.
func (r reader) cond(c norms.Cond) string {
	switch c := c.(type) {
	case norms.And:
		return r.w.And(r.inner(c.Conds))
	case norms.Or:
		return r.w.Or(r.inner(c.Conds))
	case norms.Not:
		return r.not(c.Cond)
	case norms.Seen:
		return r.seen("cond.seen", c)
	case norms.Holds:
		return r.w.Text("cond.holds", "state", Phrase(r.state(c.Pattern)))
	case norms.NoneHolds:
		return r.w.Text("cond.none_holds", "state", Phrase(r.state(c.Pattern)))
	case norms.NormIs:
		return r.w.Text("cond.norm."+r.normWord(c), "norm", Phrase(r.norm(c.Norm)))
	case norms.InEffect:
		return r.w.Text("cond.in_effect", "norm", Phrase(r.norm(c.Power)))
	case norms.MarkSet:
		return r.w.Text("cond.mark_set", "mark", r.l.Mark(c.Mark))
	case norms.Reached:
		return r.w.Text("cond.reached", "point", Phrase(r.bound(&c.Bound, false)))
	case norms.Compare:
		relation := r.w.relation(c.Op, c.N)
		if c.With != nil {
			relation = r.w.Text("relation."+relations[c.Op]+".figure", "figure", Phrase(r.figure(*c.With)))
		}
		return r.w.Text("cond.compare", "figure", Phrase(r.figure(c.Figure)), "relation", Phrase(relation))
	}
	return ""
}

// normWord is the word that a condition asks of a norm; what was done by leave or by a power was used, not kept.
func (r reader) normWord(c norms.NormIs) string {
	if n, _ := r.l.Norm(c.Norm); n != nil && c.Word == norms.IsKept && (n.Modality == norms.Permission || n.Modality == norms.Power) {
		return "used"
	}
	return [...]string{"kept", "breached", "due", "in_force"}[c.Word]
}

// inner tells the parts of a condition; parts that have parts themselves stand in brackets.
func (r reader) inner(conds []norms.Cond) []string {
	list := make([]string, len(conds))
	for i, c := range conds {
		list[i] = r.cond(c)
		switch c.(type) {
		case norms.And, norms.Or:
			list[i] = r.w.Text("cond.group", "cond", Phrase(list[i]))
		}
	}
	return list
}

func (r reader) not(c norms.Cond) string {
	switch c := c.(type) {
	case norms.Seen:
		return r.seen("cond.not_seen", c)
	case norms.Holds:
		return r.w.Text("cond.not_holds", "state", Phrase(r.state(c.Pattern)))
	case norms.InEffect:
		return r.w.Text("cond.not_in_effect", "norm", Phrase(r.norm(c.Power)))
	}
	return r.w.Text("cond.not", "cond", Phrase(r.inner([]norms.Cond{c})[0]))
}

func (r reader) seen(key string, c norms.Seen) string {
	text := r.w.Text(key, "act", Phrase(r.actOnly(c.Pattern, "")))
	return r.during(text, c.From, c.Until)
}

// during adds a time to what is told.
func (r reader) during(text string, from, until *norms.Bound) string {
	window := ""
	switch {
	case from != nil && until != nil:
		window = r.w.Text("window.both", "from", Phrase(r.bound(from, false)), "to", Phrase(r.until(until)))
	case from != nil:
		window = r.bound(from, false)
	case until != nil:
		window = r.until(until)
	default:
		return text
	}
	return r.w.Text("cond.window", "cond", Phrase(text), "window", Phrase(window))
}

// until tells the end of a time that is looked at, not of a time limit.
func (r reader) until(b *norms.Bound) string {
	if b.Edge == norms.DayEnd && b.Plus.IsZero() {
		return r.at("window.until", b)
	}
	return r.bound(b, true)
}

func (r reader) figure(f norms.Figure) string {
	key := [...]string{"figure.count", "figure.distinct", "figure.sum"}[f.Measure]
	text := r.w.Text(key, "role", Phrase(r.w.Role(f.Role)), "act", Phrase(r.actOnly(f.Pattern, "")))
	text = r.during(text, f.From, f.Until)
	if !f.Last.IsZero() {
		text = r.w.Text("cond.window", "cond", Phrase(text), "window", Phrase(r.w.Text("window.last", "period", Phrase(r.w.Period(f.Last)))))
	}
	return text
}

var relations = [...]string{"at_least", "at_most", "more_than", "less_than", "equal"}

func (w *Words) relation(op norms.Op, n int64) string {
	return w.Text("relation."+relations[op], "number", Phrase(locale.Number(w.lang, n)))
}
