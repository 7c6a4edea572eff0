package wording

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mithaq/internal/agreement/format"
	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
	"mithaq/internal/testroot"
)

// lesson is a block of the course with what stands behind it.
var lesson = regexp.MustCompile("(?ms)^```mithaq-lesson\n(.*?)^```\n\n<!-- aloud -->\n(.*?)<!-- /aloud -->\n")

// TestCourse reads each lesson of spec/language.md aloud: the lines in the three languages, and what the program understood in each. The page
// must say just that; MITHAQ_UPDATE=1 writes it.
func TestCourse(t *testing.T) {
	update := os.Getenv("MITHAQ_UPDATE") != ""
	path := filepath.Join(testroot.Root(t), "spec", "language.md")
	page := read(t, "spec", "language.md")
	_, after, ok := strings.Cut(page, "```mithaq\nvocabulary lessons ")
	vocabulary, _, closed := strings.Cut(after, "\n```\n")
	if !ok || !closed {
		t.Fatal("the course has no vocabulary")
	}
	vocabulary = "vocabulary lessons " + vocabulary + "\n"
	found := lesson.FindAllStringSubmatch(page, -1)
	if len(found) < 10 {
		t.Fatalf("only %d lessons", len(found))
	}
	head := "\nagreement lesson\n  uses lessons\n  agreed between north and south\n  dated 2024-03-01\n  zone \"Asia/Damascus\"\nmark elections\n"
	all := vocabulary + head
	for _, l := range found {
		all += l[1]
	}
	program, trees := lowered(t, all)
	for _, l := range found {
		want := aloud(t, program, trees, l[1])
		switch {
		case l[2] == want:
		case update:
			page = strings.Replace(page, l[0], strings.Replace(l[0], "<!-- aloud -->\n"+l[2], "<!-- aloud -->\n"+want, 1), 1)
		default:
			t.Errorf("the page does not say what is read; write it with MITHAQ_UPDATE=1:\n%s", want)
		}
	}
	if update {
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// lowered reads the course in each language; the program is the same in all.
func lowered(t *testing.T, text string) (program *norms.Program, trees map[string]*syntax.File) {
	t.Helper()
	trees = map[string]*syntax.File{}
	hash := ""
	for _, table := range syntax.Tables {
		out, ds := format.To("course.mithaq", text, table)
		if ds != nil {
			t.Fatalf("%s: %v", table.Lang, For(locale.En).Diagnostic(ds[0]))
		}
		f, ds := syntax.Parse("course.mithaq", out)
		book, more := terms.Resolve([]*syntax.File{f}, nil)
		p, last := norms.Lower(book)
		if ds = append(append(ds, more...), last...); diag.HasErrors(ds) {
			t.Fatalf("%s: %v: %v", table.Lang, ds[0].Span, For(locale.En).Diagnostic(ds[0]))
		}
		trees[table.Lang] = f
		said := ""
		for i := range p.Agreements[0].Norms {
			said += For(locale.En).Bare().Norm(Lookup{Program: p}, &p.Agreements[0].Norms[i]).Text
		}
		if hash == "" {
			program, hash = p, said
		} else if said != hash {
			t.Fatalf("%s: the norms are others", table.Lang)
		}
	}
	return program, trees
}

// aloud tells the norms of a lesson: a table for each.
func aloud(t *testing.T, program *norms.Program, trees map[string]*syntax.File, text string) string {
	t.Helper()
	var b strings.Builder
	for _, label := range regexp.MustCompile(`(?m)^  (\w+):`).FindAllStringSubmatch(text, -1) {
		n := program.Norm("lesson." + label[1])
		b.WriteString("| | written | understood |\n|---|---|---|\n")
		for _, lang := range locale.Langs {
			back := For(lang).Bare().Norm(Lookup{Program: program}, n)
			fmt.Fprintf(&b, "| %s | `%s` | %s |\n", lang, sourceOf(t, trees[string(lang)], label[1]), strings.Join(append([]string{back.Text}, back.Clauses...), " "))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// sourceOf gives a norm as a tree writes it, on one line.
func sourceOf(t *testing.T, f *syntax.File, label string) string {
	t.Helper()
	for _, s := range f.Stmts {
		a, ok := s.(*syntax.Agreement)
		if !ok {
			continue
		}
		for _, item := range a.Items {
			if term, ok := item.(*syntax.Term); ok {
				for _, x := range term.Items {
					if n, ok := x.(*syntax.Norm); ok && n.Label.Text == label {
						return strings.Join(strings.Fields(f.Source.Text[n.Span.Start.Offset:n.Span.End.Offset]), " ")
					}
				}
			}
		}
	}
	t.Fatalf("no norm %s", label)
	return ""
}
