package judgetest

import (
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/proofcheck"
)

// proofs says what the checker finds in the statuses of a sample and in the reasons of each instance; "": nothing.
func proofs(s *sample) string {
	m, err := monitor.New(s.prog, monitor.Options{})
	if err != nil {
		return err.Error()
	}
	m.Load(s.set)
	m.Step(monitor.Event{Tick: s.at})
	faults := proofcheck.New(s.prog, s.set, s.at).Result(m.Result(), m.Reasons)
	var b strings.Builder
	for _, f := range faults {
		fmt.Fprintf(&b, "%+v\n", f)
	}
	return b.String()
}

// TestProofs sees that the checker accepts every status with its reasons.
func TestProofs(t *testing.T) {
	for _, exact := range []bool{true, false} {
		bad := 0
		for i := range cases(600) {
			s := newSample(base()+i, exact)
			if got := proofs(s); got != "" {
				if bad++; bad <= 3 {
					s = shrink(s, func(s *sample) bool { return proofs(s) != "" })
					t.Errorf("%s\n%s", proofs(s), s.show())
				}
			}
		}
		if bad > 0 {
			t.Errorf("exact %v: %d samples fail", exact, bad)
		}
	}
}

// TestProofsOfMembers holds members of a list against several wanted values: each alternative may answer to another of these, and
// with "all" every one is asked for.
func TestProofsOfMembers(t *testing.T) {
	for _, x := range []struct {
		by    []string
		oneOf bool
		all   bool
		known int64 // members that are certain
		may   int64
	}{
		{[]string{"a1", "c"}, true, false, 1, 1},
		{[]string{"a1", "b"}, true, false, 0, 1},
		{[]string{"a1"}, false, true, 0, 0},
		{[]string{"a1", "c"}, false, true, 1, 1},
		{[]string{"a1", "c"}, true, true, 0, 0},
	} {
		s := releases(0)
		n := &s.prog.Agreements[0].Norms[0]
		n.ForEach = &norms.Family{Var: "x", Source: norms.FromState, Pattern: norms.Pattern{Act: "held", Roles: []norms.Want{
			{Role: "by", Values: []norms.Value{{ID: "a"}, {ID: "c"}}, All: x.all},
		}}}
		s.prog.Index()
		s.set.Rosters = []fact.Roster{{ID: "detainees", Members: []fact.Member{{
			ID: "m1", Grade: grade.Verified, When: civil.At(day(2, 0)),
			Roles: []fact.Role{{Name: "by", Values: x.by, OneOf: x.oneOf}, {Name: "person", Values: []string{"p1"}}},
		}}}}
		if got := theMonitor(s.prog, s.set, s.at).Agreements[0].Norms[0].Family.Known[0]; got != (fact.Range{Lo: x.known, Hi: x.may}) {
			t.Errorf("%+v: known %v", x, got)
		}
		if got := proofs(s); got != "" {
			t.Errorf("%+v: %s", x, got)
		}
	}
}
