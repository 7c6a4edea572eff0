package wording

import (
	"strings"
	"unicode"

	"mithaq/internal/base/locale"
)

const tabStop = 4

// pieces gives a line for show, cut at a place: tabs become spaces, characters that steer a terminal or the order of letters become visible.
func pieces(line []rune, from, to int) (before, place, after string) {
	from = max(0, min(from, len(line)))
	to = max(from, min(to, len(line)))
	var b strings.Builder
	cells := 0
	part := func(runes []rune) string {
		b.Reset()
		for _, r := range runes {
			switch {
			case r == '\t':
				n := tabStop - cells%tabStop
				b.WriteString(strings.Repeat(" ", n))
				cells += n
				continue
			case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
				r = unicode.ReplacementChar
			}
			b.WriteRune(r)
			cells += locale.Width(string(r))
		}
		return b.String()
	}
	before = part(line[:from])
	place = part(line[from:to])
	return before, place, part(line[to:])
}

// clip shortens a line to the room, so that the start of the place stays in sight. "…" stands for what is left out.
func clip(before, place, after string, room int) (string, string, string) {
	if locale.Width(before)+locale.Width(place)+locale.Width(after) <= room {
		return before, place, after
	}
	if locale.Width(place) > room-2 {
		place = firstCells(place, room-3) + "…"
		after = ""
	}
	if keep := max(0, min(locale.Width(before), room-locale.Width(place)-min(locale.Width(after), room/3)-1)); keep < locale.Width(before) {
		before = "…" + lastCells(before, keep-1)
	}
	if keep := room - locale.Width(before) - locale.Width(place); keep < locale.Width(after) {
		after = firstCells(after, keep-1) + "…"
	}
	return before, place, after
}

// firstCells gives the longest start that fits.
func firstCells(s string, cells int) string {
	used := 0
	for i, r := range s {
		if used += locale.Width(string(r)); used > cells {
			return s[:i]
		}
	}
	return s
}

// lastCells gives the longest end that fits.
func lastCells(s string, cells int) string {
	runes := []rune(s)
	used := 0
	for i := len(runes) - 1; i >= 0; i-- {
		if used += locale.Width(string(runes[i])); used > cells {
			return string(runes[i+1:])
		}
	}
	return s
}
