package monitor

import (
	"slices"
	"sort"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// ground is a fact on which a status rests without being an act of the norm: what a body found, what made a condition true or
// false, what moved the end.
type ground struct {
	part string
	p    *pattern // which it matches
	hit  hit
}

// listed is hits that come together, with the pattern that they match.
type listed struct {
	p     *pattern
	hits  []hit
	mixed bool // not in the order of the facts
}

// grounds tells them in order: findings, conditions, exercises of powers, notices; until enough are told. Of hits in the order of the facts those are left out that do not
// begin within a time; nil: none is.
func (m *Machine) grounds(in *instance, o *outcome, within *civil.Interval, tell func(ground) (more bool)) {
	enough := false
	rests := func(part string, l listed) {
		list := l.hits
		if within != nil && !l.mixed {
			list = m.beginning(list, *within)
		}
		for i := 0; i < len(list) && !enough; i++ {
			enough = !tell(ground{part, l.p, list[i]})
		}
	}
	n, s := in.n, in.scope
	if in.found != nil {
		q := in.read(o.r)
		for i, list := range [][]hit{in.found.yes, in.found.no} {
			p := m.ready(s, m.findingBy([]norms.Pattern{n.Judged.Yes, n.Judged.No}[i], n.Judged.By))
			rests("finding", listed{p: p, hits: slices.DeleteFunc(slices.Clone(list), func(h hit) bool {
				return !slices.ContainsFunc([]int{0, 1, 2}, func(lane int) bool { may, _ := q.inTime(h, lane); return may })
			})})
		}
	}
	for _, c := range o.conditions(n) {
		m.behind(c, s, func(l listed) { rests("condition", l) })
	}
	if n.Unless != nil {
		m.behindExcuses(in, o, func(l listed) { rests("excuse", l) })
	}
	if n.Window.End != nil {
		for _, x := range n.Extends {
			m.exercisedBy(x.Power, func(l listed) { rests("extends", l) })
		}
	}
	if in.cures() && n.Cure.Notice != nil {
		rests("notice", listed{p: m.ready(s, *n.Cure.Notice), hits: slices.DeleteFunc(slices.Clone(in.notices), func(h hit) bool {
			return m.facts[h.fact].When.Hi < slices.Min([]int64{o.e[0].Lo, o.e[1].Lo, o.e[2].Lo})
		})})
	}
}

// beginning gives of hits in the order of the facts those whose facts begin within a time.
func (m *Machine) beginning(list []hit, within civil.Interval) []hit {
	from := sort.Search(len(list), func(i int) bool { return m.facts[list[i].fact].When.Lo >= within.Lo })
	list = list[from:]
	return list[:sort.Search(len(list), func(i int) bool { return m.facts[list[i].fact].When.Lo > within.Hi })]
}

// conditions gives the conditions on which the rules that may apply rest: the goal, and what made it fall away, end or stand still.
func (o *outcome) conditions(n *norms.Norm) (out []norms.Cond) {
	if n.Goal != nil {
		out = append(out, n.Goal)
	}
	has := func(rules ...string) bool {
		return slices.ContainsFunc(o.rules, func(r rule) bool {
			_, last, _ := strings.Cut(r.code, ".")
			return slices.Contains(rules, last)
		})
	}
	if has("if") {
		out = append(out, n.If)
	}
	if has("until") {
		out = append(out, n.Until)
	}
	if has("suspended", "suspended_out") {
		out = append(out, n.While)
	}
	return out
}

// behind tells the facts on record that a condition reads.
func (m *Machine) behind(c norms.Cond, s *scope, tell func(listed)) {
	matching := func(p norms.Pattern) {
		q := m.ready(s, p)
		tell(listed{p: q, hits: m.hitsFor(q, s)})
	}
	norms.Walk(c, func(c norms.Cond) {
		switch c := c.(type) {
		case norms.Seen:
			matching(c.Pattern)
		case norms.Compare:
			matching(c.Figure.Pattern)
			if c.With != nil {
				matching(c.With.Pattern)
			}
		case norms.Holds:
			m.behindState(c.Pattern, s, tell)
		case norms.NoneHolds:
			m.behindState(c.Pattern, s, tell)
		case norms.InEffect:
			for _, power := range append([]string{c.Power}, c.Undo...) {
				m.exercisedBy(power, tell)
			}
		case norms.NormIs:
			if m.norms[c.Norm].n.Modality == norms.Power {
				m.exercisedBy(c.Norm, tell)
			}
		}
	})
}

func (m *Machine) behindState(p norms.Pattern, s *scope, tell func(listed)) {
	state := m.vocab.states[p.Act]
	for i := range state.Begins {
		q := m.beginPattern(p, &state.Begins[i])
		tell(listed{p: q, hits: m.hitsFor(q, s)})
	}
	for i := range state.Ends {
		q := m.endPattern(p, &state.Ends[i])
		tell(listed{p: q, hits: m.hitsFor(q, s)})
	}
}

// exercisedBy tells the exercises of a power that the reading asked for may see.
func (m *Machine) exercisedBy(power string, tell func(listed)) {
	ref := m.norms[power]
	var list []hit
	for _, x := range m.history(power).used.at(m.now()).list {
		if h := (hit{fact: x.fact, must: x.must, may: x.mayBefore(m.now())}); h.may != 0 {
			list = append(list, h)
		}
	}
	tell(listed{m.ready(&scope{ag: ref.ag}, ref.n.Act), list, true})
}

// groundFacts adds the facts on which a status rests beside acts to its reasons, each once.
func (m *Machine) groundFacts(out *status.Reasons, in *instance, o *outcome, keep int) {
	room := func() bool { return len(out.Deciding) < keep }
	m.groundsSeen(in, o, room, func(g ground, f *fact.Fact, t grade.Truth) {
		doubts := m.matchDoubts(g.hit, g.p, in.scope)
		if !f.When.Point() && f.When.Hi >= o.r {
			doubts = append(doubts, status.Doubt{Code: "date", Args: []status.Arg{arg("from", f.When.Lo), arg("to", f.When.Hi)}})
		}
		out.Deciding = append(out.Deciding, m.deciding(f, g.part, t, doubts))
	})
}

// groundsSeen tells the facts that the reading sees, each once, while there is room.
func (m *Machine) groundsSeen(in *instance, o *outcome, room func() bool, tell func(ground, *fact.Fact, grade.Truth)) {
	var told map[int32]bool
	m.grounds(in, o, nil, func(g ground) bool {
		f := m.facts[g.hit.fact]
		t := seenBy(f, g.hit, o.r)
		if t.May == 0 || told[g.hit.fact] || !room() {
			return room()
		}
		if told == nil {
			told = map[int32]bool{}
		}
		told[g.hit.fact] = true
		tell(g, f, t)
		return true
	})
}

// seenBy says at which standards a reading sees a fact as what it matches.
func seenBy(f *fact.Fact, h hit, r int64) (t grade.Truth) {
	if f.When.Lo < r {
		t.May = grade.Mask(h.may)
	}
	if f.When.Hi < r {
		t.Must = grade.Mask(h.must)
	}
	return t
}
