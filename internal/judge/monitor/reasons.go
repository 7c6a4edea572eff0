package monitor

import (
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

func span(s source.Span) *source.Span {
	if !s.Known() {
		return nil
	}
	return &s
}

func arg(name string, n int64) status.Arg {
	return status.Arg{Name: name, Value: strconv.FormatInt(n, 10)}
}

// parts names what a deciding fact was to each modality.
var parts = map[norms.Modality]string{
	norms.Obligation: "performance", norms.Aim: "performance", norms.Prohibition: "breach", norms.Permission: "use", norms.Power: "use",
}

// reasons collects everything that decided an instance; all of it, never only the first.
func (m *Machine) reasons(ref *normRef, in *instance, o *outcome, keep int) (out status.Reasons) {
	l := headlineLane(ref.ag)
	for _, r := range o.rules {
		step := status.Step{Rule: r.code, Truth: r.cond, Span: span(ref.n.Span)}
		if o.o[l].Lo < civil.Forever {
			step.Args = append(step.Args, arg("start", o.o[l].Lo))
		}
		if o.e[l].Lo < civil.Forever {
			step.Args = append(step.Args, arg("end", o.e[l].Lo))
		}
		if n := ref.n.AtLeast.N; n > 1 {
			step.Args = append(step.Args, arg("of", int64(n)))
		}
		if n := ref.n.AtMost.N; n > 0 {
			step.Args = append(step.Args, arg("of", int64(n)))
		}
		out.Steps = append(out.Steps, step)
	}
	if b := in.scope.bind; b != nil && b.fact != nil {
		out.Deciding = append(out.Deciding, m.deciding(b.fact, "trigger", b.knownAt(o.r), nil))
	}
	in.decidingUses(&out, o, keep, func(u *use) { m.decidingFact(&out, in, u, o) })
	m.groundFacts(&out, in, o, keep)
	if in.act != nil {
		m.misses(&out, in, o)
	}
	out.Waits = m.waits(ref, in, o)
	out.Coverage = in.coverage(o, l)
	m.would(&out, ref, in, o)
	return out
}

// coverage gives what could be seen of the window at a standard; nil: absence played no part.
func (in *instance) coverage(o *outcome, lane int) *status.Share {
	if in.watch == nil || in.watch.quiet() && !o.restsOnAbsence() {
		return nil
	}
	share := in.watch.share(o.o[lane].Lo, min(o.e[lane].Lo, o.r), o.r)
	return &share
}

// restsOnAbsence says whether a rule that reads the act's absence may apply.
func (o *outcome) restsOnAbsence() bool {
	return slices.ContainsFunc(o.rules, func(r rule) bool {
		_, last, _ := strings.Cut(r.code, ".")
		return slices.Contains([]string{"unobserved", "undone", "none", "stretch_unobserved", "stretch_short"}, last)
	})
}

// decidingUses tells the facts that count, each once.
func (in *instance) decidingUses(out *status.Reasons, o *outcome, keep int, tell func(u *use)) {
	total := 0
	for _, p := range o.pages() {
		total += in.toldOf(p, o).shown
	}
	first, last := (keep+1)/2, total-keep/2 // the first and the last are kept
	k := 0
	for _, p := range o.pages() {
		t := in.toldOf(p, o)
		out.Silenced.Unknown += t.unknown
		if k >= first && k+t.shown <= last {
			k += t.shown
			continue
		}
		for i := range p.uses {
			if u := &p.uses[i]; in.shown(u, o) {
				if k++; k <= first || k > last {
					tell(u)
				}
			}
		}
	}
}

// decidingFact tells of one that counts.
func (m *Machine) decidingFact(out *status.Reasons, in *instance, u *use, o *outcome) {
	f := m.facts[u.fact]
	part, t := in.partOf(u, o)
	d := m.deciding(f, part, t, m.doubts(f, in, u, o))
	d.CountsAs = m.countsBy(in.act, u.hit(), in.scope)
	out.Deciding = append(out.Deciding, d)
	in.addCoarse(out, u, o)
	for _, code := range f.Excuses {
		out.Excuses = append(out.Excuses, status.Excuse{Fact: f.ID, Code: code})
	}
}

// partOf says what a use that counts was to the instance, and where it counts.
func (in *instance) partOf(u *use, o *outcome) (part string, t grade.Truth) {
	f := in.m.facts[u.fact]
	t = truth(func(l int) (bool, bool) {
		n, ok := in.counts(u, f, o, l)
		return n.Lo > 0, ok
	})
	for l := range status.Lanes {
		if u.mayBefore(l, f, o.r) {
			return parts[in.n.Modality], t
		}
	}
	return "early_use", t
}

// addCoarse adds a use that is coarser than what is asked of it.
func (in *instance) addCoarse(out *status.Reasons, u *use, o *outcome) {
	for l := range status.Lanes {
		if in.setAside(u, l, o.r) { // each fact comes once
			out.Coarse = append(out.Coarse, in.m.facts[u.fact].ID)
			return
		}
	}
}

// shown says whether a use counts at any standard.
func (in *instance) shown(u *use, o *outcome) bool {
	for l := range status.Lanes {
		if _, ok := in.counts(u, in.m.facts[u.fact], o, l); ok {
			return true
		}
	}
	return false
}

func (m *Machine) deciding(f *fact.Fact, part string, t grade.Truth, doubts []status.Doubt) status.Deciding {
	return status.Deciding{Fact: f.ID, Part: part, Truth: t, When: f.When, Acts: f.Acts, Doubt: doubts}
}
