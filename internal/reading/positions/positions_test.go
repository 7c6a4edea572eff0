package positions

import (
	"slices"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/judge/fact"
)

func read(tb testing.TB, text string) *norms.Program {
	tb.Helper()
	f, ds := syntax.Parse("test.mithaq", text)
	book, more := terms.Resolve([]*syntax.File{f}, nil)
	if ds = append(ds, more...); diag.HasErrors(ds) {
		tb.Fatal(ds)
	}
	prog, _ := norms.Lower(book)
	return prog
}

const text = `
vocabulary v
party red
party blue
party green
act leave (doer party)
agreement pact "Pact"
  uses v
  agreed between red and blue
  dated 2020-01-01
  zone "UTC"
term 1
  a: red must leave() by 2020-06-01
term 2
  b: blue must leave() by 2020-06-01
position blue rejects term 2 on 2020-03-01 said "In an interview"
agreement frame "Frame"
  uses v
  offer by green
  dated 2020-02-01
  zone "UTC"
  includes pact
term 1
  c: red must leave() by 2020-06-01
position red reserves frame on 2020-02-10
`

func day(s string) civil.Interval {
	d, err := civil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return civil.UTC.Day(d)
}

// TestStands: makers accept, later statements stand, those on a term before those on the text, silence is none.
func TestStands(t *testing.T) {
	prog := read(t, text)
	for _, c := range []struct {
		record                             []fact.Position
		text, term                         string
		accepts, rejects, reserves, silent []string
		common                             bool
	}{
		{nil, "pact", "1", []string{"blue", "green", "red"}, nil, nil, nil, true},
		{nil, "pact", "2", []string{"green", "red"}, []string{"blue"}, nil, nil, false},
		{nil, "frame", "1", []string{"green"}, nil, []string{"red"}, nil, false},
		{[]fact.Position{{ID: "p", Party: "blue", Stance: "accept", Agree: "pact", Term: "2", When: day("2020-04-01")}}, "pact", "2", []string{"blue", "green", "red"}, nil, nil, nil, true},
		{[]fact.Position{{ID: "p", Party: "blue", Stance: "accept", Agree: "pact", When: day("2020-03-01")}}, "pact", "2", []string{"green", "red"}, []string{"blue"}, nil, nil, false},
		{[]fact.Position{{ID: "p", Party: "blue", Stance: "accept", Agree: "pact", When: day("2020-03-02")}}, "pact", "2", []string{"blue", "green", "red"}, nil, nil, nil, true},
		{[]fact.Position{{ID: "p", Party: "red", Stance: "deny", Fact: "x", When: day("2020-03-02")}}, "frame", "1", []string{"green"}, nil, []string{"red"}, nil, false},
		{[]fact.Position{{ID: "p", Party: "blue", Stance: "reject", Agree: "frame", Term: "1", When: day("2020-03-02")}}, "frame", "", []string{"green"}, nil, []string{"red"}, []string{"blue"}, false},
	} {
		for _, x := range Of(prog, c.record, civil.Forever) {
			if x.ID != c.text {
				continue
			}
			for i := range x.Terms {
				if y := &x.Terms[i]; y.ID == c.term {
					if !slices.Equal(y.Accepts, c.accepts) || !slices.Equal(y.Rejects, c.rejects) || !slices.Equal(y.Reserves, c.reserves) || !slices.Equal(y.Silent, c.silent) || y.Common() != c.common {
						t.Errorf("%s %s: %+v, not %+v", c.text, c.term, *y, c)
					}
				}
			}
		}
	}
	for _, x := range Of(prog, nil, civil.Forever) {
		if x.ID == "pact" && !slices.Equal(x.Common(), []string{"1"}) {
			t.Error(x.Common())
		}
	}
	for _, x := range Of(prog, nil, day("2020-02-20").Lo) { // before blue rejected term 2
		if x.ID == "pact" && !slices.Equal(x.Common(), []string{"1", "2"}) {
			t.Error(x.Common())
		}
	}
}
