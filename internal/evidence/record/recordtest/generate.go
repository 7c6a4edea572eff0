// Package recordtest tests any record.Store in the same way, and makes records to test with.
package recordtest

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// generatedAt is when generated entries say that they were entered: 2018-01-01T00:00:00Z.
const generatedAt = 1514764800

// place is somewhere around Damascus, roughly.
type place struct {
	en, ar, zone string
	lat, lon     int64 // 1e-7 degree
}

var places = []place{
	{"Douma", "دوما", "ghouta", 335714000, 364027000},
	{"Harasta", "حرستا", "ghouta", 335586000, 363650000},
	{"Arbin", "عربين", "ghouta", 335392000, 363669000},
	{"Zamalka", "زملكا", "ghouta", 335264000, 363533000},
	{"Kafr Batna", "كفر بطنا", "ghouta", 335153000, 363722000},
	{"Saqba", "سقبا", "ghouta", 335194000, 363800000},
	{"Jobar", "جوبر", "damascus", 335281000, 363342000},
	{"Qaboun", "القابون", "damascus", 335469000, 363319000},
	{"Darayya", "داريا", "rif_dimashq", 334581000, 362325000},
	{"Moadamiyeh", "معضمية الشام", "rif_dimashq", 334636000, 361925000},
}

var (
	weapons = []string{"airstrike", "shelling", "unknown"}
	objects = []string{"residential", "market", "school", "hospital"}
	people  = []string{"man", "woman", "child"}
	doers   = []string{"russia", "government", "opposition"}
	methods = []string{"testimony", "video", "satellite"}
)

// sources are those that generated accounts name.
const sources = 20

// FirstDay and LastDay bound the dates of generated incidents.
const (
	FirstDay = "2015-09-30"
	LastDay  = "2017-12-31"
)

// Generate gives the drafts of a made-up record: some sources, then n incidents, each with one to three accounts and, most of them, one or two
// assessments. Acts are attack, detain, release and meet; parties russia, government and opposition; zones ghouta, damascus and rif_dimashq; all words are a vocabulary's
// own IDs. Grades, attributions, dates and numbers are mixed: some coarse, some missing. The same n and seed give the same drafts, and the first
// incidents of a longer record are those of a shorter one.
func Generate(n int, seed uint64) iter.Seq2[record.Draft, error] {
	return func(yield func(record.Draft, error) bool) {
		put := func(payload any) bool {
			return yield(record.Draft{Entered: generatedAt, Actor: "generator", Payload: payload}, nil)
		}
		for i := range sources {
			s := record.Source{ID: fmt.Sprintf("source-%02d", i), Name: record.Text{"en": fmt.Sprintf("Made-up source %d", i)}, Sort: "monitor"}
			if !put(s) {
				return
			}
		}
		g := &generator{rand.New(rand.NewPCG(seed, 0))}
		for i := range n {
			inc, accounts, assessments := g.incident(i)
			if !put(inc) {
				return
			}
			for _, a := range accounts {
				if !put(a) {
					return
				}
			}
			for _, a := range assessments {
				if !put(a) {
					return
				}
			}
		}
	}
}

type generator struct{ *rand.Rand }

func pick[T any](g *generator, from []T) T { return from[g.IntN(len(from))] }

func (g *generator) incident(i int) (record.Incident, []record.Account, []record.Assessment) {
	at := pick(g, places)
	inc := record.Incident{
		ID: fmt.Sprintf("made-up-%07d", i), Act: g.act(), When: g.when(), Zone: "Asia/Damascus",
		Publisher: "generator", Key: fmt.Sprint(i), Note: "Made up; nothing of this happened.",
		Place: record.Place{Name: record.Text{"en": at.en, "ar": at.ar}, Zones: []string{at.zone}},
	}
	if g.IntN(4) > 0 {
		inc.Place.Lat, inc.Place.Lon = at.lat+g.Int64N(100000), at.lon+g.Int64N(100000)
		inc.Place.Radius = 500
	}
	inc.Title = record.Text{"en": fmt.Sprintf("Made-up incident %d (%s) near %s", i, inc.Act, at.en)}
	switch inc.Act {
	case "attack":
		inc.Roles = append(inc.Roles, record.Words{Role: "harmed", Words: []string{"civilian"}})
		if g.IntN(5) > 0 {
			inc.Roles = append(inc.Roles, record.Words{Role: "means", Words: []string{pick(g, weapons)}})
		}
		if g.IntN(3) > 0 {
			inc.Roles = append(inc.Roles, record.Words{Role: "object", Words: []string{pick(g, objects)}})
		}
	case "detain", "release":
		inc.Roles = []record.Words{
			{Role: "people", Words: []string{pick(g, people)}},
			{Role: "person", Words: []string{fmt.Sprintf("person-%04d", g.IntN(5000))}},
		}
	case "meet":
		inc.Roles = []record.Words{{Role: "with", Words: []string{pick(g, doers)}}}
	}
	var accounts []record.Account
	for j := range 1 + g.IntN(3) {
		accounts = append(accounts, record.Account{
			ID: fmt.Sprintf("%s-%d", inc.ID, j), Incident: inc.ID, Source: fmt.Sprintf("source-%02d", g.IntN(sources)),
			Published: inc.When, Lang: "ar", Says: record.Text{"en": "A made-up account, of the usual length of one sentence or two, for measuring."},
			URL: fmt.Sprintf("https://example.org/%d/%d", i, j),
		})
	}
	return inc, accounts, g.assessments(&inc)
}

func (g *generator) act() string {
	switch v := g.IntN(100); {
	case v < 70:
		return "attack"
	case v < 85:
		return "detain"
	case v < 95:
		return "release"
	}
	return "meet"
}

// when gives mostly a day, at times a month, a span, an uncertain day, or nothing.
func (g *generator) when() string {
	first, _ := time.Parse(time.DateOnly, FirstDay) // a constant
	last, _ := time.Parse(time.DateOnly, LastDay)
	days := int(last.Sub(first).Hours()/24) + 1
	d := first.AddDate(0, 0, g.IntN(days))
	switch v := g.IntN(100); {
	case v < 88:
		return d.Format(time.DateOnly)
	case v < 92 && d.Format("2006-01") != FirstDay[:7]: // whole months lie within the bounds
		return d.Format("2006-01")
	case v < 96:
		end := min(last.Unix(), d.AddDate(0, 0, g.IntN(10)).Unix())
		return d.Format(time.DateOnly) + "/" + time.Unix(end, 0).UTC().Format(time.DateOnly)
	case v < 98:
		return d.Format(time.DateOnly) + "~"
	case v < 99:
		return ""
	}
	return d.Format(time.DateOnly)
}

func (g *generator) assessments(inc *record.Incident) []record.Assessment {
	n := 1
	switch v := g.IntN(10); {
	case v == 0:
		n = 0
	case v < 3:
		n = 2
	}
	var out []record.Assessment
	for _, by := range []string{"generator", "desk"}[:n] {
		a := record.Assessment{Incident: inc.ID, Assessor: by, Grade: g.grade(), Method: pick(g, methods)}
		if by == "generator" {
			a.Rule, a.Verbatim = "generator.row", a.Grade.String()
		}
		g.attribute(&a)
		if inc.Act == "attack" && g.IntN(10) > 0 {
			lo := g.Int64N(12)
			a.Amounts = append(a.Amounts, record.Amount{Role: "injured", Range: record.Range{Lo: lo, Best: -1, Hi: -1}})
			a.Amounts = append(a.Amounts, record.Amount{Role: "killed", Range: record.Range{Lo: lo / 2, Best: lo / 2, Hi: lo/2 + g.Int64N(5)}})
		}
		if g.IntN(50) == 0 {
			a.Acts = record.Range{Lo: 2, Best: -1, Hi: 6}
		}
		out = append(out, a)
	}
	return out
}

func (g *generator) grade() grade.Grade {
	switch v := g.IntN(20); {
	case v == 0:
		return grade.Discounted
	case v < 7:
		return grade.Alleged
	case v < 16:
		return grade.Corroborated
	}
	return grade.Verified
}

// attribute names one party, or several of which one did it, or nobody.
func (g *generator) attribute(a *record.Assessment) {
	switch v := g.IntN(10); {
	case v < 7:
		a.Attributions = []record.Attribution{{To: pick(g, doers), Grade: min(a.Grade, g.grade())}}
	case v < 9:
		a.OneOf, a.Contested, a.Group = true, true, min(a.Grade, grade.Corroborated)
		a.Attributions = []record.Attribution{{To: "government", Grade: grade.Alleged}, {To: "russia", Grade: grade.Alleged}}
	}
}
