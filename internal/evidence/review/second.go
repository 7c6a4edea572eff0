package review

import (
	"slices"

	"mithaq/internal/evidence/record"
)

// Bars says what keeps somebody from passing a finding, whatever else is said: they entered what it rests on, or its assessor did. entered is Case.Enterers.
func (f *Finding) Bars(incident string, entered []string, who string) (out Refusals) {
	if slices.Contains(entered, who) {
		out = append(out, refuse("by_entered", "who", who, "incident", incident))
	}
	if f.By != who && slices.Contains(entered, f.By) {
		out = append(out, refuse("assessor_entered", "who", f.By, "incident", incident))
	}
	return out
}

// Seconds lists the users who can be the second person behind a step that somebody takes, sorted.
func (c *Case) Seconds(by string) (out []string) {
	entered := c.Enterers()
	for id, u := range c.Users {
		if id != by && len(u.Roles) > 0 && c.Users.second(id) == nil && !slices.Contains(entered, id) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// Waits gives the second person who was named behind a finding and has neither signed a step with it nor entered one, since it was made one; "": nobody is
// waited for. On a single person's file nobody can be.
func (c *Case) Waits(f *Finding) string {
	if c.Users.Single() || f.Review == nil || f.Review.Second == "" || rank(f.Stage) < rank(Found) {
		return ""
	}
	if c.tookPart(f, f.Review.Second) {
		return ""
	}
	return f.Review.Second
}

// SecondOfPublication says why somebody cannot be named as the second person of what is published, or taken back, beside who does it. Where there are users
// nobody is named by another's word alone: only who took part in a finding that goes out with it.
func (c *Case) SecondOfPublication(by, id string) Refusals {
	if out := c.Users.Second(by, id); out != nil || c.Users.Single() {
		return out
	}
	for _, f := range c.Findings() {
		if f.Stage == Published && c.tookPart(&f, id) {
			return nil
		}
	}
	return Refusals{refuse("second_apart", "who", id)}
}

// tookPart says that somebody took part since a finding was made one: by an entry of their own that takes a step of it, or by a signature under one.
func (c *Case) tookPart(f *Finding, who string) bool {
	subject := record.Key(f.Review.Incident, f.Assessor)
	for i := len(c.History) - 1; i >= 0; i-- {
		e := &c.History[i]
		if e.Kind != record.KindReview || e.Subject != subject {
			continue
		}
		p, err := record.Decode(e.Kind, e.Version, e.Payload)
		r, ok := p.(record.Review)
		if err != nil || !ok || rank(r.Stage) < rank(Found) || r.Finding != f.Review.Finding {
			break
		}
		if e.Actor == who || slices.ContainsFunc(c.persons(e.ID, who), func(p Person) bool { return p.Signed }) {
			return true
		}
	}
	return false
}

// Heard says that every party that a finding names has answered, or let the time pass.
func (f *Finding) Heard(put []record.Put, silent func(*record.Put) bool) bool {
	return !slices.ContainsFunc(f.Named, func(party string) bool {
		i := slices.IndexFunc(put, func(p record.Put) bool { return p.Party == party })
		return i < 0 || put[i].Answered == "" && !silent(&put[i])
	})
}
