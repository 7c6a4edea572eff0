package core_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"mithaq/internal/judge/core"
)

// long is a log in which values come and go, so that windows fill, empty and are swept many times. Its predicates p, q and r have one
// argument.
type long struct {
	stamps []int64
	holds  map[string][]map[int]bool // by predicate and time point
	keys   int
}

func newLong(seed uint64, points int) *long {
	r := rand.New(rand.NewPCG(seed, 1))
	l := &long{holds: map[string][]map[int]bool{}, keys: points/8 + 12}
	stamp := int64(0)
	for i := range points {
		stamp += int64(r.IntN(4)) / 2
		l.stamps = append(l.stamps, stamp)
		for name, n := range map[string]int{"p": 5, "q": 2, "r": 3} {
			set := map[int]bool{}
			for range r.IntN(n + 1) {
				set[i/8+r.IntN(12)] = true
			}
			l.holds[name] = append(l.holds[name], set)
		}
	}
	return l
}

func (l *long) log() string {
	var b strings.Builder
	for i, stamp := range l.stamps {
		fmt.Fprintf(&b, "@%d", stamp)
		for _, name := range []string{"p", "q", "r"} {
			for key := range l.keys {
				if l.holds[name][i][key] {
					fmt.Fprintf(&b, " %s(%d)", name, key)
				}
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// temporal says whether left SINCE (or UNTIL) right holds, straight from the definition; left nil is true.
func (l *long) temporal(past bool, lo, hi int64, left, right func(i, key int) bool, i, key int) bool {
	for j := i; j >= 0 && j < len(l.stamps); {
		d := l.stamps[i] - l.stamps[j]
		if !past {
			d = -d
		}
		if d > hi {
			return false
		}
		if d >= lo && right(j, key) {
			return true
		}
		// The right side comes later: the left one must hold on the way.
		if left != nil && !left(j, key) {
			return false
		}
		if past {
			j--
		} else {
			j++
		}
	}
	return false
}

// decided counts the time points whose window of length hi the log has passed; hi < 0 is a past window.
func (l *long) decided(hi int64) int {
	n := len(l.stamps)
	for i, stamp := range l.stamps {
		if hi >= 0 && stamp+hi >= l.stamps[n-1] {
			return i
		}
	}
	return n
}

// TestLongLogs compares each way to evaluate a temporal operator (listed, asked for single tuples, followed by its changes, looked up)
// with the definition, over logs that are long enough for state to be dropped.
func TestLongLogs(t *testing.T) {
	const endless = int64(1) << 60
	l := newLong(7, 600)
	log := l.log()
	p := func(i, key int) bool { return l.holds["p"][i][key] }
	q := func(i, key int) bool { return l.holds["q"][i][key] }
	notP := func(i, key int) bool { return !p(i, key) }
	notQ := func(i, key int) bool { return !q(i, key) }
	for _, c := range []struct {
		formula     string
		past        bool
		lo, hi      int64
		left, right func(i, key int) bool
	}{
		{"ONCE[0,20] p(x)", true, 0, 20, nil, p},
		{"ONCE[3,20] p(x)", true, 3, 20, nil, p},
		{"ONCE[4,*) p(x)", true, 4, endless, nil, p},
		{"EVENTUALLY[0,20] p(x)", false, 0, 20, nil, p},
		{"EVENTUALLY[5,9] p(x)", false, 5, 9, nil, p},
		{"p(x) SINCE[0,20] q(x)", true, 0, 20, p, q},
		{"p(x) SINCE q(x)", true, 0, endless, p, q},
		{"(NOT q(x)) SINCE p(x)", true, 0, endless, notQ, p},
		{"(NOT q(x)) SINCE[2,15] p(x)", true, 2, 15, notQ, p},
		{"(NOT q(x)) SINCE[2,*) p(x)", true, 2, endless, notQ, p},
		{"p(x) UNTIL[0,20] q(x)", false, 0, 20, p, q},
		{"p(x) UNTIL[1,3] q(x)", false, 1, 3, p, q},
		{"(NOT p(x)) UNTIL[0,20] q(x)", false, 0, 20, notP, q},
		{"(NOT p(x)) UNTIL[2,7] q(x)", false, 2, 7, notP, q},
	} {
		hi := c.hi
		if c.past {
			hi = -1
		}
		n := l.decided(hi)
		holds := make([][]bool, n)
		for i := range n {
			holds[i] = make([]bool, l.keys)
			for key := range l.keys {
				holds[i][key] = l.temporal(c.past, c.lo, c.hi, c.left, c.right, i, key)
			}
		}
		rows := func(keep func(i, key int) bool) string {
			var b strings.Builder
			for i := range n {
				var row []string
				for key := range l.keys {
					if keep(i, key) {
						row = append(row, fmt.Sprintf(" %d,", key))
					}
				}
				if row != nil {
					fmt.Fprintf(&b, "@%d (%d):%s\n", l.stamps[i], i, strings.Join(row, ""))
				}
			}
			return b.String()
		}
		counts := func() string {
			var b strings.Builder
			for i := range n {
				count := 0
				for key := range l.keys {
					if holds[i][key] {
						count++
					}
				}
				fmt.Fprintf(&b, "@%d (%d): %d,\n", l.stamps[i], i, count)
			}
			return b.String()
		}
		r := func(i, key int) bool { return l.holds["r"][i][key] }
		for formula, want := range map[string]string{
			c.formula:                                 rows(func(i, key int) bool { return holds[i][key] }),
			"r(x) AND (" + c.formula + ")":            rows(func(i, key int) bool { return r(i, key) && holds[i][key] }),
			"r(x) AND NOT (" + c.formula + ")":        rows(func(i, key int) bool { return r(i, key) && !holds[i][key] }),
			"(" + c.formula + ") AND NOT x MOD 2 = 1": rows(func(i, key int) bool { return key%2 == 0 && holds[i][key] }),
			"c <- CNT x (" + c.formula + ")":          counts(),
		} {
			checked := check(t, "p(int)\nq(int)\nr(int)\n", formula)
			for _, workers := range []int{1, 2} {
				got, err := run(t, checked, log, core.Options{Workers: workers})
				if err != nil || got != want {
					t.Errorf("%s on %d: %v, %d bytes, want %d; %s", formula, workers, err, len(got), len(want), firstDifference(got, want))
				}
			}
			if got := stepwise(t, checked, log); got != want {
				t.Errorf("%s, each time point at once: %s", formula, firstDifference(got, want))
			}
		}
	}
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d: %q, want %q", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(a), len(b))
}
