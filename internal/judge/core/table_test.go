package core

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestTable compares a table, with an index over it, with plain slices, through random additions and removals.
func TestTable(t *testing.T) {
	for width := range 4 {
		r := rand.New(rand.NewPCG(1, uint64(width)))
		table := newTable(width)
		columns := []int{}
		if width > 1 {
			columns = []int{width - 1}
		}
		index := newIndex(columns)
		var keys [][]Word // what the table should hold, by number
		for step := range 20_000 {
			key := make([]Word, width)
			for i := range key {
				key[i] = Word(r.IntN(12)) << (r.IntN(2) * 40)
			}
			at := slices.IndexFunc(keys, func(k []Word) bool { return slices.Equal(k, key) })
			if got := table.find(key); got != at {
				t.Fatalf("width %d, step %d: find gives %d, want %d", width, step, got, at)
			}
			switch r.IntN(5) {
			case 0, 1:
				e, fresh := table.put(key)
				if fresh != (at < 0) || !fresh && e != at || fresh && e != len(keys) {
					t.Fatalf("width %d, step %d: put gives %d %v, want %d", width, step, e, fresh, at)
				}
				if fresh {
					keys = append(keys, key)
					index.add(key)
				}
			case 2, 3:
				if at >= 0 {
					index.remove(table, at)
					table.remove(at)
					last := len(keys) - 1
					keys[at] = keys[last]
					keys = keys[:last]
				}
			default:
				switch step % 100 {
				case 0:
					table.trim()
				case 1:
					keys = thin(table, index, keys, r)
				}
			}
			checkIndex(t, index, keys, key)
		}
	}
}

// thin takes out about half of the keys at once.
func thin(t *table, x *index, keys [][]Word, r *rand.Rand) [][]Word {
	var kept [][]Word
	*x = *newIndex(x.columns)
	for e, key := range keys {
		if r.IntN(2) == 0 {
			t.move(len(kept), e)
			kept = append(kept, key)
			x.add(key)
		}
	}
	t.cut(len(kept))
	return kept
}

// checkIndex compares the tuples that the index finds for the columns of a row.
func checkIndex(t *testing.T, x *index, keys [][]Word, row []Word) {
	t.Helper()
	var want, got []int
	for i, k := range keys {
		if !slices.ContainsFunc(x.columns, func(c int) bool { return k[c] != row[c] }) {
			want = append(want, i)
		}
	}
	for e := x.find(x.keyOf(row)); e >= 0; e = x.links[e].next {
		got = append(got, int(e))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Fatalf("the index finds %v, want %v", got, want)
	}
}

func TestTableReset(t *testing.T) {
	table := newTable(1)
	for round := range 3 {
		for i := range 1000 * (1 + round%2*20) {
			table.put([]Word{Word(i)})
		}
		table.reset()
		if table.n != 0 || table.find([]Word{5}) >= 0 {
			t.Fatal("reset leaves keys")
		}
		table.put([]Word{7})
		if table.find([]Word{7}) != 0 {
			t.Fatal("a table that was reset does not find its key")
		}
		table.reset()
	}
}
