package schedule

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/reading/schedule/network"
)

// maxScenarios bounds the ways to choose that are looked at for a party.
const maxScenarios = 64

// party answers for one party.
func (t *text) party(id string) (p Party, given []string) {
	p = Party{ID: id, Verdict: Controllable}
	var duties []duty
	for _, n := range t.norms {
		if n.Modality != norms.Obligation || !slices.Contains(Bearers(n), id) {
			continue
		}
		d := duty{norm: n}
		if l := t.left(n); l != "" {
			p.Left = append(p.Left, Left{Norm: n, Why: l})
			continue
		}
		var l *Left
		if d.rules, l = t.rules(id, n); l != nil {
			p.Left = append(p.Left, *l)
			continue
		}
		duties = append(duties, d)
	}
	plan, ok := t.best(id, duties)
	if !ok {
		p.Verdict, p.TooMany = NotAnalysed, true
		return p, nil
	}
	for !plan.result.Controllable && len(p.Faults) < maxFaults {
		f := Fault{Cycle: plan.causes()}
		p.Faults = append(p.Faults, f)
		// The rest is looked at without what takes part in this one.
		rest := slices.DeleteFunc(slices.Clone(plan.duties), func(d duty) bool {
			return slices.ContainsFunc(f.Cycle, func(c Cause) bool { return c.Norm == d.norm.Name() })
		})
		if len(rest) == len(plan.duties) {
			break
		}
		plan, _ = t.best(id, rest)
	}
	for _, d := range duties {
		p.Timed = append(p.Timed, Timed{Norm: d.norm})
	}
	plan.rooms(&p)
	switch {
	case len(p.Faults) > 0:
		p.Verdict = MayFail
	case slices.ContainsFunc(p.Left, func(l Left) bool { return l.stops() }):
		p.Verdict = NotAnalysed
	}
	return p, t.marks(duties)
}

// marks lists the marks from which duties count.
func (t *text) marks(duties []duty) (list []string) {
	for _, d := range duties {
		for _, b := range []*norms.Bound{d.norm.Window.Start, d.norm.Window.End} {
			if b != nil && b.At.Sort == norms.AtMark && !slices.Contains(list, b.At.Mark) {
				list = append(list, b.At.Mark)
			}
		}
	}
	return list
}

// maxFaults bounds the faults that are told of one party.
const maxFaults = 20

// best gives a controllable plan for the duties, or else the first. False: there are too many ways to choose.
func (t *text) best(id string, duties []duty) (*plan, bool) {
	scenarios := 1
	for _, d := range duties {
		for _, r := range d.rules {
			if scenarios *= len(r.ways); scenarios > maxScenarios {
				return nil, false
			}
		}
	}
	var first *plan
	for s := range scenarios {
		pl := t.plan(id, duties, s)
		pl.result = network.Check(&pl.net)
		if pl.result.Controllable {
			return pl, true
		}
		if first == nil {
			first = pl
		}
	}
	return first, true
}

// duty is a dated duty of the party that the network holds.
type duty struct {
	norm  *norms.Norm
	rules []rule
}

// left says why a duty of the party is no part of its network; "": it is.
func (t *text) left(n *norms.Norm) Why {
	switch {
	case n.Judged != nil:
		return Judged
	case n.Goal != nil:
		return Condition
	case !n.AtLeast.Per.IsZero():
		return Repeated
	case len(n.Actors) > 0:
		return ByOthers
	case t.afterBreach(n):
		return Breach
	case n.Share == norms.Jointly && len(n.Bearers) > 1:
		return Joint
	case n.Window.End == nil:
		return Undated
	}
	return ""
}

// afterBreach says whether a norm arises only once another was breached: lawful conduct does not hold that.
func (t *text) afterBreach(n *norms.Norm) bool {
	if _, ok := t.openings(n); !ok {
		return true
	}
	if n.Window.End != nil {
		if _, _, ok := t.anchor(t.p.Agreement(n.Agree), n, n.Window.End, true); !ok {
			return true
		}
	}
	return afterBreach(n.Once) || afterBreach(n.If)
}

func afterBreach(c norms.Cond) bool {
	switch c := c.(type) {
	case norms.NormIs:
		return c.Word == norms.IsBreached
	case norms.And:
		return slices.ContainsFunc(c.Conds, afterBreach)
	case norms.Or:
		return len(c.Conds) > 0 && !slices.ContainsFunc(c.Conds, func(x norms.Cond) bool { return !afterBreach(x) })
	}
	return false
}

// plan is the network of a party in one scenario.
type plan struct {
	*text
	id     string
	net    network.Network
	why    []Cause // of each link
	at     map[string]int
	events []event // of each node
	duties []duty
	nodes  []int // of each duty
	result network.Result
}

func (t *text) plan(id string, duties []duty, scenario int) *plan {
	pl := &plan{text: t, id: id, duties: duties, at: map[string]int{}}
	pl.add(event{})
	for _, d := range duties {
		n := d.norm
		ev := t.kept(n)
		if len(Bearers(n)) > 1 && n.ForEach == nil { // others may do it before: what counts from it is another event
			ev.key = "own " + ev.key
		}
		pl.nodes = append(pl.nodes, pl.add(ev))
	}
	for i, d := range duties {
		pl.duty(pl.nodes[i], d.norm)
		for _, r := range d.rules {
			way := r.ways[scenario%len(r.ways)]
			scenario /= len(r.ways)
			pl.heed(pl.nodes[i], r, way, Cause{Norm: d.norm.Name()})
		}
	}
	return pl
}

func (pl *plan) add(ev event) int {
	at := len(pl.events)
	pl.at[ev.key] = at
	pl.events = append(pl.events, ev)
	pl.net.Nodes = append(pl.net.Nodes, ev.key)
	return at
}

func (pl *plan) link(l network.Link, why Cause) {
	pl.net.Links = append(pl.net.Links, l)
	pl.why = append(pl.why, why)
}

// atLeast says that b comes at least so long after a.
func (pl *plan) atLeast(a, b int, least int64, why Cause) {
	pl.link(network.Link{From: a, To: b, Min: least, Open: true}, why)
}

// atMost says that b comes at most so long after a.
func (pl *plan) atMost(a, b int, most int64, why Cause) {
	pl.link(network.Link{From: b, To: a, Min: -most, Open: true}, why)
}

// openingOf begins the key of a node that is the opening of a window.
const openingOf = "opening "

// duty bounds what the party must do: within its window, at its shortest.
func (pl *plan) duty(k int, n *norms.Norm) {
	a := pl.p.Agreement(n.Agree)
	list, _ := pl.openings(n)
	end, s, _ := pl.anchor(a, n, n.Window.End, true)
	due, opens := Cause{Sort: Due, Norm: n.Name()}, Cause{Sort: NotBefore, Norm: n.Name()}
	for _, o := range list {
		if (o.event.sort == member || o.event.sort == entrance) && o.event.key != end.key {
			continue // what arises after its date asks nothing (spec/norms.md, 6, obligation.empty); before it there is time to act at once
		}
		from := pl.node(o.event)
		if o.event.key == end.key && o.event.sort != theStart && o.span.lo < o.span.hi && o.span.lo >= 0 && n.Window.Start != nil {
			// Both ends count from one event: where in the day it falls moves both alike.
			opening := pl.add(event{sort: member, key: openingOf + n.Name(), point: o.event.point, agree: a.ID})
			pl.link(network.Link{From: from, To: opening, Min: o.span.lo, Max: o.span.hi, Contingent: true}, opens)
			pl.atLeast(opening, k, 0, opens)
			pl.atMost(opening, k, pl.cal.width(n.Window.Start, n.Window.End, a.Zone)-1, due)
			continue
		}
		pl.atLeast(from, k, o.span.hi, opens)
	}
	if pl.at[openingOf+n.Name()] == 0 {
		pl.atMost(pl.node(end), k, s.lo-1, due)
	}
}

// node gives the node of an event, and makes it with all that bounds it.
func (pl *plan) node(ev event) int {
	if ev.sort == theStart {
		return 0
	}
	if at, ok := pl.at[ev.key]; ok {
		return at
	}
	at := pl.add(ev)
	w := pl.when(ev)
	switch {
	case ev.sort == normKept && pl.own(ev.norm) && pl.heeded(at, ev.norm, Cause{Norm: ev.norm.Name()}):
		list, ok := pl.openings(ev.norm)
		for _, o := range list {
			if ok {
				pl.atLeast(pl.node(o.event), at, o.span.hi, Cause{Sort: NotBefore, Norm: ev.norm.Name()})
			}
		}
		return at
	case ev.sort == actDone && pl.does(&ev.point.Act) && pl.heeded(at, &norms.Norm{Act: ev.point.Act}, Cause{Event: ev.point, Agree: ev.agree}):
		pl.atLeast(0, at, 0, Cause{Sort: EarlyEvent, Event: ev.point, Agree: ev.agree})
		for i, d := range pl.duties {
			if cover(&pl.p.Vocabulary, &ev.point.Act, &d.norm.Act) != nothing {
				pl.atLeast(at, pl.nodes[i], 0, Cause{Sort: Counts, Norm: d.norm.Name(), Event: ev.point, Agree: ev.agree})
			}
		}
		return at
	case ev.sort == normKept && w.bounded:
		// Where the window counts from one event alone, so does the network; otherwise it holds all that the law allows.
		n := ev.norm
		a := pl.p.Agreement(n.Agree)
		end, s, _ := pl.anchor(a, n, n.Window.End, true)
		if n.Window.Start != nil && end.sort != theStart && end.key != ev.key {
			if from, o, ok := pl.anchor(a, n, n.Window.Start, false); ok && from.key == end.key && o.lo >= 0 && s.hi > o.lo {
				pl.contingent(pl.node(end), at, o.lo, s.hi-1, ev)
				return at
			}
		}
	}
	pl.contingent(0, at, w.lo, w.hi, ev)
	return at
}

// heeded bounds an act of the party's own that is no dated duty by the rules that forbid it. False: they cannot be said in bounds.
func (pl *plan) heeded(at int, n *norms.Norm, why Cause) bool {
	rules, left := pl.rules(pl.id, n)
	if left != nil {
		return false
	}
	for _, r := range rules {
		pl.heed(at, r, r.ways[0], why)
	}
	return true
}

// heed bounds an act by a rule, in one way.
func (pl *plan) heed(at int, r rule, w way, why Cause) {
	if why.Norm != "" {
		why.Sort, why.By = w.sort, r.by.Name()
	} else {
		why.Sort = LateEvent
	}
	for _, c := range w.after {
		pl.atLeast(pl.node(c.event), at, c.span.hi, why)
	}
	if why.Norm != "" {
		why.Sort = ForbidsOn
	}
	for _, c := range w.before {
		pl.atMost(pl.node(c.event), at, c.span.lo-1, why)
	}
}

func (pl *plan) contingent(from, to int, lo, hi int64, ev event) {
	why := Cause{Sort: LateEvent, Event: ev.point, Agree: ev.agree}
	if w := pl.when(ev); ev.sort == normKept && w.bounded {
		why = Cause{Sort: LateOther, Norm: ev.norm.Name()}
		if from == 0 {
			why.At = pl.cal.instant(hi, true)
		}
	}
	pl.link(network.Link{From: from, To: to, Min: lo, Max: max(lo, hi), Contingent: true}, why)
}

// own says whether only the party decides when a norm is kept.
func (pl *plan) own(n *norms.Norm) bool {
	who := Bearers(n)
	return len(who) == 1 && who[0] == pl.id && n.Goal == nil && n.Judged == nil && len(n.Actors) == 0 &&
		(n.ForEach == nil || n.ForEach.Source == norms.FromBearers) && n.AtLeast.Per.IsZero() && n.Modality != norms.Power && pl.does(&n.Act)
}

// does says whether only the party can do what a pattern describes.
func (pl *plan) does(p *norms.Pattern) bool {
	decl := pl.p.Act(p.Act)
	if decl == nil {
		return false
	}
	for _, w := range p.Roles {
		if w.Role == decl.Doer() {
			return len(w.Values) == 1 && w.Values[0].ID == pl.id && !slices.ContainsFunc(pl.p.Vocabulary.Parties, func(x norms.Party) bool {
				return x.ID != pl.id && len(pl.p.Vocabulary.Within(x.ID, pl.id)) > 0 // somebody in it may act for it
			})
		}
	}
	return false
}

// causes tells the cycle in terms of the text, each step once.
func (pl *plan) causes() (list []Cause) {
	for _, s := range pl.result.Cycle {
		c := pl.why[s.Link]
		if l := pl.net.Links[s.Link]; l.Contingent && (s.Side == network.AsEarly || s.Side == network.AtMost && !pl.result.Consistent) {
			if c.At != 0 {
				c.At = pl.cal.instant(l.Min, false)
			}
			switch c.Sort {
			case LateOther:
				c.Sort = EarlyOther
			case LateEvent:
				c.Sort = EarlyEvent
			}
			if s.Side == network.AtMost { // what others could at most allow
				c = pl.why[s.Link]
			}
		}
		if !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return list
}
