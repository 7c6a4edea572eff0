package intake

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/record"
)

// Mapping says what each column of a publisher's file is. It is data: saved as a JSON file, and in the record as an entry of kind mapping.
type Mapping struct {
	ID        string         `json:"id" cbor:"id"`                             // its name in the record
	Layout    string         `json:"layout,omitempty" cbor:"layout,omitempty"` // "ucdp", "airwars", "acled": built-in rules, and nothing below is read; "": by the columns below
	Publisher string         `json:"publisher" cbor:"publisher"`               // whose words and keys: the source and the assessor
	Scheme    string         `json:"scheme,omitempty" cbor:"scheme,omitempty"` // of the words in the names table; "": the publisher
	Source    *record.Source `json:"source,omitempty" cbor:"source,omitempty"` // how the publisher stands in the record

	Key          string            `json:"key" cbor:"key"` // column of the publisher's own key: stable from release to release, and unique
	Date         string            `json:"date" cbor:"date"`
	DateEnd      string            `json:"date_end,omitempty" cbor:"date_end,omitempty"`
	DateFormat   string            `json:"date_format,omitempty" cbor:"date_format,omitempty"` // YYYY-MM-DD (default), D/M/YYYY, M/D/YYYY, D Month YYYY, EDTF
	DatePlus     *DatePrecision    `json:"date_precision,omitempty" cbor:"date_precision,omitempty"`
	Title        map[string]string `json:"title,omitempty" cbor:"title,omitempty"` // language: column
	Place        map[string]string `json:"place,omitempty" cbor:"place,omitempty"`
	Zones        []string          `json:"zones,omitempty" cbor:"zones,omitempty"` // columns, the smallest area first
	Lat          string            `json:"lat,omitempty" cbor:"lat,omitempty"`
	Lon          string            `json:"lon,omitempty" cbor:"lon,omitempty"`
	Radius       int64             `json:"radius,omitempty" cbor:"radius,omitempty"` // metres; needed with lat and lon where no precision says it
	Precision    *PlacePrecision   `json:"precision,omitempty" cbor:"precision,omitempty"`
	Act          Value             `json:"act" cbor:"act"`
	Roles        []RoleColumn      `json:"roles,omitempty" cbor:"roles,omitempty"`
	Attribution  *Value            `json:"attribution,omitempty" cbor:"attribution,omitempty"`
	Grade        *GradeColumn      `json:"grade,omitempty" cbor:"grade,omitempty"` // none: alleged, as coded by the publisher
	Counts       []CountColumns    `json:"counts,omitempty" cbor:"counts,omitempty"`
	URL          string            `json:"url,omitempty" cbor:"url,omitempty"`
	Published    string            `json:"published,omitempty" cbor:"published,omitempty"`
	Lang         string            `json:"lang,omitempty" cbor:"lang,omitempty"` // of the publisher's words
	Graphic      *Flag             `json:"graphic,omitempty" cbor:"graphic,omitempty"`
	Keep         []string          `json:"keep,omitempty" cbor:"keep,omitempty"` // columns kept word for word
	WholeRelease bool              `json:"whole_release,omitempty" cbor:"whole_release,omitempty"`
}

// Value is a constant, or a column, perhaps with several values in a cell.
type Value struct {
	Constant  string `json:"constant,omitempty" cbor:"constant,omitempty"`
	Column    string `json:"column,omitempty" cbor:"column,omitempty"`
	Separator string `json:"separator,omitempty" cbor:"separator,omitempty"`
}

// RoleColumn gives the values of a role. Several values in one cell are all of them right, or with OneOf one of them.
type RoleColumn struct {
	Role string `json:"role" cbor:"role"`
	Value
	OneOf bool `json:"one_of,omitempty" cbor:"one_of,omitempty"`
}

// GradeColumn maps the publisher's grades to ours. "" among Values stands for a blank cell.
type GradeColumn struct {
	Column string                 `json:"column" cbor:"column"`
	Values map[string]grade.Grade `json:"values" cbor:"values"`
}

// CountColumns are the columns of one number; any may be missing.
type CountColumns struct {
	Role        string `json:"role" cbor:"role"`
	Low         string `json:"low,omitempty" cbor:"low,omitempty"`
	Best        string `json:"best,omitempty" cbor:"best,omitempty"`
	High        string `json:"high,omitempty" cbor:"high,omitempty"`
	ZeroUnknown bool   `json:"zero_unknown,omitempty" cbor:"zero_unknown,omitempty"` // 0 may mean that nothing is known (ACLED)
}

// PlacePrecision says how far the true place may lie from the coordinates, in metres, by a coded column. 0: the coordinates say nothing.
type PlacePrecision struct {
	Column string           `json:"column" cbor:"column"`
	Radius map[string]int64 `json:"radius" cbor:"radius"`
}

// DatePrecision says by how many days either way a date may be off, by a coded column.
type DatePrecision struct {
	Column string         `json:"column" cbor:"column"`
	Days   map[string]int `json:"days" cbor:"days"`
}

// Flag is set where the column holds the value.
type Flag struct {
	Column string `json:"column" cbor:"column"`
	Value  string `json:"value" cbor:"value"`
}

// ParseMapping reads the JSON form of a mapping; unknown fields are refused, so that a slip does not silently drop a column.
func ParseMapping(file string, data []byte) (*Mapping, []diag.Diagnostic) {
	fail := func(what, value string) (*Mapping, []diag.Diagnostic) {
		return nil, []diag.Diagnostic{{Code: CodeMapping, Span: source.Span{File: file}, Args: diag.Args("what", what, "value", short(value))}}
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var m Mapping
	if err := dec.Decode(&m); err != nil {
		return nil, []diag.Diagnostic{{
			Code: CodeMapping, Span: spanAt(file, data, int(dec.InputOffset()), 0), Args: diag.Args("what", "json", "value", err.Error()),
		}}
	}
	if _, err := dec.Token(); err != io.EOF {
		return fail("json", "more than one value")
	}
	if what, value := m.fault(); what != "" {
		return fail(what, value)
	}
	return &m, nil
}

// JSON gives the form that ParseMapping reads.
func (m *Mapping) JSON() []byte {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		panic(err) // strings, numbers and maps of them cannot fail
	}
	return append(b, '\n')
}

// fault names the first field that makes the mapping unusable, and what stands there.
func (m *Mapping) fault() (field, value string) {
	switch {
	case m.Layout != "" && builtin(m.Layout) == nil:
		return "layout", m.Layout
	case m.Publisher == "", record.Dots(m.Publisher):
		return "publisher", m.Publisher
	case m.Layout != "":
		return "", ""
	case m.Key == "":
		return "key", ""
	case m.Date == "":
		return "date", ""
	case m.DateFormat != "" && !slices.Contains(dateForms, m.DateFormat):
		return "date_format", m.DateFormat
	case (m.Act.Constant == "") == (m.Act.Column == ""):
		return "act", m.Act.Constant
	case (m.Lat == "") != (m.Lon == ""):
		return "lat, lon", m.Lat + m.Lon
	case m.Lat != "" && m.Radius <= 0 && m.Precision == nil:
		return "radius", ""
	case m.Grade != nil && (m.Grade.Column == "" || len(m.Grade.Values) == 0):
		return "grade", m.Grade.Column
	}
	for _, r := range m.Roles {
		if r.Role == "" || (r.Constant == "") == (r.Column == "") {
			return "roles", r.Role
		}
	}
	if a := m.Attribution; a != nil && (a.Constant == "") == (a.Column == "") {
		return "attribution", a.Column
	}
	for _, c := range m.Counts {
		if c.Role == "" || c.Low+c.Best+c.High == "" {
			return "counts", c.Role
		}
	}
	return "", ""
}

// columns lists the columns that the mapping names, without repetition, in the order of its fields.
func (m *Mapping) columns() []string {
	var cs []string
	add := func(names ...string) {
		for _, n := range names {
			if n != "" && !slices.Contains(cs, n) {
				cs = append(cs, n)
			}
		}
	}
	add(m.Key, m.Date, m.DateEnd)
	if m.DatePlus != nil {
		add(m.DatePlus.Column)
	}
	for _, t := range []map[string]string{m.Title, m.Place} {
		for _, lang := range sortedKeys(t) {
			add(t[lang])
		}
	}
	add(m.Zones...)
	add(m.Lat, m.Lon)
	if m.Precision != nil {
		add(m.Precision.Column)
	}
	add(m.Act.Column)
	for _, r := range m.Roles {
		add(r.Column)
	}
	if m.Attribution != nil {
		add(m.Attribution.Column)
	}
	if m.Grade != nil {
		add(m.Grade.Column)
	}
	for _, c := range m.Counts {
		add(c.Low, c.Best, c.High)
	}
	add(m.URL, m.Published)
	if m.Graphic != nil {
		add(m.Graphic.Column)
	}
	add(m.Keep...)
	return cs
}

// scheme is whose words the rows use.
func (m *Mapping) scheme() string {
	if m.Scheme != "" {
		return m.Scheme
	}
	return m.Publisher
}
