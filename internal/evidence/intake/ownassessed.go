package intake

import (
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// This file reads what a row of our own layout says of an assessment: grades, numbers and who did it.

// assessed are columns that only an assessment has.
var assessed = []string{"attributions", "contested", "excuses", "verbatim", "acts", "method", "assessed", "why", "status", "reliability", "degrees", "count_method"}

// ownAssessment reads the assessment of the row, when it names an assessor or a grade. One assessor has one standing assessment of an incident.
func (r *row) ownAssessment(item *Item) (ds []diag.Diagnostic) {
	if r.get("assessor") == "" && r.get("grade") == "" {
		for _, c := range sortedKeys(r.t.columns) { // a number or an author that nobody assessed must not be lost in silence
			if (strings.HasPrefix(c, "amount:") || slices.Contains(assessed, c)) && r.get(c) != "" {
				return []diag.Diagnostic{r.needed("assessor", c, "assessor")}
			}
		}
		return nil
	}
	a := record.Assessment{
		Incident: item.Incident.ID, Assessor: r.get("assessor"), Scheme: r.get("scheme"), Verbatim: r.get("verbatim"),
		Excuses: list(r.get("excuses"), "|"), Method: r.get("method"), Why: r.get("why"),
	}
	if a.Assessor == "" {
		ds = append(ds, r.needed("assessor", "grade", "assessor"))
	}
	if slices.ContainsFunc(item.Assessments, func(o record.Assessment) bool { return o.Assessor == a.Assessor }) {
		ds = append(ds, r.bad(CodeRepeated, "assessor", "first", strconv.Itoa(item.Line)))
	}
	g, err := grade.Parse(r.get("grade"))
	if err != nil {
		ds = append(ds, r.bad(CodeGrade, "grade", "want", gradeWords))
	}
	a.Grade = g
	var d []diag.Diagnostic
	a.Contested, d = r.yes("contested")
	ds = append(ds, d...)
	a.When, d = r.edtf("assessed", false)
	ds = append(ds, d...)
	ds = append(ds, r.attributions(&a)...)
	if r.get("acts") != "" {
		a.Acts, d = r.amount("acts")
		ds = append(ds, d...)
	}
	a.Amounts, d = r.numbers("amount:")
	ds = append(ds, d...)
	ds = append(ds, r.assessmentWords(&a)...)
	item.Assessments = append(item.Assessments, a)
	return ds
}

const gradeWords = "discounted, alleged, corroborated, verified"

// amount reads "5", "16-26", "16-" (no upper limit known) or "16-20-26" (low, best, high).
func (r *row) amount(column string) (record.Range, []diag.Diagnostic) {
	v := r.get(column)
	rg, ok := parseRange(v)
	switch {
	case strings.HasPrefix(v, "-"):
		return rg, []diag.Diagnostic{r.bad(CodeNegative, column)}
	case !ok:
		return rg, []diag.Diagnostic{r.bad(CodeNotNumber, column)}
	case rg.Hi >= 0 && rg.Lo > rg.Hi:
		return rg, []diag.Diagnostic{r.bad(CodeMinMax, column, "other", column, "max", strconv.FormatInt(rg.Hi, 10))}
	case rg.Best >= 0 && (rg.Best < rg.Lo || rg.Hi >= 0 && rg.Best > rg.Hi):
		return rg, []diag.Diagnostic{r.bad(CodeBest, column, "min", strconv.FormatInt(rg.Lo, 10), "max", strconv.FormatInt(rg.Hi, 10))}
	}
	return rg, nil
}

func parseRange(s string) (record.Range, bool) {
	parts := strings.Split(strings.ReplaceAll(s, "–", "-"), "-")
	n := make([]int64, len(parts))
	for i, p := range parts {
		p = strings.TrimSpace(p)
		if p == "" && i == len(parts)-1 && i > 0 {
			n[i] = -1
			continue
		}
		v, err := strconv.ParseUint(p, 10, 40)
		if err != nil {
			return record.Range{}, false
		}
		n[i] = int64(v)
	}
	switch len(n) {
	case 1:
		return record.Range{Lo: n[0], Best: n[0], Hi: n[0]}, true
	case 2:
		return record.Range{Lo: n[0], Best: -1, Hi: n[1]}, true
	case 3:
		return record.Range{Lo: n[0], Best: n[1], Hi: n[2]}, true
	}
	return record.Range{}, false
}

// attributions reads "russia=corroborated|government=alleged" (each may have, jointly), "one of russia=alleged|government=alleged" (at most one
// of them did), with "group=corroborated" (how well it is supported that one of them did) and "exhaustive" (nobody else comes into question).
func (r *row) attributions(a *record.Assessment) (ds []diag.Diagnostic) {
	v, oneOf := strings.CutPrefix(r.get("attributions"), "one of ")
	a.OneOf = oneOf
	want := "PARTY=GRADE|PARTY=GRADE"
	for _, item := range list(v, "|") {
		if item == "exhaustive" {
			a.Exhaustive = true
			continue
		}
		to, g, ok := strings.Cut(item, "=")
		graded, err := grade.Parse(clean(g))
		switch to = clean(to); {
		case !ok || to == "":
			ds = append(ds, r.bad(CodeValue, "attributions", "want", want))
		case err != nil:
			ds = append(ds, r.bad(CodeGrade, "attributions", "want", gradeWords))
		case to == "group":
			a.Group = graded
		default:
			a.Attributions = append(a.Attributions, record.Attribution{To: to, Grade: graded})
		}
	}
	if !oneOf && (a.Exhaustive || a.Group != 0) {
		ds = append(ds, r.bad(CodeValue, "attributions", "want", "one of "+want))
	}
	return ds
}
