package intake

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// read reads one row by the mapping.
func (m *Mapping) read(r *row, id string) (Item, []diag.Diagnostic) {
	var ds []diag.Diagnostic
	inc := record.Incident{ID: id, Scheme: m.scheme(), Publisher: m.Publisher, Key: r.get(m.Key), Verbatim: keep(r, m.Keep...)}
	as := record.Assessment{Incident: id, Assessor: m.Publisher, Scheme: m.scheme(), Grade: grade.Alleged, Rule: "mapping.ungraded"}

	inc.Title, inc.Place.Name = texts(r, m.Title), texts(r, m.Place)
	for _, c := range m.Zones {
		inc.Place.Zones = append(inc.Place.Zones, list(r.get(c), "")...)
	}
	lat, lon, given, d := r.coordinates(m.Lat, m.Lon)
	ds = append(ds, d...)
	if given {
		radius := m.Radius
		if m.Precision != nil {
			code := r.get(m.Precision.Column)
			known, ok := m.Precision.Radius[code]
			if radius = known; !ok {
				ds = append(ds, r.bad(CodeValue, m.Precision.Column, "want", strings.Join(sortedKeys(m.Precision.Radius), ", ")))
			}
		}
		if radius > 0 {
			inc.Place.Lat, inc.Place.Lon, inc.Place.Radius = lat, lon, radius
		}
	}

	if inc.Act = cmp.Or(m.Act.Constant, r.get(m.Act.Column)); inc.Act == "" {
		ds = append(ds, r.bad(CodeValue, m.Act.Column, "want", "act"))
	}
	for _, c := range m.Roles {
		words := list(cmp.Or(c.Constant, r.get(c.Column)), c.Separator)
		if words != nil {
			inc.Roles = append(inc.Roles, record.Words{Role: c.Role, Words: words, OneOf: c.OneOf && len(words) > 1})
		}
	}
	slices.SortStableFunc(inc.Roles, func(a, b record.Words) int { return cmp.Compare(a.Role, b.Role) })

	when, d := m.when(r)
	ds = append(ds, d...)
	inc.When = when
	if m.Graphic != nil {
		inc.Graphic = r.get(m.Graphic.Column) == m.Graphic.Value
	}

	if m.Grade != nil {
		as.Verbatim, as.Rule = r.get(m.Grade.Column), "mapping.graded"
		g, ok := m.Grade.Values[as.Verbatim]
		switch {
		case ok:
			as.Grade = g
		case as.Verbatim == "":
			as.Rule = "mapping.ungraded"
		default:
			ds = append(ds, r.bad(CodeGrade, m.Grade.Column, "want", strings.Join(slices.Sorted(maps.Keys(m.Grade.Values)), ", ")))
		}
	}
	if a := m.Attribution; a != nil {
		words := list(cmp.Or(a.Constant, r.get(a.Column)), a.Separator)
		each := as.Grade
		if as.OneOf = len(words) > 1; as.OneOf { // one of, not said to be exhaustive: none of them certain above "alleged"
			as.Group, each = grade.Alleged, min(each, grade.Alleged)
			if as.Grade == grade.Discounted {
				as.Group = grade.Discounted
			}
			as.Rule += ".several"
		}
		for _, w := range words {
			as.Attributions = append(as.Attributions, record.Attribution{To: w, Grade: each})
		}
		if as.Grade == grade.Discounted && words != nil { // the attribution is discounted; the act stays
			as.Grade = grade.Alleged
		}
	}
	for _, c := range m.Counts {
		rg, ok, d := r.count(c.Low, c.Best, c.High)
		ds = append(ds, d...)
		if ok && !(c.ZeroUnknown && rg.Lo == 0 && rg.Hi <= 0) {
			as.Amounts = append(as.Amounts, record.Amount{Role: c.Role, Range: rg})
		}
	}
	slices.SortStableFunc(as.Amounts, func(a, b record.Amount) int { return cmp.Compare(a.Role, b.Role) })

	acc := record.Account{ID: id + ":1", Source: m.Publisher, Incident: id, Lang: m.Lang, URL: r.get(m.URL)}
	if m.Published != "" {
		p, d := r.day(m.Published, m.form(), false)
		if d != nil {
			ds = append(ds, *d)
		} else if !p.IsZero() {
			acc.Published = p.String()
		}
	}
	return Item{Line: r.line, Incident: inc, Accounts: []record.Account{acc}, Assessments: []record.Assessment{as}}, ds
}

func (m *Mapping) form() string { return cmp.Or(m.DateFormat, isoDate) }

// when reads the days by the mapping's form and precision.
func (m *Mapping) when(r *row) (string, []diag.Diagnostic) {
	if m.DateFormat == edtf {
		return r.edtf(m.Date, true)
	}
	lo, d := r.day(m.Date, m.form(), true)
	if d != nil {
		return "", []diag.Diagnostic{*d}
	}
	hi := lo
	if m.DateEnd != "" {
		end, d := r.day(m.DateEnd, m.form(), false)
		if d != nil {
			return "", []diag.Diagnostic{*d}
		}
		if !end.IsZero() {
			hi = end
		}
	}
	if hi.Compare(lo) < 0 {
		return "", []diag.Diagnostic{r.bad(CodeDateOrder, m.DateEnd, "start", lo.String())}
	}
	if p := m.DatePlus; p != nil {
		days, ok := p.Days[r.get(p.Column)]
		if !ok {
			return "", []diag.Diagnostic{r.bad(CodeValue, p.Column, "want", strings.Join(sortedKeys(p.Days), ", "))}
		}
		lo, hi = lo.AddDays(-days), hi.AddDays(days)
	}
	return span(lo, hi), nil
}

// edtf reads a cell that holds a date as the record writes it.
func (r *row) edtf(column string, required bool) (string, []diag.Diagnostic) {
	s := r.get(column)
	if s == "" {
		if required {
			return "", []diag.Diagnostic{r.bad(CodeNoDate, column)}
		}
		return "", nil
	}
	e, err := civil.ParseEDTF(s)
	switch {
	case err != nil:
		return "", []diag.Diagnostic{r.noDate(column, s, edtfLike)}
	case e.Lo == civil.Date{Year: 1970, Month: 1, Day: 1} && e.Hi == e.Lo:
		return "", []diag.Diagnostic{r.bad(CodeZeroDate, column)}
	}
	r.ahead(column, e.Lo)
	return s, nil
}

func texts(r *row, columns map[string]string) record.Text {
	var t record.Text
	for lang, c := range columns {
		if v := r.get(c); v != "" {
			if t == nil {
				t = record.Text{}
			}
			t[lang] = v
		}
	}
	return t
}
