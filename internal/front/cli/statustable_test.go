package cli

import (
	"bytes"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/board"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// TestRowsAlign: columns begin at the same cell in every script, wrapped or not, coloured or not.
func TestRowsAlign(t *testing.T) {
	cell := func(class wording.Class, word string) board.Cell {
		return board.Cell{StateText: wording.StateText{Symbol: class.Symbol(), Word: word, Class: class}}
	}
	for _, x := range []struct {
		lang  locale.Lang
		who   string
		words [status.Lanes]string
	}{
		{locale.En, "Officers and officials who left government service", [status.Lanes]string{"not established", "breached", "kept"}},
		{locale.Ar, "الضباط والموظفون المنشقون عن الخدمة", [status.Lanes]string{"لا تُعرف حالة", "خُرق", "لم يُلبَّ"}},
		{locale.Ru, "Офицеры и служащие, покинувшие службу", [status.Lanes]string{"по этим записям не видно", "нарушено", "выполнено"}},
	} {
		for _, colour := range []bool{false, true} {
			var out bytes.Buffer
			e := &Env{out: &out, words: wording.For(x.lang), width: 80, colour: colour}
			table := (&call{Env: e}).columns(leastLabel)
			cells := [status.Lanes]board.Cell{cell(wording.ClassUnsettled, x.words[0]), cell(wording.ClassBreached, x.words[1]), cell(wording.ClassKept, x.words[2])}
			cells[1].Lead = true
			table.row("11a", x.who, cells)
			text := out.String()
			if strings.Contains(text, "\x1b[1;31m") != colour || strings.Contains(text, "\x1b[32m") {
				t.Errorf("%s: only the standard that leads has a colour, and only on a terminal: %q", x.lang, text)
			}
			for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
				line = strings.NewReplacer("\x1b[1;31m", "", "\x1b[0m", "", rightToLeft, "").Replace(line)
				if locale.Width(line) > 80 {
					t.Errorf("%s: %d cells: %q", x.lang, locale.Width(line), line)
				}
				for _, class := range []wording.Class{wording.ClassUnsettled, wording.ClassBreached, wording.ClassKept} {
					at := map[wording.Class]int{wording.ClassUnsettled: 24, wording.ClassBreached: 43, wording.ClassKept: 62}[class]
					if before, _, ok := strings.Cut(line, class.Symbol()); ok && locale.Width(before) != at {
						t.Errorf("%s: %s begins at %d, not %d: %q", x.lang, class, locale.Width(before), at, line)
					}
				}
			}
		}
	}
}
