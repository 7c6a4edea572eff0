package core

import "strings"

// Symbols numbers strings, so that a relation holds words only. Not safe for concurrent use.
type Symbols struct {
	numbers map[string]Word
	strings []string
}

// NewSymbols gives an empty table.
func NewSymbols() *Symbols { return &Symbols{numbers: map[string]Word{}} }

// Word gives the number of a string, a new one when it has none. It copies b only then.
func (s *Symbols) Word(b []byte) Word {
	if w, ok := s.numbers[string(b)]; ok {
		return w
	}
	text := string(b)
	w := Word(len(s.strings))
	s.strings = append(s.strings, text)
	s.numbers[text] = w
	return w
}

// String gives the string with number w.
func (s *Symbols) String(w Word) string { return s.strings[w] }

// Compare orders two numbered strings by their bytes.
func (s *Symbols) Compare(a, b Word) int {
	if a == b {
		return 0
	}
	return strings.Compare(s.strings[a], s.strings[b])
}
