package record

import (
	"context"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/recordtest"
	"mithaq/internal/evidence/record/sqlite"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/evidence/seal/sealtest"
	"mithaq/internal/evidence/seal/tree"
)

// BenchmarkSeal adds a million leaves to a tree, in memory: what sealing costs an import besides a row for each 256 entries.
func BenchmarkSeal(b *testing.B) {
	none := func(int, int64) ([]byte, error) { return nil, nil }
	put := func(int, int64, []byte) error { return nil }
	id := make([]byte, 32)
	e, err := tree.Load(0, none, put)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := e.Add(id); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkVerify verifies a whole record: entries read and hashed anew, the tree made anew.
func BenchmarkVerify(b *testing.B) {
	ctx := context.Background()
	s, err := sqlite.Create(ctx, b.TempDir()+"/record.db", sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	head, err := s.Append(ctx, nil, recordtest.Generate(number(b), 1))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r, err := seal.Verify(ctx, s, seal.Options{})
		if err != nil || len(r.Faults) > 0 {
			b.Fatalf("%+v, %v", r, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(head.Seq), "ns/entry")
}

// BenchmarkReceipt makes a receipt and checks it, in a log of a million entries.
func BenchmarkReceipt(b *testing.B) {
	ctx := context.Background()
	m := sealtest.NewMemory(b, 0)
	const n = 1_000_000
	m.AddIDs(b, n)
	private, _, err := seal.NewLogKey(zeros{}, "mithaq.log/bench")
	if err != nil {
		b.Fatal(err)
	}
	key, err := seal.ParseSigner(private, nil)
	if err != nil {
		b.Fatal(err)
	}
	c, err := seal.Head(ctx, m, key.Name())
	if err != nil {
		b.Fatal(err)
	}
	note, err := c.Sign(key)
	if err != nil {
		b.Fatal(err)
	}
	keys := []*seal.Verifier{&key.Verifier}
	id := record.Hash{}
	var file []byte
	b.Run("make", func(b *testing.B) {
		for b.Loop() {
			if file, err = seal.ProveEntry(ctx, m, n/3, id[:], note); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			if _, err := seal.CheckEntry(file, keys); err != nil {
				b.Fatal(err)
			}
		}
	})
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
