package web

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/front/board"
)

// offer puts on the page the columns of a file with samples, and how it is read, to be changed. form and wrong are those of a mapping that was
// sent and cannot be used.
func (s *server) offer(r *request, run *board.Run, v *board.ImportView, u *app.Upload, l *importLooked, form func(string) string, wrong map[string][]string) error {
	proposal, sample, err := u.Propose()
	if err != nil {
		return err
	}
	m := proposed(u, proposal)
	if sample != nil {
		used := mappingUses(r.rd, m)
		for i, name := range sample.Header {
			row := board.ColumnRow{Name: name, As: used[name]}
			for _, cells := range sample.Rows {
				row.Samples = append(row.Samples, cells[i])
			}
			v.Columns = append(v.Columns, row)
		}
	}
	how := func(name string) string {
		mark := map[bool]string{true: "yes"}
		return map[string]string{
			"as": u.How.As, "encoding": u.How.Encoding, "sheet": u.How.Sheet, "release": u.How.Release, "no_header": mark[u.How.NoHeader], "strict": mark[u.How.Strict],
		}[name]
	}
	v.How = r.rd.HowForm(slices.DeleteFunc(slices.Clone(intake.Layouts), func(name string) bool { return name == intake.LayoutGeneric }), how)
	v.How.Folded = !v.Refused
	if sample == nil || m == nil {
		return nil
	}
	var open []string
	if proposal != nil && len(u.How.Mapping) == 0 {
		open = openFields(proposal.Open)
	}
	if form == nil {
		values := mappingValues(m)
		form = func(name string) string { return values[name] }
	}
	v.MappingOpen = v.Refused || len(wrong) > 0
	run.MappingForm(r.rd, v, sample.Header, intake.DateForms(), form, wrong, open)
	return nil
}

// proposed is the mapping that a file is read by, or one that may fit; nil: it needs none.
func proposed(u *app.Upload, p *intake.Proposal) *intake.Mapping {
	if len(u.How.Mapping) > 0 {
		if m, _ := intake.ParseMapping(u.Name, u.How.Mapping); m != nil {
			return m
		}
	}
	if p == nil {
		return nil
	}
	return p.Mapping
}

// openFields gives the fields of the form that a proposal asks to be looked at.
func openFields(open []string) (out []string) {
	for _, name := range open {
		switch name {
		case "lat, lon":
			out = append(out, "lat", "lon")
		case "counts":
			out = append(out, "killed", "injured")
		case "grade":
			out = append(out, "grade", "grades")
		default:
			out = append(out, name)
		}
	}
	return out
}

// mappingUses says for which fields each column is read.
func mappingUses(rd board.Reader, m *intake.Mapping) map[string][]string {
	out := map[string][]string{}
	if m == nil {
		return out
	}
	values := mappingValues(m)
	for _, name := range board.MappingFields() {
		if column := values[name]; column != "" && !slices.Contains([]string{"id", "publisher", "lang", "date_format", "act", "title_lang", "place_lang", "radius", "separator", "grades", "json", "roles", "zones"}, name) {
			out[column] = append(out[column], rd.W.Text("board.mapping."+name))
		}
	}
	for _, column := range m.Zones {
		out[column] = append(out[column], rd.W.Text("board.mapping.zones"))
	}
	for _, role := range m.Roles {
		if role.Column != "" {
			out[role.Column] = append(out[role.Column], rd.W.Role(role.Role))
		}
	}
	return out
}

// mappingValues writes a mapping as the fields of its form.
func mappingValues(m *intake.Mapping) map[string]string {
	v := map[string]string{
		"id": m.ID, "publisher": m.Publisher, "lang": m.Lang, "key": m.Key, "date": m.Date, "date_end": m.DateEnd, "date_format": m.DateFormat, "act": m.Act.Constant,
		"act_column": m.Act.Column, "url": m.URL, "published": m.Published, "zones": strings.Join(m.Zones, "|"), "lat": m.Lat, "lon": m.Lon,
	}
	v["title_lang"], v["title"] = firstOf(m.Title)
	v["place_lang"], v["place"] = firstOf(m.Place)
	if m.Radius > 0 {
		v["radius"] = strconv.FormatInt(m.Radius, 10)
	}
	if a := m.Attribution; a != nil {
		v["attribution"], v["separator"] = a.Column, a.Separator
	}
	for _, c := range m.Counts {
		switch c.Role {
		case "killed":
			v["killed_low"], v["killed"], v["killed_high"] = c.Low, c.Best, c.High
		case "injured":
			v["injured"] = c.Best
		}
	}
	var roles, grades []string
	for _, r := range m.Roles {
		line := r.Role + " = " + r.Column
		if r.Column == "" {
			line = r.Role + " : " + r.Constant
		}
		roles = append(roles, line)
	}
	v["roles"] = strings.Join(roles, "\n")
	if m.Grade != nil {
		v["grade"] = m.Grade.Column
		for word, g := range m.Grade.Values {
			grades = append(grades, word+" = "+g.String())
		}
		slices.Sort(grades)
		v["grades"] = strings.Join(grades, "\n")
	}
	return v
}

func firstOf(t map[string]string) (lang, column string) {
	for _, l := range []string{"en", "ar", "ru"} {
		if t[l] != "" {
			return l, t[l]
		}
	}
	for l, c := range t {
		return l, c
	}
	return "", ""
}

// readAgain takes how a file is to be read, and reads it so.
func (s *server) readAgain(r *request, u *app.Upload) (*answer, error) {
	f := func(name string) string { return strings.TrimSpace(r.form.Get(name)) }
	how := app.UploadHow{As: f("as"), Encoding: f("encoding"), Sheet: clip(f("sheet")), NoHeader: f("no_header") != "", Strict: f("strict") != "", Release: f("release")}
	if how.As != "" && !slices.Contains(intake.Layouts, how.As) || !slices.Contains([]string{"", "whole", "part"}, how.Release) {
		return nil, &badValue{"board.error.form", clip(how.As + " " + how.Release)}
	}
	was := u.How
	if r.form.Has("m.key") && how.As == "" {
		u.How = how
		u.How.Mapping = was.Mapping
		m, wrong := s.mappingOf(r, u)
		if len(wrong) > 0 {
			u.How = was
			return s.importPage(r, u, func(name string) string { return r.form.Get("m." + name) }, wrong)
		}
		if m != nil {
			how.Mapping = m.JSON()
		}
	}
	u.How = how
	if err := r.app.KeepUpload(r.Context(), u); err != nil {
		return nil, err
	}
	s.imports.read(r, u, false)
	return &answer{to: r.importAt(u)}, nil
}

// mappingOf reads the form of a mapping over what the file is read by so far: what the form does not hold stays. nil without anything wrong: none was
// filled in.
func (s *server) mappingOf(r *request, u *app.Upload) (*intake.Mapping, map[string][]string) {
	w, wrong := r.rd.W, map[string][]string{}
	f := func(name string) string { return strings.TrimSpace(r.form.Get("m." + name)) }
	if text := f("json"); text != "" {
		m, ds := intake.ParseMapping("mapping", []byte(text))
		for _, d := range ds {
			wrong["json"] = append(wrong["json"], r.rd.WrongOf(d)...)
		}
		return m, wrong
	}
	m := &intake.Mapping{}
	if len(u.How.Mapping) > 0 {
		if was, _ := intake.ParseMapping(u.Name, u.How.Mapping); was != nil {
			m = was
		}
	}
	m.ID, m.Publisher, m.Lang = f("id"), f("publisher"), f("lang")
	m.Key, m.Date, m.DateEnd, m.DateFormat = f("key"), f("date"), f("date_end"), f("date_format")
	m.Act = intake.Value{Constant: f("act"), Column: f("act_column")}
	m.Title, m.Place = named(f("title_lang"), f("title")), named(f("place_lang"), f("place"))
	m.URL, m.Published, m.Lat, m.Lon = f("url"), f("published"), f("lat"), f("lon")
	m.Zones = nil
	for z := range strings.SplitSeq(f("zones"), "|") {
		if z = strings.TrimSpace(z); z != "" {
			m.Zones = append(m.Zones, z)
		}
	}
	m.Radius = 0
	if text := f("radius"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n <= 0 || n > 20_000_000 {
			wrong["radius"] = []string{w.Text("board.mapping.wrong.radius")}
		}
		m.Radius = n
	}
	m.Attribution = nil
	if c := f("attribution"); c != "" {
		m.Attribution = &intake.Value{Column: c, Separator: f("separator")}
	}
	m.Counts = slices.DeleteFunc(m.Counts, func(c intake.CountColumns) bool { return c.Role == "killed" || c.Role == "injured" })
	if low, best, high := f("killed_low"), f("killed"), f("killed_high"); low+best+high != "" {
		m.Counts = append(m.Counts, intake.CountColumns{Role: "killed", Low: low, Best: best, High: high, ZeroUnknown: low == "" && high == ""})
	}
	if c := f("injured"); c != "" {
		m.Counts = append(m.Counts, intake.CountColumns{Role: "injured", Best: c, ZeroUnknown: true})
	}
	m.Roles = rolesOf(f("roles"), func(line string) {
		wrong["roles"] = append(wrong["roles"], w.Text("board.mapping.wrong.roles", "line", clip(line)))
	})
	m.Grade = gradesOf(f("grade"), f("grades"), func(line string) {
		wrong["grades"] = append(wrong["grades"], w.Text("board.mapping.wrong.grades", "line", clip(line)))
	})
	for _, x := range []struct {
		name  string
		blank bool
	}{
		{"id", m.ID == ""},
		{"publisher", m.Publisher == ""},
		{"key", m.Key == ""},
		{"date", m.Date == ""},
		{"act", (m.Act.Constant == "") == (m.Act.Column == "")},
		{"lon", (m.Lat == "") != (m.Lon == "")},
		{"radius", m.Lat != "" && m.Radius == 0 && m.Precision == nil && wrong["radius"] == nil},
		{"grades", m.Grade != nil && len(m.Grade.Values) == 0},
	} {
		if x.blank && len(wrong[x.name]) == 0 {
			wrong[x.name] = []string{w.Text("board.mapping.need." + x.name)}
		}
	}
	if len(wrong) == 0 {
		if b, err := json.Marshal(m); err == nil { // whatever else makes it unusable
			if _, ds := intake.ParseMapping("mapping", b); ds != nil {
				wrong["json"] = r.rd.WrongOf(ds[0])
			}
		}
	}
	return m, wrong
}

func named(lang, column string) map[string]string {
	if column == "" {
		return nil
	}
	return map[string]string{cmp.Or(lang, "en"): column}
}

// rolesOf reads lines "ROLE = COLUMN" and "ROLE : VALUE".
func rolesOf(text string, bad func(line string)) (out []intake.RoleColumn) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		role, column, is := strings.Cut(line, "=")
		value := ""
		if !is {
			if role, value, is = strings.Cut(line, ":"); !is {
				bad(line)
				continue
			}
			column = ""
		}
		role, column, value = strings.TrimSpace(role), strings.TrimSpace(column), strings.TrimSpace(value)
		if role == "" || column+value == "" {
			bad(line)
			continue
		}
		out = append(out, intake.RoleColumn{Role: role, Value: intake.Value{Column: column, Constant: value}})
	}
	return out
}

// gradesOf reads lines "WORD = GRADE" of a column of grades.
func gradesOf(column, text string, bad func(line string)) *intake.GradeColumn {
	if column == "" {
		return nil
	}
	out := &intake.GradeColumn{Column: column, Values: map[string]grade.Grade{}}
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		i := strings.LastIndex(line, "=")
		if i < 0 {
			bad(line)
			continue
		}
		g, err := grade.Parse(strings.TrimSpace(line[i+1:]))
		if err != nil {
			bad(line)
			continue
		}
		out.Values[strings.TrimSpace(line[:i])] = g
	}
	return out
}
