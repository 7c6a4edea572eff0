package intake

import (
	"strconv"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/evidence/record"
)

// whole reads a whole number, also written as a decimal with zeros ("21.0"); known is false for a blank cell.
func (r *row) whole(column string) (n int64, known bool, d *diag.Diagnostic) {
	s := r.get(column)
	if s == "" {
		return 0, false, nil
	}
	if a, b, dot := strings.Cut(s, "."); dot && strings.Trim(b, "0") == "" {
		s = a
	}
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil || n > 1e12:
		bad := r.bad(CodeNotNumber, column)
		return 0, false, &bad
	case n < 0:
		bad := r.bad(CodeNegative, column)
		return 0, false, &bad
	}
	return n, true, nil
}

// count reads low, best and high; any of the columns may be "". A blank figure is unknown, never 0: a missing low is 0 or more, a
// missing high has no upper limit. ok is false when no figure is given or one cannot be used.
func (r *row) count(low, best, high string) (rg record.Range, ok bool, ds []diag.Diagnostic) {
	rg = record.Range{Lo: 0, Best: -1, Hi: -1}
	var known [3]bool
	for i, c := range []string{low, best, high} {
		if c == "" {
			continue
		}
		n, given, d := r.whole(c)
		if d != nil {
			ds = append(ds, *d)
			continue
		}
		if known[i] = given; given {
			*[]*int64{&rg.Lo, &rg.Best, &rg.Hi}[i] = n
		}
	}
	if ds != nil {
		return record.Range{}, false, ds
	}
	if known[0] && known[2] && rg.Lo > rg.Hi {
		d := r.bad(CodeMinMax, low, "other", high, "max", strconv.FormatInt(rg.Hi, 10))
		d.Related = []diag.Related{{Key: "max", Span: r.at(high)}}
		return record.Range{}, false, []diag.Diagnostic{d}
	}
	if known[1] && (rg.Best < rg.Lo || known[2] && rg.Best > rg.Hi) {
		hi := "…"
		if known[2] {
			hi = strconv.FormatInt(rg.Hi, 10)
		}
		return record.Range{}, false, []diag.Diagnostic{r.bad(CodeBest, best, "min", strconv.FormatInt(rg.Lo, 10), "max", hi)}
	}
	if known[1] && !known[0] && !known[2] { // one figure, and nothing says how sure: the figure
		rg.Lo, rg.Hi = rg.Best, rg.Best
	}
	return rg, known[0] || known[1] || known[2], nil
}
