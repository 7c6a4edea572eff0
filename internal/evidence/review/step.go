package review

import (
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
)

// Step says which rules forbid a step. today is the day on which it is taken. The step's Finding must be the assessment's entry, as whoever
// takes it saw it.
func (c *Case) Step(r record.Review, today civil.Date) Refusals {
	f := c.Finding(r.Assessor)
	if f.Entry == 0 {
		return Refusals{refuse("no_assessment", "assessor", r.Assessor)}
	}
	out := f.order(r)
	if rank(r.Stage) < rank(Found) {
		return out
	}
	if f.Imported {
		out = append(out, refuse("imported", "assessor", r.Assessor, "incident", r.Incident))
	}
	if r.Finding != f.Assessment {
		out = append(out, refuse("changed", "entry", itoa(f.Entry), "by", f.By))
	}
	out = append(out, c.who(&f, r)...)
	if rank(r.Stage) >= rank(Put) {
		out = append(out, f.heard(r, today)...)
	}
	if second := c.Waits(&f); rank(r.Stage) == rank(Published) && second != "" && second != r.By {
		out = append(out, refuse("second_waits", "who", second, "entry", itoa(f.ReviewedIn)))
	}
	// Nobody can be named at the last step who did not stand behind the ones before.
	if b := f.Review; rank(r.Stage) == rank(Published) && !c.Users.Single() && b != nil && r.Second != "" && r.Second != b.Second && r.Second != b.By {
		out = append(out, refuse("second_waits", "who", r.Second, "entry", itoa(f.ReviewedIn)))
	}
	return out
}

// order: one rung up at a time; the same one again only with something new; down with a reason.
func (f *Finding) order(r record.Review) (out Refusals) {
	now, to := rank(f.Stage), rank(r.Stage)
	switch {
	case to < now:
		if r.Why == "" {
			out = append(out, refuse("no_reason", "stage", f.Stage, "to", r.Stage))
		}
	case to == now && f.Review != nil && sameSaid(f.Review, &r) && !f.SentBack():
		out = append(out, refuse("same", "stage", f.Stage, "next", f.Next()))
	case to > now && r.Stage != f.Next():
		out = append(out, refuse("step", "stage", f.Stage, "to", r.Stage, "next", f.Next()))
	}
	return out
}

// Next gives the rung above; "" above the last one. Where nobody is named, nothing has to be put to anybody.
func (f *Finding) Next() string {
	switch f.Stage {
	case Allegation:
		return Inquiry
	case Inquiry:
		return Found
	case Found:
		if len(f.Named) == 0 {
			return Published
		}
		return Put
	case Put:
		return Published
	}
	return ""
}

// sameSaid says that a step at the same stage says nothing that the one before did not say.
func sameSaid(a, b *record.Review) bool {
	return a.Second == b.Second && a.Why == b.Why && slices.EqualFunc(a.Put, b.Put, func(x, y record.Put) bool {
		return x.Party == y.Party && x.Asked == y.Asked && x.Until == y.Until && x.Answered == y.Answered && x.Stance == y.Stance &&
			len(x.Answer) == len(y.Answer) && sameText(x.Answer, y.Answer)
	})
}

func sameText(a, b record.Text) bool {
	for lang, words := range a {
		if b[lang] != words {
			return false
		}
	}
	return true
}

// who: nobody passes what they entered themselves, and two persons stand behind a name.
func (c *Case) who(f *Finding, r record.Review) (out Refusals) {
	entered := c.Enterers()
	out = f.Bars(r.Incident, entered, r.By)
	switch {
	case r.Second == "" && len(f.Named) > 0:
		out = append(out, refuse("no_second", "parties", strings.Join(f.Named, ", ")))
	case r.Second == "":
	case r.Second == r.By:
		out = append(out, refuse("second_same", "who", r.Second))
	case slices.Contains(entered, r.Second):
		out = append(out, refuse("second_entered", "who", r.Second, "incident", r.Incident))
	}
	if r.Second != "" {
		out = append(out, c.Users.second(r.Second)...)
	}
	return out
}

// heard: every party that is named was asked, and before publication has answered or let the time pass.
func (f *Finding) heard(r record.Review, today civil.Date) (out Refusals) {
	asked := map[string]*record.Put{}
	for i := range r.Put {
		p := &r.Put[i]
		asked[p.Party] = p
		if !slices.Contains(f.Named, p.Party) {
			out = append(out, refuse("put_unnamed", "party", p.Party, "named", strings.Join(f.Named, ", ")))
		}
		for _, day := range []string{p.Asked, p.Answered} {
			if d, ok := firstDay(day); ok && d.Compare(today) > 0 {
				out = append(out, refuse("put_later", "party", p.Party, "day", day))
			}
		}
		asked, isAsked := firstDay(p.Asked)
		if answered, ok := lastDay(p.Answered); ok && isAsked && answered.Compare(asked) < 0 {
			out = append(out, refuse("put_before", "party", p.Party, "asked", p.Asked, "answered", p.Answered))
		}
	}
	for _, party := range f.Named {
		p := asked[party]
		switch {
		case p == nil:
			out = append(out, refuse("put_missing", "party", party))
		case r.Stage != Published || p.Answered != "":
		case p.Until == "":
			out = append(out, refuse("put_until", "party", party, "asked", p.Asked))
		case !Silent(p, today):
			out = append(out, refuse("put_waiting", "party", party, "asked", p.Asked, "until", p.Until))
		}
	}
	return out
}

// Unasked refuses answers of parties to whom a finding was not put as it stands: they would be lost, or stand as answers to something that nobody asked.
func (f *Finding) Unasked(parties []string) (out Refusals) {
	for _, party := range parties {
		if rank(f.Stage) >= rank(Put) && !slices.Contains(f.Named, party) {
			continue // it is told that they are not named
		}
		if f.Review == nil || f.SentBack() || !slices.ContainsFunc(f.Review.Put, func(p record.Put) bool { return p.Party == party && p.Asked != "" }) {
			out = append(out, refuse("put_missing", "party", party))
		}
	}
	return out
}

// Silent says that a party has not answered, and that the time for which it was asked has passed.
func Silent(p *record.Put, today civil.Date) bool {
	d, ok := lastDay(p.Until)
	return p.Answered == "" && ok && d.Compare(today) < 0
}

func firstDay(edtf string) (civil.Date, bool) {
	e, err := civil.ParseEDTF(edtf)
	return e.Lo, err == nil && !e.Lo.IsZero()
}

func lastDay(edtf string) (civil.Date, bool) {
	e, err := civil.ParseEDTF(edtf)
	return e.Hi, err == nil && !e.Hi.IsZero()
}

// Dissents says which rules forbid a dissent: there must be something to disagree with.
func (c *Case) Dissents(d record.Dissent) Refusals {
	if c.Finding(d.Assessor).Entry == 0 {
		return Refusals{refuse("no_dissent", "assessor", d.Assessor)}
	}
	return nil
}
