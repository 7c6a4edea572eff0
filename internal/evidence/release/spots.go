package release

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// titles stand before names: what follows one may be a name.
var titles = set(`
	mr mrs ms dr prof sheikh shaykh colonel col general gen captain capt lieutenant major named called known
	г-н г-жа господин госпожа доктор шейх полковник генерал капитан майор лейтенант зовут имени
	السيد السيده الدكتور دكتور الشيخ الاستاذ استاذ الحاج العقيد العميد النقيب المدعو اسمه اسمها يدعي تدعي ال`)

// Spots gives every place of a text that is a name which is left out, and every place that may be one: a word that begins with a capital
// within a sentence, one after a title or beside a name, and one that differs from a part of a name by one letter. What is written in another
// script than the names of the record are is seen by nobody but the reader.
func (n *Names) Spots(text string) []Spot {
	ws := cut(text)
	sure := n.found(text, ws)
	out := slices.Clone(sure)
	for i := range ws {
		w := &ws[i]
		if slices.ContainsFunc(sure, func(s Spot) bool { return s.From < w.to && w.from < s.To }) {
			continue
		}
		if n.mayBe(text, ws, i, sure) {
			out = append(out, Spot{From: w.from, To: w.to})
		}
	}
	slices.SortFunc(out, func(a, b Spot) int { return a.From - b.From })
	return out
}

func (n *Names) mayBe(text string, ws []word, i int, sure []Spot) bool {
	w := &ws[i]
	written := text[w.from:w.to]
	if utf8.RuneCountInString(w.folded) < 2 || particles[w.folded] {
		return false
	}
	if i > 0 && (titles[ws[i-1].folded] || particles[ws[i-1].folded]) && joined(text[ws[i-1].to:w.from]) {
		return true
	}
	if !cased(written) { // a script without capitals: what stands beside a name may be the rest of it
		if slices.ContainsFunc(sure, func(s Spot) bool {
			return s.To <= w.from && joined(text[s.To:w.from]) || w.to <= s.From && joined(text[w.to:s.From])
		}) {
			return true
		}
	} else if capital(written) && i > 0 && !strings.ContainsAny(text[ws[i-1].to:w.from], ".!?…\n") {
		return true
	}
	return n.near(w.folded)
}

// near says whether a word differs from a part of a name by one letter at most: one more, one less, another one.
func (n *Names) near(w string) bool {
	if n == nil {
		return false
	}
	for _, f := range formsOfWord(w) {
		a := []rune(f)
		if len(a) < 4 {
			continue
		}
		for part := range n.parts {
			if b := []rune(part); len(b) >= 4 && oneApart(a, b) {
				return true
			}
		}
	}
	return false
}

func oneApart(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i == len(a) || slices.Equal(a[i+1:], b[i+1:])
	}
	return slices.Equal(a[i:], b[i+1:])
}

// Marked writes a text with its spots shown: "[…Khalil]" is left out, "[?Khaleel]" is for somebody to look at.
func Marked(text string, spots []Spot) string {
	var b strings.Builder
	done := 0
	for _, s := range spots {
		mark := "[?"
		if s.Sure {
			mark = "[…"
		}
		b.WriteString(text[done:s.From] + mark + text[s.From:s.To] + "]")
		done = s.To
	}
	return b.String() + text[done:]
}
