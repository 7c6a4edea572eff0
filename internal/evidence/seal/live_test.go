package seal_test

import (
	"context"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/evidence/seal/sealtest"
)

// busy is a log to which somebody appends, and whose new state is signed, as soon as its head was read.
type busy struct {
	*sealtest.Memory
	t   *testing.T
	key *seal.Signer
}

func (b *busy) Head(ctx context.Context) (record.Head, error) {
	h, err := b.Memory.Head(ctx)
	b.Add(b.t, 300)
	note, c := at(b.t, b.Memory, b.At.Seq, b.key)
	if err := b.AddSeal(ctx, record.Seal{Sort: record.SealCheckpoint, Size: c.Size, Body: note}); err != nil {
		b.t.Fatal(err)
	}
	return h, err
}

// TestMeanwhile: what is appended and signed while a log is verified, or signed by another, is no fault.
func TestMeanwhile(t *testing.T) {
	ctx := context.Background()
	m := sealtest.NewMemory(t, 300)
	key := keyed(t, m)
	b := &busy{m, t, key}
	for range 3 {
		if r, err := seal.Verify(ctx, b, seal.Options{}); err != nil || len(r.Faults) > 0 {
			t.Fatalf("%+v, %v", r, err)
		}
	}
	if _, err := seal.Make(ctx, b, key, 1); err != nil {
		t.Fatal(err)
	}
}
