package project

import (
	"fmt"
	"math"

	"mithaq/internal/evidence/record"
)

// Bounds gives a cut as limits that always apply.
func Bounds(c record.Cut) (seq, entered int64) {
	seq, entered = c.Seq, c.Entered
	if seq == 0 {
		seq = math.MaxInt64
	}
	if entered == 0 {
		entered = math.MaxInt64
	}
	return seq, entered
}

// ApplyBytes takes the entry at seq, of which only the bytes are at hand, into what stands about an incident. Those of a newer program are passed over.
func ApplyBytes(b *record.Bundle, incident string, seq int64, raw []byte) error {
	e, err := record.DecodeStored(raw)
	if err != nil {
		return fmt.Errorf("entry %d: %w", seq, err)
	}
	e.Seq = seq
	return ApplyEntry(b, incident, &e)
}

// ApplyEntry takes an entry into what stands about an incident. One of a newer program is passed over.
func ApplyEntry(b *record.Bundle, incident string, e *record.Entry) error {
	if e.Gone() {
		b.Seq = e.Seq
		return nil
	}
	p, err := record.Decode(e.Kind, e.Version, e.Payload)
	if record.IsNewer(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("entry %d: %w", e.Seq, err)
	}
	b.Apply(incident, e.Seq, p)
	return nil
}
