package coretest

import (
	"math/rand/v2"
	"testing"

	"mithaq/internal/judge/core/policy"
)

// longPolicies run over logs so long, and over so many values, that state is swept many times.
var longPolicies = []string{
	"p(x) AND NOT ONCE[0,40] q(x)",
	"p(x) AND ONCE[20,60] r(x,y)",
	"p(x) AND NOT EVENTUALLY[3,40] q(x)",
	"ONCE[5,30] q(x)",
	"p(x) AND NOT ((NOT q(x)) SINCE[1,90] p(x))",
	"(NOT q(x)) SINCE[10,70] p(x)",
	"(ONCE[0,80] p(x)) SINCE[0,60] q(x)",
	"(NOT q(x)) UNTIL[5,50] p(x)",
	"(ONCE[0,60] q(x)) UNTIL[0,20] p(x)",
	"(c <- CNT y; x (ONCE[0,80] r(x,y))) AND c > 1",
	"(s <- SUM y; x (ONCE[10,60] r(x,y))) AND s > 200",
	"(m <- MED y (ONCE[0,30] r(x,y))) AND m > 70.5",
	"(m <- MIN y; x (r(x,y) AND NOT ONCE[1,40] q(y))) AND m < 90",
}

const longSignature = "p(a:int)\nq(a:int)\nr(a:int, b:int)\n"

// longLog draws a log of many values. With doubt set, events are less than certain and of several dates.
func longLog(seed uint64, n int, doubt bool) []instant {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 21)), tags: map[string]bool{}, scale: 1}
	any := func() value { return intValue(m.Int64N(150)) }
	var out []instant
	stamp := int64(0)
	for range n {
		stamp += pick(m, int64(0), 1, 1, 2)
		i := instant{stamp: stamp}
		for range m.IntN(4) {
			ev := exactly(stamp, m.IntN(3), any())
			if ev.pred == 2 {
				ev.args = append(ev.args, any())
			}
			if doubt {
				m.doubt(&ev, false)
			}
			i.events = append(i.events, ev)
		}
		out = append(out, i)
	}
	return out
}

func longChecked(t *testing.T, formula string) *policy.Checked {
	t.Helper()
	p, err := files{longSignature, formula, ""}.check()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Over long logs, too, the engine gives the verdicts of the definition.
func TestLongLogs(t *testing.T) {
	for seed, formula := range longPolicies {
		p, log := longChecked(t, formula), longLog(base()+uint64(seed), 500, false)
		want, err := refer(p.Sig, p.Formula, p.Columns, known(p.Formula, stamps(log)), log, cell.String)
		if err != nil {
			t.Fatal(err)
		}
		if len(want) == 0 {
			t.Errorf("%s: no verdict", formula)
		}
		for name, run := range map[string]engine{"one core": theEngine, "three": sliced} {
			got, err := run(p, showLog(p.Sig, log))
			if d := differences(got, want); err != nil || d != "" {
				t.Errorf("%s on %s: %v %.2000s", formula, name, err, d)
			}
		}
	}
}

// So it does over lanes.
func TestLongLanes(t *testing.T) {
	for seed, formula := range longPolicies {
		p, log := longChecked(t, formula), longLog(base()+uint64(seed), 120, true)
		got, err := theLanes(p, log)
		if err != nil {
			t.Fatal(err)
		}
		lane := seed % laneCount // one is enough: the definition takes its time
		slots, events := perLane(p.Sig, log, lane)
		r := newReference(slots, events, true)
		for _, s := range []side{certain, possible} {
			for i, rows := range laneRows(r, p.Formula, p.Columns, known(p.Formula, stamps(log)), s) {
				if got := got.at(lane, s, i); !sameRows(got, rows) {
					t.Fatalf("%s: lane %d, time point %d, possible %v: %v, by the definition %v", formula, lane, i, bool(s), got, rows)
				}
			}
		}
	}
}
