package judgetest

import (
	"fmt"
	"testing"
	"time"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/proofcheck"
	"mithaq/internal/judge/status"
)

// releases is a text that asks for the release of each person seized within 30 days, and n seizures of which half are answered in time
// or late.
func releases(n int) *sample {
	s := &sample{prog: newMaker(1, true).prog, set: &fact.Set{}, at: day(1500, 0)}
	s.prog.Agreements = []norms.Agreement{{
		ID: "x", Force: norms.Accord, By: []string{"a", "c"}, Dated: day0, Starts: day(1, 0), Zone: civil.UTC, Standard: grade.Corroborated,
		Norms: []norms.Norm{{
			ID: "n1", Agree: "x", Modality: norms.Obligation, Bearers: []string{"a"}, AtLeast: norms.Number{N: 1},
			Act: norms.Pattern{Act: "free", Roles: []norms.Want{
				{Role: "doer", Values: []norms.Value{{ID: "a"}}}, {Role: "person", Values: []norms.Value{{Var: "x", Role: "person"}}},
			}},
			ForEach: &norms.Family{Var: "x", Source: norms.FromAct, Pattern: pat("seize")},
			Window: norms.Window{End: &norms.Bound{
				At: norms.Point{Sort: norms.AtVar, Var: "x"}, Plus: civil.Period{N: 30, Unit: civil.Days}, Edge: norms.DayEnd, Period: true,
			}},
		}},
	}}
	s.prog.Index()
	for i := range n {
		person, at := fmt.Sprintf("p%06d", i), day(1, int64(i)*1000)
		s.set.Facts = append(s.set.Facts, happened("s"+person, "seize", "c", at, "people", "civilian", "person", person))
		if i%2 == 0 {
			s.set.Facts = append(s.set.Facts, happened("f"+person, "free", "a", at+int64(1+i%60)*86400, "people", "civilian", "person", person))
		}
	}
	s.set.Sort()
	s.set.Coverage = []fact.Coverage{{ID: "v", Observer: "osce", Zone: "z", From: day(1, 0) - 86400, To: s.at + 86400}}
	return s
}

// reasoned judges the text and makes the reasons of every instance.
func reasoned(tb testing.TB, s *sample) (*status.Result, map[status.Key]status.Reasons) {
	tb.Helper()
	m, err := monitor.New(s.prog, monitor.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	m.Load(s.set)
	m.Step(monitor.Event{Tick: s.at})
	res := m.Result()
	norm := &res.Agreements[0].Norms[0]
	all := map[status.Key]status.Reasons{norm.Key: m.Reasons(norm.Key)}
	for i := range norm.Instances {
		all[norm.Instances[i].Key] = m.Reasons(norm.Instances[i].Key)
	}
	return res, all
}

// TestProofsOfManyInstances has the reasons of every instance of a family of 5,000 acts accepted.
func TestProofsOfManyInstances(t *testing.T) {
	const n = 5_000
	s := releases(n)
	res, all := reasoned(t, s)
	if len(all) != n+1 {
		t.Fatalf("reasons of %d", len(all))
	}
	faults := proofcheck.New(s.prog, s.set, s.at).Result(res, func(k status.Key) status.Reasons { return all[k] })
	if len(faults) > 0 {
		t.Fatalf("%d faults: %+v", len(faults), faults[0])
	}
}

// BenchmarkProofs makes the reasons of each of 100,000 instances (status-and-reasons-s) and has them checked (checks-s); with a quarter of them both take
// a quarter of the time, or the cost is not linear.
func BenchmarkProofs(b *testing.B) {
	for _, n := range []int{25_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			if testing.Short() {
				n = 1_000
			}
			s := releases(n)
			for b.Loop() {
				began := time.Now()
				res, all := reasoned(b, s)
				middle := time.Now()
				if faults := proofcheck.New(s.prog, s.set, s.at).Result(res, func(k status.Key) status.Reasons { return all[k] }); len(faults) > 0 {
					b.Fatal(faults[0])
				}
				b.ReportMetric(middle.Sub(began).Seconds(), "status-and-reasons-s")
				b.ReportMetric(time.Since(middle).Seconds(), "checks-s")
			}
		})
	}
}
