package syntax

import (
	"strings"
	"testing"

	"mithaq/internal/base/source"
)

// TestPositions asks every short text of runes, broken runes and line ends for every pair of offsets, in both orders: counting on from the
// first must give what counting from the start of the line gives.
func TestPositions(t *testing.T) {
	pieces := []string{"a", "\n", "\xc2", "\xe2", "\xf0", "\x9f", "\x80"}
	texts := []string{""}
	for range 5 {
		var longer []string
		for _, text := range texts {
			for _, p := range pieces {
				longer = append(longer, text+p)
			}
		}
		texts = longer
	}
	texts = append(texts, "«"+strings.Repeat("\x80", 9), strings.Repeat("\x9f", 9), "é\xf0\x9f\x98\x80\x80\x80\x80\x80\n\x80")
	for _, text := range texts {
		file := source.NewFile("x", text)
		for a := range len(text) + 1 {
			for b := range len(text) + 1 {
				s := &scanner{file: file, text: text}
				if s.pos(a); s.pos(b) != file.Pos(b) {
					t.Fatalf("%q: offset %d, asked for behind %d, stands at %+v, not %+v", text, b, a, s.pos(b), file.Pos(b))
				}
			}
		}
	}
}

// TestMarkOfUnclosedString: the place where a string began is its whole quotation mark, not a part of its bytes.
func TestMarkOfUnclosedString(t *testing.T) {
	_, ds := sound(t, "party “x\xf0\x9f \u202e \x80\xff\\q")
	for _, d := range ds {
		if d.Code == codeUnterminated {
			if s := d.Related[0].Span; s.End.Offset-s.Start.Offset != len("“") || s.End.Column-s.Start.Column != 1 {
				t.Errorf("the mark stands at %+v", s)
			}
			return
		}
	}
	t.Errorf("the string that never ends is not remarked upon: %v", ds)
}
