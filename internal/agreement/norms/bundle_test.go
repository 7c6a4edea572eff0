package norms

import (
	"slices"
	"testing"
)

func ids(a *Agreement) (out []string) {
	for i := range a.Norms {
		out = append(out, a.Norms[i].ID+" "+a.Norms[i].Bearers[0])
	}
	return out
}

func TestBundles(t *testing.T) {
	norm := func(term, id, bearer string) Norm {
		return Norm{Agree: "a", Term: term, ID: id, Bearers: []string{bearer}}
	}
	p := &Program{Agreements: []Agreement{
		{
			ID: "a", Terms: []Term{{ID: "1", Norms: []string{"1a", "1b"}}, {ID: "2", Norms: []string{"2a"}}},
			Norms: []Norm{norm("1", "1a", "text"), norm("1", "1b", "text"), norm("2", "2a", "text")},
			Readings: []Reading{
				{ID: "kyiv", Norms: []Norm{norm("1", "1a", "kyiv"), norm("1", "1c", "kyiv")}},
				{ID: "moscow", Norms: []Norm{norm("2", "2a", "moscow")}},
			},
		},
		{ID: "b", Readings: []Reading{{ID: "moscow"}}},
	}}
	p.Index()
	got := p.Bundles()
	want := map[string][]string{
		"":       {"1a text", "1b text", "2a text"},
		"kyiv":   {"1a kyiv", "1b text", "1c kyiv", "2a text"},
		"moscow": {"1a text", "1b text", "2a moscow"},
	}
	if len(got) != 3 || got[0].Reading != "" || got[1].Reading != "kyiv" || got[2].Reading != "moscow" {
		t.Fatalf("%d bundles: %v", len(got), got)
	}
	for _, b := range got {
		if l := ids(b.Program.Agreement("a")); !slices.Equal(l, want[b.Reading]) {
			t.Errorf("%q: %v, want %v", b.Reading, l, want[b.Reading])
		}
	}
	kyiv := got[1].Program
	if kyiv.Norm("a.1c") == nil || !slices.Equal(kyiv.Term("a", "1").Norms, []string{"1a", "1b", "1c"}) {
		t.Error("a norm that only the reading has is not found there")
	}
	if p.Norm("a.1c") != nil || p.Norm("a.1a").Bearers[0] != "text" || len(p.Term("a", "1").Norms) != 2 {
		t.Error("the text as written changed")
	}
}
