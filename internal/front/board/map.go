package board

import (
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strings"

	"mithaq/internal/base/atlas"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/ground"
	"mithaq/internal/evidence/record"
)

// MapView is the map: the incidents that meet the filters as signs, zones, and who could look there. Drawing is the whole of it where no
// script runs and in print.
type MapView struct {
	IncidentsView              // the filters; no rows
	Agreements    []Choice     // to keep to the incidents that bear on one
	Agreement     string       // the one chosen; "": none
	Question      template.URL // the filters and the state, for what shows the same incidents
	Drawing       *MapDrawing  // nil: nothing to draw
	Says          string       // how many incidents meet the filters
	Marks         []GradeKey
	Places        []MapPlace
	More          int // places that are not listed
	Looked        *LookedOver
	OwnBorders    bool // the outlines are not those that come with the program
}

// GradeKey explains how a grade is drawn. Class is shared by the drawing, the live map and the tables.
type GradeKey struct{ Class, Symbol, Word string }

// mapGrades are the marks of grades on maps and charts, as ground.Grades counts them: those not assessed first. Squares, which no state has.
var mapGrades = [...]GradeKey{{Class: "g-none", Symbol: "⬚"}, {Class: "g-discounted", Symbol: "☒"}, {Class: "g-alleged", Symbol: "□"}, {Class: "g-corroborated", Symbol: "◧"}, {Class: "g-verified", Symbol: "■"}}

// GradeKeys gives the marks with their words.
func (rd Reader) GradeKeys() []GradeKey {
	keys := mapGrades
	keys[0].Word = rd.NotAssessed()
	for i := 1; i < len(keys); i++ {
		keys[i].Word = rd.W.Grade(grade.Grade(i - 1)).Word
	}
	return keys[:]
}

// MapPlace is a place by its name, as a row of the table beside the map.
type MapPlace struct {
	Name   string
	Search template.URL // the query of the list of its incidents
	N      int
	Grades []int // as ground.Grades
	Placed bool
}

// mapPlaces is how many places are listed.
const mapPlaces = 40

// placeQuery narrows a query to the incidents at a place.
func placeQuery(q template.URL, place string) template.URL {
	values, err := url.ParseQuery(string(q))
	if err != nil {
		return q // it was encoded by us
	}
	values.Del("agreement")
	values.Set("place", `"`+strings.ReplaceAll(place, `"`, " ")+`"`)
	return template.URL(values.Encode())
}

// MapOf is what a map is made of.
type MapOf struct {
	Selection *ground.Selection
	Zones     []MapZone
	Borders   []atlas.Country // coarse
	Fine      []atlas.Country // for parts of the world
	Days      Period          // of which coverage is told
}

// MapPage makes the map.
func (r *Run) MapPage(rd Reader, of MapOf, v *MapView) {
	s := of.Selection
	v.Total = s.Total
	v.Marks, v.Says = rd.GradeKeys(), rd.MapSays(s)
	places := s.ByPlace()
	for _, p := range places[:min(len(places), mapPlaces)] {
		row := MapPlace{Name: rd.titleOf(p.Name, ""), N: p.N, Grades: p.Grades[:], Placed: p.Placed}
		if row.Name != "" {
			row.Search = placeQuery(v.Question, row.Name)
		}
		v.Places = append(v.Places, row)
	}
	v.More = max(len(places)-mapPlaces, 0)
	v.Looked = r.lookedOver(rd, of.Zones, of.Days)
	v.Drawing = r.drawMap(rd, of, v)
	for i := range r.Program.Agreements {
		a := &r.Program.Agreements[i]
		v.Agreements = append(v.Agreements, Choice{a.ID, pick(rd.Lang, a.Names, a.ID), a.ID == v.Agreement})
	}
}

// Bears says of incidents whether they bear on a text: they count for one of its norms, or decide one of its claims.
func (r *Run) Bears(agreement string) func(incident string) bool {
	of := r.bearings()
	return func(incident string) bool {
		for _, p := range of[incident] {
			if r.Result.Agreements[p.agreement].ID == agreement {
				return true
			}
		}
		return false
	}
}

// MapSign is what the live map says of a sign.
type MapSign struct {
	Lon    float64  `json:"lon"`
	Lat    float64  `json:"lat"`
	Reach  int64    `json:"reach"` // metres
	N      int      `json:"n"`
	Number string   `json:"number"` // N in the reader's digits
	Grades []int    `json:"grades"`
	Place  string   `json:"place"`
	Says   string   `json:"says"` // the whole of it in words
	Acts   string   `json:"acts"`
	IDs    []string `json:"ids"` // the first of them, for asking what they are
}

// MapSigns gives the signs of a view.
func (r *Run) MapSigns(rd Reader, clusters []ground.Cluster) []MapSign {
	out := make([]MapSign, 0, len(clusters))
	keys := rd.GradeKeys()
	l := r.lookup(rd)
	for i := range clusters {
		c := &clusters[i]
		sign := MapSign{
			Lon: float64(c.At.Lon) / 1e7, Lat: float64(c.At.Lat) / 1e7, Reach: c.Reach, N: c.N, Number: locale.Number(rd.Lang, int64(c.N)),
			Grades: c.Grades[:], Place: rd.placesOf(c), IDs: c.IDs,
		}
		var acts []string
		for _, a := range c.Acts[:min(len(c.Acts), 4)] {
			acts = append(acts, plain(l.Act(a.Word))+" "+locale.Number(rd.Lang, int64(a.N)))
		}
		sign.Acts = plain(rd.W.Series(acts))
		sign.Says = rd.signSays(c, keys)
		out = append(out, sign)
	}
	return out
}

// placesOf names the places of a sign: the one of most of its incidents, and how many more there are.
func (rd Reader) placesOf(c *ground.Cluster) string {
	w := rd.W.Bare()
	name := plain(rd.titleOf(c.Place, w.Text("board.map.unnamed")))
	if c.Places == 1 {
		return name
	}
	return w.Plural("board.map.and_more", int64(c.Places-1), "place", name)
}

// signSays tells a sign in words: where, how many, of which grades.
func (rd Reader) signSays(c *ground.Cluster, keys []GradeKey) string {
	var grades []string
	for i := len(keys) - 1; i >= 0; i-- {
		if c.Grades[i] > 0 {
			grades = append(grades, plain(keys[i].Word)+" "+locale.Number(rd.Lang, int64(c.Grades[i])))
		}
	}
	w := rd.W.Bare()
	return rd.placesOf(c) + ": " + plain(w.Plural("board.incidents_n", int64(c.N))) + " (" + plain(w.Series(grades)) + ")"
}

// SetQuestion tells what the map was asked for, for links to the same.
func (v *MapView) SetQuestion(q url.Values) { v.Question = template.URL(q.Encode()) } // encoded: it can hold nothing but names and values

// MapSays tells how many incidents meet the filters, and how many of them no coordinates are known of.
func (rd Reader) MapSays(s *ground.Selection) string {
	w := rd.W.Bare()
	says := w.Plural("board.incidents_n", int64(s.Total))
	if away := s.Total - s.Placed; away > 0 {
		says += " · " + w.Plural("board.map.away", int64(away))
	}
	return plain(says)
}

// MapIncident is what the live map says of an incident.
type MapIncident struct {
	ID    string `json:"id"` // as it stands in an address, but for escapes
	Title string `json:"title"`
	When  string `json:"when"`
	Grade string `json:"grade"`
	By    string `json:"by"` // to whom it is attributed
	Near  string `json:"near"`
}

// MapIncident says what an incident is.
func (r *Run) MapIncident(rd Reader, b *record.Bundle) MapIncident {
	row := r.IncidentRow(rd, rowOf(b))
	m := MapIncident{ID: unsteppable(row.ID), Title: plain(row.Title), When: plain(row.When), By: plain(row.Parties), Grade: plain(row.Grade)}
	if !row.Assessed {
		m.Grade = plain(rd.NotAssessed())
	}
	if km := b.Incident.Place.Radius; km > 0 {
		m.Near = plain(rd.radius(km))
	}
	return m
}

// radius says how exactly a place is known.
func (rd Reader) radius(metres int64) string {
	if metres >= 1000 {
		return rd.W.Text("board.map.within_km", "n", (metres+999)/1000)
	}
	return rd.W.Text("board.map.within_m", "n", metres)
}

// rowOf makes a row of an incident.
func rowOf(b *record.Bundle) *record.Row {
	joined := b.Joined()
	row := &record.Row{Incident: b.Incident, Killed: record.Range{Best: -1, Hi: -1}, Assessed: len(joined.Assessments) > 0}
	parties := map[string]bool{}
	for i := range joined.Assessments {
		a := &joined.Assessments[i]
		row.Grade = max(row.Grade, a.Grade)
		for _, t := range a.Attributions {
			if t.Grade > grade.Discounted {
				parties[t.To] = true
			}
		}
	}
	row.Parties = slices.Sorted(maps.Keys(parties))
	return row
}
