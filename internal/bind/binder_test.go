package bind

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mithaq/internal/evidence/record"
)

// TestOneByOne: sets of incidents that were bound one by one, some of them in several sets, are what Bind makes of the same.
func TestOneByOne(t *testing.T) {
	zone := damascus(t)
	met := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		var bundles []record.Bundle
		for i := range rapid.IntRange(0, 8).Draw(t, "n") {
			b := drawBundle(t, fmt.Sprint("i", i))
			b.Withdrawn = rapid.IntRange(0, 9).Draw(t, "withdrawn") == 0
			b.Incident.Act = rapid.SampledFrom([]string{"Airstrike", "Airstrike", "Meeting", "Parade"}).Draw(t, "act")
			if len(b.Denials) > 0 && rapid.Bool().Draw(t, "accepted") {
				b.Denials[0].Stance = "accept"
			}
			bundles = append(bundles, b)
		}
		opts := Options{}
		if rapid.Bool().Draw(t, "cut") {
			opts.PublishedBy = 1446200000 // 30 October 2015
		}
		if rapid.Bool().Draw(t, "without") {
			opts.Without = []string{"panel"}
		}
		base := &record.Base{
			Names: names, Positions: []record.Position{{ID: "p", Party: "nobody", Stance: "accept", When: "2015-11-01"}}, Rosters: []record.Roster{{ID: "unheard of"}},
			Tallies: []record.Tally{{ID: "t", Act: "Airstrike", From: "2015", To: "2016"}},
		}
		k := NewBinder(vocabulary, zone, base, opts)
		all := make([]*Bound, len(bundles))
		for i := range bundles {
			all[i] = k.One(&bundles[i])
		}
		for range 2 {
			var some []record.Bundle
			var bound []*Bound
			for i := range bundles {
				if rapid.Bool().Draw(t, "among them") {
					some, bound = append(some, bundles[i]), append(bound, all[i])
				}
			}
			want, err := Bind(vocabulary, zone, base, each(some), opts)
			if err != nil {
				t.Fatal(err)
			}
			got := k.Set(base, slices.Values(bound), len(bound))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatal(diff)
			}
			met["facts"] += len(got.Facts)
			for _, p := range got.Positions {
				met["positions"] += len(p.Fact)
			}
			for _, u := range got.Unbound {
				met["words"] += u.Count
				met["words that count for none"] += 1 - min(1, u.Count)
			}
			met["left out"] += got.Left.Withdrawn + got.Left.Unpublished + got.Left.Unreported + got.Left.Without
			met["elsewhere"] += got.Left.Elsewhere
		}
	})
	for _, what := range []string{"facts", "positions", "words", "words that count for none", "left out", "elsewhere"} {
		if met[what] < 20 {
			t.Errorf("%s: met %d", what, met[what])
		}
	}
	t.Log(met)
}
