package wording

import (
	"cmp"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/reading/run"
)

// Story tells a run: what it takes as given, then act by act, each with its day and with the norm for whose sake it was done, and
// as of when it is judged.
// Days are told in the zone of the first text; the clock is told where two acts fall on one day or the hour matters.
func (w *Words) Story(l Lookup, r *run.Run) []string {
	t := teller{w: w, l: l.In(w), run: r}
	if len(l.Program.Agreements) > 0 {
		t.zone = l.Program.Agreements[0].Zone
	}
	lines := t.given()
	for i := range r.Acts {
		lines = append(lines, t.act(i))
	}
	if len(r.Acts) == 0 {
		lines = append(lines, w.Text("story.nothing"))
	}
	return append(lines, w.Text("story.end", "date", Phrase(locale.LongDate(w.lang, t.zone.DateOf(r.End)))))
}

// Deed tells one act of a run without its day and its norm: "Government of Syria: Release (person: p1)".
func (w *Words) Deed(l Lookup, a *run.Act) string {
	t := teller{w: w, l: l.In(w)}
	return t.deed(a)
}

// Label names a norm with its term; of several texts with the title of its own.
func (w *Words) Label(l Lookup, full string) string {
	here := ""
	if len(l.Program.Agreements) == 1 {
		here = l.Program.Agreements[0].ID
	}
	return w.normLabel(l.In(w), full, here)
}

// teller tells one run.
type teller struct {
	w    *Words
	l    Lookup
	run  *run.Run
	zone civil.Zone
}

// given tells whose acceptance is supposed and which lists.
func (t *teller) given() (lines []string) {
	if t.run.Record != nil {
		return nil
	}
	for i := range t.run.Positions {
		p := &t.run.Positions[i]
		a := t.l.Program.Agreement(p.Agree)
		if a == nil || p.Stance != "accept" || a.Force == norms.Accord && slices.Contains(a.By, p.Party) {
			continue
		}
		lines = append(lines, t.w.Text("story.accepts", "party", t.l.Party(p.Party), "agreement", t.l.agreement(p.Agree)))
	}
	for i := range t.run.Rosters {
		ro := &t.run.Rosters[i]
		if len(ro.Members) == 0 {
			continue
		}
		ids := make([]string, len(ro.Members))
		for j, m := range ro.Members {
			ids[j] = cmp.Or(t.member(m.ID), m.ID)
		}
		lines = append(lines, t.w.Text("story.list", "roster", t.l.Roster(ro.ID), "members", t.w.names("list.and", ids)))
	}
	return lines
}

// act tells one act with its day.
func (t *teller) act(i int) string {
	a := &t.run.Acts[i]
	line := t.w.Text("story.act", "date", Phrase(t.day(i)), "deed", Phrase(t.deed(a)))
	n, _ := t.l.Norm(a.For.Norm)
	if n == nil {
		return t.w.Text("story.bare", "line", Phrase(line))
	}
	here := ""
	if len(t.l.Program.Agreements) == 1 {
		here = n.Agree
	}
	key := "story.for"
	switch n.Modality {
	case norms.Permission, norms.Power:
		key = "story.by_leave"
	case norms.Aim:
		key = "story.aimed"
	case norms.Obligation, norms.Prohibition:
	}
	if !t.asked(a, n) {
		key = "story.trigger"
	}
	return t.w.Text(key, "line", Phrase(line), "norm", Phrase(t.w.normLabel(t.l, a.For.Norm, here)))
}

// asked says whether the norm speaks of the act itself, not only of what it waits on.
func (t *teller) asked(a *run.Act, n *norms.Norm) bool {
	same := func(id string) bool {
		return id == a.Act || strings.TrimSuffix(strings.TrimSuffix(a.Act, ".begin"), ".finish") == id
	}
	return n.Goal != nil || same(n.Act.Act)
}

func (t *teller) day(i int) string {
	at := t.run.Acts[i].At
	d := t.zone.DateOf(at)
	shared := slices.ContainsFunc(t.run.Acts, func(b run.Act) bool { return b.At != at && t.zone.DateOf(b.At) == d })
	if hour, minute, _ := t.zone.TimeOf(at); !shared && hour == 12 && minute == 0 {
		return locale.LongDate(t.w.lang, d)
	}
	return locale.DateTime(t.w.lang, at, t.zone)
}

// deed tells who does what.
func (t *teller) deed(a *run.Act) string {
	var who []string
	for _, d := range a.Doers {
		rest, outside := strings.CutPrefix(d, run.Elsewhere)
		if !outside {
			who = append(who, t.l.Party(d))
		} else if other := t.other(rest); other != "" {
			who = append(who, other)
		}
	}
	doer := Phrase(t.w.Text("story.somebody"))
	if len(who) > 0 {
		doer = t.w.names("list.and", who)
	}
	what := t.w.name(t.l.Act(a.Act))
	if roles := t.roles(a); roles != "" {
		what = t.w.Text("readback.act", "act", t.l.Act(a.Act), "roles", Phrase(roles))
	}
	if a.N > 1 {
		what = t.w.Plural("story.times", a.N, "what", Phrase(what))
	}
	return t.w.Text("story.deed", "who", doer, "what", Phrase(what))
}

// roles tells the roles that the act gives, in the order of the vocabulary.
func (t *teller) roles(a *run.Act) (out string) {
	decl := t.l.Program.Act(a.Act)
	if decl == nil {
		return ""
	}
	for i := range decl.Roles {
		role := &decl.Roles[i]
		values := Phrase("")
		switch role.Type {
		case norms.CountRole:
			for _, x := range a.Amounts {
				if x.Role == role.Name {
					values = Phrase(locale.Number(t.w.lang, x.N))
				}
			}
		case norms.PlaceRole:
			values = t.values(role, a.Zones)
		default:
			for _, r := range a.Roles {
				if r.Name == role.Name {
					values = t.values(role, r.Values)
				}
			}
		}
		if values == "" {
			continue
		}
		one := t.w.Text("readback.role", "role", Phrase(t.w.Role(role.Name)), "values", values)
		if out == "" {
			out = one
		} else {
			out = t.w.Text("list.semicolon", "a", Phrase(out), "b", Phrase(one))
		}
	}
	return out
}

// values tells the values of a role; days as days, what is outside the vocabulary not at all.
func (t *teller) values(role *norms.Role, ids []string) Phrase {
	var names []string
	for _, id := range ids {
		if rest, outside := strings.CutPrefix(id, run.Elsewhere); outside {
			if other := t.other(rest); other != "" {
				return Phrase(other)
			}
			continue
		}
		name := cmp.Or(t.member(id), t.l.Value(id))
		if d, err := civil.ParseDate(id); role.Type == norms.DateRole && err == nil {
			name = locale.LongDate(t.w.lang, d)
		}
		names = append(names, name)
	}
	if names == nil {
		return ""
	}
	return t.w.names("list.and", names)
}

// member tells somebody or something that was made up for a list; nothing where it is none.
func (t *teller) member(id string) string {
	list, n, numbered := strings.Cut(id, "#")
	if !numbered || t.run.Record != nil || t.l.Program.Roster(list) == nil {
		return ""
	}
	return t.w.Text("story.member", "roster", t.l.Roster(list), "n", Phrase(n))
}

// other tells a value that lies below one of the vocabulary and that the vocabulary does not name; nothing where it is none of these.
func (t *teller) other(id string) string {
	p := t.l.Program
	switch {
	case p.Zone(id) != nil:
		return t.w.Text("story.other.zone", "name", t.l.Value(id))
	case p.Kind(id) != nil:
		return t.w.Text("story.other.kind", "name", t.l.Value(id))
	case p.Party(id) != nil:
		return t.w.Text("story.other.party", "name", t.l.Value(id))
	}
	return ""
}
