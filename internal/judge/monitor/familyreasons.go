package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/status"
)

// familyReasons gathers the reasons of a family: its line, then what decided in its members.
func (m *Machine) familyReasons(ref *normRef, st *status.Norm, list []*instance, how manner) (out status.Reasons) {
	l := headlineLane(ref.ag)
	code := "family.members"
	switch {
	case len(st.Instances) == 0 && st.Family.Closed:
		code = "family.none"
	case len(st.Instances) == 0:
		code = "family.unknown"
	}
	first := status.Step{Rule: code, Truth: grade.True}
	if !how.brief {
		first.Span, first.Args = span(ref.n.Span), []status.Arg{arg("known", st.Family.Known[l].Lo), arg("possible", st.Family.Known[l].Hi)}
	}
	out.Steps = append(out.Steps, first)
	seen := comes{}
	var decided []decider
	for _, in := range list {
		n := max(len(out.Deciding), len(decided))
		if in.scope.bind.knownAt(m.now()).May == 0 || n >= how.keep {
			continue
		}
		r := m.memberReasons(ref, in, manner{keep: how.keep - n, brief: how.brief})
		for _, s := range r.Steps {
			if !slices.ContainsFunc(out.Steps, func(x status.Step) bool { return x.Rule == s.Rule }) {
				s.Args = nil
				out.Steps = append(out.Steps, s)
			}
		}
		for _, d := range r.Deciding {
			if seen.first(d.Part, d.Fact) {
				out.Deciding = append(out.Deciding, d)
			}
		}
		for _, d := range r.decided {
			if seen.first(d.part, d.f.ID) {
				decided = append(decided, d)
			}
		}
		for _, w := range r.Waits {
			if !slices.ContainsFunc(out.Waits, func(x status.Wait) bool { return x.On == w.On && x.Ref == w.Ref }) {
				out.Waits = append(out.Waits, w)
			}
		}
		for _, c := range r.Coarse {
			if seen.first("coarse", c) {
				out.Coarse = append(out.Coarse, c)
			}
		}
		for _, e := range r.Excuses {
			if seen.first("excuse "+e.Code, e.Fact) {
				out.Excuses = append(out.Excuses, e)
			}
		}
		if out.Coverage == nil {
			out.Coverage = r.Coverage
		}
	}
	if f := ref.n.ForEach; !st.Family.Closed && (f.Source == norms.FromRoster || f.Source == norms.FromState) {
		out.Waits = append(out.Waits, status.Wait{On: "roster", Ref: rosterName(ref.n.ForEach)})
		if !how.brief {
			out.Would = append(out.Would, status.Would{Code: "close_roster", Ref: rosterName(ref.n.ForEach), To: st.Lanes[l].States})
		}
	}
	if how.brief {
		out.Brief = how.sumUp(decided)
	}
	return out
}

// comes tells what comes for the first time: a fact in a part.
type comes map[[2]string]bool

func (c comes) first(part, fact string) bool {
	key := [2]string{part, fact}
	if c[key] {
		return false
	}
	c[key] = true
	return true
}

func rosterName(f *norms.Family) string {
	if f.Source == norms.FromRoster {
		return f.Roster
	}
	return f.Pattern.Act
}
