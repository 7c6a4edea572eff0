package board

import (
	"slices"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/wording"
)

// ReviewView is the page on which one finding is looked at and its next step taken.
type ReviewView struct {
	*IncidentView
	Assessor string        // whose finding it is, by id
	Held     AssessmentRow // what it holds
	Others   []AssessmentRow
	Seen     int64  // the last entry on the incident: what is decided is decided of it
	Step     string // that it waits for; "": for none
	StepWord string
	Lead     string // what waits, for whom
	Not      []string
	Wrong    []string
	Said     string // what was done
	Typed    map[string]string

	Accept, Back, Confirm, Put, Answer, Dissent, Adopt bool // what the visitor may do
	Lower                                              []Choice
	Named                                              bool     // it names a party: a second person is needed
	Free                                               bool     // a single person's file: the second person is typed
	Seconds                                            []Choice // users who can be the second person
	Parties                                            []Choice // that have not answered
	Stances                                            []Choice
}

// ReviewPage makes the page. step is what the finding waits for, mine whether the visitor may take it, not why they may not.
func (r *Run) ReviewPage(rd Reader, c *review.Case, assessor, step string, who review.Principal, mine bool, not review.Refusals, person func(string) string, today civil.Date) *ReviewView {
	f := c.Finding(assessor)
	v := &ReviewView{IncidentView: r.IncidentPage(rd, c, person, today), Assessor: assessor, Step: step, Not: rd.Refusals(not), Named: len(f.Named) > 0, Free: c.Users.Single(), Typed: map[string]string{}}
	for i := range c.Bundle.Assessments {
		if c.Bundle.Assessments[i].Assessor == assessor {
			v.Held = v.Assessments[i]
		} else {
			v.Others = append(v.Others, v.Assessments[i])
		}
	}
	for i := range c.History {
		v.Seen = max(v.Seen, c.History[i].Seq)
	}
	l, none := r.lookup(rd), review.State{}
	if step != "" {
		v.StepWord = rd.W.Text("board.reviews.step." + step)
	}
	v.Accept = mine && slices.Contains([]string{review.Inquiry, review.Found, review.Published}, step)
	v.Put = mine && step == review.Put
	v.Confirm = mine && step == "second"
	v.Answer = f.Stage == review.Put && who.May(review.PutTo, none)
	v.Dissent = f.Entry != 0 && who.May(review.Disagree, none)
	v.Adopt = f.Imported && who.May(review.Assess, none)
	for _, stage := range record.Stages[:max(0, slices.Index(record.Stages, f.Stage))] {
		if who.May(review.For(stage), none) {
			v.Lower = append(v.Lower, Choice{stage, rd.W.Stage(stage), stage == review.Inquiry})
		}
	}
	v.Back = len(v.Lower) > 0 && !f.Imported
	for _, id := range c.Seconds(who.ID) {
		name := id
		if n := c.Users[id].Name; n != "" {
			name = n + " (" + id + ")"
		}
		v.Seconds = append(v.Seconds, Choice{id, name, f.Review != nil && f.Review.Second == id})
	}
	if f.Review != nil {
		for i := range f.Review.Put {
			if p := &f.Review.Put[i]; f.Stage == review.Put && p.Answered == "" {
				v.Parties = append(v.Parties, Choice{p.Party, l.Party(p.Party), false})
			}
		}
	}
	v.Answer = v.Answer && v.Parties != nil
	for _, s := range record.Stances {
		v.Stances = append(v.Stances, Choice{s, rd.W.Stance(s), false})
	}
	if who := c.Waits(&f); who != "" {
		v.Lead = rd.W.Text("board.reviews.waits_second", "who", who)
	} else if step != "" {
		v.Lead = rd.W.Text("board.reviews.lead."+step, "parties", wording.Phrase(r.parties(rd, f.Named)))
	}
	return v
}

func (r *Run) parties(rd Reader, ids []string) string {
	l := r.lookup(rd)
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = rd.W.Foreign(l.Party(id))
	}
	return rd.W.And(names)
}
