// Package source names places in texts: a file, a position, a span.
//
// Offsets count bytes from 0. Lines and columns count from 1; a column counts
// Unicode code points, not bytes, so that it agrees with what an editor shows.
package source

import (
	"fmt"
	"sort"
	"unicode/utf8"
)

// Pos is one place in a text. The zero Pos means "no position known".
type Pos struct {
	Offset int `json:"offset"` // bytes from the start of the text
	Line   int `json:"line"`   // from 1
	Column int `json:"column"` // code points from 1
}

// Span is the stretch [Start, End) of the named file.
type Span struct {
	File  string `json:"file"`
	Start Pos    `json:"start"`
	End   Pos    `json:"end"`
}

// Known says whether the span points anywhere.
func (s Span) Known() bool { return s.Start.Line > 0 }

// Holds says whether x begins within the span.
func (s Span) Holds(x Span) bool {
	return s.File == x.File && x.Known() && s.Start.Offset <= x.Start.Offset && x.Start.Offset < s.End.Offset
}

// String gives file:line:column, the form that editors and compilers share.
func (s Span) String() string {
	if !s.Known() {
		return s.File
	}
	return fmt.Sprintf("%s:%d:%d", s.File, s.Start.Line, s.Start.Column)
}

// File is a text with its line starts, for turning offsets into positions.
type File struct {
	Name  string
	Text  string
	lines []int // offset of each line's first byte
}

// NewFile indexes the lines of text. A line ends with "\n"; a "\r" before it belongs to the line.
func NewFile(name, text string) *File {
	f := &File{Name: name, Text: text, lines: []int{0}}
	for i := range len(text) {
		if text[i] == '\n' {
			f.lines = append(f.lines, i+1)
		}
	}
	return f
}

// Pos gives the position of a byte offset, clamped to the text.
func (f *File) Pos(offset int) Pos {
	offset = max(0, min(offset, len(f.Text)))
	line := sort.SearchInts(f.lines, offset+1) - 1
	return Pos{
		Offset: offset,
		Line:   line + 1,
		Column: utf8.RuneCountInString(f.Text[f.lines[line]:offset]) + 1,
	}
}

// Span gives the span of the byte range [start, end).
func (f *File) Span(start, end int) Span {
	return Span{File: f.Name, Start: f.Pos(start), End: f.Pos(end)}
}

// Line gives the text of a line (from 1) without its line end; "" when there is no such line.
func (f *File) Line(n int) string {
	if n < 1 || n > len(f.lines) {
		return ""
	}
	end := len(f.Text)
	if n < len(f.lines) {
		end = f.lines[n] - 1
	}
	line := f.Text[f.lines[n-1]:end]
	if l := len(line); l > 0 && line[l-1] == '\r' {
		line = line[:l-1]
	}
	return line
}
