package core

import (
	"slices"
	"strings"

	"mithaq/internal/judge/core/policy"
)

// Symbols numbers strings, so that a relation holds words only. Numbers of strings that no state holds any more are given to new
// strings, so an endless log with ever new strings needs no more room than the windows do. Not safe for concurrent use.
type Symbols struct {
	numbers map[string]Word
	strings []string
	kept    []bool // strings of the policy, which stay
	free    []Word
	swept   int // strings left by the last sweep
}

// emptyString is the number of "" in every table.
const emptyString Word = 0

// NewSymbols gives a table that holds the empty string only.
func NewSymbols() *Symbols {
	s := &Symbols{numbers: map[string]Word{}}
	s.Keep("")
	return s
}

// Word gives the number of a string, a new one when it has none. It copies b only then. An engine that numbers its strings in a
// table of its own may give the number away at the end of the time point, if no tuple of the engine holds it.
func (s *Symbols) Word(b []byte) Word {
	if w, ok := s.numbers[string(b)]; ok {
		return w
	}
	return s.enter(string(b))
}

// Keep gives the number of a string, for good.
func (s *Symbols) Keep(text string) Word {
	w, ok := s.numbers[text]
	if !ok {
		w = s.enter(text)
	}
	s.kept[w] = true
	return w
}

func (s *Symbols) enter(text string) Word {
	var w Word
	if n := len(s.free); n > 0 {
		w = s.free[n-1]
		s.free = s.free[:n-1]
		s.strings[w] = text
	} else {
		w = Word(len(s.strings))
		s.strings = append(s.strings, text)
		s.kept = append(s.kept, false)
	}
	s.numbers[text] = w
	return w
}

// String gives the string with number w.
func (s *Symbols) String(w Word) string { return s.strings[w] }

// Len gives how many strings have a number.
func (s *Symbols) Len() int { return len(s.numbers) }

// Compare orders two numbered strings by their bytes.
func (s *Symbols) Compare(a, b Word) int {
	if a == b {
		return 0
	}
	return strings.Compare(s.strings[a], s.strings[b])
}

// crowded says whether the strings have doubled since they were swept, so that sweeping costs a constant for each new string.
func (s *Symbols) crowded() bool { return len(s.numbers) > 2*s.swept+4096 }

// sweep takes the numbers from all strings that are neither kept nor marked.
func (s *Symbols) sweep(m *marker) {
	s.free = s.free[:0]
	for i, text := range s.strings {
		w := Word(i)
		switch {
		case m.live[w] || s.kept[w]:
			continue
		case s.numbers[text] == w && (text != "" || w == emptyString):
			delete(s.numbers, text)
		}
		s.strings[w] = ""
		s.free = append(s.free, w)
	}
	s.swept = len(s.numbers)
}

// marker collects the numbers of the strings that some state holds.
type marker struct{ live []bool }

func newMarker(s *Symbols) *marker { return &marker{make([]bool, len(s.strings))} }

// rows marks the strings of rows with columns of the given types.
func (m *marker) rows(types []policy.Type, words []Word) {
	if !slices.Contains(types, policy.String) {
		return
	}
	for i, w := range words {
		if types[i%len(types)] == policy.String {
			m.live[w] = true
		}
	}
}

// words marks strings.
func (m *marker) words(words []Word) {
	for _, w := range words {
		m.live[w] = true
	}
}
