// Package board makes the pages: what stands on each (views), the templates
// they are set with, style and fonts. It knows no HTTP and no store: the web
// server and the publisher hand it a Run and it writes HTML.
package board

import (
	"sync"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/order"
)

// Run is one run of the judge, as the pages read it.
type Run struct {
	Program  *norms.Program
	Result   *status.Result
	Facts    *fact.Set
	Base     *record.Base
	Head     record.Head
	AsOf     string // as the reader asked; "": now
	Title    func(incident string) record.Text
	Tell     func(incidents []string) // reads what Title and Answers give of them, all at once; nil: each is read when it is asked for
	Fact     func(incident string) (*fact.Fact, bool)
	EachFact func(visit func(*fact.Fact))          // each as it was last told, in no certain order; nil: those of Facts
	Answers  func(incident string) []review.Answer // of parties, to findings on it
	Today    func() civil.Date                     // as of which silence is told from waiting
	Reasons  func(status.Key) status.Reasons
	Listed   func(status.Key) status.Reasons                                    // with the first and the last of very many deciding incidents; nil: Result lists them
	Decided  func(status.Key) []*fact.Fact                                      // these, each once for each part that it plays
	Since    func(key status.Key, lane int) int64                               // since which reading the status at the standard has been as it is
	History  func(key status.Key) []monitor.Change                              // its changes, the first since ever
	Bearing  func(visit func(key status.Key, incident string, must grade.Mask)) // each incident that counts for a norm, and where it does for certain

	BearingIn func(within civil.Interval, visit func(key status.Key, incident string, must grade.Mask)) // those that happened within a time from their beginning to their end

	OfFacts  *OfFacts                             // of all runs on the same facts; nil: of this one alone
	OfTexts  func(key any, derive func() any) any // keeps what is derived from the texts alone, for all runs of them; nil: nothing is kept
	Order    func() *order.Whole                  // of the steps by this reading of the texts
	Disputes func() []order.Dispute               // steps that readings put in different orders

	Reading  string // by which reading of the texts; "": as written
	Readings []*Run // the runs by each disputed reading, where this one reads the texts as written

	bearing bearing
	voices  voices
	months  months
	own     OfFacts
	derived sync.Map // by derivation (once)
}

// Agreement finds a text and its status.
func (r *Run) Agreement(id string) (*norms.Agreement, *status.Agreement) {
	for i := range r.Result.Agreements {
		if r.Result.Agreements[i].ID != id {
			continue
		}
		for j := range r.Program.Agreements {
			if r.Program.Agreements[j].ID == id {
				return &r.Program.Agreements[j], &r.Result.Agreements[i]
			}
		}
	}
	return nil, nil
}

// Reader is who reads: the language, and the words of it.
type Reader struct {
	Lang locale.Lang
	W    *wording.Words

	Leads grade.Grade // that leads, of all texts; Discounted (which counts at none): each text's own

	Outside bool // sees what was published, or put to a party: that something is not there says nothing of the record
}

// NewReader gives the reader of a language.
func NewReader(lang locale.Lang) Reader { return Reader{Lang: lang, W: wording.For(lang)} }

// In gives the same reader in another language.
func (rd Reader) In(lang locale.Lang) Reader {
	rd.Lang, rd.W = lang, wording.For(lang)
	return rd
}

// Told gives the key of what is said where something is not there. To outsiders it is not denied: it may be withheld.
func (rd Reader) Told(key string) string {
	if rd.Outside {
		return key + ".outside"
	}
	return key
}

// NotAssessed says of an incident that no assessment of it is there to be read.
func (rd Reader) NotAssessed() string {
	if rd.Outside {
		return rd.W.Text("board.outside.not_assessed")
	}
	return rd.W.Text("board.not_assessed")
}

// lookup names things of the run in the reader's language.
func (r *Run) lookup(rd Reader) wording.Lookup {
	return wording.Lookup{
		Program:  r.Program,
		Incident: func(id string) string { return pick(rd.Lang, r.Title(id), id) },
		Beside:   func(id string) []string { return r.beside(rd, id) },
	}.In(rd.W)
}

// pick chooses the text in the reader's language, else English, else any, else the id.
func pick(lang locale.Lang, t map[string]string, id string) string {
	return wording.Name(lang, norms.Names(t), id)
}

// day writes the day of an instant in the agreement's zone.
func (rd Reader) day(t int64, z civil.Zone) string { return locale.Date(rd.Lang, z.DateOf(t)) }
