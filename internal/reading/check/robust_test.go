package check

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/testroot"
)

// all reads, resolves, lowers and checks a text, however broken.
func all(name, text string) (*norms.Program, []diag.Diagnostic) {
	f, ds := syntax.Parse(name, text)
	book, more := terms.Resolve([]*syntax.File{f}, outlines)
	program, last := norms.Lower(book)
	ds = append(append(ds, more...), last...)
	return program, Whole(program, book, ds)
}

// texts gives the letter and every text of the corpus.
func texts(tb testing.TB) map[string]string {
	tb.Helper()
	root := testroot.Root(tb)
	data, err := os.ReadFile(filepath.Join(root, "internal", "agreement", "norms", "testdata", "letter.mithaq"))
	if err != nil {
		tb.Fatal(err)
	}
	found := map[string]string{"letter": string(data)}
	cases, err := filepath.Glob(filepath.Join(root, "spec", "corpus", "terms", "*.txtar"))
	if err != nil {
		tb.Fatal(err)
	}
	for _, c := range cases {
		archive, err := txtar.ParseFile(c)
		if err != nil {
			tb.Fatal(err)
		}
		for _, f := range archive.Files {
			found[filepath.Base(c)+"/"+f.Name] = string(f.Data)
		}
	}
	if len(found) < 10 {
		tb.Fatalf("only %d texts", len(found))
	}
	return found
}

// sampled says of how many texts one is read: checks that play runs take their time. All with MITHAQ_LONG.
func sampled() int {
	if os.Getenv("MITHAQ_LONG") != "" {
		return 1
	}
	return 6
}

// TestPrefixes reads every beginning of every text, as an editor does while it is written: nothing panics, and no
// remark is without a place.
func TestPrefixes(t *testing.T) {
	for name, text := range texts(t) {
		for i := range text {
			if i%sampled() != 0 {
				continue
			}
			_, ds := all(name, text[:i])
			placed(t, text[:i], ds)
		}
	}
}

// TestLinesLeftOut reads every text without each of its lines, and without its first i lines.
func TestLinesLeftOut(t *testing.T) {
	for name, text := range texts(t) {
		lines := strings.SplitAfter(text, "\n")
		for i := range lines {
			if i%sampled() != 0 {
				continue
			}
			without := strings.Join(lines[:i], "") + strings.Join(lines[i+1:], "")
			_, ds := all(name, without)
			placed(t, without, ds)
			_, ds = all(name, strings.Join(lines[i:], ""))
			placed(t, without, ds)
		}
	}
}

// FuzzCheck reads any text as an editor does: no panic, no remark without a place, and the same remarks again.
func FuzzCheck(f *testing.F) {
	for _, text := range texts(f) {
		f.Add(text)
	}
	for _, p := range pairs(f) {
		f.Add(p.common + p.faulty)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, ds := all("text.mithaq", text)
		placed(t, text, ds)
		if _, again := all("text.mithaq", text); !reflect.DeepEqual(ds, again) {
			t.Errorf("two readings differ of\n%s", text)
		}
	})
}

func placed(t *testing.T, text string, ds []diag.Diagnostic) {
	t.Helper()
	for _, d := range ds {
		if !d.Span.Known() {
			t.Fatalf("%s has no place in\n%s", d.Code, text)
		}
	}
}

// accord writes a text of n norms, each of which waits on the one before or counts from a mark.
func accord(n int) string {
	var b strings.Builder
	b.WriteString(`vocabulary v
party north
party south
party army in north
body board
kind people { civilian { man woman child } fighter }
act attack (doer party, harmed people, at place, killed count)
act withdraw (doer party, at place)
act detain (doer party, person, people)
act release (doer party, person, people)
act announce (doer party, what mark, day date)
state held (by party, person, people) begins detain(doer: by, person, people) ends release(person)
roster detainees of held
`)
	for i := range 50 {
		fmt.Fprintf(&b, "zone z%d from \"zones.geojson#valley\"\n", i)
	}
	b.WriteString(`
agreement accord
  uses v
  agreed between north and south
  dated 2020-01-01
  in force from 2020-01-01T06:00
  zone "Africa/Khartoum"
  observed by board at least 60%
  disputes to board
  applies until after 2030-01-01
mark dday
term a "The parties wish to end the war"
  recital
`)
	for i := range n {
		if i%5 == 0 {
			fmt.Fprintf(&b, "term %d \"Term %d\"\n", i/5+1, i/5+1)
		}
		switch i % 4 {
		case 0:
			fmt.Fprintf(&b, "  n%d: north must withdraw(at: z%d) within 30 days of dday\n", i, i%50)
		case 1:
			fmt.Fprintf(&b, "  n%d: south must withdraw(at: z%d) by day 60 of dday once n%d kept\n", i, i%50, i-1)
		case 2:
			fmt.Fprintf(&b, "  n%d: north and south must not attack(harmed: civilian or fighter, at: z%d) from 2020-02-01 unless attack(doer: south)\n", i, i%50)
		case 3:
			fmt.Fprintf(&b, "  n%d: for each held(by: army) as h, north must announce(what: dday) by 2020-06-01 if count attack(at: z%d) >= 3\n", i, i%50)
		}
	}
	return b.String()
}

// TestAccord sees that the text of the benchmark is sound, so that all of it is measured.
func TestAccord(t *testing.T) {
	program, ds := all("accord.mithaq", accord(600))
	for _, d := range ds {
		t.Errorf("%s: %s %v", d.Span, d.Code, d.Args)
	}
	if n := len(program.Agreements[0].Norms); n != 600 {
		t.Errorf("%d norms", n)
	}
}

// BenchmarkAccord resolves, lowers and checks an accord of 600 norms that has been parsed.
func BenchmarkAccord(b *testing.B) {
	f, _ := syntax.Parse("accord.mithaq", accord(600))
	b.ReportAllocs()
	for b.Loop() {
		book, _ := terms.Resolve([]*syntax.File{f}, outlines)
		program, _ := norms.Lower(book)
		All(program, book)
	}
}
