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

// testOrders: of so many incidents that no store sorts them one by one, and of a few of them, every order gives each once, in its place. So it does of
// a few that are looked for among them by a phrase.
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
		act, title := "attack", "A market gate, a red market" // it has all pairs of words of the other one
		if i%10 == 0 {
			act, title = "release", "A red market gate"
		}
		killed := record.Range{Lo: int64(l.killed), Best: -1, Hi: -1}
		drafts = append(drafts, record.Draft{Actor: "desk", Payload: record.Incident{ID: l.id, Act: act, When: when, Title: record.Text{"en": title}}},
			record.Draft{Actor: "desk", Payload: record.Assessment{Incident: l.id, Assessor: "desk", Grade: 1, Amounts: []record.Amount{{Role: "killed", Range: killed}}}})
		all = append(all, l)
	}
	mustAppend(t, s, drafts...)
	never := record.Query{Text: `"a red market gate a"`} // its pairs of words are in most of them
	if page, err := s.Incidents(ctx, never); err != nil || page.Total != 0 || page.AtMost || len(page.Rows) != 0 || page.Next != "" {
		t.Errorf("a phrase that nothing holds: %+v, %v", page, err)
	}
	for name, key := range map[string]func(l listed) int{
		"date": func(l listed) int { return l.lo }, "-date": func(l listed) int { return -l.hi }, "entered": func(l listed) int { return l.at },
		"-entered": func(l listed) int { return -l.at }, "killed": func(l listed) int { return l.killed }, "-killed": func(l listed) int { return -l.killed },
	} {
		for _, by := range []record.Query{{}, {Act: "release"}, {Text: `"red market gate"`}, {Text: `"red market gate"`, Act: "release"}} {
			var want, got []string
			way := 1
			if name[0] == '-' {
				way = -1
			}
			for _, l := range slices.SortedFunc(slices.Values(all), func(a, b listed) int { return cmp.Or(cmp.Compare(key(a), key(b)), way*cmp.Compare(a.at, b.at)) }) {
				if by == (record.Query{}) || l.at%10 == 0 {
					want = append(want, l.id)
				}
			}
			total, looked := len(want), by.Text != "" && by.Act == ""
			if looked {
				total = len(all)
			}
			q := by
			for q.Sort, q.Limit = name, 90; ; {
				page, err := s.Incidents(ctx, q)
				if err != nil || page.Total != total || page.AtMost != looked {
					t.Fatalf("%s %+v: %d found, at most: %v, want %d (%v)", name, by, page.Total, page.AtMost, total, err)
				}
				for i := range page.Rows {
					got = append(got, page.Rows[i].Incident.ID)
				}
				if q.After = page.Next; q.After == "" {
					break
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s %+v: %d rows in another order than %d", name, by, len(got), len(want))
			}
			if groups, err := s.Count(ctx, nil, by); err != nil || len(groups) != 1 || groups[0].N != len(want) {
				t.Errorf("%+v: counted %+v, want %d (%v)", by, groups, len(want), err)
			}
		}
	}
}
