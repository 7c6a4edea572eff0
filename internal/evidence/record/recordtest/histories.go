package recordtest

import (
	"testing"

	"pgregory.net/rapid"

	"mithaq/internal/evidence/record"
)

// Histories appends random histories, each to a store that open gives, and closes it. What the store should then answer is not asked: testRandom does.
func Histories(t *testing.T, most int, open func(*testing.T) record.Store) {
	cases := 0
	rapid.Check(t, func(rt *rapid.T) {
		if cases++; cases > most {
			return
		}
		s := open(t)
		defer s.Close()
		h := &history{T: rt, store: s, met: map[string]bool{}}
		h.merging = h.pick("much merging", 2) == 0
		for range rapid.IntRange(2, 8).Draw(rt, "batches") {
			h.batch()
		}
	})
}
