package coretest

import (
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/judge/core/policy"
)

// verdict is what is said of one time point: its tuples, sorted.
type verdict struct {
	point, stamp int64
	tuples       []string
}

func (v verdict) String() string {
	return fmt.Sprintf("@%d (time point %d): %s", v.stamp, v.point, strings.Join(v.tuples, " "))
}

func (v verdict) equal(w verdict) bool {
	return v.point == w.point && v.stamp == w.stamp && slices.Equal(v.tuples, w.tuples)
}

// differences tells how two runs differ, "" for not at all.
func differences(engine, reference []verdict) string {
	if slices.EqualFunc(engine, reference, verdict.equal) {
		return ""
	}
	var b strings.Builder
	b.WriteString("engine:\n")
	for _, v := range engine {
		fmt.Fprintf(&b, "  %s\n", v)
	}
	b.WriteString("reference:\n")
	for _, v := range reference {
		fmt.Fprintf(&b, "  %s\n", v)
	}
	return b.String()
}

// referred gives what the definition says: the assignments of columns that make f true, at the time points that are decided.
func referred(r *reference, f policy.Formula, columns []*policy.Var, decided int, text func(cell) string) (out []verdict) {
	for i := range decided {
		rows := distinct(weightless(r.rows(f, nil, i, certain)), columns)
		slices.SortFunc(rows, func(a, b row) int { return compareRows(a.e, b.e, columns) })
		v := verdict{point: int64(i), stamp: r.slots[i].stamp}
		for _, x := range rows {
			v.tuples = append(v.tuples, tuple(x.e, columns, text))
		}
		if v.tuples != nil {
			out = append(out, v)
		}
	}
	return out
}

func weightless(rows []row) []row {
	out := slices.Clone(rows)
	for i := range out {
		out[i].n, out[i].m = 1, 1
	}
	return out
}

func compareRows(a, b *env, columns []*policy.Var) int {
	for _, v := range columns {
		x, _ := a.get(v)
		y, _ := b.get(v)
		if c := compare(x.lo, y.lo); c != 0 {
			return c
		}
		if c := compare(x.hi, y.hi); c != 0 {
			return c
		}
	}
	return 0
}

// tuple writes what the columns stand for.
func tuple(e *env, columns []*policy.Var, text func(cell) string) string {
	if len(columns) == 0 {
		return "true"
	}
	var out []string
	for _, v := range columns {
		c, _ := e.get(v)
		out = append(out, text(c))
	}
	return "(" + strings.Join(out, ",") + ")"
}
