package intake

import "strings"

// Sample is how a file begins: its columns and a few rows, for somebody to look at.
type Sample struct {
	Header []string
	Rows   [][]string // each as long as Header; what cannot be seen is written visibly
}

// The most that a sample holds.
const (
	sampleRows = 3
	sampleCell = 80 // characters
)

// SampleOf gives the beginning of a file. nil: it has no rows that could be read.
func SampleOf(data []byte, opt Options) *Sample {
	t, ds := open(data, opt)
	if ds != nil || t.grid == nil || t.nameColumns(opt) != nil {
		return nil
	}
	s := &Sample{}
	for _, h := range t.header {
		s.Header = append(s.Header, strings.Clone(h))
	}
	for len(s.Rows) < sampleRows {
		r, _, stop := t.next()
		if stop {
			break
		}
		row := make([]string, len(s.Header))
		for i := range row {
			if i < len(r.fields) {
				row[i] = clipped(visible(clean(r.fields[i])))
			}
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// clipped gives the beginning of a long cell, with memory of its own.
func clipped(s string) string {
	n := 0
	for i := range s {
		if n == sampleCell {
			return strings.Clone(s[:i]) + "…"
		}
		n++
	}
	return strings.Clone(s)
}
