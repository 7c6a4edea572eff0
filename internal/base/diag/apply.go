package diag

import (
	"cmp"
	"slices"

	"mithaq/internal/base/source"
)

// Apply makes edits of one text. Of two that change the same place the one that stands later in the list is left out: a link may tie two
// things by one name.
func Apply(text string, edits []Edit) string {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int { return cmp.Compare(b.Span.Start.Offset, a.Span.Start.Offset) })
	last := source.Pos{Offset: len(text) + 1}
	for _, e := range sorted {
		if e.Span.End.Offset > last.Offset {
			continue
		}
		text = text[:e.Span.Start.Offset] + e.Text + text[e.Span.End.Offset:]
		last = e.Span.Start
	}
	return text
}
