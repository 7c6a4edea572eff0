package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/status"
)

// familyReasons gathers the reasons of a family: its line, then what decided in its members.
func (m *Machine) familyReasons(ref *normRef, st *status.Norm, list []*instance, keep int) (out status.Reasons) {
	l := headlineLane(ref.ag)
	code := "family.members"
	switch {
	case len(st.Instances) == 0 && st.Family.Closed:
		code = "family.none"
	case len(st.Instances) == 0:
		code = "family.unknown"
	}
	out.Steps = append(out.Steps, status.Step{Rule: code, Truth: grade.True, Span: span(ref.n.Span), Args: []status.Arg{
		arg("known", st.Family.Known[l].Lo), arg("possible", st.Family.Known[l].Hi),
	}})
	seen := map[string]bool{}
	for _, in := range list {
		if in.scope.bind.knownAt(m.now()).May == 0 || len(out.Deciding) >= keep {
			continue
		}
		r := m.memberReasons(ref, in, keep-len(out.Deciding))
		for _, s := range r.Steps {
			if !slices.ContainsFunc(out.Steps, func(x status.Step) bool { return x.Rule == s.Rule }) {
				s.Args = nil
				out.Steps = append(out.Steps, s)
			}
		}
		for _, d := range r.Deciding {
			if !seen[d.Part+" "+d.Fact] {
				seen[d.Part+" "+d.Fact] = true
				out.Deciding = append(out.Deciding, d)
			}
		}
		for _, w := range r.Waits {
			if !slices.ContainsFunc(out.Waits, func(x status.Wait) bool { return x.On == w.On && x.Ref == w.Ref }) {
				out.Waits = append(out.Waits, w)
			}
		}
		for _, c := range r.Coarse {
			if !seen["coarse "+c] {
				seen["coarse "+c] = true
				out.Coarse = append(out.Coarse, c)
			}
		}
		for _, e := range r.Excuses {
			if key := "excuse " + e.Code + " " + e.Fact; !seen[key] {
				seen[key] = true
				out.Excuses = append(out.Excuses, e)
			}
		}
		if out.Coverage == nil {
			out.Coverage = r.Coverage
		}
	}
	if f := ref.n.ForEach; !st.Family.Closed && (f.Source == norms.FromRoster || f.Source == norms.FromState) {
		out.Waits = append(out.Waits, status.Wait{On: "roster", Ref: rosterName(ref.n.ForEach)})
		out.Would = append(out.Would, status.Would{Code: "close_roster", Ref: rosterName(ref.n.ForEach), To: st.Lanes[l].States})
	}
	return out
}

func rosterName(f *norms.Family) string {
	if f.Source == norms.FromRoster {
		return f.Roster
	}
	return f.Pattern.Act
}
