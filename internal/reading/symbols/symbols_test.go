package symbols_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/reading/symbols"
	"mithaq/internal/testroot"
)

// examples gives the trees of the folders of examples.
func examples(t testing.TB) map[string][]*syntax.File {
	t.Helper()
	folders := map[string][]*syntax.File{}
	paths, err := filepath.Glob(filepath.Join(testroot.Root(t), "examples", "*", "*.mithaq"))
	if err != nil || len(paths) < 5 {
		t.Fatalf("%d texts: %v", len(paths), err)
	}
	for _, p := range paths {
		text, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		f, _ := syntax.Parse(p, string(text))
		folders[filepath.Dir(p)] = append(folders[filepath.Dir(p)], f)
	}
	return folders
}

// TestUses sees that each use is of a text that says the symbol's name, that each symbol is declared, and that a place leads back to it.
func TestUses(t *testing.T) {
	seen := map[symbols.Sort]int{}
	for folder, files := range examples(t) {
		texts := map[string]string{}
		for _, f := range files {
			texts[f.Source.Name] = f.Source.Text
		}
		x := symbols.New(files)
		for _, s := range x.Symbols {
			if !s.Declared().Known() {
				t.Errorf("%s: %s %q is declared nowhere", folder, s.Sort, s.Name)
			}
			for _, u := range s.Uses {
				seen[s.Sort]++
				if got := texts[u.Span.File][u.Span.Start.Offset:u.Span.End.Offset]; got != s.Name {
					t.Errorf("%s: %s %q stands where the text says %q", u.Span, s.Sort, s.Name, got)
				}
				at, ok := x.At(u.Span.File, u.Span.Start.Offset)
				if !ok || at.Symbol != s && u.Doubles == nil && u.Ties == nil {
					t.Errorf("%s: at the place of %q stands %v", u.Span, s.Name, at.Symbol)
				}
			}
		}
	}
	for s := symbols.Vocabulary; s <= symbols.Variable; s++ {
		if seen[s] == 0 && s != symbols.Track && s != symbols.Reading && s != symbols.Roster {
			t.Errorf("no %s in the examples", s)
		}
	}
	t.Log(seen)
}

// TestEveryNameIsKnown looks for names of a text that lead nowhere: words in brackets and behind words that bind are all of something.
func TestEveryNameIsKnown(t *testing.T) {
	for _, files := range examples(t) {
		x := symbols.New(files)
		for _, f := range files {
			for i := range f.Tokens {
				tok := &f.Tokens[i]
				if tok.Kind != syntax.Word || i+1 >= len(f.Tokens) || f.Tokens[i+1].Sign() != "(" || tok.Key != syntax.NoKeyword {
					continue
				}
				if _, ok := x.At(f.Source.Name, tok.Offset); !ok {
					t.Errorf("%s: nothing is known of %q", f.Source.Span(tok.Offset, tok.End()), tok.Text)
				}
			}
		}
	}
}

// TestNeeds sees what one text needs of others.
func TestNeeds(t *testing.T) {
	f, _ := syntax.Parse("a.mithaq", `agreement a
  uses v, own
  includes b
  supersedes c, d.4
term 1
  1a: red must go() if other.2 is kept
  1b: for each go() as g, g.doer must go()
vocabulary own
`)
	got := symbols.Needs(f)
	for _, want := range []symbols.Need{{symbols.Vocabulary, "v"}, {symbols.Agreement, "b"}, {symbols.Agreement, "c"}, {symbols.Agreement, "d"}, {symbols.Agreement, "other"}} {
		if !got[want] {
			t.Errorf("no need of %v", want)
		}
	}
	if got[symbols.Need{Sort: symbols.Vocabulary, Name: "own"}] || got[symbols.Need{Sort: symbols.Agreement, Name: "a"}] {
		t.Errorf("it needs itself: %v", got)
	}
}

// FuzzNew indexes any text, asks every place of it, and finds at each what the text says there.
func FuzzNew(f *testing.F) {
	f.Add("vocabulary v\nact go (doer party, people)\nkind people { man }\nstate s (people) begins go(people)\nagreement a\n  uses v\nterm 1\n  1a: for each go() as g, red must go(people: g.people) by day 2 of g")
	for _, files := range examples(f) {
		for _, file := range files {
			if len(file.Source.Text) < 4000 {
				f.Add(file.Source.Text)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree, _ := syntax.Parse("x", text)
		x := symbols.New([]*syntax.File{tree})
		symbols.Needs(tree)
		for _, s := range x.Symbols {
			for _, u := range s.Uses {
				got := text[u.Span.Start.Offset:u.Span.End.Offset]
				if _, tokens, _ := syntax.Tokens("", strings.TrimSpace(got)); tokens[0].Value() != s.Name {
					t.Errorf("%q stands where the text says %q", s.Name, got)
				}
			}
		}
		for i := range len(text) + 1 {
			x.At("x", i)
		}
	})
}
