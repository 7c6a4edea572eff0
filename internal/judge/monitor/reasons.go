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
	m.decidingFacts(&out, in, o, keep)
	m.groundFacts(&out, in, o, keep)
	if in.act != nil {
		m.misses(&out, in, o)
	}
	out.Waits = m.waits(ref, in, o)
	if in.watch != nil && (!in.watch.quiet() || o.restsOnAbsence()) {
		sh := in.watch.share(o.o[l].Lo, min(o.e[l].Lo, o.r), o.r)
		out.Coverage = &sh
	}
	m.would(&out, ref, in, o)
	return out
}

// restsOnAbsence says whether a rule that reads the act's absence may apply.
func (o *outcome) restsOnAbsence() bool {
	return slices.ContainsFunc(o.rules, func(r rule) bool {
		_, last, _ := strings.Cut(r.code, ".")
		return slices.Contains([]string{"unobserved", "undone", "none", "stretch_unobserved", "stretch_short"}, last)
	})
}

// decidingFacts lists the facts that count, each once.
func (m *Machine) decidingFacts(out *status.Reasons, in *instance, o *outcome, keep int) {
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
					m.decidingFact(out, in, u, o)
				}
			}
		}
	}
}

// decidingFact tells of one that counts.
func (m *Machine) decidingFact(out *status.Reasons, in *instance, u *use, o *outcome) {
	f := m.facts[u.fact]
	t := truth(func(l int) (bool, bool) {
		n, ok := in.counts(u, f, o, l)
		return n.Lo > 0, ok
	})
	part := parts[in.n.Modality]
	if !slices.ContainsFunc([]int{0, 1, 2}, func(l int) bool { return u.mayBefore(l, f, o.r) }) {
		part = "early_use"
	}
	d := m.deciding(f, part, t, m.doubts(f, in, u, o))
	d.CountsAs = m.countsBy(in.act, u.hit(), in.scope)
	out.Deciding = append(out.Deciding, d)
	for l := range status.Lanes {
		if in.setAside(u, l, o.r) { // each fact comes once
			out.Coarse = append(out.Coarse, f.ID)
			break
		}
	}
	for _, code := range f.Excuses {
		out.Excuses = append(out.Excuses, status.Excuse{Fact: f.ID, Code: code})
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
