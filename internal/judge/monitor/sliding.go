package monitor

import (
	"slices"

	"mithaq/internal/base/civil"
)

// firstDay is 1800-01-01: nobody's coverage of earlier days is counted in windows that move.
const firstDay = -5_364_662_400

// moved gives the beginning of a window of the last seconds before a reading; last 0: as it stands.
func moved(from civil.Interval, r, last int64) civil.Interval {
	if last <= 0 || r <= farPast {
		return from
	}
	return civil.Interval{Lo: max(from.Lo, r-last), Hi: max(from.Hi, r-last)}
}

// lastReadings gives the readings up to end at which the answer changes whether absence is certain in the part of a
// window that lies in the last seconds before the reading; last 0: in the whole window.
//
// The window begins later as the reading does, so the answer may change wherever either end passes the beginning of a
// day, or the beginning or end of an entry, each also by its lag later: all of these are tried.
func (w *watch) lastReadings(from, to civil.Interval, last, end int64) []int64 {
	if last <= 0 {
		return w.readings(from, to, end, absent)
	}
	key := sightKey{from, to, end, absent, last}
	out, done := w.known[key]
	if done {
		return out
	}
	var at []int64
	put := func(t int64) {
		for _, lag := range append([]int64{last}, w.lags...) {
			at = append(at, t+lag, t+lag+1)
		}
	}
	for _, t := range []int64{from.Lo, from.Hi, to.Lo, to.Hi} {
		if t > farPast && t < -farPast {
			put(t)
		}
	}
	if len(w.entries) > 0 {
		first, until := w.entries[0].From, civil.Ever
		for i := range w.entries {
			put(w.entries[i].From)
			put(w.entries[i].To)
			until = max(until, w.entries[i].To)
		}
		until = min(until, end) + last + w.lags[len(w.lags)-1]
		for d := w.cal.day(max(first-last, from.Lo, firstDay)); w.cal.start(d) <= min(until, end); d++ {
			put(w.cal.start(d))
		}
	}
	slices.Sort(at)
	var was [2]bool
	for i, r := range slices.Compact(at) {
		if r > end {
			break
		}
		var now [2]bool
		now[0], now[1] = w.covered(moved(from, r, last), to, r, absent)
		if i == 0 || now != was {
			out = append(out, r)
		}
		was = now
	}
	w.known[key] = out
	return out
}
