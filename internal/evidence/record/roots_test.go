package record

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"mithaq/internal/base/grade"
)

func sourcesOf(list ...Source) func(string) (Source, bool) {
	return func(id string) (Source, bool) {
		for _, s := range list {
			if s.ID == id {
				return s, true
			}
		}
		return Source{}, false
	}
}

func by(source string, cites ...string) Account { return Account{Source: source, Cites: cites} }

// TestLineage: how many voices stand behind accounts.
func TestLineage(t *testing.T) {
	in := sourcesOf(Source{ID: "agency"}, Source{ID: "paper", Cites: []string{"agency"}}, Source{ID: "monitor"}, Source{ID: "radio"},
		Source{ID: "ministry", Party: "state"}, Source{ID: "army", Party: "state"}, Source{ID: "x", Cites: []string{"y"}}, Source{ID: "y", Cites: []string{"x"}},
		Source{ID: "caller", Sort: "anonymous"})
	for name, c := range map[string]struct {
		accounts  []Account
		low, high int
	}{
		"none":                                {nil, 0, 0},
		"one":                                 {[]Account{by("agency")}, 1, 1},
		"one who speaks twice":                {[]Account{by("agency"), by("agency")}, 1, 1},
		"two":                                 {[]Account{by("agency"), by("monitor")}, 2, 2},
		"who always republishes":              {[]Account{by("agency"), by("paper")}, 1, 1},
		"who republishes what is not there":   {[]Account{by("paper")}, 1, 1},
		"who rests on it here":                {[]Account{by("agency"), by("radio", "agency")}, 1, 1},
		"who rests on two":                    {[]Account{by("radio", "agency", "monitor")}, 2, 2},
		"a chain":                             {[]Account{by("radio", "monitor"), by("monitor", "agency"), by("agency")}, 1, 1},
		"who also saw it":                     {[]Account{by("radio", "monitor"), by("radio"), by("monitor")}, 2, 2},
		"two voices of one party":             {[]Account{by("ministry"), by("army")}, 1, 1},
		"a party and another":                 {[]Account{by("ministry"), by("army"), by("agency")}, 2, 2},
		"a circle":                            {[]Account{by("x"), by("y")}, 1, 1},
		"a circle and another":                {[]Account{by("x"), by("y"), by("agency")}, 2, 2},
		"one who is not named":                {[]Account{by("caller"), by("agency")}, 1, 2},
		"only who is not named":               {[]Account{by("caller"), by("nobody known")}, 1, 2},
		"who is not known, and rests on one":  {[]Account{by("nobody known", "agency"), by("agency")}, 1, 1},
		"who rests on someone who is unknown": {[]Account{by("radio", "somebody"), by("agency")}, 1, 2},
	} {
		l := LineageOf(c.accounts, in)
		if l.Low != c.low || l.High != c.high || l.Accounts != len(c.accounts) || len(l.Roots) != c.high {
			t.Errorf("%s: %+v, want %d to %d", name, l, c.low, c.high)
		}
	}
	one := LineageOf([]Account{by("agency"), by("paper")}, in)
	ours := []Assessment{{Assessor: "desk", Grade: grade.Corroborated}}
	if !one.RestsOnOne(ours, "agency") || one.RestsOnOne(ours, "desk") || one.RestsOnOne([]Assessment{{Assessor: "desk", Grade: grade.Verified}}, "") ||
		LineageOf([]Account{by("agency"), by("caller")}, in).RestsOnOne(ours, "") {
		t.Error("what is remarked")
	}
}

// drawn are some sources that cite each other, some of them a party's or withheld, and accounts by them.
func drawn(t *rapid.T) (sources []Source, accounts []Account) {
	ids := []string{"a", "b", "c", "d", "e", "f"}
	some := func(what string) []string {
		out := rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 2, rapid.ID[string]).Draw(t, what)
		slices.Sort(out)
		return out
	}
	for _, id := range ids[:5] { // f is not in the record
		s := Source{ID: id, Party: rapid.SampledFrom([]string{"", "", "p"}).Draw(t, "party"), Sort: rapid.SampledFrom([]string{"", "withheld"}).Draw(t, "sort")}
		if rapid.Bool().Draw(t, "cites") {
			s.Cites = some("always")
		}
		sources = append(sources, s)
	}
	for range rapid.IntRange(1, 5).Draw(t, "accounts") {
		accounts = append(accounts, Account{Source: rapid.SampledFrom(ids).Draw(t, "by"), Cites: some("here")})
	}
	return sources, accounts
}

// TestRepublishingIsNoCorroboration: however many republish what is there, the number of voices does not rise.
func TestRepublishingIsNoCorroboration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sources, accounts := drawn(t)
		before := LineageOf(accounts, sourcesOf(sources...))
		var there []string
		for _, a := range accounts {
			there = append(there, a.Source)
		}
		for i := range rapid.IntRange(1, 5).Draw(t, "republishers") {
			s := Source{ID: fmt.Sprint("new", i)}
			cites := []string{rapid.SampledFrom(there).Draw(t, "of")}
			a := Account{Source: s.ID}
			if rapid.Bool().Draw(t, "always") {
				s.Cites = cites
			} else {
				a.Cites = cites
			}
			sources, accounts, there = append(sources, s), append(accounts, a), append(there, s.ID)
		}
		if after := LineageOf(accounts, sourcesOf(sources...)); after.Low > before.Low || after.High > before.High {
			t.Fatalf("%+v, before %+v", after, before)
		}
	})
}

// TestFloodIsOneVoice: whatever many outlets of a party say, citing each other or not, they are one voice.
func TestFloodIsOneVoice(t *testing.T) {
	sources, accounts := []Source{{ID: "witness"}}, []Account{by("witness")}
	for i := range 200 {
		s := Source{ID: fmt.Sprintf("outlet-%03d", i), Party: "state"}
		a := by(s.ID)
		switch i % 3 {
		case 1:
			a.Cites = []string{fmt.Sprintf("outlet-%03d", i-1)}
		case 2: // a paper of no declared party, which prints the outlet
			s.Party, a.Cites = "", []string{fmt.Sprintf("outlet-%03d", i-2)}
		}
		sources, accounts = append(sources, s), append(accounts, a)
	}
	if l := LineageOf(accounts, sourcesOf(sources...)); l.Low != 2 || l.High != 2 || len(l.Roots) != 2 {
		t.Errorf("%d accounts are %d to %d voices", l.Accounts, l.Low, l.High)
	}
}

// TestMergingKeepsVoices: with the same citations known, the voices of one incident are all among those of it and another together.
func TestMergingKeepsVoices(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sources, accounts := drawn(t)
		for i := range accounts { // what rests on others is said of the sources: it is known before and after
			accounts[i].Cites = nil
		}
		n := rapid.IntRange(0, len(accounts)).Draw(t, "of the first")
		both, one := LineageOf(accounts, sourcesOf(sources...)), LineageOf(accounts[:n], sourcesOf(sources...))
		if both.Low < one.Low || both.High < one.High {
			t.Fatalf("%+v, before %+v", both, one)
		}
	})
}

// TestParts: a subject gives its parts back, whatever they hold.
func TestParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.StringMatching(`[a%/2F5]{0,6}`), 1, 4).Draw(t, "parts")
		if got := Parts(Key(parts...)); !slices.Equal(got, parts) {
			t.Fatalf("%q became %q", parts, got)
		}
	})
}
