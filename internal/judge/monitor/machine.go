// Package monitor judges agreements on a record: the fast engine of spec/norms.md.
//
// Everything is a function of the reading (spec/norms.md, section 1). Each fact is held once against every pattern of
// its act and kept where it may match, with the standards at which it certainly, possibly does. Conditions become
// courses: Kleene values per standard over readings. The rules of each norm are then read from few instants (the N-th
// performance, the first breach ...), so that a status costs one pass over the facts that match.
//
// Every operation is a sound cover of what spec/norms.md says of the completions, and shrinks when facts are narrowed.
package monitor

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Options are what a caller may choose.
type Options struct {
	MaxFacts  int // deciding facts kept in a Result, per norm; 0: 200. Reasons gives all
	MaxMisses int // nearest misses kept; 0: 5
}

// Event is one step: a fact, or a tick of the clock.
type Event struct {
	Fact *fact.Fact
	Tick int64 // with Fact nil: the status is asked as of this instant
}

// Machine judges one program. It does no I/O and reads no clock; the order in which facts arrive does not matter.
// A fact with an ID seen before replaces the earlier one. Step, Context, Result, Snapshot, Reasons and History may be
// called by several goroutines; each waits for the others.
type Machine struct {
	mu        sync.Mutex
	prog      *norms.Program
	opts      Options
	vocab     *vocab
	ids       map[string]int32
	patterns  map[string]*pattern
	byAct     map[string][]*pattern
	marks     map[string][]*pattern
	varWants  map[varKey]*want
	rules     map[string][]*countsRule // what counts as what, by text
	rulesFrom map[string][]*countsRule // by the act that counts
	counted   map[countedKey]*fact.Fact
	ofAct     map[*norms.Norm]bool // whose "unless" speaks of the act under test
	norms     map[string]*normRef
	circles   [][]string     // norms that refer to each other in a circle
	circleOf  map[string]int // position in circles
	scratch   scratch

	set     fact.Set // inputs that are not acts
	facts   []*fact.Fact
	byID    map[string]int32
	taken   int  // facts that have been held against the patterns
	stale   bool // facts stand out of order, or one was replaced
	at      int64
	horizon int64 // the last reading of interest: at+1

	histories map[string]*history
	entries   map[string]course[spans] // entry into force, by text
	instances map[string][]*instance
	watches   map[string]*watch
	calendars map[string]*calendar // by zone
	zonesSeen []string             // zones that some coverage speaks of
}

type normRef struct {
	n  *norms.Norm
	ag *norms.Agreement
}

var _ Conditions = (*Machine)(nil)

// New compiles a program. An error means that the program names what its vocabulary does not hold.
func New(prog *norms.Program, opts Options) (*Machine, error) {
	if opts.MaxFacts == 0 {
		opts.MaxFacts = 200
	}
	if opts.MaxMisses == 0 {
		opts.MaxMisses = 5
	}
	m := &Machine{
		prog: prog, opts: opts, vocab: newVocab(&prog.Vocabulary), ids: map[string]int32{},
		patterns: map[string]*pattern{}, byAct: map[string][]*pattern{}, marks: map[string][]*pattern{},
		varWants: map[varKey]*want{}, norms: map[string]*normRef{}, byID: map[string]int32{}, at: civil.Ever,
		histories: map[string]*history{}, entries: map[string]course[spans]{}, instances: map[string][]*instance{}, watches: map[string]*watch{},
		calendars: map[string]*calendar{}, rules: map[string][]*countsRule{}, rulesFrom: map[string][]*countsRule{}, counted: map[countedKey]*fact.Fact{},
		ofAct: map[*norms.Norm]bool{},
	}
	for i := range prog.Agreements {
		ag := &prog.Agreements[i]
		for j := range ag.Norms {
			m.norms[ag.Norms[j].Name()] = &normRef{&ag.Norms[j], ag}
		}
	}
	c := compiler{m: m}
	for i := range prog.Agreements {
		c.agreement(&prog.Agreements[i])
	}
	if c.err != nil {
		return nil, fmt.Errorf("monitor: %w", c.err)
	}
	m.findCircles()
	return m, nil
}

// Step takes one event. Facts must not be changed after they were given.
func (m *Machine) Step(e Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e.Fact == nil {
		m.at = e.Tick
		m.forget()
		return
	}
	for i := len(m.byID); i < len(m.facts); i++ {
		m.byID[m.facts[i].ID] = int32(i)
	}
	if i, known := m.byID[e.Fact.ID]; known {
		m.facts[i] = e.Fact
		m.stale, m.taken = true, 0
	} else {
		m.byID[e.Fact.ID] = int32(len(m.facts))
		if n := len(m.facts); n > 0 && fact.Compare(m.facts[n-1], e.Fact) > 0 {
			m.stale, m.taken = true, 0
		}
		m.facts = append(m.facts, e.Fact)
	}
	m.forget()
}

// Context replaces the inputs that are not acts: coverage, rosters, positions, tallies, unbound words. Facts of the set
// are not read.
func (m *Machine) Context(set *fact.Set) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.set = *set
	m.set.Facts = nil
	m.zonesSeen = nil
	for i := range set.Coverage {
		m.zonesSeen = append(m.zonesSeen, set.Coverage[i].Zone)
	}
	slices.Sort(m.zonesSeen)
	m.zonesSeen = slices.Compact(m.zonesSeen)
	m.forget()
}

// forget drops what was derived for the last reading.
func (m *Machine) forget() {
	clear(m.histories)
	clear(m.entries)
	clear(m.instances)
	clear(m.watches)
}

// settle holds the facts that are new against the patterns, in order, and sets the horizon.
func (m *Machine) settle() {
	if m.stale {
		slices.SortFunc(m.facts, fact.Compare)
		clear(m.byID)
		m.stale, m.taken = false, 0
	}
	if m.taken == 0 {
		clear(m.counted)
		for _, p := range m.patterns {
			p.hits, p.near, p.discounted, p.unbound = nil, nil, 0, 0
		}
	}
	for ; m.taken < len(m.facts); m.taken++ {
		m.take(int32(m.taken))
		if f := m.facts[m.taken]; len(m.rulesFrom[f.Act]) > 0 {
			m.takeCounted(int32(m.taken))
		}
	}
	m.horizon = m.at + 1
}

// sortHits puts hits of several patterns in the order of the facts.
func (m *Machine) sortHits(hits []hit) {
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.fact, b.fact) })
}

// Judge gives the status of a program on a set of facts as of an instant.
func Judge(prog *norms.Program, set *fact.Set, at int64) (*status.Result, error) {
	m, err := New(prog, Options{})
	if err != nil {
		return nil, err
	}
	m.Context(set)
	m.facts = make([]*fact.Fact, len(set.Facts))
	for i := range set.Facts {
		m.facts[i] = &set.Facts[i]
		m.stale = m.stale || i > 0 && fact.Compare(m.facts[i-1], m.facts[i]) > 0
	}
	m.at = at
	return m.Result(), nil
}
