package check

import (
	"fmt"
	"slices"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
)

// TestIntended: what a text calls meant is marked with the reason that stands nearest; a line that marks nothing is told,
// and so is one with a code that no check has. A remark of the reading itself (M1036) can be meant too.
func TestIntended(t *testing.T) {
	const text = `vocabulary v
party red
party blue
act leave (doer party)
act meet (doer party)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
  intended M3002 "of the text"
  intended M3007 "nobody speaks of blue yet"
  intended M3006 "no term is empty"
term 1
  intended M3002 of 1b "of the norm"
  intended M1036 "of the term"
  1a: red must leave()
  1b: red must leave()
  1c: red must meet() by 2020-02-01 if leave() until 2020-01-15
term 2
  intended M3002 "of term 2"
  intended M3002 "once more"
  intended M3x02 "no code"
  2a: red must leave()
`
	f, ds := syntax.Parse("text.mithaq", text)
	book, more := terms.Resolve([]*syntax.File{f}, nil)
	program, last := norms.Lower(book)
	var got []string
	for _, d := range Whole(program, book, append(append(ds, more...), last...)) {
		line := fmt.Sprintf("%d %s", d.Span.Start.Line, d.Code)
		if d.Intended != nil {
			line += " " + d.Intended.Why["en"]
		}
		got = append(got, line)
	}
	want := []string{
		"3 M3007 nobody speaks of blue yet", "14 M3091", "18 M3002 of the text", "19 M3002 of the norm", "20 M1036 of the term",
		"23 M3091", "24 M3090", "25 M3002 of term 2",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
