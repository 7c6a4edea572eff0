// Package filestest tries a store of files against what package files promises: one suite, run on each store.
package filestest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/iotest"

	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/record"
)

// Opened is a new, empty store and the way to harm it.
type Opened struct {
	Store files.Store
	// Damage puts other bytes, of any length, in place of a file that is there, behind the store's back.
	Damage func(t *testing.T, h record.Hash, content []byte)
}

// Limit is the size limit that the stores under test must be given, in bytes.
const Limit = 6 << 20

// Run tests a store.
func Run(t *testing.T, open func(*testing.T) Opened) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Opened)
	}{
		{"Empty", testEmpty},
		{"RoundTrip", testRoundTrip},
		{"Twice", testTwice},
		{"TooLarge", testTooLarge},
		{"BrokenReader", testBrokenReader},
		{"Canceled", testCanceled},
		{"AtOnce", testAtOnce},
		{"Damaged", testDamaged},
		{"Remove", testRemove},
		{"Check", testCheck},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

func bytesOf(n int, seed uint64) []byte {
	b := make([]byte, n)
	r := rand.NewPCG(seed, 1)
	for i := range b {
		b[i] = byte(r.Uint64())
	}
	return b
}

func mustPut(t *testing.T, s files.Store, b []byte) files.Blob {
	t.Helper()
	got, _, err := s.Put(context.Background(), bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if got.SHA256 != sha256.Sum256(b) || got.Size != int64(len(b)) {
		t.Fatalf("kept as %s, %d bytes", got.SHA256, got.Size)
	}
	return got
}

func list(t *testing.T, s files.Store) []files.Blob {
	t.Helper()
	var all []files.Blob
	for b, err := range s.List(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b)
	}
	return all
}

func mustBeEmpty(t *testing.T, s files.Store) {
	t.Helper()
	if got := list(t, s); len(got) != 0 {
		t.Errorf("the store shows %v", got)
	}
}

func testEmpty(t *testing.T, o Opened) {
	ctx := context.Background()
	mustBeEmpty(t, o.Store)
	if _, _, err := o.Store.Open(ctx, record.Hash{1}); !errors.Is(err, files.ErrNotFound) {
		t.Errorf("open: %v", err)
	}
	if _, err := o.Store.Stat(ctx, record.Hash{1}); !errors.Is(err, files.ErrNotFound) {
		t.Errorf("stat: %v", err)
	}
	if err := o.Store.Remove(ctx, record.Hash{1}); !errors.Is(err, files.ErrNotFound) {
		t.Errorf("remove: %v", err)
	}
}

// testRoundTrip: what is put comes back, from nothing to the limit itself, and the list is sorted.
func testRoundTrip(t *testing.T, o Opened) {
	ctx := context.Background()
	var want []files.Blob
	for i, n := range []int{0, 1, 100, 70_000, Limit} {
		content := bytesOf(n, uint64(i))
		b := mustPut(t, o.Store, content)
		want = append(want, b)
		got, err := files.ReadAll(ctx, o.Store, b.SHA256, Limit)
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes: %d came back (%v)", n, len(got), err)
		}
		if st, err := o.Store.Stat(ctx, b.SHA256); err != nil || st != b {
			t.Errorf("stat: %v, %v", st, err)
		}
	}
	slices.SortFunc(want, func(a, b files.Blob) int { return slices.Compare(a.SHA256[:], b.SHA256[:]) })
	if got := list(t, o.Store); !slices.Equal(got, want) {
		t.Errorf("the list is %v, want %v", got, want)
	}
	var large *files.TooLargeError
	if _, err := files.ReadAll(ctx, o.Store, want[0].SHA256, want[0].Size-1); want[0].Size > 0 && !errors.As(err, &large) {
		t.Errorf("read more than asked for: %v", err)
	}
}

func testTwice(t *testing.T, o Opened) {
	content := bytesOf(1000, 1)
	if _, added, err := o.Store.Put(context.Background(), bytes.NewReader(content)); !added || err != nil {
		t.Errorf("the first: %v, %v", added, err)
	}
	if _, added, err := o.Store.Put(context.Background(), bytes.NewReader(content)); added || err != nil {
		t.Errorf("the second: %v, %v", added, err)
	}
	if got := list(t, o.Store); len(got) != 1 {
		t.Errorf("%d files", len(got))
	}
}

func testTooLarge(t *testing.T, o Opened) {
	_, _, err := o.Store.Put(context.Background(), bytes.NewReader(bytesOf(Limit+1, 1)))
	var large *files.TooLargeError
	if !errors.As(err, &large) || large.Limit != Limit {
		t.Errorf("the error is %v", err)
	}
	mustBeEmpty(t, o.Store)
}

func testBrokenReader(t *testing.T, o Opened) {
	broken := errors.New("torn off")
	r := io.MultiReader(bytes.NewReader(bytesOf(100_000, 1)), iotest.ErrReader(broken))
	if _, _, err := o.Store.Put(context.Background(), r); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	mustBeEmpty(t, o.Store)
}

func testCanceled(t *testing.T, o Opened) {
	ctx, cancel := context.WithCancel(context.Background())
	r := io.MultiReader(bytes.NewReader(bytesOf(100_000, 1)), readerFunc(func([]byte) (int, error) { cancel(); return 1, nil }))
	if _, _, err := o.Store.Put(ctx, r); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	mustBeEmpty(t, o.Store)
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

// testAtOnce: of several who bring the same file at once exactly one adds it, and all find it whole.
func testAtOnce(t *testing.T, o Opened) {
	ctx := context.Background()
	content := bytesOf(200_000, 7)
	var wg sync.WaitGroup
	added := make([]bool, 8)
	for i := range added {
		wg.Go(func() {
			b, a, err := o.Store.Put(ctx, bytes.NewReader(content))
			if err != nil {
				t.Error(err)
				return
			}
			added[i] = a
			if got, err := files.ReadAll(ctx, o.Store, b.SHA256, Limit); err != nil || !bytes.Equal(got, content) {
				t.Errorf("read back: %v", err)
			}
		})
	}
	wg.Wait()
	n := 0
	for _, a := range added {
		if a {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d of them added it", n)
	}
}

// testDamaged: one bit, a lost end and a longer end are all told at the end of reading, and when the file is brought again.
func testDamaged(t *testing.T, o Opened) {
	ctx := context.Background()
	for i, harm := range []func([]byte) []byte{
		func(b []byte) []byte { b[500] ^= 1; return b },
		func(b []byte) []byte { return b[:999] },
		func(b []byte) []byte { return append(b, 0) },
		func([]byte) []byte { return nil },
	} {
		content := bytesOf(1000, uint64(i))
		b := mustPut(t, o.Store, content)
		o.Damage(t, b.SHA256, harm(slices.Clone(content)))
		if _, err := files.ReadAll(ctx, o.Store, b.SHA256, Limit); !errors.Is(err, files.ErrDamaged) {
			t.Errorf("harm %d: read: %v", i, err)
		}
		if _, _, err := o.Store.Put(ctx, bytes.NewReader(content)); !errors.Is(err, files.ErrDamaged) {
			t.Errorf("harm %d: put: %v", i, err)
		}
	}
}

func testRemove(t *testing.T, o Opened) {
	ctx := context.Background()
	a, b := mustPut(t, o.Store, []byte("a")), mustPut(t, o.Store, []byte("b"))
	if err := o.Store.Remove(ctx, a.SHA256); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Store.Stat(ctx, a.SHA256); !errors.Is(err, files.ErrNotFound) {
		t.Errorf("still there: %v", err)
	}
	if got := list(t, o.Store); len(got) != 1 || got[0] != b {
		t.Errorf("left: %v", got)
	}
	if again := mustPut(t, o.Store, []byte("a")); again != a {
		t.Errorf("back as %v", again)
	}
}

func testCheck(t *testing.T, o Opened) {
	good, bad, orphan := mustPut(t, o.Store, []byte("good")), mustPut(t, o.Store, []byte("bad")), mustPut(t, o.Store, []byte("orphan"))
	o.Damage(t, bad.SHA256, []byte("bax"))
	missing := record.Hash(sha256.Sum256([]byte("missing")))
	rep, err := files.Check(context.Background(), o.Store, map[record.Hash]bool{good.SHA256: true, bad.SHA256: true, missing: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if rep.Files != 3 || rep.Bytes != int64(len("good")+len("orphan")) || !slices.Equal(rep.Missing, []record.Hash{missing}) ||
		!slices.Equal(rep.Damaged, []record.Hash{bad.SHA256}) || !slices.Equal(rep.Orphans, []files.Blob{orphan}) {
		t.Errorf("%+v", rep)
	}
}
