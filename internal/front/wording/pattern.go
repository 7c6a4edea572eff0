package wording

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/locale"
)

// act tells the act of a norm. Its doer role is left out: the sentence names the bearers.
func (r reader) act(p norms.Pattern) string { return r.actOnly(p, r.doer(p.Act)) }

// actOnly tells an act with its roles, but for the role that is left out.
func (r reader) actOnly(p norms.Pattern, without string) string {
	var roles []norms.Want
	for _, want := range p.Roles {
		if want.Role != without || without == "" {
			roles = append(roles, want)
		}
	}
	return r.titled(r.l.Act(p.Act), roles)
}

// state tells a state with its roles.
func (r reader) state(p norms.Pattern) string { return r.titled(r.l.State(p.Act), p.Roles) }

func (r reader) titled(title string, roles []norms.Want) string {
	if len(roles) == 0 {
		return r.w.name(title)
	}
	return r.w.Text("readback.act", "act", title, "roles", Phrase(r.roles(roles)))
}

// roles tells what the roles must be.
func (r reader) roles(roles []norms.Want) string {
	out := ""
	for i, want := range roles {
		values := make([]string, len(want.Values))
		for j, v := range want.Values {
			if v.Var != "" {
				values[j] = r.w.Text("readback.same", "var", v.Var)
			} else {
				values[j] = r.w.name(r.l.Value(v.ID))
			}
		}
		one := r.w.Text("readback.role", "role", Phrase(r.w.Role(want.Role)), "values", Phrase(r.w.Or(values)))
		if i == 0 {
			out = one
		} else {
			out = r.w.Text("list.semicolon", "a", Phrase(out), "b", Phrase(one))
		}
	}
	return out
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
		return r.w.Text("cond.norm."+[...]string{"kept", "breached", "due", "in_force"}[c.Word], "norm", Phrase(r.norm(c.Norm)))
	case norms.MarkSet:
		return r.w.Text("cond.mark_set", "mark", r.l.Mark(c.Mark))
	case norms.Reached:
		return r.w.Text("cond.reached", "point", Phrase(r.bound(&c.Bound, false)))
	case norms.Compare:
		return r.w.Text("cond.compare", "figure", Phrase(r.figure(c.Figure)), "relation", Phrase(r.w.relation(c.Op, c.N)))
	}
	return ""
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
	return r.during(text, f.From, f.Until)
}

func (w *Words) relation(op norms.Op, n int64) string {
	key := [...]string{"at_least", "at_most", "more_than", "less_than", "equal"}[op]
	return w.Text("relation."+key, "number", Phrase(locale.Number(w.lang, n)))
}
