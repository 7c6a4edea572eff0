package record

import (
	"iter"
	"strings"
	"testing"
)

func chain(t *testing.T, n int) []Entry {
	t.Helper()
	var out []Entry
	var prev Hash
	for i := range n {
		e := sample(t)
		e.Seq, e.Prev, e.Entered = int64(i)+1, prev, int64(i)
		b, err := Encode(&e)
		if err != nil {
			t.Fatal(err)
		}
		e.ID = IDOf(b)
		prev = e.ID
		out = append(out, e)
	}
	return out
}

func each(es []Entry) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, e := range es {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func TestVerify(t *testing.T) {
	es := chain(t, 5)
	head, newer, err := Verify(each(es))
	if err != nil || newer != 0 || head != (Head{5, es[4].ID}) {
		t.Fatalf("got %+v, %d, %v", head, newer, err)
	}
	for name, c := range map[string]struct {
		spoil func([]Entry) []Entry
		says  string
	}{
		"one left out":     {func(es []Entry) []Entry { return append(es[:2], es[3:]...) }, "follows entry 2"},
		"the first gone":   {func(es []Entry) []Entry { return es[1:] }, "follows entry 0"},
		"two exchanged":    {func(es []Entry) []Entry { es[1].Prev, es[2].Prev = es[2].Prev, es[1].Prev; return es }, "entry 2"},
		"content changed":  {func(es []Entry) []Entry { es[3].Actor = "else"; return es }, "entry 4 has been changed"},
		"payload changed":  {func(es []Entry) []Entry { es[3].Payload = []byte{0xa0}; return es }, "entry 4 has been changed"},
		"another subject":  {func(es []Entry) []Entry { return resealed(t, es, func(e *Entry) { e.Subject = "s2" }) }, "its payload speaks of"},
		"another's layout": {func(es []Entry) []Entry { return resealed(t, es, func(e *Entry) { e.Payload = []byte{0xa0, 0x00} }) }, "entry 5"},
	} {
		if _, _, err := Verify(each(c.spoil(chain(t, 5)))); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	newerKind := resealed(t, chain(t, 5), func(e *Entry) { e.Version = 2 })
	if _, n, err := Verify(each(newerKind)); err != nil || n != 1 {
		t.Errorf("a newer layout: %d, %v", n, err)
	}
}

// resealed changes the last entry and gives it the ID that its content then has.
func resealed(t *testing.T, es []Entry, change func(*Entry)) []Entry {
	t.Helper()
	e := &es[len(es)-1]
	change(e)
	b, err := Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	e.ID = IDOf(b)
	return es
}
