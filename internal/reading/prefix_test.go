package reading

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mithaq/internal/agreement/format"
	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/check"
	"mithaq/internal/testroot"
)

// through takes a text, however broken, with others through everything that reads texts. Each remark has a place in the text and a sentence.
func through(t *testing.T, text string, others []Parsed, load terms.Load) {
	t.Helper()
	one := Parse("text.mithaq", text)
	w := Read(append([]Parsed{one}, others...), load)
	for _, d := range w.Diagnostics {
		if !d.Span.Known() || w.Files[d.Span.File] == nil || d.Span.End.Offset > len(w.Files[d.Span.File].Text) {
			t.Fatalf("%s has no place: %v, in\n%s", d.Code, d.Span, tail(text))
		}
		for _, lang := range locale.Langs {
			if words := wording.For(lang); !words.Has("diag."+string(d.Code)) || strings.Contains(words.Diagnostic(d).Title, "{") {
				t.Fatalf("%s has no sentence in %s", d.Code, lang)
			}
		}
	}
	// What an editor asks for while there are errors.
	program, _ := norms.Lower(w.Book)
	check.All(program, w.Book)
	once := format.File(one.Tree)
	if twice := format.Text(once); twice != once {
		t.Fatalf("formatting twice gives something else, behind\n%s", tail(text))
	}
	if diag.HasErrors(one.Diagnostics) {
		if _, ds := format.To("text.mithaq", text, syntax.Arabic); ds == nil && !onlyMixed(one.Diagnostics) {
			t.Fatalf("a text with errors was put into Arabic:\n%s", tail(text))
		}
	}
}

func onlyMixed(ds []diag.Diagnostic) bool {
	for _, d := range ds {
		if d.Severity == diag.Error && d.Code != syntax.Mixed {
			return false
		}
	}
	return true
}

func tail(text string) string { return text[max(0, len(text)-300):] }

// TestPrefixesOfExamples reads beginnings of every example with the rest of its folder, in each language of the keywords: as it is while a
// drafter writes it. It takes a sample of each text; with MITHAQ_LONG=1 every beginning up to the end or the middle of a token.
func TestPrefixesOfExamples(t *testing.T) {
	long := os.Getenv("MITHAQ_LONG") != ""
	files, err := filepath.Glob(filepath.Join(testroot.Root(t), "examples", "*", "*.mithaq"))
	if err != nil || len(files) < 12 {
		t.Fatal("few examples:", len(files), err)
	}
	for n, name := range files {
		folder := filepath.Dir(name)
		load := func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(folder, filepath.FromSlash(path))) }
		var others []Parsed
		siblings, _ := filepath.Glob(filepath.Join(folder, "*.mithaq"))
		for _, other := range siblings {
			// The vocabularies, and for the long run all that stands beside it.
			if text := read(t, other); other != name && (long || strings.Contains(text, "\nvocabulary ") || strings.HasPrefix(text, "vocabulary ")) {
				others = append(others, Parse(filepath.Base(other), text))
			}
		}
		for k, table := range syntax.Tables {
			text, ds := format.To("text.mithaq", read(t, name), table)
			if ds != nil {
				t.Fatalf("%s cannot be put into %s: %v", name, table.Lang, ds)
			}
			f, _ := syntax.Parse("text.mithaq", text)
			r := rand.New(rand.NewPCG(uint64(n), uint64(k)))
			part := 9 // how many beginnings of a text
			if k > 0 {
				part = 3
			}
			for i := range f.Tokens {
				if !long && r.IntN(len(f.Tokens)) >= part {
					continue
				}
				through(t, text[:f.Tokens[i].End()], others, load)
				if half := f.Tokens[i].Text; len(half) > 2 { // in the middle of a word, perhaps of a letter
					through(t, text[:f.Tokens[i].Offset+len(half)/2], others, load)
				}
			}
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestHugeAndDeep: texts that are deep, long or wide end in remarks in reasonable time.
func TestHugeAndDeep(t *testing.T) {
	n := 500
	if os.Getenv("MITHAQ_LONG") != "" {
		n = 3000
	}
	none := func(string) ([]byte, error) { return nil, os.ErrNotExist }
	head := "vocabulary v\nparty p\nact a (doer party, what text)\nstate s (party) begins a(doer: party)\nagreement g\nuses v\ndated 2020-01-01\nterm 1\n"
	var terms, chain strings.Builder
	for i := range n {
		fmt.Fprintf(&terms, "term t%d\n  n%d: p must a(what: \"x\") within 3 days of n%d\n", i, i, (i+1)%n)
		fmt.Fprintf(&chain, " or n%d is kept and not a()", i)
	}
	for name, text := range map[string]string{
		"kinds":      "vocabulary v\nkind a { " + strings.Repeat("b { ", n),
		"not":        head + "1a: p must a() if " + strings.Repeat("not ", n) + "a()",
		"brackets":   head + "1a: p must a() if " + strings.Repeat("(", n) + "a()" + strings.Repeat(")", n),
		"values":     head + "1a: p must a(what: x" + strings.Repeat(" or x", n) + ")",
		"bearers":    head + "1a: p" + strings.Repeat(", p", n) + " must a()",
		"clauses":    head + "1a: p must a()" + strings.Repeat(" by 2020-01-01", n),
		"strings":    head + "text " + strings.Repeat(`"x" `, n),
		"one line":   strings.ReplaceAll(head, "\n", " ") + strings.Repeat("term 1 1a: p must a() ", n),
		"terms":      head + terms.String(),
		"conditions": head + terms.String() + "1a: p must a() if n1 is kept" + chain.String(),
		"parties":    "vocabulary v\n" + strings.Repeat("party p in p from 2020-01-01\n", n),
		"one name":   "vocabulary v\nparty " + strings.Repeat("ш", 50*n),
		"Arabic":     strings.Repeat("يجب ألا في موعد أقصاه ", n),
		"Russian":    "соглашение g\nпункт 1\n1a: p " + strings.Repeat("не позднее в течение ", n),
		"mixed":      "agreement g\nterm 1\n" + strings.Repeat("1a: p обязан a() не позднее 2020-01-01\n", n),
	} {
		start := time.Now()
		through(t, text, nil, none)
		took := time.Since(start)
		t.Logf("%-10s %8d bytes %v", name, len(text), took.Round(time.Millisecond))
	}
}
