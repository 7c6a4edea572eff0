package coretest

import (
	"math"

	"mithaq/internal/judge/core/policy"
)

// known says at how many time points, from the first, a formula is decided once the given stamps have been read
// (conformance README, "When a verdict appears").
func known(f policy.Formula, stamps []int64) int {
	all := len(stamps)
	switch f := f.(type) {
	case *policy.Pred:
		if f.Def != nil {
			return known(f.Def.F, stamps)
		}
		return all
	case *policy.Prev:
		return min(known(f.F, stamps)+1, all)
	case *policy.Next:
		return max(known(f.F, stamps)-1, 0)
	case *policy.Until:
		return closed(f.I.Hi, min(known(f.L, stamps), known(f.R, stamps)), stamps)
	case *policy.Eventually:
		return closed(f.I.Hi, known(f.F, stamps), stamps)
	case *policy.Always:
		return closed(f.I.Hi, known(f.F, stamps), stamps)
	case *policy.Let:
		return known(f.Body, stamps)
	}
	n := all
	for _, sub := range operands(f) {
		n = min(n, known(sub, stamps))
	}
	return n
}

// closed counts the time points whose window of length hi has been passed: by a time point that has been read, at most
// the first one at which the operands are not known.
func closed(hi int64, n int, stamps []int64) int {
	last := min(n, len(stamps)-1)
	for i, s := range stamps {
		if s > math.MaxInt64-hi || last < 0 || stamps[last] <= s+hi {
			return i
		}
	}
	return len(stamps)
}
