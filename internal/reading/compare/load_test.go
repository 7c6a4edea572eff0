package compare

import (
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
)

// read parses and resolves texts without errors.
func read(tb testing.TB, texts ...string) *terms.Book {
	tb.Helper()
	var files []*syntax.File
	for _, text := range texts {
		f, ds := syntax.Parse("test.mithaq", text)
		for _, d := range ds {
			if d.Severity == diag.Error {
				tb.Fatalf("%v %s %v\n%s", d.Span, d.Code, d.Args, text)
			}
		}
		files = append(files, f)
	}
	book, ds := terms.Resolve(files, nil)
	for _, d := range ds {
		if d.Severity == diag.Error {
			tb.Fatalf("%v %s %v\n%s", d.Span, d.Code, d.Args, texts)
		}
	}
	if _, ds := norms.Lower(book); diag.HasErrors(ds) {
		tb.Fatal(ds)
	}
	return book
}

const vocabulary = `
vocabulary v
party red
party blue
party force in red
party council
kind site { school hospital { clinic } }
kind people { civilian { woman child } fighter }
zone land
zone town in land
zone field
act hit (doer party, object site, harmed people, at place)
act leave (doer party, at place)
act free (doer party, person, people, at place)
act pay (doer party, to party, sum count)
act meet (doer parties, with parties)
act name (doer party, what mark, day date)
act hold (doer party, person, people)
state held (by party, person, people) begins hold(doer: by, person, people) ends free(person)
roster captives of held
`

func head(name, more string) string {
	return "agreement " + name + " \"Text\"\n  uses v\n  agreed between red and blue\n  dated 2020-01-01\n  zone \"UTC\"\n" + more
}

// ask compares one norm with another text, and gives the cell.
func ask(tb testing.TB, t, i string) Cell {
	tb.Helper()
	book := read(tb, vocabulary, head("t", "")+"term 1\n  "+t, head("i", "")+"term 1\n  "+i)
	tables := Of(book, "t", []string{"i"}, nil)
	return tables[0].Rows[0].Cells[0]
}
