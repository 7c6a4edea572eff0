package wording

import (
	"slices"

	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// settledOtherwise tells what settled the state of a norm that acts alone do not settle: a condition that is to be kept, a
// finding, the time to cure. Nil: another norm.
func (y why) settledOtherwise(s status.State) []string {
	switch {
	case y.applied("judged.yes") || y.applied("judged.no"):
		if known(y.lane.Last) {
			return []string{y.w.Text("why.found", "date", y.when(y.lane.Last))}
		}
	case s == status.NotAssessed:
		return y.waits()
	case y.applied("obligation.curing"):
		return append([]string{y.w.Text("why.curing", "end", y.end())}, y.waits()...)
	case keeps(y.n):
		return y.keeping(s)
	}
	return nil
}

func (y why) applied(rule string) bool {
	return slices.ContainsFunc(y.n.Reasons.Steps, func(s status.Step) bool { return s.Rule == rule && s.Truth.May.Has(y.at) })
}

// keeping tells since when what is to be kept was not so, or until when it was.
func (y why) keeping(s status.State) []string {
	w := y.w
	switch s {
	case status.Breached:
		if known(y.lane.First) {
			return []string{w.Plural("why.keep.lost", pluralOf(y.lane.Acts), "count", y.w.count(y.lane.Acts), "first", y.when(y.lane.First))}
		}
	case status.Kept:
		return []string{w.Text("why.keep.throughout", "end", y.end())}
	case status.Due, status.Open:
		if y.n.Window.Dated && y.n.Window.End.Lo < civil.Forever {
			return []string{w.Text("why.keep.so_far.by", "end", y.end())}
		}
		return []string{w.Text("why.keep.so_far")}
	}
	return nil
}
