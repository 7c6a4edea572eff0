package index_test

import (
	"math/rand/v2"
	"testing"

	"mithaq/internal/evidence/record/index"
)

// TestStretches: they hold all rows, one behind the other, and where rows are few hardly anything else.
func TestStretches(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, each := range []int64{1, 3, 50, 700, 3000} {
		var rows []int64
		for n := int64(0); n < 10*index.Span; n += 1 + r.Int64N(2*each) {
			rows = append(rows, n)
		}
		held, asked, questions, behind := 0, int64(0), 0, int64(-1)
		for first, last := range index.NewSet(rows...).Stretches() {
			if first <= behind || last < first {
				t.Fatalf("one in %d: %d to %d comes after %d", each, first, last, behind)
			}
			behind = last
			questions++
			asked += last - first + 1
			for held < len(rows) && rows[held] <= last {
				if rows[held] < first {
					t.Fatalf("one in %d: %d is left out", each, rows[held])
				}
				held++
			}
		}
		if held != len(rows) || questions > 10*16 {
			t.Errorf("one in %d: %d of %d rows, by %d questions", each, held, len(rows), questions)
		}
		if each >= 700 && asked > 10*int64(len(rows)) {
			t.Errorf("one in %d: %d rows are read for %d", each, asked, len(rows))
		}
	}
}
