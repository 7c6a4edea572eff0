package monitor

import (
	"slices"
	"sync"
	"sync/atomic"
)

// gate lets one at a time to a machine, in the order in which they came; those who are to go first before all others. Whoever works there for long steps aside for
// them between two parts of the work.
type gate struct {
	mu            sync.Mutex
	taken         bool
	first, others []chan struct{} // who waits; each is closed when its turn comes
	urgent        atomic.Int64    // how many of them are to go first
}

// awaited says whether somebody waits who is to go first.
func (g *gate) awaited() bool { return g.urgent.Load() > 0 }

func (g *gate) enter(first bool) {
	g.mu.Lock()
	if !g.taken {
		g.taken = true
		g.mu.Unlock()
		return
	}
	turn := make(chan struct{})
	if first {
		g.first = append(g.first, turn)
		g.urgent.Add(1)
	} else {
		g.others = append(g.others, turn)
	}
	g.mu.Unlock()
	<-turn
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.next()
}

// next gives the turn to whoever is to have it.
func (g *gate) next() {
	from := &g.first
	switch {
	case len(g.first) > 0:
		g.urgent.Add(-1)
	case len(g.others) > 0:
		from = &g.others
	default:
		g.taken = false
		return
	}
	turn := (*from)[0]
	*from = slices.Delete(*from, 0, 1)
	close(turn)
}

// stepAside lets those go who are to go first, and says whether there was one. Its caller goes on before those who are not.
func (g *gate) stepAside() bool {
	g.mu.Lock()
	if len(g.first) == 0 {
		g.mu.Unlock()
		return false
	}
	turn := make(chan struct{})
	g.others = slices.Insert(g.others, 0, turn)
	g.next()
	g.mu.Unlock()
	<-turn
	return true
}
