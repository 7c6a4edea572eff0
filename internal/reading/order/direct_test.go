package order

import (
	"fmt"
	"slices"
	"testing"
)

// What each step waits on is told once, with what would do as well, whether or not it goes round in a circle.
func TestDirect(t *testing.T) {
	prog := small(t, `  1a: red must leave() by 2020-03-01
  1b: blue must give() by 2020-04-01 once 1a is kept
  1c: un must verify() by 2020-05-01 once 1a is kept or 1b is kept
  1d: red must give() before leave(doer: blue)
  1e: blue must leave() by 2020-06-01 once verify(doer: un)
`)
	var got []string
	for _, w := range Direct(prog) {
		mark := ""
		if w.Any {
			mark = " or another"
		}
		got = append(got, fmt.Sprintf("%s after %s%s", prog.Norm(w.From).ID, prog.Norm(w.To).ID, mark))
		if !w.Span.Known() && !w.Any {
			t.Errorf("%v: no words", w)
		}
	}
	slices.Sort(got)
	want := []string{"1b after 1a", "1c after 1a or another", "1c after 1b or another", "1e after 1c", "1e after 1d"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	ring := small(t, `  1a: red must leave() by 2020-03-01 once 1b is kept
  1b: blue must leave() by 2020-03-01 once 1a is kept
`)
	whole := Of(ring)
	if len(whole.Waits) != 2 || len(whole.Circles) != 1 {
		t.Errorf("%v", whole)
	}
}
