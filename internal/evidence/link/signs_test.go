package link

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// incident is one of the day and place of the others, as a publisher tells it.
func incident(id string, change func(*record.Bundle)) record.Bundle {
	b := record.Bundle{Incident: record.Incident{ID: id, Act: "attack", When: "2015-11-05", Place: record.Place{Name: record.Text{"en": "Douma"}, Lat: 335714000, Lon: 364027000, Radius: 500}}}
	if change != nil {
		change(&b)
	}
	return b
}

func found(by string, killed record.Range, parties ...string) []record.Assessment {
	a := record.Assessment{Assessor: by, Scheme: "pub", Grade: grade.Alleged, Amounts: []record.Amount{{Role: "killed", Range: killed}}}
	for _, p := range parties {
		a.Attributions = append(a.Attributions, record.Attribution{To: p, Grade: grade.Alleged})
	}
	return []record.Assessment{a}
}

// TestSigns: each sign is seen of its own pair.
func TestSigns(t *testing.T) {
	names := []record.Name{{Scheme: "pub", Sort: "act", Word: "Strike", Means: []string{"attack"}}, {Scheme: "pub", Sort: "act", Word: "Talks", Means: []string{"meet"}}, {Scheme: "pub", Sort: "zone", Word: "the east", Means: []string{"east"}}}
	three := record.Range{Lo: 3, Best: 3, Hi: 3}
	seen := map[string]bool{}
	for name, c := range map[string]struct {
		a, b func(*record.Bundle)
		want string // signs that are there, or, after "-", are not
	}{
		"the same":            {nil, nil, "date.same place.here name.same act.same"},
		"a coarse date":       {nil, func(b *record.Bundle) { b.Incident.When = "2015-11" }, "date.overlap -date.same"},
		"the next day":        {nil, func(b *record.Bundle) { b.Incident.When = "2015-11-06" }, "date.near"},
		"about that day":      {nil, func(b *record.Bundle) { b.Incident.When = "2015-11-07~" }, "-date.apart"},
		"another week":        {nil, func(b *record.Bundle) { b.Incident.When = "2015-11-15" }, "date.apart"},
		"no date":             {nil, func(b *record.Bundle) { b.Incident.When = "" }, "-date.same -date.overlap -date.apart"},
		"a wide circle":       {nil, func(b *record.Bundle) { b.Incident.Place.Lat += 200000; b.Incident.Place.Radius = 5000 }, "place.around -place.here"},
		"another town":        {nil, func(b *record.Bundle) { b.Incident.Place.Lat += 2000000 }, "place.apart name.same"},
		"another script":      {nil, func(b *record.Bundle) { b.Incident.Place.Name = record.Text{"ar": "حرستا"} }, "-name.same -name.alike -name.differs"},
		"another script, far": {func(b *record.Bundle) { b.Incident.Place = record.Place{Name: record.Text{"en": "Harasta"}} }, func(b *record.Bundle) { b.Incident.Place = record.Place{Name: record.Text{"ar": "حرستا"}} }, "name.alike"},
		"another spelling":    {nil, func(b *record.Bundle) { b.Incident.Place.Name = record.Text{"en": "Doumah"} }, "name.alike"},
		"another name":        {nil, func(b *record.Bundle) { b.Incident.Place = record.Place{Name: record.Text{"en": "Zamalka"}} }, "name.differs"},
		"a bound word":        {nil, func(b *record.Bundle) { b.Incident.Scheme, b.Incident.Act = "pub", "STRIKE" }, "act.same"},
		"another bound word":  {nil, func(b *record.Bundle) { b.Incident.Scheme, b.Incident.Act = "pub", "Talks" }, "act.differs"},
		"a word not bound":    {nil, func(b *record.Bundle) { b.Incident.Scheme, b.Incident.Act = "pub", "Raid" }, "-act.same -act.differs"},
		"killed alike":        {func(b *record.Bundle) { b.Assessments = found("x", three, "army") }, func(b *record.Bundle) { b.Assessments = found("y", three, "army") }, "killed.same party.shared"},
		"killed otherwise":    {func(b *record.Bundle) { b.Assessments = found("x", three, "army") }, func(b *record.Bundle) { b.Assessments = found("y", record.Range{Lo: 9, Best: -1, Hi: -1}, "rebels") }, "killed.apart party.differs"},
		"killed one more":     {func(b *record.Bundle) { b.Assessments = found("x", three) }, func(b *record.Bundle) { b.Assessments = found("y", record.Range{Lo: 4, Best: -1, Hi: -1}) }, "killed.near"},
		"killed in a range":   {func(b *record.Bundle) { b.Assessments = found("x", three) }, func(b *record.Bundle) { b.Assessments = found("y", record.Range{Lo: 2, Best: -1, Hi: -1}) }, "killed.overlap"},
		"a page": {
			func(b *record.Bundle) { b.Accounts = []record.Account{{URL: "https://www.example.org/a/"}} },
			func(b *record.Bundle) { b.Accounts = []record.Account{{URL: "http://example.org/a#top"}} }, "address.shared",
		},
		"a page and its text": {
			func(b *record.Bundle) { b.Accounts = []record.Account{{URL: "https://example.org/a", Says: longText}} },
			func(b *record.Bundle) { b.Accounts = []record.Account{{URL: "https://example.org/a", Says: longText}} }, "address.shared -report.shared",
		},
		"a text": {
			func(b *record.Bundle) { b.Accounts = []record.Account{{Says: longText}} },
			func(b *record.Bundle) {
				b.Accounts = []record.Account{{Words: "the market of the old town; was hit AT NOON by two shells"}}
			}, "report.shared -words.same",
		},
		"a short text": {
			func(b *record.Bundle) { b.Accounts = []record.Account{{Words: "Two killed."}} },
			func(b *record.Bundle) { b.Accounts = []record.Account{{Words: "Two killed."}} }, "-report.shared",
		},
		"a file": {
			func(b *record.Bundle) { b.Accounts = []record.Account{{Files: []record.Hash{{1, 2}}}} },
			func(b *record.Bundle) { b.Accounts = []record.Account{{Files: []record.Hash{{1, 2}, {3}}}} }, "file.shared",
		},
		"another file": {
			func(b *record.Bundle) { b.Accounts = []record.Account{{Files: []record.Hash{{1, 2}}}} },
			func(b *record.Bundle) { b.Accounts = []record.Account{{Files: []record.Hash{{3}}}} }, "-file.shared",
		},
		"an agency behind both": {
			func(b *record.Bundle) { b.Accounts = []record.Account{{ID: "1", Source: "agency"}} },
			func(b *record.Bundle) { b.Accounts = []record.Account{{ID: "2", Source: "paper"}} }, "source.shared",
		},
		"who is not told": {
			func(b *record.Bundle) { b.Accounts = []record.Account{{ID: "1", Source: "hidden"}} },
			func(b *record.Bundle) { b.Accounts = []record.Account{{ID: "2", Source: "hidden"}} }, "-source.shared",
		},
		"two papers": {
			func(b *record.Bundle) { b.Accounts = []record.Account{{ID: "1", Source: "radio"}} },
			func(b *record.Bundle) { b.Accounts = []record.Account{{ID: "2", Source: "paper"}} }, "-source.shared",
		},
		"a zone": {
			func(b *record.Bundle) { b.Incident.Place = record.Place{Zones: []string{"east"}} },
			func(b *record.Bundle) {
				b.Incident.Scheme, b.Incident.Place = "pub", record.Place{Zones: []string{"The East"}}
			}, "zone.shared",
		},
		"another zone": {
			func(b *record.Bundle) { b.Incident.Place = record.Place{Zones: []string{"east"}} },
			func(b *record.Bundle) { b.Incident.Place = record.Place{Zones: []string{"west"}} }, "-zone.shared",
		},
		"a site is no page": {
			func(b *record.Bundle) { b.Accounts = []record.Account{{URL: "https://example.org/"}} },
			func(b *record.Bundle) { b.Accounts = []record.Account{{URL: "https://example.org"}} }, "-address.shared",
		},
		"words": {
			func(b *record.Bundle) { b.Incident.Title = record.Text{"en": "Market bakery shelled morning"} },
			func(b *record.Bundle) { b.Incident.Title = record.Text{"en": "Shelled: the market and bakery"} }, "words.same",
		},
		"some words": {
			func(b *record.Bundle) { b.Incident.Title = record.Text{"en": "Market bakery shelled morning twelve"} },
			func(b *record.Bundle) { b.Incident.Title = record.Text{"en": "Market shelled evening children"} }, "words.alike",
		},
		"a publisher's rows": {
			func(b *record.Bundle) { b.Incident.Publisher, b.Incident.Key = "pub", "1" },
			func(b *record.Bundle) { b.Incident.Publisher, b.Incident.Key = "pub", "2" }, "publisher.same",
		},
	} {
		a, b := incident("a", c.a), incident("b", c.b)
		x, err := NewIndex(&record.Base{Names: names, Sources: papers}, each([]record.Bundle{a, b}))
		if err != nil {
			t.Fatal(err)
		}
		p, ok := x.Pair("b", "a")
		if !ok || p.A != "a" || p.B != "b" {
			t.Fatalf("%s: %+v", name, p)
		}
		got := map[string]bool{}
		for _, s := range p.Signs {
			got[s.Code], seen[s.Code] = true, true
			if _, known := plainWeights[s.Code]; !known && plainRare[s.Code] == nil {
				t.Errorf("%s has no weight", s.Code)
			}
		}
		for _, w := range strings.Fields(c.want) {
			if absent := strings.HasPrefix(w, "-"); got[strings.TrimPrefix(w, "-")] == absent {
				t.Errorf("%s: %s, got %v", name, w, p.Signs)
			}
		}
	}
	for _, code := range append(slices.Collect(maps.Keys(plainWeights)), slices.Collect(maps.Keys(plainRare))...) {
		if code != "" && !seen[code] {
			t.Errorf("no pair shows %s", code)
		}
	}
}

var (
	longText = record.Text{"en": "The market of the old town was hit at noon by two shells."}
	papers   = []record.Source{{ID: "agency"}, {ID: "paper", Cites: []string{"agency"}}, {ID: "radio"}, {ID: "hidden", Sort: "withheld"}}
)

// TestSharedByMany: the more incidents share a thing, the less it says of two of them, and in the end nothing.
func TestSharedByMany(t *testing.T) {
	for code, account := range map[string]record.Account{
		"address.shared": {URL: "https://example.org/a"},
		"file.shared":    {Files: []record.Hash{{1, 2}}},
		"report.shared":  {Says: longText},
		"source.shared":  {Source: "radio"},
	} {
		last := int64(math.MaxInt64)
		for i, n := range []int{2, 5, 41, 401} {
			var bundles []record.Bundle
			for k := range n {
				bundles = append(bundles, incident(fmt.Sprint(k), func(b *record.Bundle) {
					b.Incident.When = firstDay.AddDate(0, 0, 3*k).Format("2006-01-02")
					b.Accounts = []record.Account{account}
				}))
			}
			x, err := NewIndex(&record.Base{Sources: papers}, each(bundles))
			if err != nil {
				t.Fatal(err)
			}
			p, _ := x.Pair("0", "1")
			got := int64(0)
			for _, s := range p.Signs {
				if s.Code == code {
					got = s.Weight
				}
			}
			if got > last || got == last && got != 0 || i == 0 && got == 0 || i == 3 && got != 0 {
				t.Errorf("%s, shared by %d: %d, by fewer %d", code, n, got, last)
			}
			last = got
		}
	}
}

// TestDecidedPairs: what was merged or kept apart is proposed no more, unless more speaks for it than when it was decided.
func TestDecidedPairs(t *testing.T) {
	decided := func(decision string, change func(*record.Link)) int {
		first, _ := indexOf(t, nil, []record.Bundle{incident("a", nil), incident("b", nil)}).Pair("a", "b")
		l := record.Link{A: "a", B: "b", Decision: decision, Signs: first.Shown(), Score: first.Score}
		if change != nil {
			change(&l)
		}
		with := func(b *record.Bundle) { b.Links = []record.Link{l} }
		return len(propose(t, indexOf(t, nil, []record.Bundle{incident("a", with), incident("b", with)}), nil))
	}
	for name, c := range map[string]struct{ got, want int }{
		"apart":           {decided("apart", nil), 0},
		"merged":          {decided("merge", nil), 0},
		"undone":          {decided("open", nil), 1},
		"more now":        {decided("apart", func(l *record.Link) { l.Signs, l.Score = "date.same:+4.0", 4000 }), 1},
		"less now":        {decided("apart", func(l *record.Link) { l.Signs, l.Score = "address.shared:+8.0", 99_000 }), 0},
		"decided unshown": {decided("apart", func(l *record.Link) { l.Signs, l.Score = "", 0 }), 0},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d proposals, want %d", name, c.got, c.want)
		}
	}
}

// TestOnePublisherIsNeverProposed: two rows of one publisher with keys of its own are not proposed, however alike; with a page in common they are shown as what they are.
func TestOnePublisherIsNeverProposed(t *testing.T) {
	row := func(key, url string) func(*record.Bundle) {
		return func(b *record.Bundle) {
			b.Incident.Publisher, b.Incident.Key = "pub", key
			if url != "" {
				b.Accounts = []record.Account{{URL: url}}
			}
		}
	}
	if got := propose(t, indexOf(t, nil, []record.Bundle{incident("a", row("1", "")), incident("b", row("2", ""))}), nil); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	got := propose(t, indexOf(t, nil, []record.Bundle{incident("a", row("1", "https://example.org/x")), incident("b", row("2", "https://example.org/x"))}), nil)
	if len(got) != 1 || !got[0].SamePublisher {
		t.Errorf("%+v", got)
	}
}

// TestRarityIsNoNews: that something shared has become rarer than when it was decided says nothing new of the two; a sign that was not there does.
func TestRarityIsNoNews(t *testing.T) {
	p := Pair{Score: 12000, Signs: []Sign{{Code: "place.here", Weight: 5000}, {Code: "date.same", Weight: 4000}, {Code: "source.shared", Weight: 3000}}}
	for name, c := range map[string]struct {
		signs string
		score int64
		want  bool
	}{
		"rarer now":   {"place.here:+5.0 date.same:+4.0 source.shared:+1.0", 10000, true},
		"not there":   {"place.here:+5.0 date.same:+4.0", 9000, false},
		"common now":  {"place.here:+5.0 address.shared:+8.0 date.same:+4.0", 17000, true},
		"one more":    {"date.same:+4.0 source.shared:+1.0", 5000, false},
		"as it stood": {p.Shown(), 12000, true},
	} {
		if got := p.Decided(record.Link{Decision: "apart", Signs: c.signs, Score: c.score}); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
