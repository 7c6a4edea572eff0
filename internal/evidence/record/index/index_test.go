package index

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// table is a table of pieces in memory.
type table map[ID][]byte

func (t table) LoadPieces(ids []ID) ([][]byte, error) {
	var out [][]byte
	for _, id := range ids {
		out = append(out, t[id])
	}
	return out, nil
}

func (t table) WritePieces(pieces []Piece) error {
	for i, p := range pieces {
		if i > 0 && cmp.Or(cmp.Compare(pieces[i-1].Key, p.Key), cmp.Compare(pieces[i-1].Chunk, p.Chunk)) >= 0 {
			return errors.New("the pieces are not sorted")
		}
		if len(p.Docs) == 0 {
			delete(t, p.ID)
		} else {
			t[p.ID] = p.Docs
		}
	}
	return nil
}

func (t table) Pieces(_ context.Context, from, to string, down bool, each func(string, int64, []byte) (bool, error)) error {
	ids := slices.SortedFunc(maps.Keys(t), func(a, b ID) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Chunk, b.Chunk)) })
	if down {
		slices.Reverse(ids)
	}
	for _, id := range ids {
		if id.Key < from || id.Key >= to {
			continue
		}
		if more, err := each(id.Key, id.Chunk, slices.Clone(t[id])); err != nil || !more {
			return err
		}
	}
	return nil
}

// row draws a row number: some close together, some in other chunks.
func row(t *rapid.T) int64 {
	return rapid.OneOf(rapid.Int64Range(0, 40), rapid.Int64Range(0, 3*Span), rapid.SampledFrom([]int64{Span - 1, Span, 2*Span - 1})).Draw(t, "row")
}

// TestIndex: after any changes, flushed at any time, the index says of every range what a plain list of numbers says, in order, page by page.
func TestIndex(t *testing.T) {
	tree := &Tree{Name: 'n', Levels: []int{1, 2, 4}}
	met := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		tab, w, numbers, fresh := table{}, &Writer{}, map[int64]int64{}, int64(0)
		flush := func() {
			if err := w.Flush(tab, fresh); err != nil {
				t.Fatal(err)
			}
			for n := range numbers {
				fresh = max(fresh, n+1)
			}
		}
		for range rapid.IntRange(1, 4).Draw(t, "flushes") {
			for range rapid.IntRange(0, 30).Draw(t, "changes") {
				n := row(t)
				v := rapid.OneOf(rapid.Int64Range(0, 30), rapid.Int64Range(0, 9999)).Draw(t, "number")
				if was, ok := numbers[n]; ok {
					if n >= fresh { // it is changed once between two flushes, as by the projector
						continue
					}
					gone := map[string]bool{}
					tree.Keys(was, func(key string) { gone[key] = true })
					tree.Keys(v, func(key string) {
						if !gone[key] {
							w.Put(key, n)
						}
						delete(gone, key)
					})
					for key := range gone {
						w.Drop(key, n)
					}
					numbers[n] = v
					flush()
					continue
				} else if n >= fresh {
					tree.Keys(v, func(key string) { w.Put(key, n); w.Put(key, n) })
				} else {
					continue
				}
				numbers[n] = v
			}
			flush()
		}
		lo := rapid.Int64Range(-5, 9999).Draw(t, "lo")
		hi := lo + rapid.OneOf(rapid.Int64Range(-1, 40), rapid.Int64Range(0, 10050)).Draw(t, "hi")
		var want []Place
		for n, v := range numbers {
			if lo <= v && v <= hi {
				want = append(want, Place{v, n})
			}
		}
		found, err := Any(context.Background(), tab, tree.Between(lo, hi)...)
		if err != nil || found.Len() != len(want) {
			t.Fatalf("%d rows from %d to %d, want %d (%v)", found.Len(), lo, hi, len(want), err)
		}
		for _, down := range []bool{false, true} {
			slices.SortFunc(want, func(a, b Place) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.N, b.N)) })
			byRow := slices.SortedFunc(slices.Values(want), func(a, b Place) int { return cmp.Compare(a.N, b.N) })
			if down {
				slices.Reverse(want)
				slices.Reverse(byRow)
			}
			limit := rapid.IntRange(1, 6).Draw(t, "limit")
			var got, rows []Place
			for len(got) < len(want) {
				var after *Place
				if len(got) > 0 {
					met["second page"]++
					after = &got[len(got)-1]
				}
				page, err := tree.Page(context.Background(), tab, found, down, after, limit)
				if err != nil || len(page) == 0 || len(page) > limit {
					t.Fatalf("a page of %v after %v (%v)", page, after, err)
				}
				got = append(got, page...)
				if after != nil {
					after = &rows[len(rows)-1]
				}
				rows = append(rows, found.Page(down, after, limit)...)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("from %d to %d, down %v: %v, want %v", lo, hi, down, got, want)
			}
			if !slices.EqualFunc(rows, byRow, func(a, b Place) bool { return a.N == b.N }) {
				t.Fatalf("rows %v, want %v", rows, byRow)
			}
		}
	})
	if met["second page"] == 0 {
		t.Error("no second page was met")
	}
}

// TestDropped: a key that the last row has lost is not kept.
func TestDropped(t *testing.T) {
	tab, w := table{}, &Writer{}
	w.Put("a", 3)
	w.Put("a", Span+3)
	if err := w.Flush(tab, 0); err != nil || len(tab) != 2 {
		t.Fatalf("%v, %v", tab, err)
	}
	w.Drop("a", Span+3)
	w.Put("a", 4)
	if err := w.Flush(tab, 2*Span); err != nil || len(tab) != 1 {
		t.Fatalf("%v, %v", tab, err)
	}
	if s, err := Any(context.Background(), tab, Exactly("a")); err != nil || !slices.Equal(slices.Collect(s.Rows(false)), []int64{3, 4}) {
		t.Errorf("%v, %v", slices.Collect(s.Rows(false)), err)
	}
}

// TestSets compares sets with plain lists, and packed pieces with what they were made of, be they few rows or nearly all.
func TestSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := map[int64]bool{}, map[int64]bool{}
		for range rapid.IntRange(0, 60).Draw(t, "n") {
			a[row(t)], b[row(t)] = true, true
		}
		if every := rapid.Int64Range(0, 9).Draw(t, "every"); every > 0 { // many rows: a bitmap is shorter
			for n := int64(0); n < 2*Span; n += every {
				a[n] = true
			}
		}
		sa, sb := NewSet(slices.Collect(maps.Keys(a))...), NewSet(slices.Collect(maps.Keys(b))...)
		unpacked := NewSet()
		for c, bits := range sa.chunks {
			docs := bits.pack()
			if len(docs) > bitBytes {
				t.Fatalf("a piece of %d bytes", len(docs))
			}
			if err := unpacked.chunk(c).or(docs); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(slices.Collect(unpacked.Rows(false)), slices.Sorted(maps.Keys(a))) {
			t.Fatal("a packed piece has other rows")
		}
		last := row(t)
		sa.Keep(sb)
		sa.Cut(last)
		maps.DeleteFunc(a, func(n int64, _ bool) bool { return !b[n] || n > last })
		want := slices.Sorted(maps.Keys(a))
		if got := slices.Collect(sa.Rows(false)); !slices.Equal(got, want) || sa.Len() != len(want) {
			t.Fatalf("%v, want %v", got, want)
		}
		slices.Reverse(want)
		if got := slices.Collect(sa.Rows(true)); !slices.Equal(got, want) {
			t.Fatalf("down %v, want %v", got, want)
		}
		for first, last := range sa.Chunks() {
			maps.DeleteFunc(a, func(n int64, _ bool) bool { return first <= n && n <= last })
		}
		if len(a) != 0 {
			t.Fatalf("no chunk has %v", a)
		}
	})
}

// TestDamagedPieces: no bytes but those of pack are taken.
func TestDamagedPieces(t *testing.T) {
	for name, docs := range map[string][]byte{
		"no distance":       {0},
		"half a number":     {0x80},
		"beyond the piece":  {0x81, 0x3c, 0xff, 0x01},
		"a great distance":  {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01},
		"longer than a map": make([]byte, bitBytes+1),
	} {
		var b bitmap
		if err := b.or(docs); !errors.Is(err, ErrPiece) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
