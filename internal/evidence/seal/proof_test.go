package seal_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/evidence/seal/sealtest"
	"mithaq/internal/evidence/seal/tree"
)

const origin = "mithaq.log/made-up"

// keyed gives a log its key.
func keyed(t testing.TB, m *sealtest.Memory) *seal.Signer {
	t.Helper()
	private, public, err := seal.NewLogKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.AddSeal(context.Background(), record.Seal{Sort: record.SealKey, Body: []byte(public)}); err != nil {
		t.Fatal(err)
	}
	return signer(t, private)
}

func signer(t testing.TB, private string) *seal.Signer {
	t.Helper()
	s, err := seal.ParseSigner(private, func() time.Time { return time.Unix(1446336000, 0) })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// at signs the checkpoint that the log had at a size.
func at(t testing.TB, m *sealtest.Memory, size int64, key *seal.Signer) ([]byte, seal.Checkpoint) {
	t.Helper()
	root, err := tree.Root(size, func(level int, n int64) ([]byte, error) { return m.Tile(context.Background(), level, n) })
	if err != nil {
		t.Fatal(err)
	}
	c := seal.Checkpoint{Origin: origin, Size: size, Root: root}
	signed, err := c.Sign(key)
	if err != nil {
		t.Fatal(err)
	}
	return signed, c
}

// TestEveryProof: at small sizes the proof of every entry in every tree, and of every growth, is found in order; and is refused for another entry,
// another tree, another size.
func TestEveryProof(t *testing.T) {
	ctx := context.Background()
	const most = 40
	m := sealtest.NewMemory(t, most)
	key := keyed(t, m)
	keys := []*seal.Verifier{&key.Verifier}
	var notes [most + 1][]byte
	var states [most + 1]seal.Checkpoint
	for size := range notes {
		notes[size], states[size] = at(t, m, int64(size), key)
	}
	for size := int64(1); size <= most; size++ {
		for seq := int64(1); seq <= size; seq++ {
			e := m.All[seq-1]
			for _, leaf := range [][]byte{e.ID[:], e.Bytes} {
				file, err := seal.ProveEntry(ctx, m, seq, leaf, notes[size])
				if err != nil {
					t.Fatal(err)
				}
				got, err := seal.CheckEntry(file, keys)
				if err != nil || got.ID != e.ID || got.Seq != seq || got.Size != size || (got.Entry != nil) != (len(leaf) != 32) {
					t.Fatalf("entry %d of %d: %+v, %v", seq, size, got, err)
				}
			}
			other := m.All[seq%most]
			file, err := seal.ProveEntry(ctx, m, seq, other.ID[:], notes[size])
			if err != nil {
				t.Fatal(err)
			}
			if _, err := seal.CheckEntry(file, keys); !errors.Is(err, seal.ErrProof) {
				t.Fatalf("entry %d in the place of %d: %v", other.Seq, seq, err)
			}
		}
		if _, err := seal.ProveEntry(ctx, m, size+1, []byte{1}, notes[size]); !errors.Is(err, record.ErrNotFound) {
			t.Fatalf("entry %d of %d was shown: %v", size+1, size, err)
		}
		for old := range size + 1 {
			file, err := seal.ProveGrowth(ctx, m, old, notes[size])
			if err != nil {
				t.Fatal(err)
			}
			for seen := range size + 1 {
				state := states[seen]
				if got, err := seal.CheckGrowth(file, state, keys); (err == nil) != (seen == old) || err != nil && !errors.Is(err, seal.ErrBehind) {
					t.Fatalf("from %d to %d, seen %d: %+v, %v", old, size, seen, got, err)
				}
			}
			if old == 0 || old == size { // nothing is to be shown, and nothing may stand there
				more := bytes.Replace(file, []byte("\n"), []byte("\n"+states[1].Root.String()+"\n"), 1)
				if _, err := seal.CheckGrowth(more, states[old], keys); !errors.Is(err, seal.ErrProof) {
					t.Fatalf("from %d to %d with a hash too many: %v", old, size, err)
				}
			}
			forged := states[old]
			forged.Root[3] ^= 1
			if _, err := seal.CheckGrowth(file, forged, keys); (err == nil) != (old == 0) || err != nil && !errors.Is(err, seal.ErrProof) {
				t.Fatalf("from another %d to %d: %v", old, size, err)
			}
		}
	}
}

// TestMutatedProofs: whatever single byte of a proof is changed, it is refused, or says the same; and hashes left out, put in or exchanged are refused.
func TestMutatedProofs(t *testing.T) {
	ctx := context.Background()
	m := sealtest.NewMemory(t, 700)
	key := keyed(t, m)
	keys := []*seal.Verifier{&key.Verifier}
	note, _ := at(t, m, 700, key)
	_, old := at(t, m, 300, key)
	r := mrand.New(mrand.NewPCG(3, 4))
	entry, err := seal.ProveEntry(ctx, m, 257, m.All[256].ID[:], note)
	if err != nil {
		t.Fatal(err)
	}
	growth, err := seal.ProveGrowth(ctx, m, 300, note)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file  []byte
		check func([]byte) (string, error)
	}{
		"entry": {entry, func(b []byte) (string, error) {
			got, err := seal.CheckEntry(b, keys)
			if err != nil {
				return "", err
			}
			return fmt.Sprintln(got.Seq, got.ID, got.Checkpoint), nil
		}},
		"growth": {growth, func(b []byte) (string, error) {
			got, err := seal.CheckGrowth(b, old, keys)
			if err != nil {
				return "", err
			}
			return fmt.Sprintln(got.Old, got.Checkpoint), nil
		}},
	} {
		want, err := c.check(c.file)
		if err != nil {
			t.Fatal(err)
		}
		for i := range c.file {
			changed := bytes.Clone(c.file)
			changed[i] ^= 1 << r.IntN(8)
			if got, err := c.check(changed); err == nil && got != want {
				t.Errorf("%s: byte %d changed: %s", name, i, got)
			}
		}
		lines := strings.SplitAfter(string(c.file), "\n")
		for i := range lines {
			without := strings.Join(append(append([]string{}, lines[:i]...), lines[i+1:]...), "")
			twice := strings.Join(append(append(append([]string{}, lines[:i+1]...), lines[i]), lines[i+1:]...), "")
			for _, file := range []string{without, twice} {
				if got, err := c.check([]byte(file)); err == nil && (got != want || i < len(lines)-2) {
					t.Errorf("%s: line %d left out or twice: %s", name, i, got)
				}
			}
			if i+2 < len(lines) && lines[i] != lines[i+1] {
				swapped := append([]string{}, lines...)
				swapped[i], swapped[i+1] = lines[i+1], lines[i]
				if _, err := c.check([]byte(strings.Join(swapped, ""))); err == nil {
					t.Errorf("%s: lines %d and %d exchanged", name, i, i+1)
				}
			}
		}
		for n := range c.file {
			if _, err := c.check(c.file[:n]); err == nil {
				t.Errorf("%s: the first %d of %d bytes", name, n, len(c.file))
			}
		}
	}
}

// TestRandomLogs: logs of thousands of sizes in random transactions: the head, a random proof and a random growth of each are in order.
func TestRandomLogs(t *testing.T) {
	ctx := context.Background()
	r := mrand.New(mrand.NewPCG(5, 6))
	m := sealtest.NewMemory(t, 0)
	key := keyed(t, m)
	keys := []*seal.Verifier{&key.Verifier}
	_, seen := at(t, m, 0, key)
	for m.At.Seq < 3000 {
		m.Add(t, 1+r.IntN(30))
		head, err := seal.Head(ctx, m, origin)
		if err != nil {
			t.Fatal(err)
		}
		note, err := head.Sign(key)
		if err != nil {
			t.Fatal(err)
		}
		seq := 1 + r.Int64N(m.At.Seq)
		file, err := seal.ProveEntry(ctx, m, seq, m.All[seq-1].ID[:], note)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := seal.CheckEntry(file, keys); err != nil {
			t.Fatal(err)
		}
		if file, err = seal.ProveGrowth(ctx, m, seen.Size, note); err != nil {
			t.Fatal(err)
		}
		grown, err := seal.CheckGrowth(file, seen, keys)
		if err != nil {
			t.Fatal(err)
		}
		if r.IntN(3) > 0 {
			seen = grown.Checkpoint
		}
	}
	if report, err := seal.Verify(ctx, m, seal.Options{}); err != nil || len(report.Faults) > 0 || report.Root != mustRoot(t, m) {
		t.Errorf("%+v, %v", report, err)
	}
}

func mustRoot(t *testing.T, m *sealtest.Memory) tlog.Hash {
	t.Helper()
	head, err := seal.Head(context.Background(), m, origin)
	if err != nil {
		t.Fatal(err)
	}
	return head.Root
}

// FuzzProofs: no bytes make the readers of proofs fail in any way but an error.
func FuzzProofs(f *testing.F) {
	ctx := context.Background()
	m := sealtest.NewMemory(f, 20)
	key := keyed(f, m)
	note, _ := at(f, m, 20, key)
	_, old := at(f, m, 7, key)
	for _, leaf := range [][]byte{m.All[2].ID[:], m.All[2].Bytes} {
		file, err := seal.ProveEntry(ctx, m, 3, leaf, note)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file)
	}
	growth, err := seal.ProveGrowth(ctx, m, 7, note)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(growth)
	keys := []*seal.Verifier{&key.Verifier}
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := seal.CheckEntry(b, keys); err == nil && (got.Size != 20 || m.All[got.Seq-1].ID != got.ID) {
			t.Errorf("%+v", got)
		}
		if got, err := seal.CheckGrowth(b, old, keys); err == nil && got.Size != 20 {
			t.Errorf("%+v", got)
		}
	})
}
