package monitor

import (
	"slices"
	"sort"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/status"
)

// A course is a value as a function of the reading: from each point's reading on it has the point's value.
// The first point stands at civil.Ever; readings rise strictly; neighbours differ where that is cheap to see.
type course[T any] []point[T]

type point[T any] struct {
	from int64
	v    T
}

// at gives the value at reading r.
func (c course[T]) at(r int64) T { return c[c.index(r)].v }

func (c course[T]) index(r int64) int {
	if len(c) == 1 {
		return 0
	}
	return max(0, sort.Search(len(c), func(i int) bool { return c[i].from > r })-1)
}

// next gives the first point after reading r; Forever: there is none.
func (c course[T]) next(r int64) int64 {
	if len(c) == 0 {
		return civil.Forever
	}
	if i := c.index(r) + 1; i < len(c) {
		return c[i].from
	}
	return civil.Forever
}

func steady[T any](v T) course[T] { return course[T]{{civil.Ever, v}} }

// add appends a point, merging it with a neighbour that is equal or stands at the same reading.
func add[T comparable](c course[T], from int64, v T) course[T] {
	if n := len(c); n > 0 && c[n-1].from == from {
		c = c[:n-1]
	}
	if n := len(c); n > 0 && c[n-1].v == v {
		return c
	}
	return append(c, point[T]{from, v})
}

// merge combines two courses reading by reading.
func merge[A, B any, C comparable](a course[A], b course[B], f func(A, B) C) course[C] {
	var out course[C]
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case j == len(b) || i < len(a) && a[i].from < b[j].from:
			out = add(out, a[i].from, f(a[i].v, b[max(j-1, 0)].v))
			i++
		case i == len(a) || b[j].from < a[i].from:
			out = add(out, b[j].from, f(a[max(i-1, 0)].v, b[j].v))
			j++
		default:
			out = add(out, a[i].from, f(a[i].v, b[j].v))
			i, j = i+1, j+1
		}
	}
	return out
}

// build makes a course by asking f at every reading of at where it may change.
func build[T comparable](at []int64, f func(r int64) T) course[T] {
	slices.Sort(at)
	out := course[T]{{civil.Ever, f(civil.Ever)}}
	for i, r := range at {
		if r > civil.Ever && (i == 0 || at[i-1] != r) {
			out = add(out, r, f(r))
		}
	}
	return out
}

// Timeline is a condition's truth as a function of the reading.
type Timeline = course[grade.Truth]

// over joins the truth at all readings in [lo, hi]: true or false only where it is so throughout.
func over(c Timeline, lo, hi int64) grade.Truth {
	i := c.index(lo)
	t := c[i].v
	for i++; i < len(c) && c[i].from <= hi; i++ {
		t = t.Join(c[i].v)
	}
	return t
}

// since gives per standard the first reading in [from, to] at which pick has the lane; Forever: none.
func since(c Timeline, lane int, from, to int64, pick func(grade.Truth) grade.Mask) int64 {
	if from > to {
		return civil.Forever
	}
	for i := c.index(from); i < len(c) && c[i].from <= to; i++ {
		if pick(c[i].v).Has(lane) {
			return max(from, c[i].from)
		}
	}
	return civil.Forever
}

func must(t grade.Truth) grade.Mask { return t.Must }
func may(t grade.Truth) grade.Mask  { return t.May }

// spans holds one interval of instants per standard.
type spans [status.Lanes]civil.Interval

func sameSpans(i civil.Interval) spans { return spans{i, i, i} }

// later is the lane-wise greatest of two.
func later(a, b spans) spans {
	for i := range a {
		a[i] = civil.Interval{Lo: max(a[i].Lo, b[i].Lo), Hi: max(a[i].Hi, b[i].Hi)}
	}
	return a
}

// earlier is the lane-wise least of two.
func earlier(a, b spans) spans {
	for i := range a {
		a[i] = civil.Interval{Lo: min(a[i].Lo, b[i].Lo), Hi: min(a[i].Hi, b[i].Hi)}
	}
	return a
}

// truth builds a Kleene value lane by lane.
func truth(f func(lane int) (must, may bool)) (t grade.Truth) {
	for i := range status.Lanes {
		mu, ma := f(i)
		if mu {
			t.Must |= 1 << i
		}
		if ma {
			t.May |= 1 << i
		}
	}
	return t
}

func certain(b bool) grade.Truth {
	if b {
		return grade.True
	}
	return grade.False
}
