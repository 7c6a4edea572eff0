package board

import (
	"slices"

	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// TallyRow counts the norms of an agreement that stand in one state, at each standard of evidence.
type TallyRow struct {
	Cell // no more than its word and class
	N    [status.Lanes]int
	At   []Line // the first of them at the standard that leads, in the order of the text
	More int    // those that At leaves out
}

// tallyShown is how many norms a row of the tally leads to by name.
const tallyShown = 7

// byWeight compares two states by how much they matter to a reader who has a minute.
func byWeight(x, y wording.Class) int {
	return slices.Index(wording.Classes, x) - slices.Index(wording.Classes, y)
}

// tally counts norms by state. A state that none has at any standard has no row.
func tally(lines []Line) (rows []TallyRow) {
	for i := range lines {
		for lane, cell := range lines[i].Cells {
			at := slices.IndexFunc(rows, func(r TallyRow) bool { return r.Word == cell.Word })
			if at < 0 {
				at, rows = len(rows), append(rows, TallyRow{Cell: Cell{StateText: wording.StateText{Symbol: cell.Symbol, Word: cell.Word, Class: cell.Class}}})
			}
			row := &rows[at]
			row.N[lane]++
			switch {
			case !cell.Lead:
			case len(row.At) < tallyShown:
				row.At = append(row.At, lines[i])
			default:
				row.More++
			}
		}
	}
	slices.SortStableFunc(rows, func(x, y TallyRow) int { return byWeight(x.Class, y.Class) })
	return rows
}
