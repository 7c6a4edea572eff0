package link

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// town is a made-up place.
type town struct {
	en, ar   string
	lat, lon int64
}

var (
	starts   = [][2]string{{"Ka", "كا"}, {"Sar", "سر"}, {"Ta", "تا"}, {"Mar", "مر"}, {"Ban", "بان"}, {"Dar", "دار"}, {"Jis", "جس"}, {"Zar", "زر"}, {"Lat", "لات"}, {"Fur", "فر"}}
	middles  = [][2]string{{"ra", "را"}, {"mi", "مي"}, {"ba", "با"}, {"lo", "لو"}, {"nu", "نو"}, {"ti", "تي"}, {"da", "دا"}, {"za", "زا"}}
	endings  = [][2]string{{"ta", "تا"}, {"ma", "ما"}, {"n", "ن"}, {"rin", "رين"}, {"sa", "سا"}}
	rolls    = []string{"strike", "shelling", "blast", "market", "school", "road", "killed", "wounded", "night", "morning", "convoy", "bakery", "house", "family", "reported"}
	parties  = []string{"army", "rebels"}
	firstDay = time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)
)

func towns(r *rand.Rand, n int) (out []town) {
	for range n {
		a, b, c := starts[r.IntN(len(starts))], middles[r.IntN(len(middles))], endings[r.IntN(len(endings))]
		out = append(out, town{a[0] + b[0] + c[0], a[1] + b[1] + c[1], 330_000_000 + r.Int64N(40_000_000), 360_000_000 + r.Int64N(60_000_000)})
	}
	return out
}

// report is one publisher's row of something that happened: each has its own words, precision and mistakes.
func report(r *rand.Rand, at town, day, killed int, party, publisher string, n int) record.Bundle {
	id := fmt.Sprintf("%s:%06d", publisher, n)
	d := firstDay.AddDate(0, 0, day)
	when := d.Format(time.DateOnly)
	switch v := r.IntN(20); {
	case v < 2:
		when = d.AddDate(0, 0, -1).Format(time.DateOnly) + "/" + d.AddDate(0, 0, 1).Format(time.DateOnly)
	case v == 2:
		when = d.Format("2006-01")
	case v == 3:
		when = d.AddDate(0, 0, 1).Format(time.DateOnly)
	}
	b := record.Bundle{Incident: record.Incident{ID: id, Scheme: publisher, Act: "attack", When: when, Publisher: publisher, Key: fmt.Sprint(n)}}
	b.Incident.Place.Name = record.Text{"en": at.en}
	if publisher == "second" && r.IntN(2) == 0 {
		b.Incident.Place.Name = record.Text{"ar": at.ar}
	}
	if r.IntN(5) > 0 {
		b.Incident.Place.Lat, b.Incident.Place.Lon = at.lat+r.Int64N(60_000)-30_000, at.lon+r.Int64N(60_000)-30_000
		b.Incident.Place.Radius = []int64{500, 1000, 5000}[r.IntN(3)]
	}
	lo := max(0, killed+r.IntN(3)-1)
	b.Assessments = []record.Assessment{{
		Incident: id, Assessor: publisher, Rule: "x", Scheme: publisher, Grade: grade.Alleged,
		Amounts:      []record.Amount{{Role: "killed", Range: record.Range{Lo: int64(lo), Best: -1, Hi: int64(lo + r.IntN(3))}}},
		Attributions: []record.Attribution{{To: party, Grade: grade.Alleged}},
	}}
	title := at.en
	for range 6 {
		title += " " + rolls[r.IntN(len(rolls))]
	}
	b.Incident.Title = record.Text{"en": title}
	return b
}

// made gives n incidents of two publishers, of which one in ten of the second's is one of the first's, and which these are.
func made(n int, seed uint64) (bundles []record.Bundle, truth map[[2]string]bool) {
	r := rand.New(rand.NewPCG(seed, 1))
	places, truth := towns(r, max(20, n/100)), map[[2]string]bool{}
	for i := range n / 2 {
		at, day, killed, party := places[r.IntN(len(places))], r.IntN(1100), r.IntN(12), parties[r.IntN(2)]
		one := report(r, at, day, killed, party, "first", i)
		if i%10 != 0 {
			at, day, killed = places[r.IntN(len(places))], r.IntN(1100), r.IntN(12)
		}
		if i%10 != 0 || r.IntN(5) == 0 { // who did it is told otherwise at times
			party = parties[r.IntN(2)]
		}
		other := report(r, at, day, killed, party, "second", i)
		if i%10 == 0 {
			truth[[2]string{one.Incident.ID, other.Incident.ID}] = true
		}
		bundles = append(bundles, one, other)
	}
	return bundles, truth
}

var madeNames = []record.Name{
	{Scheme: "first", Sort: "act", Word: "attack", Means: []string{"attack"}},
	{Scheme: "second", Sort: "act", Word: "attack", Means: []string{"attack"}},
	{Scheme: "first", Sort: "party", Word: "army", Means: []string{"army"}},
	{Scheme: "second", Sort: "party", Word: "army", Means: []string{"army"}},
	{Scheme: "first", Sort: "party", Word: "rebels", Means: []string{"rebels"}},
	{Scheme: "second", Sort: "party", Word: "rebels", Means: []string{"rebels"}},
}

func each(bundles []record.Bundle) iter.Seq2[*record.Bundle, error] {
	return func(yield func(*record.Bundle, error) bool) {
		for i := range bundles {
			if !yield(&bundles[i], nil) {
				return
			}
		}
	}
}

func indexOf(tb testing.TB, names []record.Name, bundles []record.Bundle) *Index {
	tb.Helper()
	x, err := NewIndex(&record.Base{Names: names}, each(bundles))
	if err != nil {
		tb.Fatal(err)
	}
	return x
}

func propose(tb testing.TB, x *Index, of []string) []Pair {
	tb.Helper()
	pairs, _, err := x.Propose(tb.Context(), of)
	if err != nil {
		tb.Fatal(err)
	}
	return pairs
}

// TestFindsDuplicates measures on made-up rows of two publishers how many duplicates are proposed, and how many proposals are duplicates, at several thresholds.
func TestFindsDuplicates(t *testing.T) {
	bundles, truth := made(20_000, 7)
	pairs := propose(t, indexOf(t, madeNames, bundles), nil)
	for _, from := range []int64{Threshold, 8000, 9000, 10_000, 11_000, 12_000, 13_000} {
		found, shown := 0, 0
		for i := range pairs {
			if pairs[i].Score < from {
				continue
			}
			shown++
			if truth[[2]string{pairs[i].A, pairs[i].B}] {
				found++
			}
		}
		recall, precision := 100*float64(found)/float64(len(truth)), 100*float64(found)/float64(shown)
		t.Logf("from %5.1f: %d proposals, recall %.1f %%, precision %.1f %%", float64(from)/1000, shown, recall, precision)
		if from == Threshold && (recall < 90 || precision < 30) || from == 13_000 && precision < 60 {
			t.Errorf("of %d duplicates %d are among %d proposals", len(truth), found, shown)
		}
	}
}

// TestOnlyWhatIsNew: an import is compared with everything, and with itself, and gives what a comparison of all gives of it.
func TestOnlyWhatIsNew(t *testing.T) {
	bundles, _ := made(2000, 8)
	x := indexOf(t, madeNames, bundles)
	all, some := propose(t, x, nil), []string{}
	for i := range 200 {
		some = append(some, bundles[i*5].Incident.ID)
	}
	var want []Pair
	for _, p := range all {
		if slices.Contains(some, p.A) || slices.Contains(some, p.B) {
			want = append(want, p)
		}
	}
	if got := propose(t, x, some); len(got) < 10 || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%d of %d", len(got), len(want))
	}
	slices.Reverse(bundles)
	if again := propose(t, indexOf(t, madeNames, bundles), nil); fmt.Sprint(again) != fmt.Sprint(all) {
		t.Error("the order of the incidents changes the proposals")
	}
}

func BenchmarkPropose(b *testing.B) {
	bundles, _ := made(100_000, 9)
	b.Run("index", func(b *testing.B) {
		for b.Loop() {
			indexOf(b, madeNames, bundles)
		}
	})
	x := indexOf(b, madeNames, bundles)
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			propose(b, x, nil)
		}
	})
	b.Run("1000 new", func(b *testing.B) {
		var some []string
		for i := range 1000 {
			some = append(some, bundles[i*7].Incident.ID)
		}
		for b.Loop() {
			propose(b, x, some)
		}
	})
}
