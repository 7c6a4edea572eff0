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
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Options are what a caller may choose.
type Options struct {
	MaxFacts  int // deciding facts kept in a Result, per norm; 0: 200. Reasons gives all
	MaxMisses int // nearest misses kept; 0: 5
	// Brief says that a Result holds no lists of deciding facts, but what they come to (status.Brief): Reasons and Listed give them.
	Brief bool
	// Parts says in how many parts norms are judged at the same time: 1 or 2; 0: 2 where there is much to judge. It changes no result.
	Parts int
	Page  int // how many acts of an instance are summed up together; 0: 128. It changes no result
	// Ahead is how many seconds beyond the last instant that was asked for answers are prepared: ticks within them cost little. It changes no result.
	Ahead int64
}

// Event is one step: a fact, or a tick of the clock.
type Event struct {
	Fact *fact.Fact
	Tick int64 // with Fact nil: the status is asked as of this instant
}

// Machine judges one program. It does no I/O and reads no clock; the order in which facts arrive does not matter.
// A fact with an ID seen before replaces the earlier one. What it is told and asked may come from several goroutines; each waits for the others.
type Machine struct {
	gate gate
	compiled
	matter
	derived
	division division
	home     atomic.Int64 // the last tick
	asides   []*aside     // of the last tick, and of instants that are being judged, while it is asked as of others
	judging  []int64      // as of which it is being judged: whoever came last goes on first
	byID     byID
	between  func() // is run between two norms that are judged, for tests; nil: nothing is
}

// byID finds facts by their id. It has a lock of its own, so that whoever looks one up waits for no judgement.
type byID struct {
	mu sync.Mutex // held by whoever changes which facts there are
	slots
}

// compiled is what New makes of the program. Nothing of it changes afterwards but what the patterns match.
type compiled struct {
	prog      *norms.Program
	opts      Options
	vocab     *vocab
	patterns  map[string]*pattern
	byAct     map[string][]*pattern
	marks     map[string][]*pattern
	rules     map[string][]*countsRule // what counts as what, by text
	rulesFrom map[string][]*countsRule // by the act that counts
	ofAct     map[*norms.Norm]bool     // whose "unless" speaks of the act under test
	norms     map[string]*normRef
	circles   [][]string     // norms that refer to each other in a circle
	circleOf  map[string]int // position in circles
}

// matter is what is judged.
type matter struct {
	set     fact.Set     // inputs that are not acts
	facts   []*fact.Fact // by slot, in the order of arrival; nil: replaced
	taken   int          // slots whose facts have been held against the patterns
	gone    []replaced   // facts that have been, and no longer stand
	at      int64        // as of which the status is asked
	horizon int64        // the last reading for which courses, histories and instances are made; never before the one asked for

	visited bool // the instant is not that of the last tick (AsOf)

	zonesSeen []string // zones that some coverage speaks of
}

// derived is what is made on the way, and kept.
type derived struct {
	ids      map[string]int32
	varWants map[varKey]*want
	fitted   map[fittedKey]*fitted
	counted  map[countedKey]*fact.Fact
	boards   map[string]*board // by act
	scratch  scratch
	gathered []gathered // by pattern, while all facts are held against them

	memo      memo       // who read what
	fresh     *refresher // while what was kept is gone through after a step
	current              // of the reading asked for
	histories map[string]*history
	entries   map[string]course[spans] // entry into force, by text
	instances map[string][]*instance
	keyed     map[string]map[status.Key]*instance // members of families by their keys
	solving   map[string]bool                     // norms of the circle that is being solved
	watches   map[string]*watch
	ends      map[string][]endTable // by state
	held      map[string]held       // of conditions on states that speak of no variable
	calendars map[string]*calendar  // by zone
}

func newDerived() derived {
	return derived{
		ids: map[string]int32{}, varWants: map[varKey]*want{}, fitted: map[fittedKey]*fitted{}, counted: map[countedKey]*fact.Fact{}, boards: map[string]*board{},
		memo: newMemo(), current: newCurrent(), histories: map[string]*history{},
		entries: map[string]course[spans]{}, instances: map[string][]*instance{}, keyed: map[string]map[status.Key]*instance{},
		solving: map[string]bool{}, watches: map[string]*watch{}, ends: map[string][]endTable{}, held: map[string]held{},
		calendars: map[string]*calendar{},
	}
}

// replaced is a fact that another one of its ID has replaced.
type replaced struct {
	slot int32
	fact *fact.Fact
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
	if opts.Page == 0 {
		opts.Page = 128
	}
	m := &Machine{
		compiled: compiled{
			prog: prog, opts: opts, vocab: newVocab(&prog.Vocabulary), patterns: map[string]*pattern{}, byAct: map[string][]*pattern{},
			marks: map[string][]*pattern{}, norms: map[string]*normRef{}, rules: map[string][]*countsRule{}, rulesFrom: map[string][]*countsRule{},
			ofAct: map[*norms.Norm]bool{},
		},
		matter: matter{horizon: civil.Ever}, derived: newDerived(),
	}
	m.setAt(civil.Ever)
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
	m.gate.enter(true)
	defer m.gate.leave()
	if e.Fact == nil {
		m.goHome()
		if m.at != e.Tick {
			m.lapse()
			m.setAt(e.Tick)
		}
		return
	}
	m.byID.mu.Lock()
	defer m.byID.mu.Unlock()
	slot := int32(len(m.facts))
	if old, known := m.byID.put(m.facts, e.Fact.ID, slot); known {
		if int(old) < m.taken {
			m.gone = append(m.gone, replaced{old, m.facts[old]})
		}
		m.facts[old] = nil
	}
	m.facts = append(m.facts, e.Fact)
}

// setAt sets the last tick.
func (m *Machine) setAt(at int64) {
	m.at = at
	m.home.Store(at)
}

// Load takes the facts of a set, whose IDs differ from each other and from those of facts before, and its context.
func (m *Machine) Load(set *fact.Set) {
	m.Context(set)
	m.gate.enter(true)
	defer m.gate.leave()
	m.byID.mu.Lock()
	defer m.byID.mu.Unlock()
	m.facts = slices.Grow(m.facts, len(set.Facts))
	for i := range set.Facts {
		m.facts = append(m.facts, &set.Facts[i])
	}
}

// Fact gives the fact of an ID, nil when there is none.
func (m *Machine) Fact(id string) *fact.Fact {
	m.byID.mu.Lock()
	defer m.byID.mu.Unlock()
	if slot, known := m.byID.find(m.facts, id); known {
		return m.facts[slot]
	}
	return nil
}

// Context replaces the inputs that are not acts: coverage, rosters, positions, tallies, unbound words. Facts of the set
// are not read.
func (m *Machine) Context(set *fact.Set) {
	m.gate.enter(true)
	defer m.gate.leave()
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

// forget drops what was derived, but not which facts match.
func (m *Machine) forget() {
	m.asides = nil
	m.current = newCurrent()
	clear(m.histories)
	clear(m.entries)
	clear(m.instances)
	clear(m.keyed)
	clear(m.watches)
	clear(m.ends)
	clear(m.held)
	m.memo.clear()
	m.division.forget()
}

// Judge gives the status of a program on a set of facts as of an instant.
func Judge(prog *norms.Program, set *fact.Set, at int64) (*status.Result, error) {
	m, err := New(prog, Options{})
	if err != nil {
		return nil, err
	}
	m.Load(set)
	m.setAt(at)
	return m.Result(), nil
}
