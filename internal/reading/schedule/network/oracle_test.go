package network

import "fmt"

// game decides controllability from its definition, by playing: the keeper and the others move in turns at whole instants, and
// every play is looked at. It shares no code and no idea with Check.
//
// At each instant the keeper may carry out events, one after another; then the others may let one contingent event happen
// whose time has come, after which the keeper may move again; when both have passed, the instant is over. The others
// may let an event happen after the keeper has moved at that instant: so the keeper can react at once, and cannot conclude from an
// instant not yet over that the event comes later. That is what makes whole instants enough: between real instants "not seen by 3" allows 3
// and a moment.
//
// Of the events that have happened only this matters: how long from now each other event must still wait and may still wait.
type game struct {
	net  *Network
	memo map[string]verdict
}

type verdict uint8

const (
	unknown verdict = iota
	open            // being looked at: a play that comes back here goes on for ever
	won
	lost
)

const never = 1 << 30

// position is what matters at a moment. Bounds count from now; lo is at least 0.
type position struct {
	done   []bool
	lo, hi []int // for events that have not happened, from those that have
	from   []int // contingent events under way: when they may come
	until  []int // contingent events under way; -1: not under way
}

func wins(n *Network) bool {
	g := &game{n, map[string]verdict{}}
	k := len(n.Nodes)
	p := position{make([]bool, k), make([]int, k), make([]int, k), make([]int, k), make([]int, k)}
	for i := range k {
		p.hi[i], p.until[i] = never, -1
	}
	for _, l := range n.Links {
		if l.From == l.To && (l.Min > 0 || !l.Open && l.Max < 0) {
			return false
		}
	}
	return g.keeper(p)
}

func (p position) clone() position {
	c := func(x []int) []int { return append([]int(nil), x...) }
	return position{append([]bool(nil), p.done...), c(p.lo), c(p.hi), c(p.from), c(p.until)}
}

// happen lets an event happen now. False: a bound is broken, or will be whatever the keeper does.
func (g *game) happen(p *position, x int) bool {
	if p.lo[x] > 0 || p.hi[x] < 0 {
		return false
	}
	p.done[x], p.until[x], p.lo[x], p.hi[x], p.from[x] = true, -1, 0, 0, 0
	for _, l := range g.net.Links {
		if l.Contingent {
			if l.From == x {
				p.from[l.To], p.until[l.To] = int(l.Min), int(l.Max)
			}
			continue
		}
		if l.From == x && !p.done[l.To] {
			p.lo[l.To] = max(p.lo[l.To], int(l.Min))
			if !l.Open {
				p.hi[l.To] = min(p.hi[l.To], int(l.Max))
			}
		}
		if l.To == x && !p.done[l.From] { // From is between Max and Min before now
			p.hi[l.From] = min(p.hi[l.From], -int(l.Min))
			if !l.Open {
				p.lo[l.From] = max(p.lo[l.From], -int(l.Max))
			}
		}
	}
	for i := range p.done {
		if !p.done[i] && (p.hi[i] < p.lo[i] || p.until[i] >= 0 && (p.from[i] < p.lo[i] || p.until[i] > p.hi[i])) {
			return false
		}
	}
	return true
}

func (g *game) contingent(x int) bool {
	for _, l := range g.net.Links {
		if l.Contingent && l.To == x {
			return true
		}
	}
	return false
}

// keeper says whether the keeper, who is to move, can win.
func (g *game) keeper(p position) bool {
	key := fmt.Sprint(p)
	if v := g.memo[key]; v != unknown {
		return v == won
	}
	g.memo[key] = open
	v := lost
	if g.decide(p) {
		v = won
	}
	g.memo[key] = v
	return v == won
}

func (g *game) decide(p position) bool {
	over := true
	for x := range p.done {
		if p.done[x] {
			continue
		}
		over = false
		if next := p.clone(); !g.contingent(x) && g.happen(&next, x) && g.keeper(next) {
			return true
		}
	}
	return over || g.others(p)
}

// others says whether the keeper wins whatever the others do now.
func (g *game) others(p position) bool {
	for x := range p.done {
		if p.until[x] < 0 || p.from[x] > 0 {
			continue
		}
		if next := p.clone(); !g.happen(&next, x) || !g.keeper(next) {
			return false
		}
	}
	for x := range p.done {
		if p.until[x] == 0 { // it must come now: the others cannot pass, and each way in which they do not has been won
			return true
		}
	}
	next := p.clone()
	for x := range p.done {
		if p.done[x] {
			continue
		}
		if p.hi[x] == 0 {
			return false
		}
		next.lo[x] = max(0, p.lo[x]-1)
		if p.hi[x] != never {
			next.hi[x]--
		}
		if p.until[x] > 0 {
			next.from[x], next.until[x] = max(0, p.from[x]-1), p.until[x]-1
		}
	}
	return g.keeper(next)
}
