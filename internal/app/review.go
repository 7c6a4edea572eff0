package app

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"slices"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Case reads an incident with what the rules of review look at, as far as whoever acts may see it.
func (a *App) Case(ctx context.Context, incident string) (*review.Case, error) {
	b, err := a.view.Bundle(ctx, incident)
	if err != nil {
		return nil, err
	}
	us, err := a.users(ctx)
	if err != nil {
		return nil, err
	}
	return a.caseOf(ctx, a.view, b, us)
}

// state gives what matters of an incident for the rights of whoever acts.
func (a *App) state(c *review.Case) review.State {
	enterer := ""
	if len(c.History) > 0 {
		enterer = c.History[0].Actor
	}
	return a.who.StateOf(c.Bundle, enterer)
}

// Step is a step on the ladder of a finding.
type Step struct {
	Incident, Assessor string // Assessor "": the only one of us who assessed it
	Stage              string
	Second, Why        string
	Seen               record.Hash         // the entry of the assessment that was looked at; zero: the one that stands
	Last               int64               // the last entry on the incident that was looked at (LastEntry); 0: none was
	Put                func(r *record.Put) // Stage put or later: what is new about each party asked; nil: nothing
	Parties            []string            // those that Put is about; none: all that are named
	Answers            bool                // Put is what they answered: they must have been asked
}

// TakeStep takes a step, if no right and no rule forbids it.
func (a *App) TakeStep(ctx context.Context, s Step) (record.Head, error) {
	return a.decide(ctx, func() ([]any, error) {
		c, err := a.Case(ctx, s.Incident)
		if err != nil {
			return nil, err
		}
		f := c.Finding(a.assessorOf(c, s.Assessor))
		today := a.Today()
		r := record.Review{
			Incident: s.Incident, Assessor: f.Assessor, Stage: cmp.Or(s.Stage, f.Stage), By: a.who.ID, Second: s.Second, When: today.String(), Why: s.Why,
		}
		if slices.Index(record.Stages, r.Stage) >= slices.Index(record.Stages, review.Found) {
			if r.Finding = f.Assessment; s.Seen != (record.Hash{}) {
				r.Finding = s.Seen
			}
			if f.Review != nil && !f.SentBack() {
				r.Second = cmp.Or(r.Second, otherOfTwo(f.Review, a.who.ID))
			}
		}
		r.Put = s.put(&f, r.Stage)
		refused := append(a.who.Require(review.For(r.Stage), a.state(c)), moved(c, s.Last)...)
		if s.Answers {
			refused = append(refused, f.Unasked(s.about(&f))...)
		}
		return []any{r}, append(refused, c.Step(r, today)...).OrNil()
	})
}

// otherOfTwo gives the second person behind a step that somebody takes on from another: whoever stood behind that one as the second person goes on with the one who took it.
func otherOfTwo(before *record.Review, who string) string {
	if before.Second == who {
		return before.By
	}
	return before.Second
}

// Answer is what a party answered to a finding that was put to it.
type Answer struct {
	Incident, Assessor string   // Assessor "": as for a Step
	Parties            []string // that answered so
	On                 string   // a day; "": today
	Stance             string   // record.Stances; "": none was made out
	Says               record.Text
	Last               int64 // as of a Step
}

// EnterAnswer enters it, at the stage at which the finding is. That a party did not answer is entered by nobody: the day until which it was asked passes.
func (a *App) EnterAnswer(ctx context.Context, s Answer) (record.Head, error) {
	return a.TakeStep(ctx, Step{
		Incident: s.Incident, Assessor: s.Assessor, Parties: s.Parties, Last: s.Last, Answers: true,
		Put: func(p *record.Put) {
			p.Answered, p.Stance = cmp.Or(s.On, a.today()), s.Stance
			if len(s.Says) > 0 {
				p.Answer = s.Says
			}
		},
	})
}

// Confirm enters that whoever acts stands as the second person behind a finding, as whoever took the step named them: the same step once more, by them.
func (a *App) Confirm(ctx context.Context, incident, assessor string, last int64) (record.Head, error) {
	return a.decide(ctx, func() ([]any, error) {
		c, err := a.Case(ctx, incident)
		if err != nil {
			return nil, err
		}
		f := c.Finding(a.assessorOf(c, assessor))
		refused := append(a.who.Require(review.Sign, a.state(c)), moved(c, last)...)
		if c.Waits(&f) != a.who.ID || a.who.ID == "" {
			return nil, append(refused, review.Refusal{Code: "not_second", Args: diagArgs("who", a.who.ID, "incident", incident)})
		}
		today, r := a.Today(), *f.Review
		r.By, r.Second, r.When = a.who.ID, f.Review.By, today.String()
		return []any{r}, append(refused, c.Step(r, today)...).OrNil()
	})
}

// moved refuses what was decided on an incident as it stood at an entry, if another came since.
func moved(c *review.Case, last int64) review.Refusals {
	if last == 0 || LastEntry(c) == last {
		return nil
	}
	e := slices.MaxFunc(c.History, func(x, y record.Entry) int { return cmp.Compare(x.Seq, y.Seq) })
	return review.Refusals{{Code: "moved", Args: diagArgs("incident", c.Bundle.Incident.ID, "by", e.Actor, "entry", entryNumber(e.Seq))}}
}

// about gives the parties of which Put tells something.
func (s *Step) about(f *review.Finding) []string {
	if len(s.Parties) == 0 {
		return f.Named
	}
	return s.Parties
}

// put gives to whom the finding was put after the step. What was put before a finding was sent back was another finding.
func (s *Step) put(f *review.Finding, stage string) []record.Put {
	if stage != review.Put && stage != review.Published {
		return nil
	}
	var out []record.Put
	if f.Review != nil && !f.SentBack() {
		out = slices.Clone(f.Review.Put)
	}
	if s.Put == nil {
		return out
	}
	for _, party := range s.about(f) {
		i, found := slices.BinarySearchFunc(out, party, func(p record.Put, party string) int { return cmp.Compare(p.Party, party) })
		if !found {
			out = slices.Insert(out, i, record.Put{Party: party})
		}
		s.Put(&out[i])
	}
	return out
}

// assessorOf gives the assessor that is meant: the one named, else whoever acts if they assessed it, else the only one of us who did.
func (a *App) assessorOf(c *review.Case, named string) string {
	if named != "" {
		return named
	}
	var ours []string
	for i := range c.Bundle.Assessments {
		if as := &c.Bundle.Assessments[i]; as.Rule == "" {
			ours = append(ours, as.Assessor)
		}
	}
	if len(ours) == 1 && !slices.Contains(ours, a.who.ID) {
		return ours[0]
	}
	return a.who.ID
}

// Dissent enters that whoever acts disagrees with a finding. last is the last entry on the incident that they looked at; 0: it is not asked for.
func (a *App) Dissent(ctx context.Context, incident, assessor string, says record.Text, last int64) (record.Head, error) {
	return a.decide(ctx, func() ([]any, error) {
		c, err := a.Case(ctx, incident)
		if err != nil {
			return nil, err
		}
		d := record.Dissent{
			Incident: incident, Assessor: a.assessorOf(c, assessor), By: a.who.ID, When: a.Now().UTC().Format("2006-01-02"), Says: says,
		}
		refused := append(a.who.Require(review.Disagree, a.state(c)), moved(c, last)...)
		return []any{d}, append(refused, c.Dissents(d)...).OrNil()
	})
}

// Adopt makes another's grade our own: an assessment of whoever acts that holds the same, and says from whom it was taken. last is as for Dissent.
func (a *App) Adopt(ctx context.Context, incident, from, assessor, why string, last int64) (record.Head, error) {
	return a.decide(ctx, func() ([]any, error) {
		c, err := a.Case(ctx, incident)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(c.Bundle.Assessments, func(x record.Assessment) bool { return x.Assessor == from })
		if i < 0 {
			return nil, review.Refusals{{Code: "no_assessment", Args: diagArgs("assessor", from)}}
		}
		own := c.Bundle.Assessments[i]
		own.Assessor, own.Rule, own.When, own.Why = cmp.Or(assessor, a.who.ID), "", a.Now().UTC().Format("2006-01-02"), why
		return []any{own}, append(a.who.Require(review.Assess, a.state(c)), moved(c, last)...).OrNil()
	})
}

// Entry finds an entry by its number among those that whoever acts may see.
func (a *App) Entry(ctx context.Context, seq int64) (record.Entry, error) {
	for e, err := range a.view.Entries(ctx, seq-1) {
		if err != nil {
			return record.Entry{}, err
		}
		if e.Seq == seq {
			return e, nil
		}
		break
	}
	return record.Entry{}, record.ErrNotFound
}

// SignEntry signs an entry with a key that the user's entry names.
func (a *App) SignEntry(ctx context.Context, seq int64, key ed25519.PrivateKey) (record.Head, error) {
	return a.decide(ctx, func() ([]any, error) {
		if refused := a.who.Require(review.Sign, review.State{}); refused != nil {
			return nil, refused
		}
		e, err := a.Entry(ctx, seq)
		if err != nil {
			return nil, err
		}
		us, err := a.users(ctx)
		if err != nil {
			return nil, err
		}
		s := review.SignEntry(e.ID, a.who.ID, key)
		if us.Single() {
			return nil, review.Refusals{{Code: "no_key", Args: diagArgs("user", a.who.ID)}}
		}
		if !us.Checks(&s) {
			return nil, review.Refusals{{Code: "key_not_named", Args: diagArgs("user", a.who.ID, "key", s.Key)}}
		}
		return []any{s}, nil
	})
}

// Today gives the day, in UTC.
func (a *App) Today() civil.Date {
	now := a.Now().UTC()
	return civil.Date{Year: now.Year(), Month: now.Month(), Day: now.Day()}
}

// Person gives what stands of persons, as far as whoever acts may see it; nil: nothing.
func (a *App) Person(ctx context.Context) func(id string) *record.Person {
	return func(id string) *record.Person {
		st, err := a.view.Standing(ctx, record.KindPerson, id)
		if p, ok := st.Payload.(record.Person); err == nil && ok {
			return &p
		}
		return nil
	}
}
