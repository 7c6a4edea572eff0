package release

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"mithaq/internal/evidence/record"
)

// attack finds every number that a group or a total of less than least may be, given all that the table tells: it tries all of them.
func attack(groups []record.Group, told []Cell, dimensions, least, most int) map[string]map[int]bool {
	shown := map[string]Cell{}
	for _, c := range told {
		shown[record.Key(c.Values...)] = c
	}
	open := []int{} // groups that are not told
	trial := slices.Clone(groups)
	for i := range groups {
		c := shown[record.Key(groups[i].Values...)]
		if c.Few || c.Kept {
			open = append(open, i)
		}
	}
	found, small := map[string]map[int]bool{}, map[string]bool{}
	for _, c := range newTable(groups, dimensions).cells {
		small[record.Key(c.values...)] = c.n < least
	}
	var try func(int)
	try = func(k int) {
		if k < len(open) {
			c := shown[record.Key(groups[open[k]].Values...)]
			from, to := 1, least-1
			if c.Kept {
				to = most
			}
			for n := from; n <= to; n++ {
				trial[open[k]].N = n
				try(k + 1)
			}
			return
		}
		t := newTable(trial, dimensions)
		for _, c := range t.cells {
			s := shown[record.Key(c.values...)]
			switch {
			case s.Few && (c.n < 1 || c.n >= least), !s.Few && !s.Kept && c.n != s.N:
				return
			}
		}
		for _, c := range t.cells {
			key := record.Key(c.values...)
			if small[key] {
				if found[key] == nil {
					found[key] = map[int]bool{}
				}
				found[key][c.n] = true
			}
		}
	}
	try(0)
	return found
}

// trials says how many ways attack tries.
func trials(told []Cell, least, most int) int {
	n := 1
	for _, c := range told {
		switch {
		case slices.Contains(c.Values, Total):
		case c.Few:
			n *= least - 1
		case c.Kept:
			n *= most
		}
	}
	return n
}

// TestNothingIsReckonedOut: whoever takes the cells that are told from each other, in every way there is, is left with two numbers at least
// for each few.
func TestNothingIsReckonedOut(t *testing.T) {
	few := 0
	rapid.Check(t, func(t *rapid.T) {
		least := rapid.IntRange(3, 4).Draw(t, "least")
		a, b := rapid.IntRange(1, 3).Draw(t, "rows"), rapid.IntRange(1, 2).Draw(t, "columns")
		var groups []record.Group
		for i := range a {
			for j := range b {
				if n := rapid.SampledFrom([]int{0, 1, 1, 2, 3, 4, 5}).Draw(t, "n"); n > 0 {
					groups = append(groups, record.Group{Values: []string{fmt.Sprint("r", i), fmt.Sprint("c", j)}, N: n})
				}
			}
		}
		told := Table(groups, 2, least)
		for _, c := range told {
			if !c.Few && !c.Kept && c.N < least || (c.Few || c.Kept) && c.N != 0 {
				t.Fatalf("told: %+v", c)
			}
		}
		if trials(told, least, 7) > 3000 {
			return
		}
		for key, numbers := range attack(groups, told, 2, least, 7) {
			few++
			if len(numbers) < 2 {
				t.Fatalf("%s can only be %v\n%+v\n%+v", key, numbers, groups, told)
			}
		}
	})
	if few < 100 {
		t.Errorf("only %d cells were attacked", few)
	}
}

// TestTable: what is told of a plain table, cell by cell.
func TestTable(t *testing.T) {
	g := func(n int, values ...string) record.Group { return record.Group{Values: values, N: n} }
	for _, c := range []struct {
		name   string
		groups []record.Group
		dims   int
		least  int
		want   string
	}{
		{"no few", []record.Group{g(5, "a"), g(7, "b")}, 1, 3, "a=5 b=7 *=12"},
		{"one few: a second is kept", []record.Group{g(1, "a"), g(3, "b"), g(40, "c"), g(50, "d")}, 1, 3, "a=<3 b=? c=40 d=50 *=94"},
		{"one few beside a big one", []record.Group{g(2, "a"), g(50, "b"), g(60, "c")}, 1, 3, "a=<3 b=? c=60 *=112"},
		{"two few that add up to two", []record.Group{g(1, "a"), g(1, "b"), g(9, "c")}, 1, 3, "a=<3 b=<3 c=? *=11"},
		{"nothing else to keep: the total", []record.Group{g(1, "a")}, 1, 3, "a=<3 *=<3"},
		{"everything is told", []record.Group{g(1, "a"), g(1, "b")}, 1, 1, "a=1 b=1 *=2"},
		{"nothing at all", nil, 1, 3, ""},
	} {
		got := ""
		for i, x := range Table(c.groups, c.dims, c.least) {
			if i > 0 {
				got += " "
			}
			n := fmt.Sprint(x.N)
			if x.Few {
				n = fmt.Sprint("<", c.least)
			} else if x.Kept {
				n = "?"
			}
			got += x.Values[0] + "=" + n
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestBridge: two rings of few groups that one more joins. No single sum gives the one between them away, all of them together do.
func TestBridge(t *testing.T) {
	var groups []record.Group
	for r := range 4 {
		for c := range 4 {
			n := 10
			if r/2 == c/2 || r == 1 && c == 2 {
				n = 1 + (r+c)%2
			}
			groups = append(groups, record.Group{Values: []string{fmt.Sprint("r", r), fmt.Sprint("c", c)}, N: n})
		}
	}
	told := Table(groups, 2, 3)
	for key, numbers := range attack(groups, told, 2, 3, 11) {
		if len(numbers) < 2 {
			t.Errorf("%s can only be %v", key, numbers)
		}
	}
}
