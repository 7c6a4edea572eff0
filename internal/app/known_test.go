package app

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// livedThrough is a record in which, day after day, a few things are entered, most of them on incidents that are public.
func livedThrough(t *testing.T, r *rand.Rand, first time.Time, days int) (*App, *Door) {
	t.Helper()
	a, d := deskOf(t, func() time.Time { return first.AddDate(0, 0, days) }, record.User{ID: "anna", Roles: []string{review.Administrator}}, record.User{ID: "lina", Roles: []string{review.Assessor}})
	enterAt(t, a.store, first, record.Name{Scheme: "agency", Sort: "act", Word: "fire", Means: []string{"fire"}}, record.Name{Scheme: "agency", Sort: "act", Word: "parade"},
		record.Name{Scheme: "agency", Sort: "kind", Word: "civilian", Means: []string{"civilian"}})
	incident := func(n int) record.Incident {
		return record.Incident{
			ID: fmt.Sprintf("i%d", n), Act: []string{"fire", "fire", "parade"}[r.IntN(3)], When: fmt.Sprintf("2016-02-%02d", 1+r.IntN(28)),
			Scheme: "agency", Roles: []record.Words{{Role: "harmed", Words: []string{[]string{"civilian", "fighter", "stranger"}[r.IntN(3)]}}},
		}
	}
	n := 0
	for day := range days {
		if day%3 == 2 { // on some days nothing is entered
			continue
		}
		id := fmt.Sprintf("i%d", r.IntN(max(1, n)))
		var p []any
		switch v := r.IntN(10); {
		case v < 3 || n == 0:
			in := incident(n)
			p = append(p, in,
				record.Assessment{Incident: in.ID, Assessor: "agency", Rule: "row", Grade: grade.Grade(r.IntN(4)), Attributions: []record.Attribution{{To: []string{"east", "west"}[r.IntN(2)], Grade: grade.Verified}}},
				record.Publication{Kind: record.KindIncident, Subject: in.ID, Public: r.IntN(5) > 0, By: "anna"})
			n++
		case v < 5:
			in := incident(0)
			in.ID = id
			p = append(p, in)
		case v < 6:
			p = append(p, record.Assessment{Incident: id, Assessor: "agency", Rule: "row", Grade: grade.Grade(r.IntN(4)), Attributions: []record.Attribution{{To: "east", Grade: grade.Verified}}})
		case v < 7:
			p = append(p, record.Name{Scheme: "agency", Sort: "kind", Word: "stranger", Means: [][]string{{"civilian"}, {"fighter"}}[r.IntN(2)]})
		case v < 8:
			p = append(p, record.Position{ID: fmt.Sprint("p", day), Party: "east", Stance: "deny", When: "2016-03-01", About: id})
		case v < 9:
			p = append(p, record.Source{ID: fmt.Sprint("s", day), Sort: "agency"})
		default:
			p = append(p, record.Publication{Kind: record.KindIncident, Subject: id, Public: r.IntN(2) == 0, By: "anna"})
		}
		enterAt(t, a.store, first.AddDate(0, 0, day), p...)
	}
	return a, d
}

// TestKnownOutsideAsRead: what the public's runs as known on other days rest on, most of it bound for other days, and what they say, is what is bound and judged of the
// record as it was, read anew.
func TestKnownOutsideAsRead(t *testing.T) {
	first := time.Date(2016, 3, 1, 12, 0, 0, 0, time.UTC)
	const days = 60
	readings := []*Reading{
		Read([]Text{{Name: "river.mithaq", Content: silence}}), Read([]Text{{Name: "river.mithaq", Content: strings.Replace(silence, "{ civilian fighter }", "{ civilian }", 1)}}),
	}
	met := map[string]int{}
	for seed := range uint64(2) {
		r := rand.New(rand.NewPCG(seed, 3))
		a, d := livedThrough(t, r, first, days)
		twins := map[*status.Result]bool{}
		for n := range 60 {
			reading := readings[n/3%2]
			day := first.AddDate(0, 0, (n/3*23+n%3)%days).Format(time.DateOnly)
			public, err := d.as(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			j, err := public.Judge(t.Context(), reading, Cuts{KnownAt: day})
			if err != nil {
				t.Fatal(err)
			}
			if j.Cuts.KnownAt != day || j.Today().String() != day {
				t.Fatalf("a run of %s speaks of %s and %s", day, j.Cuts.KnownAt, j.Today())
			}
			fresh, err := NewDoor(a).as(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			base, err := fresh.view.Base(t.Context(), j.In.Record)
			if err != nil {
				t.Fatal(err)
			}
			plain := &Judged{Reading: reading, Program: j.Program, In: j.In}
			want, err := plain.bound(zoneOf(j.Program), base, fresh.view.Findings(t.Context(), j.In.Record), 0)
			if err != nil {
				t.Fatal(err)
			}
			if want.Facts == nil {
				want.Facts = []fact.Fact{}
			}
			got := *j.Facts
			if got.Facts == nil {
				got.Facts = []fact.Fact{}
			}
			if !reflect.DeepEqual(&got, want) {
				t.Fatalf("record %d as known on %s:\n%+v\nnot\n%+v", seed, day, got, want)
			}
			plain.Facts = want
			if err := plain.judge(t.Context()); err != nil {
				t.Fatal(err)
			}
			x, y := inJSON(t, j.Result), inJSON(t, plain.Result)
			if x != y {
				t.Fatalf("record %d as known on %s:\n%s\nnot\n%s", seed, day, x, y)
			}
			for i := range want.Facts {
				if f, known := j.Fact(want.Facts[i].ID); !known || f.Act != want.Facts[i].Act {
					t.Fatalf("record %d as known on %s: %s is not known", seed, day, want.Facts[i].ID)
				}
			}
			met["facts"] += len(want.Facts)
			met["left out"] += want.Left.Elsewhere
			met["words not bound"] += len(want.Unbound)
			met["positions"] += len(want.Positions)
			if twins[j.Result] {
				met["days of which the same was known as on another"]++
			}
			twins[j.Result] = true
			whole, err := d.as(t.Context(), "lina")
			if err != nil {
				t.Fatal(err)
			}
			if j, err = whole.Judge(t.Context(), reading, Cuts{KnownAt: day}); err != nil {
				t.Fatal(err)
			}
			if base, err = a.store.Base(t.Context(), j.In.Record); err != nil {
				t.Fatal(err)
			}
			if want, err = plain.bound(zoneOf(j.Program), base, a.store.Findings(t.Context(), j.In.Record), 0); err != nil {
				t.Fatal(err)
			}
			if got := inJSON(t, j.Facts); got != inJSON(t, want) || j.Head != base.Head || j.Cuts.KnownAt != day {
				t.Fatalf("record %d as known inside on %s:\n%s\nnot\n%s", seed, day, got, inJSON(t, want))
			}
			if twins[j.Result] {
				met["the same inside"]++
			}
			twins[j.Result] = true
			if n%10 == 9 { // the record goes on
				enterAt(t, a.store, first.AddDate(0, 0, days), record.Publication{Kind: record.KindIncident, Subject: "i0", Public: n%20 == 9, By: "anna"})
			}
		}
		met["forms bound"] += len(d.seen[sight(review.Public)].pasts.forms.of)
	}
	t.Log(met)
	for what, least := range map[string]int{"facts": 200, "words not bound": 20, "left out": 20, "the same inside": 3, "positions": 20, "days of which the same was known as on another": 10, "forms bound": 5} {
		if met[what] < least {
			t.Errorf("%s: met %d", what, met[what])
		}
	}
	if met["forms bound"] > met["facts"]/3 {
		t.Error("forms were bound for each day anew")
	}
}

func inJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
