// Package bind turns a record into facts: it gives the record's words a
// meaning in a vocabulary, through the names table, and settles for each
// incident which assessment stands.
//
// # Words
//
// A word of scheme "" is an ID of the vocabulary; a word of a publisher's scheme has the meaning that the names table
// gives it. Words are compared folded (base/fold). A name may mean several IDs: all of them (an act: exactly one). A name
// without IDs means nothing here: it becomes "SCHEME:WORD", which no pattern matches. A word that is not bound leaves its
// role unknown, so that anything is admissible there; an attribution to it goes to "SCHEME:WORD", so that it stays another
// author. Unbound words are listed with the number of incidents that use them.
//
// # Standing
//
// Assessors have an order (Options.Order). The grade of the act, each amount and the number of acts are those of the first
// assessor who gives one; the attribution to each party is that of the first assessor who speaks of that party. Whether
// the attributions are alternatives is said by the first assessor who attributes the act to anybody without discounting
// it; alternatives are exhaustive only where no other assessor had a say in them, since nobody may be left over as the only
// one possible by joining the findings of two assessors who did not say so. Excuses are those of every assessor.
//
// An incident that nobody assessed is alleged, attributed to nobody.
//
// Of an incident into which others were merged, date, place and roles are its own. Their accounts and denials count as its own, and so do the
// assessments of assessors who have none of the incident itself (record.Bundle.Joined): none is added to that of another assessor otherwise than
// as above. An incident that was merged into another is no fact.
package bind

import (
	"fmt"
	"iter"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

// Options say how a record is read.
type Options struct {
	// Order names assessors, first the one whose findings go before all others. Assessors not named follow:
	// first those who assessed for this record, then those whose rows were imported (they carry a Rule, or are
	// the incident's publisher), each by name.
	Order []string
	// PublishedBy cuts what was published after this instant; 0 or civil.Forever: nothing. Accounts that are certainly later are dropped,
	// and with them an incident that has no other, as are positions and tallies stated later. An incident of which it is
	// not certain that any account was published by then is Unsure.
	PublishedBy int64
	// Without names sources (IDs) that are left out, as if they had said nothing: what their accounts alone carry is
	// gone, what rests on other accounts too counts for what these can carry. It shows on what a status rests; it settles nothing.
	Without []string

	// Expect is about how many incidents there are, so that room for their facts is made once; 0: not known.
	Expect int
}

// Bind makes facts of a record. Days are read in the zone, unless an incident names its own. The result does not depend
// on the order of the bundles or of the lists in base. The first error of bundles ends it.
func Bind(v *norms.Vocabulary, zone civil.Zone, base *record.Base, bundles iter.Seq2[*record.Bundle, error], opts Options) (*fact.Set, error) {
	b := newBinder(v, zone, base, opts)
	found := newFacts(opts.Expect)
	for bundle, err := range bundles {
		if err != nil {
			return nil, fmt.Errorf("reading the record: %w", err)
		}
		b.words.met = b.words.met[:0]
		kept, most, ok := b.without(bundle.Joined())
		if !ok {
			b.left.Without++
			continue
		}
		if f := found.next(); b.incident(kept, f) {
			atMost(f, most)
			found.add()
		}
	}
	set := &fact.Set{Facts: found.sorted()}
	b.base(set, b.baseWithout(base))
	set.Left = b.left
	set.Unbound = b.words.list()
	return set, nil
}

// binder holds what is shared between incidents: the same few words, dates and attributions come again and again.
type binder struct {
	zone         civil.Zone
	opts         Options
	rank         map[string]int // of the assessors named in Options.Order
	words        *words
	acts         map[string]*norms.Act
	states       map[string]*norms.State
	rosters      map[string]*norms.RosterDecl
	left         fact.Left
	dates        dateTable
	frames       map[string]*frame
	declared     map[string]*norms.Act // by scheme and act as the record has them; nil: not bound
	attributions map[string]fact.Attribution
	leftOut      map[string]bool // sources
	sources      []record.Source
	bySource     func(id string) (record.Source, bool) // nil: not asked for yet
	key          []byte                                // scratch
	order        []*record.Assessment
	to           []fact.Attributed // scratch
	points       points
	positions    []fact.Position // about incidents
	amounts      arena[fact.Amount]
	strings      arena[string]
	roleArena    arena[fact.Role]
	texts        texts
}

func newBinder(v *norms.Vocabulary, zone civil.Zone, base *record.Base, opts Options) *binder {
	b := &binder{
		zone: zone, opts: opts, sources: base.Sources,
		rank:         map[string]int{},
		words:        newWords(v, base.Names),
		acts:         map[string]*norms.Act{},
		states:       map[string]*norms.State{},
		rosters:      map[string]*norms.RosterDecl{},
		frames:       map[string]*frame{},
		declared:     map[string]*norms.Act{},
		attributions: map[string]fact.Attribution{},
		leftOut:      map[string]bool{},
	}
	b.dates = newDateTable(zone, &b.texts)
	for _, s := range opts.Without {
		b.leftOut[s] = true
	}
	if b.opts.PublishedBy >= civil.Forever {
		b.opts.PublishedBy = 0
	}
	for i, a := range opts.Order {
		if _, ok := b.rank[a]; !ok {
			b.rank[a] = i
		}
	}
	for i := range v.Acts {
		b.acts[v.Acts[i].ID] = &v.Acts[i]
	}
	for i := range v.States {
		b.states[v.States[i].ID] = &v.States[i]
	}
	for i := range v.Rosters {
		b.rosters[v.Rosters[i].ID] = &v.Rosters[i]
	}
	return b
}

// date reads an EDTF date in the named zone, "" being the binder's.
func (b *binder) date(text, zone string) *dateValue { return b.dates.read(text, zone) }

// source looks up a source of the record.
func (b *binder) source(id string) (record.Source, bool) {
	if b.bySource == nil {
		b.bySource = record.SourceIn(b.sources)
	}
	return b.bySource(id)
}

// tooLate says whether something said on that day was certainly not yet published by the cut.
func (b *binder) tooLate(day string) bool {
	return b.opts.PublishedBy != 0 && b.date(day, "").at.Lo > b.opts.PublishedBy
}
