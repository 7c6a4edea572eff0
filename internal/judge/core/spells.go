package core

import "math"

// spells follows, for SINCE, the last unbroken stretch of time points at which each tuple of the left operand held.
type spells struct {
	in    *reader
	delta bool // in tells changes; else all tuples that hold
	table *table
	last  []spell
	swept int
}

// spell is a stretch of time points [from, to] at which a tuple held; to is ongoing while a change has not ended it.
type spell struct{ from, to int64 }

const ongoing int64 = math.MaxInt64

func newSpells(in *reader) *spells {
	return &spells{in: in, delta: in.s.delta, table: newTable(in.s.width)}
}

// enter reads the left operand at the time points before end.
func (s *spells) enter(end int64) {
	if s.in.ahead() >= end {
		return
	}
	held := s.in.held(end)
	row := held.row
	for k, at := range held.points {
		for ; row < held.ends[k]; row++ {
			s.note(s.in.s.row(row), s.in.s.pair(row), at)
		}
	}
	s.in.pass(len(held.points))
}

func (s *spells) note(row []Word, p Pair, at int64) {
	e, fresh := s.table.put(row)
	if fresh {
		s.last = append(s.last, spell{from: at, to: -1})
	}
	l := &s.last[e]
	switch {
	case s.delta && p.May == 0:
		l.to = at - 1
	case s.delta:
		*l = spell{at, ongoing}
	case l.to == at-1 && !fresh:
		l.to = at
	default:
		*l = spell{at, at}
	}
}

func (s *spells) crowded() bool { return s.table.n > 2*s.swept+64 }

// sweep drops the spells that ended before time point before.
func (s *spells) sweep(before int64) {
	for e := s.table.n - 1; e >= 0; e-- {
		if s.last[e].to < before {
			n := s.table.n - 1
			s.table.remove(e)
			s.last[e] = s.last[n]
			s.last = s.last[:n]
		}
	}
	s.swept = s.table.n
	s.table.trim()
}

// unbroken says whether the tuple held at all time points after j up to i, the last one entered.
func (s *spells) unbroken(key []Word, j, i int64) bool {
	e := s.table.find(key)
	return e >= 0 && s.last[e].from <= j+1 && s.last[e].to >= i
}

// absent says whether the tuple held at no time point after j.
func (s *spells) absent(key []Word, j int64) bool {
	e := s.table.find(key)
	return e < 0 || s.last[e].to <= j
}

func (s *spells) mark(m *marker) { m.rows(s.in.s.types, s.table.keys) }
