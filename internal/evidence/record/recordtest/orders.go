package recordtest

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"mithaq/internal/evidence/record"
)

// testOrders: of so many incidents that no store sorts them one by one, and of a few of them, every order gives each once, in its place.
func testOrders(t *testing.T, open func(*testing.T) record.Store) {
	ctx := context.Background()
	s := open(t)
	r := rand.New(rand.NewPCG(3, 3))
	type listed struct {
		id                 string
		lo, hi, killed, at int
	}
	var all []listed
	var drafts []record.Draft
	for i := range 2300 {
		l := listed{id: fmt.Sprintf("i%04d", i), lo: 99999999, killed: r.IntN(400), at: i}
		when := ""
		if i%50 > 0 {
			year, month, day := 2013+r.IntN(4), 1+r.IntN(12), 1+r.IntN(20)
			l.lo = year*10000 + month*100 + day
			l.hi = l.lo + r.IntN(8)
			when = fmt.Sprintf("%04d-%02d-%02d/%04d-%02d-%02d", year, month, day, year, month, l.hi%100)
		}
		act := "attack"
		if i%10 == 0 {
			act = "release"
		}
		killed := record.Range{Lo: int64(l.killed), Best: -1, Hi: -1}
		drafts = append(drafts, record.Draft{Actor: "desk", Payload: record.Incident{ID: l.id, Act: act, When: when}},
			record.Draft{Actor: "desk", Payload: record.Assessment{Incident: l.id, Assessor: "desk", Grade: 1, Amounts: []record.Amount{{Role: "killed", Range: killed}}}})
		all = append(all, l)
	}
	mustAppend(t, s, drafts...)
	for name, key := range map[string]func(l listed) int{
		"date": func(l listed) int { return l.lo }, "-date": func(l listed) int { return -l.hi }, "entered": func(l listed) int { return l.at },
		"-entered": func(l listed) int { return -l.at }, "killed": func(l listed) int { return l.killed }, "-killed": func(l listed) int { return -l.killed },
	} {
		for _, act := range []string{"", "release"} {
			var want, got []string
			way := 1
			if name[0] == '-' {
				way = -1
			}
			for _, l := range slices.SortedFunc(slices.Values(all), func(a, b listed) int { return cmp.Or(cmp.Compare(key(a), key(b)), way*cmp.Compare(a.at, b.at)) }) {
				if act == "" || l.at%10 == 0 {
					want = append(want, l.id)
				}
			}
			for q := (record.Query{Sort: name, Act: act, Limit: 90}); ; {
				page, err := s.Incidents(ctx, q)
				if err != nil || page.Total != len(want) {
					t.Fatalf("%s %s: %d found, want %d (%v)", name, act, page.Total, len(want), err)
				}
				for i := range page.Rows {
					got = append(got, page.Rows[i].Incident.ID)
				}
				if q.After = page.Next; q.After == "" {
					break
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s %s: %d rows in another order than %d", name, act, len(got), len(want))
			}
		}
	}
}
