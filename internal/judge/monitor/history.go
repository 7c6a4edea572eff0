package monitor

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/status"
)

type laneSets = [status.Lanes]status.Set

// history is a norm's status as a function of the reading, up to the horizon.
type history struct {
	sets   course[laneSets]
	words  [numWords]Timeline // by norms.NormWord, and isDone
	point  course[spans]      // AtNorm
	breach course[spans]      // AtNorm with Breach
	used   course[*exercises] // of a power
}

// nothing is where the least solution of a circle starts: the norm answers to no word.
func nothing() *history {
	h := &history{sets: steady(laneSets{}), point: steady(sameSpans(never)), breach: steady(sameSpans(never)), used: steady(&exercises{})}
	for w := range h.words {
		h.words[w] = steady(grade.False)
	}
	return h
}

// anything covers every course that a norm may take.
func anything() *history {
	h := &history{sets: steady(laneSets{}), point: steady(sameSpans(always)), breach: steady(sameSpans(always)), used: steady(&exercises{any: true})}
	for w := range h.words {
		h.words[w] = steady(grade.Unknown)
	}
	return h
}

func (h *history) equal(o *history) bool {
	for w := range h.words {
		if !slices.Equal(h.words[w], o.words[w]) {
			return false
		}
	}
	return slices.Equal(h.sets, o.sets) && slices.Equal(h.point, o.point) && slices.Equal(h.breach, o.breach) && sameExercises(h.used, o.used)
}

// history gives a norm's history. Norms in a circle are solved together.
func (m *Machine) history(name string) *history {
	m.kept(normNode(name))
	if h := m.histories[name]; h != nil {
		return h
	}
	if k, ok := m.circleOf[name]; ok {
		m.solve(m.circles[k])
		return m.histories[name]
	}
	h := m.follow(m.norms[name])
	m.histories[name] = h
	return h
}

// solve finds the least solution of a circle of norms: at first none answers to any word, then each is read again
// until nothing changes. Certainty and possibility rise together, so both ends are least. A circle that does not come
// to rest (it is refused when the text is checked) is left open.
func (m *Machine) solve(circle []string) {
	for _, name := range circle {
		m.histories[name], m.solving[name] = nothing(), true
	}
	defer func() {
		for _, name := range circle {
			delete(m.solving, name)
			delete(m.instances, name) // made on the way, from histories that have changed since
		}
	}()
	for round := 0; ; round++ {
		same := true
		clear(m.entries) // they may rest on norms of the circle
		next := make([]*history, len(circle))
		for i, name := range circle {
			next[i] = m.follow(m.norms[name])
			same = same && next[i].equal(m.histories[name])
		}
		if round == 8*len(circle)+16 {
			for _, name := range circle {
				m.histories[name] = anything()
			}
			clear(m.entries)
			for i, name := range circle {
				next[i] = m.follow(m.norms[name])
			}
			same = true
		}
		for i, name := range circle {
			m.histories[name] = next[i]
		}
		if same {
			return
		}
	}
}

// follow computes a norm's history.
func (m *Machine) follow(ref *normRef) (h *history) {
	m.memo.make(normNode(ref.n.Name()), func() { h = m.historyOf(ref) })
	return h
}

func (m *Machine) historyOf(ref *normRef) *history {
	list := m.instancesOf(ref)
	h := &history{}
	if ref.n.ForEach == nil {
		h.sets = list[0].course()
		for w := range h.words {
			h.words[w] = merge(h.sets, steady(0), func(s laneSets, _ int) grade.Truth { return wordTruth(s, norms.NormWord(w)) })
		}
	} else {
		h.sets, h.words = m.followFamily(ref.n, list)
	}
	h.point = firstPoint(h.words[isDone], civil.Ever, civil.Forever)
	h.breach = firstPoint(h.words[norms.IsBreached], civil.Ever, civil.Forever)
	h.used = steady(&exercises{})
	if ref.n.Modality == norms.Power {
		h.used = exercised(list, m.horizon)
	}
	return h
}

// followFamily goes through the readings at which some member changes, and looks again only at those that do.
func (m *Machine) followFamily(n *norms.Norm, list []*instance) (sets course[laneSets], words [numWords]Timeline) {
	type change struct {
		at     int64
		member int // none: the list is closed
	}
	const none = -1
	closed := m.closedAt(n.ForEach)
	courses := make([]course[laneSets], len(list))
	changes := []change{{civil.Ever, none}, {closed, none}}
	for i, in := range list {
		courses[i] = in.pathOf()
		for _, p := range courses[i] {
			changes = append(changes, change{p.from, i})
		}
		changes = append(changes, change{in.scope.bind.when.Lo + 1, i}, change{in.scope.bind.when.Hi + 1, i})
	}
	slices.SortFunc(changes, func(a, b change) int { return cmp.Compare(a.at, b.at) })
	now := make([]memberView, len(list))
	views := viewsAt(list, changes[0].at, func(i int) laneSets { return courses[i].at(changes[0].at) })
	for i, in := range list {
		now[i] = memberView{in.scope.bind.knownAt(changes[0].at), courses[i].at(changes[0].at)}
	}
	for k := 0; k < len(changes) && changes[k].at <= m.horizon; {
		r, differ := changes[k].at, k == 0
		for ; k < len(changes) && changes[k].at == r; k++ {
			i := changes[k].member
			if i == none {
				differ = true
				continue
			}
			v := memberView{list[i].scope.bind.knownAt(r), courses[i].at(r)}
			if v == now[i] {
				continue
			}
			if now[i].seen.May != 0 {
				if views[now[i]]--; views[now[i]] == 0 {
					delete(views, now[i])
					differ = true
				}
			}
			if v.seen.May != 0 {
				views[v]++
				differ = differ || views[v] == 1
			}
			now[i] = v
		}
		if !differ {
			continue
		}
		s, w := familyOf(closed <= r, views)
		r = max(r, civil.Ever)
		sets = add(sets, r, s)
		for k := range words {
			words[k] = add(words[k], r, w[k])
		}
	}
	return sets, words
}

// pathOf is course for a member, made once until it changes.
func (in *instance) pathOf() course[laneSets] {
	if in.path == nil {
		in.path = in.course()
	}
	return in.path
}

// course gives the instance's sets as a function of the reading.
func (in *instance) course() course[laneSets] {
	at := in.readings()
	return build(at, in.sets)
}

// readings gives every reading up to the horizon at which the instance's state may change.
func (in *instance) readings() []int64 {
	at := []int64{civil.Ever}
	put := func(ts ...int64) {
		for _, t := range ts {
			if t > civil.Ever && t <= in.m.horizon {
				at = append(at, t)
			}
		}
	}
	put(in.m.horizon)
	for _, c := range []course[spans]{in.open, in.bare} {
		for _, p := range c {
			put(p.from)
			for _, i := range p.v {
				put(i.Lo, i.Lo+1, i.Hi, i.Hi+1)
			}
		}
	}
	for _, o := range in.open {
		for _, p := range in.layout(o.v).phases {
			put(p.from)
		}
	}
	for _, p := range in.goal {
		put(p.from)
	}
	if in.found != nil {
		for _, h := range slices.Concat(in.found.yes, in.found.no) {
			w := in.m.facts[h.fact].When
			put(w.Lo+1, w.Hi+1)
		}
	}
	put(in.endReadings()...)
	var windows [][2]civil.Interval
	slices.Sort(at)
	at = slices.Compact(at)
	for _, r := range slices.Clone(at) {
		e := in.end(r)
		o := in.open.at(r)
		l := in.limitsAt(o)
		s := sameSpans(never)
		if in.isRecurring() {
			s = in.shortBy(o, in.from(o))
		}
		for i := range e {
			put(e[i].Lo, e[i].Lo+1, e[i].Hi, e[i].Hi+1, l.nth[i].Lo+1, l.nth[i].Hi+1, l.early[i].Lo+1, l.early[i].Hi+1, s[i].Lo, s[i].Hi)
		}
		if in.cures() {
			for _, i := range in.cureEnd(e, r) {
				put(i.Lo, i.Hi)
			}
		}
		if in.watch == nil || in.n.Modality == norms.Permission || in.n.Modality == norms.Power { // absence plays no part
			continue
		}
		for i := range e {
			if w := [2]civil.Interval{o[i], e[i]}; !slices.Contains(windows, w) {
				windows = append(windows, w)
				put(in.watch.readings(o[i], e[i], in.m.horizon, in.notion())...)
			}
		}
	}
	return at
}

// findCircles finds the norms that refer to each other in a circle (Tarjan's strongly connected components).
func (m *Machine) findCircles() {
	m.circleOf = map[string]int{}
	index, low := map[string]int{}, map[string]int{}
	var stack []string
	var visit func(name string)
	visit = func(name string) {
		index[name] = len(index) + 1
		low[name] = index[name]
		stack = append(stack, name)
		self := false
		for _, to := range m.refs(m.norms[name]) {
			self = self || to == name
			if index[to] == 0 {
				visit(to)
				low[name] = min(low[name], low[to])
			} else if slices.Contains(stack, to) {
				low[name] = min(low[name], index[to])
			}
		}
		if low[name] != index[name] {
			return
		}
		k := slices.Index(stack, name)
		circle := slices.Clone(stack[k:])
		stack = stack[:k]
		if len(circle) > 1 || self {
			slices.Sort(circle)
			for _, c := range circle {
				m.circleOf[c] = len(m.circles)
			}
			m.circles = append(m.circles, circle)
		}
	}
	for i := range m.prog.Agreements {
		for j := range m.prog.Agreements[i].Norms {
			if name := m.prog.Agreements[i].Norms[j].Name(); index[name] == 0 {
				visit(name)
			}
		}
	}
}
