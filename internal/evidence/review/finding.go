// Package review holds the rules by which a finding is made and published (DESIGN 7), over the record's types alone.
//
// A finding climbs a ladder:
//
//	allegation -> inquiry -> finding -> put -> published
//
// Whoever assesses did not enter what is assessed. A finding that names a party as having done the act needs a second person. Before it
// is published it was put to each party that it names, which has answered, or let the time pass in which an answer was asked for. A changed
// assessment is another finding: it goes back by itself (computed, never stored). Going back by decision takes a reason.
//
// The package also holds who may do what (rights.go), what signatures say about who did it (sign.go), and what changed between two entries
// on one subject (changes.go). It asks no clock and no store.
package review

import (
	"slices"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// Stages by name.
const (
	Allegation = "allegation"
	Inquiry    = "inquiry"
	Found      = "finding"
	Put        = "put"
	Published  = "published"
)

// rank gives a stage's place on the ladder; -1: it is none.
func rank(stage string) int { return slices.Index(record.Stages, stage) }

// Case is one incident with what the rules look at.
type Case struct {
	Bundle     *record.Bundle
	History    []record.Entry // of the incident, as record.Reader.History gives it; none: an outsider, to whom only what stands is shown
	Users      Users
	Signatures []record.Signature // under entries of the history
}

// Finding is how far what one assessor holds has come.
type Finding struct {
	Assessor   string         `json:"assessor"`
	Stage      string         `json:"stage"`             // where it stands
	Reached    string         `json:"reached,omitempty"` // where it stood when it was last reviewed; another one than Stage: it was sent back
	Entry      int64          `json:"entry"`             // of the assessment that stands; 0: none does any more
	Assessment record.Hash    `json:"assessment"`        // the same entry's id
	By         string         `json:"by,omitempty"`      // who entered the assessment
	Imported   bool           `json:"imported,omitempty"`
	Named      []string       `json:"named"` // parties that it says did it, at any grade but discounted; sorted
	Review     *record.Review `json:"review,omitempty"`
	ReviewedIn int64          `json:"reviewed_in,omitempty"` // the entry of Review
	Persons    []Person       `json:"persons,omitempty"`     // who took the last step
}

// SentBack says that the assessment was changed, or taken away, after the review.
func (f *Finding) SentBack() bool { return f.Reached != "" && f.Reached != f.Stage }

// Named gives the parties that an assessment says did the act, sorted. A discounted act was done by nobody.
func Named(a *record.Assessment) []string {
	var out []string
	for _, t := range a.Attributions {
		if a.Grade > grade.Discounted && t.Grade > grade.Discounted {
			out = append(out, t.To)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Findings gives that of each assessor who assessed or was reviewed, sorted.
func (c *Case) Findings() []Finding {
	var who []string
	for i := range c.Bundle.Assessments {
		who = append(who, c.Bundle.Assessments[i].Assessor)
	}
	for i := range c.Bundle.Reviews {
		who = append(who, c.Bundle.Reviews[i].Assessor)
	}
	slices.Sort(who)
	var out []Finding
	for _, w := range slices.Compact(who) {
		out = append(out, c.Finding(w))
	}
	return out
}

// Finding gives how far an assessor's finding has come.
func (c *Case) Finding(assessor string) Finding {
	f := Finding{Assessor: assessor, Stage: Allegation, Named: []string{}}
	for i := range c.Bundle.Assessments {
		a := &c.Bundle.Assessments[i]
		if a.Assessor != assessor {
			continue
		}
		f.Imported, f.Named = a.Rule != "", append(f.Named, Named(a)...)
		if e := c.newest(record.KindAssessment, record.Key(a.Incident, assessor)); e != nil {
			f.Entry, f.Assessment, f.By = e.Seq, e.ID, e.Actor
		}
	}
	for i := range c.Bundle.Reviews {
		r := &c.Bundle.Reviews[i]
		if r.Assessor != assessor {
			continue
		}
		f.Review, f.Reached, f.Stage = r, r.Stage, r.Stage
		if e := c.newest(record.KindReview, record.Key(r.Incident, assessor)); e != nil {
			f.ReviewedIn = e.Seq
			f.Persons = c.persons(e.ID, r.By, r.Second)
		}
	}
	if len(c.History) > 0 && rank(f.Stage) >= rank(Found) && (f.Entry == 0 || f.Review.Finding != f.Assessment) {
		f.Stage = Inquiry
	}
	return f
}

// newest gives the last entry on a subject; nil: there is none.
func (c *Case) newest(kind record.Kind, subject string) *record.Entry {
	for i := len(c.History) - 1; i >= 0; i-- {
		if e := &c.History[i]; e.Kind == kind && e.Subject == subject {
			return e
		}
	}
	return nil
}

// Enterers gives who entered the incident and the accounts that stand, sorted.
func (c *Case) Enterers() []string {
	accounts := map[string]bool{}
	for i := range c.Bundle.Accounts {
		accounts[c.Bundle.Accounts[i].ID] = true
	}
	var out []string
	for i := range c.History {
		e := &c.History[i]
		if e.Kind == record.KindIncident || e.Kind == record.KindAccount && accounts[e.Subject] {
			out = append(out, e.Actor)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
