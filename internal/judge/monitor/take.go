package monitor

import (
	"cmp"
	"slices"

	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// taken is what holding a fact against one pattern gave: a hit, or a miss by one want alone.
type taken struct {
	*pattern
	hit
	missed     int32 // the one want that fails; matches: none, it is a hit
	discounted bool  // it fails because an assessor discounted the act or the attribution
	unbound    bool  // it matches but for its doer, or matches, and is attributed by a word that no name binds
}

// against holds a fact, once, against every pattern of its act. Nothing is told of patterns that fail by more than one want; with
// inOrder nothing of those that fail by one, where that makes no difference after the facts before.
func (m *Machine) against(slot int32, f *fact.Fact, inOrder bool, tell func(taken)) {
	m.againstOwn(slot, f, inOrder, tell)
	if len(m.rulesFrom[f.Act]) > 0 {
		m.againstCounted(slot, f, tell)
	}
}

// againstOwn holds a fact against the patterns of its own act.
func (m *Machine) againstOwn(slot int32, f *fact.Fact, inOrder bool, tell func(taken)) {
	patterns := m.byAct[f.Act]
	if len(patterns) == 0 {
		return
	}
	if f.In().May == 0 {
		for _, p := range patterns {
			tell(taken{pattern: p, hit: hit{fact: slot}, missed: nowhere, discounted: true})
		}
		return
	}
	b := m.boards[f.Act]
	if b == nil {
		b = newBoard(patterns)
		m.boards[f.Act] = b
	}
	m.prepare(f, patterns[0].act)
	b.hold(m, slot, f, inOrder, tell)
}

// What taken.missed says where it names no want.
const (
	matches = -1 // all are met
	nowhere = -2 // the act itself is discounted
)

func anyDiscounted(f *fact.Fact) bool {
	return slices.ContainsFunc(f.Attribution.To, func(a fact.Attributed) bool { return a.Grade == grade.Discounted })
}

// missesKept bounds the near misses of a pattern.
const missesKept = 8

// settle holds the facts that are new against the patterns, drops what rested on what they change, and sees to the horizon.
func (m *Machine) settle() {
	m.reach(m.now())
	if m.taken == len(m.facts) && m.taken > 0 {
		m.division.sync(&m.matter)
		return
	}
	if m.taken == 0 || len(m.facts)-m.taken > len(m.facts)/8 {
		m.settleAll()
	} else {
		changed := map[*pattern]*delta{}
		m.settleNew(changed)
		m.division.sync(&m.matter)
		if other := m.division.other; other != nil {
			both(func() { m.refresh(changed) }, func() { other.refresh(changed) })
		} else {
			m.refresh(changed)
		}
	}
	m.taken, m.gone = len(m.facts), nil
	m.division.sync(&m.matter)
}

// settleAll holds all facts against the patterns, in their order; in two parts, the first half of them and the second.
func (m *Machine) settleAll() {
	order := make([]int32, 0, len(m.facts))
	sorted := true
	for slot, f := range m.facts {
		if f == nil {
			continue
		}
		if n := len(order); n > 0 && sorted {
			sorted = m.before(order[n-1], int32(slot)) < 0
		}
		order = append(order, int32(slot))
	}
	if !sorted {
		slices.SortFunc(order, m.before)
	}
	if other := m.apart(); other != nil {
		half := len(order) / 2
		both(func() { m.gather(order[:half]) }, func() { other.gather(order[half:]) })
		m.join(other)
		other.gathered = nil
	} else {
		m.gather(order)
		m.join(nil)
	}
	m.gathered = nil
	m.forget()
}

// gathered is what holding facts against a pattern gave.
type gathered struct {
	hits                []hit
	near                []nearMiss
	discounted, unbound int
}

// gather holds facts against the patterns, in order.
func (m *Machine) gather(order []int32) {
	for _, b := range m.boards {
		clear(b.full)
	}
	m.gathered = make([]gathered, len(m.patterns))
	for _, slot := range order {
		m.against(slot, m.facts[slot], true, func(t taken) {
			g := &m.gathered[t.pattern.at]
			switch {
			case t.missed == matches:
				g.hits = append(g.hits, t.hit)
			case t.missed >= 0:
				g.near, _ = miss(g.near, nearMiss{t.fact, t.missed, t.must}, m.before)
			}
			if t.discounted {
				g.discounted++
			}
			if t.unbound {
				g.unbound++
			}
		})
	}
}

// join gives each pattern what was gathered of it; after, where it is not nil, of the later facts.
func (m *Machine) join(after *Machine) {
	for _, p := range m.patterns {
		g := &m.gathered[p.at]
		if after != nil {
			b := &after.gathered[p.at]
			g.hits = append(g.hits, b.hits...)
			for _, n := range b.near {
				g.near, _ = miss(g.near, n, m.before)
			}
			g.discounted, g.unbound = g.discounted+b.discounted, g.unbound+b.unbound
		}
		p.hits, p.near, p.discounted, p.unbound = g.hits, g.near, g.discounted, g.unbound
		p.index.drop()
	}
}

// before orders slots as their facts are ordered.
func (m *Machine) before(a, b int32) int { return fact.Compare(m.facts[a], m.facts[b]) }

// hitBefore orders hits: of one fact, in the order of the ways in which it matches.
func (m *Machine) hitBefore(a, b hit) int {
	if a.fact == b.fact {
		return cmp.Compare(a.via, b.via)
	}
	return m.before(a.fact, b.fact)
}

// sortHits puts hits of several patterns in the order of the facts.
func (m *Machine) sortHits(list []hit) {
	slices.SortStableFunc(list, func(a, b hit) int { return m.before(a.fact, b.fact) })
}

// delta is what a step changes of a pattern.
type delta struct {
	gone []lost
	come []hit
	near bool // its near misses changed
}

// lost is a hit of a fact that has been replaced.
type lost struct {
	hit
	fact *fact.Fact
}

// hits says whether facts match, or no longer do.
func (d *delta) hits() bool { return d != nil && len(d.gone)+len(d.come) > 0 }

// settleNew puts the facts that came in their places among the hits, takes out those that they replace, and notes the patterns
// for which that makes a difference.
func (m *Machine) settleNew(changed map[*pattern]*delta) {
	of := func(p *pattern) *delta {
		d := changed[p]
		if d == nil {
			d = &delta{}
			changed[p] = d
		}
		return d
	}
	short := map[*pattern]bool{} // patterns that lost a near miss: another may take its place
	m.byID.mu.Lock()
	defer m.byID.mu.Unlock()
	for _, g := range m.gone { // they order the lists until they are out of them
		m.facts[g.slot] = g.fact
	}
	for _, g := range m.gone {
		m.against(g.slot, g.fact, false, func(t taken) {
			t.count(-1)
			switch {
			case t.missed == matches:
				at, there := slices.BinarySearchFunc(t.hits, t.hit, m.hitBefore)
				if there {
					t.hits = slices.Delete(t.hits, at, at+1)
					of(t.pattern).gone = append(of(t.pattern).gone, lost{t.hit, g.fact})
				}
			case t.missed >= 0:
				if at := slices.IndexFunc(t.near, func(n nearMiss) bool { return n.fact == t.fact }); at >= 0 {
					if len(t.near) == missesKept {
						short[t.pattern] = true
					}
					t.near = slices.Delete(t.near, at, at+1)
					of(t.pattern).near = true
				}
			}
		})
	}
	for _, g := range m.gone {
		m.facts[g.slot] = nil
	}
	for slot := int32(m.taken); slot < int32(len(m.facts)); slot++ {
		if m.facts[slot] == nil { // replaced before anybody looked
			continue
		}
		m.against(slot, m.facts[slot], false, func(t taken) {
			t.count(1)
			switch {
			case t.missed == matches:
				at, _ := slices.BinarySearchFunc(t.hits, t.hit, m.hitBefore)
				t.hits = slices.Insert(t.hits, at, t.hit)
				of(t.pattern).come = append(of(t.pattern).come, t.hit)
			case t.missed >= 0:
				if t.miss(nearMiss{slot, t.missed, t.must}, m.before) {
					of(t.pattern).near = true
				}
			}
		})
	}
	m.refill(short)
	for p, d := range changed {
		if d.hits() {
			p.index.takeIn(m, p, d)
		}
	}
}

// refill looks for the near misses of patterns that lost one, among all facts of their acts.
func (m *Machine) refill(short map[*pattern]bool) {
	if len(short) == 0 {
		return
	}
	for p := range short {
		p.near = nil
	}
	acts := map[string]bool{}
	for id, list := range m.byAct {
		acts[id] = slices.ContainsFunc(list, func(p *pattern) bool { return short[p] })
	}
	for slot, f := range m.facts {
		if f == nil || !acts[f.Act] {
			continue
		}
		m.against(int32(slot), f, false, func(t taken) {
			if t.missed >= 0 && short[t.pattern] {
				t.miss(nearMiss{t.fact, t.missed, t.must}, m.before)
			}
		})
	}
}

// count counts what the pattern tells of facts that fail.
func (t *taken) count(by int) {
	if t.discounted {
		t.pattern.discounted += by
	}
	if t.unbound {
		t.pattern.unbound += by
	}
}

// miss keeps a near miss (see there).
func (p *pattern) miss(n nearMiss, before func(a, b int32) int) (kept bool) {
	p.near, kept = miss(p.near, n, before)
	return kept
}

// miss keeps a near miss when it is better supported than one that is kept; of equals the earlier fact stays. It tells whether it was kept.
func miss(near []nearMiss, n nearMiss, before func(a, b int32) int) ([]nearMiss, bool) {
	order := func(a, b nearMiss) int {
		if a.must != b.must {
			return -cmp.Compare(a.must, b.must)
		}
		return before(a.fact, b.fact)
	}
	if len(near) == missesKept && order(near[missesKept-1], n) < 0 {
		return near, false
	}
	at, _ := slices.BinarySearchFunc(near, n, order)
	return slices.Insert(near, at, n)[:min(len(near)+1, missesKept)], true
}
