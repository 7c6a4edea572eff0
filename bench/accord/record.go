package accord

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strconv"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// entered is when the entries say that they were entered.
const entered = 1672531200 // 2023-01-01T00:00:00Z

const sources = 40

// Record gives the drafts of a made-up record over the accord: sources, what the mission could see, a list of people held,
// ratification and disarmament, then n incidents with one or two accounts and up to two assessments each.
func Record(n int, seed uint64) iter.Seq2[record.Draft, error] {
	return func(yield func(record.Draft, error) bool) {
		g := &generator{Rand: rand.New(rand.NewPCG(seed, 1_000_000))}
		g.first, _ = time.Parse(time.DateOnly, FirstDay) // constants
		last, _ := time.Parse(time.DateOnly, LastDay)
		g.days = int(last.Sub(g.first).Hours()/24) + 1
		for _, payload := range g.base() {
			if !yield(record.Draft{Entered: entered, Actor: "generator", Payload: payload}, nil) {
				return
			}
		}
		for i := range n {
			for _, payload := range g.Incident(i) {
				if !yield(record.Draft{Entered: entered, Actor: "generator", Payload: payload}, nil) {
					return
				}
			}
		}
	}
}

type generator struct {
	*rand.Rand
	first time.Time
	days  int
}

func (g *generator) base() (out []any) {
	for i := range sources {
		out = append(out, record.Source{ID: fmt.Sprintf("source-%02d", i), Name: record.Text{"en": fmt.Sprintf("Made-up source %d", i)}, Sort: "monitor"})
	}
	for r := range regions {
		for year := 2016; year <= 2022; year++ {
			for half, days := range [][2]string{{"-01-01", "-06-30"}, {"-07-01", "-12-31"}} {
				c := record.Coverage{
					ID: fmt.Sprintf("coverage-%d-%d-%d", r, year, half), Observer: "mission", Zone: fmt.Sprintf("region_%d", r),
					From: strconv.Itoa(year) + days[0], To: strconv.Itoa(year) + days[1], Means: "on_foot", LagDays: 7,
				}
				c.Denied = g.IntN(10) == 0
				out = append(out, c)
			}
		}
	}
	list := record.Roster{ID: "detainees", Complete: true, Declared: "2017-03-01", By: "commission"}
	for i := range members {
		list.Members = append(list.Members, record.Member{
			ID: fmt.Sprintf("member-%03d", i), Grade: grade.Verified, Since: "2016-06-01",
			Roles: []record.Words{{Role: "people", Words: []string{pick(g.Rand, people)}}, {Role: "person", Words: []string{g.person()}}},
		})
	}
	out = append(out, list)
	out = append(out, g.announced("ratified", "2016-12-05")...)
	return append(out, g.announced("disarmed", "2017-06-27")...)
}

func (g *generator) announced(what, day string) []any {
	id := "announced-" + what
	return []any{
		record.Incident{ID: id, Act: "announce", When: day, Zone: "America/Bogota", Roles: []record.Words{
			{Role: "day", Words: []string{day}}, {Role: "what", Words: []string{what}},
		}},
		record.Account{ID: id + "-0", Incident: id, Source: "source-00", Published: day},
		record.Assessment{Incident: id, Assessor: "desk", Grade: grade.Verified, Attributions: []record.Attribution{{To: "government", Grade: grade.Verified}}},
	}
}

func (g *generator) person() string { return fmt.Sprintf("person-%05d", g.IntN(60_000)) }

// Incident gives an incident with what hangs on it.
func (g *generator) Incident(i int) (out []any) {
	a := g.act()
	day := g.first.AddDate(0, 0, g.IntN(g.days))
	r, t := g.IntN(regions), g.IntN(towns)
	inc := record.Incident{
		ID: fmt.Sprintf("incident-%07d", i), Act: a.name, When: g.when(day), Zone: "America/Bogota", Publisher: "generator", Key: strconv.Itoa(i),
		Title: record.Text{"en": fmt.Sprintf("Made-up incident %d (%s)", i, a.name)},
		Place: record.Place{Name: record.Text{"en": fmt.Sprintf("Town %d of region %d", t, r)}, Zones: []string{fmt.Sprintf("town_%d_%d", r, t)}},
	}
	if g.IntN(20) == 0 {
		inc.Place.Zones[0] = fmt.Sprintf("region_%d", r)
	}
	kind := pick(g.Rand, a.kinds)
	if a.role == "people" && kind != "fighter" && g.IntN(8) == 0 {
		kind = "civilian"
	}
	if g.IntN(20) > 0 {
		inc.Roles = append(inc.Roles, record.Words{Role: a.role, Words: []string{kind}})
	}
	if a.person && g.IntN(1000) > 0 { // those held are named in registers
		inc.Roles = append(inc.Roles, record.Words{Role: "person", Words: []string{g.person()}})
	}
	out = append(out, inc)
	for j := range 1 + g.IntN(5)/4 {
		out = append(out, record.Account{
			ID: fmt.Sprintf("%s-%d", inc.ID, j), Incident: inc.ID, Source: fmt.Sprintf("source-%02d", g.IntN(sources)), Lang: "es",
			Published: day.AddDate(0, 0, 1+g.IntN(20)).Format(time.DateOnly), Says: record.Text{"en": "A made-up account of one sentence, for measuring."},
		})
	}
	for _, by := range []string{"generator", "desk"}[:g.assessors()] {
		out = append(out, g.assessment(by, inc.ID))
	}
	return out
}

func (g *generator) act() act {
	n := g.IntN(1000)
	for _, a := range acts {
		if n -= a.often; n < 0 {
			return a
		}
	}
	return acts[0]
}

// when gives mostly a day, at times a clock time, a month, a span of days or a day that is only about right.
func (g *generator) when(day time.Time) string {
	switch v := g.IntN(100); {
	case v < 85:
		return day.Format(time.DateOnly)
	case v < 90:
		return day.Format("2006-01")
	case v < 95:
		return day.Format(time.DateOnly) + "/" + day.AddDate(0, 0, g.IntN(10)).Format(time.DateOnly)
	}
	return day.Format(time.DateOnly) + "~"
}

func (g *generator) assessors() int {
	switch v := g.IntN(20); {
	case v == 0:
		return 0
	case v < 3:
		return 2
	}
	return 1
}

func (g *generator) assessment(by, incident string) record.Assessment {
	a := record.Assessment{Incident: incident, Assessor: by, Grade: g.grade(), Method: "testimony"}
	if by == "generator" {
		a.Rule = "generator.row"
	}
	doer := pick(g.Rand, doers)
	if doer == "insurgents" && g.IntN(3) > 0 {
		doer = fmt.Sprintf("bloc_%d", g.IntN(blocs))
	}
	switch v := g.IntN(20); {
	case v < 16:
		a.Attributions = []record.Attribution{{To: doer, Grade: min(a.Grade, g.grade())}}
	case v < 18:
		a.OneOf, a.Contested, a.Group = true, true, min(a.Grade, grade.Corroborated)
		a.Attributions = []record.Attribution{{To: "insurgents", Grade: grade.Alleged}, {To: "militia", Grade: grade.Alleged}}
	}
	if n := g.Int64N(40); n < 20 {
		a.Amounts = []record.Amount{{Role: "number", Range: record.Range{Lo: n, Best: n, Hi: n + g.Int64N(4)}}}
	}
	if g.IntN(50) == 0 {
		a.Acts = record.Range{Lo: 2, Best: -1, Hi: 5}
	}
	return a
}

func (g *generator) grade() grade.Grade {
	switch v := g.IntN(20); {
	case v == 0:
		return grade.Discounted
	case v < 6:
		return grade.Alleged
	case v < 15:
		return grade.Corroborated
	}
	return grade.Verified
}
