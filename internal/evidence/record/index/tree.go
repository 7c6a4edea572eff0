package index

import (
	"fmt"
	"strconv"
	"strings"
)

// Tree is how a number is kept: under Name, one key at each level, which is the number's first digits. Numbers are written with as many digits as the last level
// has; what is smaller or greater than can be written so counts as the least or the greatest.
type Tree struct {
	Name   byte
	Levels []int // how many digits each has, rising
}

// Keys calls emit for each key of a number.
func (t *Tree) Keys(v int64, emit func(key string)) {
	digits := t.digits(v)
	for i, n := range t.Levels {
		emit(t.key(i, digits[:n]))
	}
}

// width is how many digits numbers are written with.
func (t *Tree) width() int { return t.Levels[len(t.Levels)-1] }

func (t *Tree) digits(v int64) string {
	s := strconv.FormatInt(max(v, 0), 10)
	if missing := t.width() - len(s); missing >= 0 {
		return strings.Repeat("0", missing) + s
	}
	return strings.Repeat("9", t.width())
}

func (t *Tree) key(level int, digits string) string {
	return string([]byte{t.Name, 'a' + byte(level)}) + digits
}

// Between gives the runs of keys that together have the rows whose number is at least lo and at most hi.
func (t *Tree) Between(lo, hi int64) []Run {
	if hi < lo || hi < 0 {
		return nil
	}
	return t.cover(nil, 0, t.digits(lo), t.digits(hi))
}

// cover takes what it can at one level, and the ends, where a key of it would reach too far, at the next.
func (t *Tree) cover(runs []Run, level int, lo, hi string) []Run {
	n := t.Levels[level]
	from, to := number(lo[:n]), number(hi[:n])
	if level < len(t.Levels)-1 {
		least, most := strings.Trim(lo[n:], "0") == "", strings.Trim(hi[n:], "9") == ""
		if from == to && !(least && most) {
			return t.cover(runs, level+1, lo, hi)
		}
		if !least {
			runs = t.cover(runs, level+1, lo, lo[:n]+strings.Repeat("9", len(lo)-n))
			from++
		}
		if !most {
			runs = t.cover(runs, level+1, hi[:n]+strings.Repeat("0", len(hi)-n), hi)
			to--
		}
	}
	if from > to {
		return runs
	}
	return append(runs, Run{From: t.key(level, fmt.Sprintf("%0*d", n, from)), To: Exactly(t.key(level, fmt.Sprintf("%0*d", n, to))).To})
}

// number reads digits of this package's own writing.
func number(digits string) uint64 {
	v, _ := strconv.ParseUint(digits, 10, 64) // 19 digits at most
	return v
}
