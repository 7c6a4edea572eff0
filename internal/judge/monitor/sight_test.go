package monitor

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// walked counts zone-days as spec/norms.md, section 7, words it: day by day, zone by zone, entry by entry.
func walked(w *watch, s, x, r int64) (out sight) {
	x = min(x, r)
	if s >= x {
		return out
	}
	z := w.cal.zone
	for zone := range w.needed {
		for d := z.DateOf(s); z.Start(d) < x; d = d.AddDays(1) {
			from, to := max(z.Start(d), s), min(z.End(d), x)
			if from >= to {
				continue // nothing of that day is needed
			}
			out.needed++
			for _, e := range w.entries {
				if !e.Denied && slices.Contains(e.zones, zone) && e.From <= from && to <= e.To && to+e.Lag <= r {
					out.covered++
					break
				}
			}
		}
	}
	for _, e := range w.entries {
		out.known = out.known || e.From < x && s < e.To
	}
	return out
}

// sightSeason is a time of three weeks in a zone around a change of its clock.
type sightSeason struct {
	zone string
	from string
}

var sightSeasons = []sightSeason{
	{"UTC", "2015-03-01"},
	{"Asia/Damascus", "2015-03-18"}, // midnight does not exist on the day summer time began
	{"Asia/Damascus", "2015-10-22"}, // it comes twice
	{"Asia/Beirut", "2015-10-15"},
	{"America/St_Johns", "2006-10-20"}, // the clock goes back over midnight, one minute after it
	{"Pacific/Apia", "2011-12-20"},     // the thirtieth was left out
	{"Pacific/Kwajalein", "1993-08-12"},
	{"Pacific/Kwajalein", "1969-09-22"},
}

func randomWatch(t *testing.T, rnd *rand.Rand, percent int) (w *watch, instant func() int64, end int64) {
	season := sightSeasons[rnd.Intn(len(sightSeasons))]
	zone, err := civil.LoadZone(season.zone)
	if err != nil {
		t.Fatal(err)
	}
	first, err := civil.ParseDate(season.from)
	if err != nil {
		t.Fatal(err)
	}
	instant = func() int64 {
		at := zone.Start(first.AddDays(rnd.Intn(21)))
		switch rnd.Intn(4) {
		case 0:
			at += int64(rnd.Intn(86400))
		case 1:
			at += int64(rnd.Intn(3)) - 1
		}
		return at
	}
	zones := []string{"city", "quarter", "valley"}
	var set fact.Set
	lags := []int64{0, 0, 1, 3600, 5400, 86400, 2*86400 - 1, 3 * 86400}
	if rnd.Intn(2) == 0 {
		lags = lags[:1]
	}
	for i := range rnd.Intn(7) {
		c := fact.Coverage{ID: fmt.Sprint(i), Observer: "o", Zone: zones[rnd.Intn(3)], From: instant(), Lag: lags[rnd.Intn(len(lags))], Denied: rnd.Intn(8) == 0}
		if c.To = instant(); c.To < c.From {
			c.From, c.To = c.To, c.From
		}
		if c.To == c.From {
			c.To++
		}
		set.Coverage = append(set.Coverage, c)
	}
	slices.SortFunc(set.Coverage, func(a, b fact.Coverage) int { return int(a.From - b.From) })
	m, err := New(text(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	m.Context(&set)
	return m.newWatch(newCalendar(zone), "attack", zones[rnd.Intn(2):1+rnd.Intn(2)+1], norms.Observed{Percent: percent}), instant, zone.Start(first.AddDays(30))
}

// Counting by ranges of day numbers is walking day by day.
func TestSightIsWalkedDayByDay(t *testing.T) {
	rnd := rand.New(rand.NewSource(1))
	some := 0
	for range 3000 {
		w, instant, _ := randomWatch(t, rnd, 50)
		for range 5 {
			s, x, r := instant(), instant(), instant()
			if rnd.Intn(2) == 0 {
				r = x + int64(rnd.Intn(5*86400))
			}
			got, want := w.sight(s, x, r), walked(w, s, x, r)
			if got != want {
				t.Fatalf("%s [%s, %s) at %s: %+v, want %+v, entries %+v", w.cal.zone, utc(s), utc(x), utc(r), got, want, w.entries)
			}
			if got.covered > 0 && got.covered < got.needed {
				some++
			}
		}
	}
	if some < 2000 {
		t.Errorf("only %d windows were covered in part", some)
	}
}

// Between two of the readings the answer stays: tried at every second at which anything may begin, end or be reported.
func TestReadingsAreWhereTheAnswerChanges(t *testing.T) {
	rnd := rand.New(rand.NewSource(2))
	changes, most := 0, 0
	for range 1500 {
		percent := []int{0, 0, 100, 1, 25, 50, 60, 67, 99}[rnd.Intn(9)]
		k := notion(rnd.Intn(2) == 0)
		w, instant, end := randomWatch(t, rnd, percent)
		span := func() civil.Interval {
			i := civil.At(instant())
			if rnd.Intn(3) == 0 {
				i = i.Join(civil.At(instant()))
			}
			return i
		}
		from, to := span(), span()
		if rnd.Intn(4) == 0 {
			to = never
		}
		got := w.readings(from, to, end, k)
		most = max(most, len(got))
		var at []int64
		first := w.cal.day(from.Lo) - 2
		for d := first; w.cal.start(d) < end; d++ {
			for _, lag := range w.lags {
				at = append(at, w.cal.start(d)+lag, w.cal.start(d)+lag+1, w.cal.start(d)+lag+40000)
			}
		}
		for _, e := range w.entries {
			for _, lag := range w.lags {
				at = append(at, e.From+lag, e.From+lag+1, e.To+lag, e.To+lag+1)
			}
		}
		for _, i := range []civil.Interval{from, to} {
			for _, x := range []int64{i.Lo, i.Hi} {
				for _, lag := range w.lags {
					at = append(at, x+lag, x+lag+1)
				}
			}
		}
		slices.Sort(at)
		var was [2]bool
		for i, r := range slices.Compact(at) {
			if r > end {
				break
			}
			var now [2]bool
			now[0], now[1] = w.covered(from, to, r, k)
			if i > 0 && now != was {
				changes++
				if !slices.Contains(got, r) {
					t.Fatalf("%s, %d%%, [%s..%s, %s..%s): at %s it becomes %v; readings %v; lags %v", w.cal.zone, percent,
						utc(from.Lo), utc(from.Hi), utc(to.Lo), utc(to.Hi), utc(r), now, got, w.lags)
				}
			}
			was = now
		}
	}
	if changes < 1000 || most > 40 {
		t.Errorf("%d changes seen, %d readings at most", changes, most)
	}
}

func utc(t int64) string {
	if t >= civil.Forever {
		return "for ever"
	}
	return time.Unix(t, 0).UTC().Format("2006-01-02T15:04:05")
}
