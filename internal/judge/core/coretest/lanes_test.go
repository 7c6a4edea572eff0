package coretest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/judge/core/policy"
)

// laneCount is how many lanes the random runs have.
const laneCount = 3

// laneRow is a row of one side of a lane: bounds for a result of an aggregation, else one value.
type laneRow []cell

// covers says whether every value of the other row lies in this one.
func (r laneRow) covers(other laneRow) bool {
	return len(r) == len(other) && !slices.ContainsFunc(r.zip(other), func(c [2]cell) bool {
		return compare(c[1].lo, c[0].lo) < 0 || compare(c[1].hi, c[0].hi) > 0
	})
}

func (r laneRow) zip(other laneRow) (out [][2]cell) {
	for i, c := range r {
		out = append(out, [2]cell{c, other[i]})
	}
	return out
}

func (r laneRow) String() string { return fmt.Sprint([]cell(r)) }

// laneRun is what a run over lanes says, for each lane, side and time point.
type laneRun [laneCount][2][][]laneRow

// number gives the index of a side.
func (s side) number() int {
	if s == possible {
		return 1
	}
	return 0
}

// laneEngine runs a checked policy over lanes. It gives rows for the time points that are decided.
type laneEngine func(p *policy.Checked, log []instant) (*laneRun, error)

// laneReference is the definition of a run over lanes: one evaluation for each lane and side.
func laneReference(p *policy.Checked, log []instant) (*laneRun, error) {
	out := &laneRun{}
	for lane := range laneCount {
		slots, events := perLane(p.Sig, log, lane)
		r := newReference(slots, events, true)
		for _, s := range []side{certain, possible} {
			out[lane][s.number()] = laneRows(r, p.Formula, p.Columns, known(p.Formula, stamps(log)), s)
		}
	}
	return out, nil
}

func laneRows(r *reference, f policy.Formula, columns []*policy.Var, decided int, s side) [][]laneRow {
	out := make([][]laneRow, decided)
	for i := range decided {
		for _, x := range distinct(weightless(r.rows(f, nil, i, s)), columns) {
			row := laneRow{}
			for _, v := range columns {
				c, _ := x.e.get(v)
				row = append(row, c)
			}
			out[i] = append(out[i], row)
		}
		slices.SortFunc(out[i], func(a, b laneRow) int { return strings.Compare(a.String(), b.String()) })
	}
	return out
}

// newLaneSample draws a case for a run over lanes. In an exact one every event has one date.
func newLaneSample(seed uint64, exact bool) *sample {
	m := newMaker(seed)
	m.lanes = true
	var f policy.Formula
	if m.chance(25) { // the bounds are printed
		result := m.fresh(pick(m, policy.Int, policy.Int, policy.Float))
		var group []*policy.Var
		for range m.IntN(3) {
			group = append(group, m.fresh(m.anyType()))
		}
		f = m.aggregate(result, group, 1+m.IntN(5))
		if f != nil && m.chance(40) {
			f = &policy.And{L: f, R: &policy.Cmp{Op: policy.CmpOp(m.IntN(5)), L: use(result), R: m.constant(result.Type)}}
		}
		m.tag("bounds printed")
	}
	if f == nil {
		var vars []*policy.Var
		for range pick(m, 0, 1, 1, 2) {
			vars = append(vars, m.fresh(m.anyType()))
		}
		f = m.formula(vars, 2+m.IntN(6))
	}
	m.name(f)
	s := &sample{seed: seed, sig: m.sig, formula: f, loose: m.loose, tags: m.tags, log: m.log(pick(m, 3, 5, 8, 11))}
	for i := range s.log {
		for k := range s.log[i].events {
			m.doubt(&s.log[i].events[k], exact)
		}
	}
	return s
}

// doubt makes an event less than certain.
func (m *maker) doubt(ev *event, exact bool) {
	const all = 1<<laneCount - 1
	ev.must, ev.may = all, all
	if m.chance(60) {
		m.tag("merely possible")
		ev.must = m.Uint64N(all + 1)
		ev.may = ev.must | (1 + m.Uint64N(all))
	}
	if m.chance(30) {
		m.tag("several acts")
		ev.low = int64(1 + m.IntN(3))
		ev.high = ev.low + pick(m, int64(0), 1, 2)
		if m.chance(10) {
			m.tag("no upper bound of acts")
			ev.high = policy.Endless
		}
	}
	if !exact && m.chance(50) {
		m.tag("several dates")
		ev.until += pick(m, int64(1), 2, 3, 6) * m.scale
	}
}

// evaluated runs the definition on a sample whose events are all certain, and says what is decided.
func evaluated(s *sample, p *policy.Checked, log []instant, lane int) [][]laneRow {
	slots, events := perLane(s.sig, log, lane)
	r := newReference(slots, events, false)
	return laneRows(r, s.formula, free(s.formula), known(p.Formula, stamps(log)), certain)
}

// laneCheck says what is wrong with a run over lanes, "" for nothing.
type laneCheck func(run laneEngine, s *sample) string

// checked reads a sample's policy; nil where it may be refused and is.
func (s *sample) checked() (*policy.Checked, string) {
	p, err := s.files().check()
	if err != nil && !s.loose {
		return nil, "refused: " + err.Error()
	}
	return p, ""
}

// asDefined: each lane and side is what the definition says of it alone.
func asDefined(run laneEngine, s *sample) string {
	p, wrong := s.checked()
	if p == nil {
		return wrong
	}
	got, err := run(p, s.log)
	if err != nil {
		return err.Error()
	}
	want, _ := laneReference(p, s.log)
	for lane := range laneCount {
		for i := range want[lane][0] {
			sure, may := got.at(lane, certain, i), got.at(lane, possible, i)
			if wantSure, wantMay := want[lane][0][i], want[lane][1][i]; !sameRows(sure, wantSure) || !sameRows(may, wantMay) {
				return fmt.Sprintf("lane %d, time point %d: certain %v, by the definition %v; possible %v, by the definition %v", lane, i, sure, wantSure, may, wantMay)
			}
		}
	}
	return ""
}

// at gives the rows of a time point, none where the run says nothing of it.
func (r *laneRun) at(lane int, s side, i int) []laneRow {
	if rows := r[lane][s.number()]; i < len(rows) {
		return rows[i]
	}
	return nil
}

func sameRows(a, b []laneRow) bool {
	return slices.EqualFunc(a, b, func(x, y laneRow) bool { return slices.Equal(x, y) })
}

// The definition of a run over lanes is sound itself.
func TestDefinitionIsSound(t *testing.T) { holdLanes(t, laneReference, soundness, false, 400) }

// Narrowing only shrinks, by the definition.
func TestDefinitionShrinks(t *testing.T) { holdLanes(t, laneReference, information, false, 400) }

// holdLanes runs a check on n samples and reports the smallest forms of the first few that fail.
func holdLanes(t *testing.T, run laneEngine, check laneCheck, exact bool, n int) {
	t.Helper()
	bad := 0
	for i := range cases(n) {
		s := newLaneSample(base()+i, exact)
		if check(run, s) == "" {
			continue
		}
		if bad++; bad <= 3 {
			s = shrink(s, func(s *sample) bool { return check(run, s) != "" })
			t.Errorf("%s\n%s", check(run, s), s.showLanes())
		}
	}
	if bad > 0 {
		t.Errorf("%d samples fail", bad)
	}
}

// showLanes writes a sample with what is known of each event.
func (s *sample) showLanes() string {
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d\n%s%s\n", s.seed, showSignature(s.sig), s.text())
	for i, p := range s.log {
		fmt.Fprintf(&b, "%d @%d\n", i, p.stamp)
		for _, ev := range p.events {
			fmt.Fprintf(&b, "   %s%v must %03b may %03b until %d acts %d..%d\n", s.sig.Predicates[ev.pred].Name, ev.args, ev.must, ev.may, ev.until, ev.low, ev.high)
		}
	}
	return b.String()
}
