package link

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// manifold gives incidents of few days, places, words, sources and numbers, so that whatever may be compared is alike, near, apart and missing often.
func manifold(r *rand.Rand, n int) (out []record.Bundle) {
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	some := func(from ...string) (list []string) {
		for range r.IntN(3) {
			list = append(list, from[r.IntN(len(from))])
		}
		return list
	}
	for i := range n {
		b := record.Bundle{Incident: record.Incident{
			ID: fmt.Sprintf("%c%03d", 'a'+r.IntN(20), i), Scheme: pick("", "first", "second", "third"), Act: pick("attack", "Attack", "raid", "meet"), Publisher: pick("", "p", "q"), Key: pick("", "k"),
		}}
		day := firstDay.AddDate(0, 0, r.IntN(12))
		b.Incident.When = pick(day.Format("2006-01-02"), day.Format("2006-01-02")+"~", day.Format("2006-01-02")+"/"+day.AddDate(0, 0, r.IntN(3)).Format("2006-01-02"), day.Format("2006-01"), "2015", "")
		at := &b.Incident.Place
		at.Zones = some("east", "The East", "west", "north")
		for _, name := range some("Douma", "Doumah", "Harasta", "دوما", "حرستا", "Ib", "ib.", "Karata Town", "Karata") {
			if at.Name == nil {
				at.Name = record.Text{}
			}
			at.Name[pick("en", "ar", "ru")] = name
		}
		if r.IntN(3) > 0 {
			at.Lat, at.Lon, at.Radius = 330_000_000+r.Int64N(400_000), 360_000_000+r.Int64N(400_000), []int64{500, 2000, 5000, 40_000}[r.IntN(4)]
		}
		if r.IntN(3) > 0 {
			b.Incident.Title = record.Text{"en": strings.Join(append(some(rolls...), some(rolls...)...), " ")}
		}
		for k := range r.IntN(5) {
			a := record.Account{ID: fmt.Sprint(b.Incident.ID, k), Incident: b.Incident.ID, Source: pick("agency", "paper", "radio", "hidden", fmt.Sprint("s", r.IntN(30)), fmt.Sprint("s", r.IntN(5)))}
			switch r.IntN(4) {
			case 0:
				a.URL = fmt.Sprintf("https://example.org/%d", r.IntN(2)*r.IntN(40))
			case 1:
				a.Says = record.Text{"en": longText["en"] + pick("", " Again.", " "+strings.Join(some(rolls...), " "))}
			case 2:
				a.Files = []record.Hash{{byte(r.IntN(2) * r.IntN(30))}, {byte(r.IntN(30))}}
			}
			b.Accounts = append(b.Accounts, a)
		}
		for range r.IntN(3) {
			lo := r.Int64N(9)
			a := record.Assessment{Incident: b.Incident.ID, Assessor: pick("x", "y"), Scheme: pick("", "first", "second"), Grade: []grade.Grade{grade.Alleged, grade.Discounted}[r.IntN(5)/4]}
			a.Amounts = []record.Amount{{Role: pick("killed", "killed", "wounded"), Range: record.Range{Lo: lo, Best: -1, Hi: []int64{-1, lo, lo + r.Int64N(4)}[r.IntN(3)]}}}
			for _, to := range some("army", "Army", "rebels", "others") {
				a.Attributions = append(a.Attributions, record.Attribution{To: to, Grade: grade.Alleged})
			}
			b.Assessments = append(b.Assessments, a)
		}
		out = append(out, b)
	}
	return out
}

// decide keeps some pairs apart, on signs of now or of less.
func decide(r *rand.Rand, bundles []record.Bundle, pairs []Pair) {
	for k := range pairs {
		p := &pairs[k]
		l := record.Link{A: p.A, B: p.B, Decision: []string{"apart", "open", "merge"}[r.IntN(3)], Signs: p.Shown(), Score: p.Score}
		if r.IntN(2) == 0 {
			l.Signs, _, _ = strings.Cut(l.Signs, " ")
			l.Score = 4000
		}
		for i := range bundles {
			if b := &bundles[i]; b.Incident.ID == p.A || b.Incident.ID == p.B {
				b.Links = append(b.Links, l)
			}
		}
	}
}

// TestSameAsPlain: the proposals, and of every two incidents their signs, are those of the plain way.
func TestSameAsPlain(t *testing.T) {
	names := slices.Concat(madeNames, []record.Name{
		{Scheme: "first", Sort: "zone", Word: "the east", Means: []string{"east"}},
		{Scheme: "second", Sort: "act", Word: "raid", Means: []string{"attack", "arrest"}},
		{Scheme: "third", Sort: "act", Word: "raid", Means: []string{"arrest"}},
	})
	codes, proposed := map[string]int{}, 0
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 5))
		bundles := manifold(r, 130)
		base := &record.Base{Names: names, Sources: papers}
		largest := []int{12, largestBlock}[seed%2]
		first := newPlain(base, bundles, largest).propose()
		decide(r, bundles, first[:len(first)/3])
		plain := newPlain(base, bundles, largest)
		x, err := newIndex(base, each(bundles), largest)
		if err != nil {
			t.Fatal(err)
		}
		want, got := plain.propose(), propose(t, x, nil)
		for i := range min(len(want), len(got)) {
			if w, g := fmt.Sprintf("%+v", want[i]), fmt.Sprintf("%+v", got[i]); w != g {
				t.Fatalf("seed %d, proposal %d:\n%s\nwant\n%s", seed, i, g, w)
			}
		}
		if len(want) != len(got) {
			t.Fatalf("seed %d: %d proposals, want %d", seed, len(got), len(want))
		}
		proposed += len(want)
		for i := range plain.all {
			one := x.comparison(&x.all[i], &naming{})
			for j := range i {
				want := plain.pair(&plain.all[i], &plain.all[j])
				got := one.pair(&x.all[j])
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("seed %d:\n%+v\nwant\n%+v", seed, got, want)
				}
				for _, s := range want.Signs {
					codes[s.Code]++
				}
				for _, least := range []int64{want.Score, want.Score + 1} {
					if score, ok := one.score(&x.all[j], least); ok != (least == want.Score) || ok && score != want.Score {
						t.Fatalf("seed %d: %d %v, at least %d, of %+v", seed, score, ok, least, want)
					}
				}
			}
		}
	}
	for code := range plainWeights {
		if code != "" && codes[code] < 10 {
			t.Errorf("%s came %d times", code, codes[code])
		}
	}
	for code := range plainRare {
		if code != "" && codes[code] < 10 {
			t.Errorf("%s came %d times", code, codes[code])
		}
	}
	t.Logf("%d proposals", proposed)
}

// TestLeastVoice: of several sources that two incidents share the least is named, in whatever order they came.
func TestLeastVoice(t *testing.T) {
	said := func(sources ...string) func(*record.Bundle) {
		return func(b *record.Bundle) {
			for _, s := range sources {
				b.Accounts = append(b.Accounts, record.Account{ID: b.Incident.ID + s, Source: s})
			}
		}
	}
	bundles := []record.Bundle{incident("a", said("radio")), incident("b", said("agency", "radio")), incident("c", said("agency", "radio"))}
	x, err := NewIndex(&record.Base{Sources: papers}, each(bundles))
	if err != nil {
		t.Fatal(err)
	}
	p, _ := x.Pair("b", "c")
	for _, s := range p.Signs {
		if s.Code == "source.shared" && s.A == "agency" {
			return
		}
	}
	t.Errorf("%+v", p)
}
