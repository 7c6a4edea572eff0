package monitor

import (
	"slices"

	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// doubts says why a fact is not certain at every standard, as far as it is not.
func (m *Machine) doubts(f *fact.Fact, in *instance, u *use, o *outcome) []status.Doubt {
	out := m.matchDoubts(u.hit(), in.act, in.scope)
	w := f.When
	if !w.Point() {
		crosses := u.edge || w.Lo < o.r && o.r <= w.Hi
		for l := range status.Lanes {
			crosses = crosses || w.Lo < o.e[l].Hi && w.Hi >= o.e[l].Lo
		}
		if crosses {
			out = append(out, status.Doubt{Code: "date", Args: []status.Arg{arg("from", w.Lo), arg("to", w.Hi)}})
		}
	}
	if !in.plain {
		t := over(in.layout(o.o).forces, w.Lo, min(w.Hi+1, o.r))
		if t.Must != grade.AllStandards && u.earlyMay == 0 {
			out = append(out, status.Doubt{Code: "suspended"})
		}
	}
	if excuse := in.excuse(u.hit()); u.flags&exceptedHit != 0 || excuse != nil && over(excuse, w.Lo, min(w.Hi+1, o.r)).May != 0 {
		out = append(out, status.Doubt{Code: "excused"})
	}
	return out
}

// matchDoubts says why a fact does not match a pattern for certain at every standard, by the first way in which it may.
func (m *Machine) matchDoubts(h hit, p *pattern, s *scope) (out []status.Doubt) {
	f, r := m.facts[h.fact], (*countsRule)(nil)
	if f.Grade != grade.Verified {
		out = append(out, status.Doubt{Code: "grade", Args: []status.Arg{{Name: "grade", Value: f.Grade.String()}}})
	}
	if f.Unsure {
		out = append(out, status.Doubt{Code: "unsure"})
	}
	if f.Acts.Lo < 1 {
		out = append(out, status.Doubt{Code: "amount"})
	}
	doubt := func(w *want, got match) {
		if got.must == allLanes {
			return
		}
		d := status.Doubt{Code: "role", Args: []status.Arg{{Name: "role", Value: w.name}}}
		switch {
		case w.doer:
			d = attributionDoubt(f)
		case w.place:
			d.Code = "place"
		}
		if !slices.ContainsFunc(out, func(x status.Doubt) bool { return x.Code == d.Code && slices.Equal(x.Args, d.Args) }) {
			out = append(out, d)
		}
	}
	held := func(p *pattern) {
		m.prepare(f, p.act)
		for i := range p.wants {
			doubt(&p.wants[i], m.holdIn(f, r, &p.wants[i]))
		}
	}
	if by := p.rule(m.firstWay(p, h, s).via); by != nil {
		held(by.from)
		f, r = m.asCounted(h.fact, by), by
	}
	held(p)
	for i := range p.vars {
		doubt(&p.vars[i].want, m.holdVar(f, p, &p.vars[i], r, s))
	}
	return out
}

func attributionDoubt(f *fact.Fact) status.Doubt {
	d := status.Doubt{Code: "attribution"}
	best := grade.Discounted
	for i := range f.Attribution.To {
		best = max(best, f.Attribution.To[i].Grade)
	}
	if f.Attribution.OneOf && len(f.Attribution.To) > 1 {
		d.Code = "alternative"
	}
	if len(f.Attribution.To) > 0 {
		d.Args = []status.Arg{{Name: "grade", Value: best.String()}}
	}
	return d
}

// nearHit is a fact that matches and does not count: how far off it is, and why.
type nearHit struct {
	f    *fact.Fact
	far  int64
	code string
}

// nearer puts a miss among the nearest found so far, up to MaxMisses; of equals the first stays.
func (m *Machine) nearer(found []nearHit, x nearHit) []nearHit {
	most := m.opts.MaxMisses
	if len(found) == most && found[most-1].far <= x.far {
		return found
	}
	at := len(found)
	for at > 0 && found[at-1].far > x.far {
		at--
	}
	return slices.Insert(found, at, x)[:min(len(found)+1, most)]
}

// nearest gives the nearest misses of a page.
func (in *instance) nearest(p *page, o *outcome) (found []nearHit) {
	l, next := headlineLane(in.scope.ag), 0
	for _, h := range in.hits[p.from : p.from+p.n] {
		f := in.m.facts[h.fact]
		counts := false
		if next < len(p.uses) && p.uses[next].fact == h.fact {
			counts = in.shown(&p.uses[next], o)
			next++
		}
		if counts || f.When.Lo >= o.r {
			continue
		}
		switch {
		case f.When.Hi < o.o[l].Lo:
			found = in.m.nearer(found, nearHit{f, o.o[l].Lo - f.When.Hi, "date"})
		case f.When.Lo >= o.e[l].Hi:
			found = in.m.nearer(found, nearHit{f, f.When.Lo - o.e[l].Hi, "date"})
		case in.excused(h, f, o.r):
			found = in.m.nearer(found, nearHit{f, 0, "excused"})
		default:
			found = in.m.nearer(found, nearHit{f, 0, "suspended"})
		}
	}
	return found
}

// misses finds the facts that would decide but for one thing.
func (m *Machine) misses(out *status.Reasons, in *instance, o *outcome) {
	l := headlineLane(in.scope.ag)
	var found []nearHit
	for _, p := range o.pages() {
		t := in.toldOf(p, o)
		if !t.missed {
			t.missed, t.misses = true, in.nearest(p, o)
		}
		for _, x := range t.misses {
			found = m.nearer(found, x)
		}
	}
	for _, f := range in.excepted() {
		if f.When.Lo < o.r && f.When.Hi >= o.o[l].Lo && f.When.Lo < o.e[l].Hi {
			found = m.nearer(found, nearHit{f, 0, "excused"})
		}
	}
	for _, x := range found {
		out.Misses = append(out.Misses, status.Miss{Fact: x.f.ID, Why: []status.Doubt{{Code: x.code, Args: []status.Arg{arg("from", x.f.When.Lo), arg("to", x.f.When.Hi)}}}})
	}
	m.memo.matchNear(in.act)
	for _, x := range in.act.near[:min(len(in.act.near), m.opts.MaxMisses)] {
		f := m.facts[x.fact]
		w := &in.act.wants[x.want]
		d := status.Doubt{Code: "role", Args: []status.Arg{{Name: "role", Value: in.act.act.Roles[w.role].Name}}}
		switch {
		case w.doer:
			d = attributionDoubt(f)
		case w.place:
			d.Code = "place"
		}
		out.Misses = append(out.Misses, status.Miss{Fact: f.ID, Why: []status.Doubt{d}})
	}
	out.Silenced.Discounted, out.Silenced.Unbound = in.act.discounted, in.act.unbound
}
