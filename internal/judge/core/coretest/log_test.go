package coretest

import "mithaq/internal/judge/core/policy"

// event is one tuple of a log. In a run over lanes it certainly happened in the lanes of must and possibly in those of may,
// at its own time point or at the first one of a later stamp up to until, low to high times.
type event struct {
	pred      int // in the signature
	args      []value
	must, may uint64
	until     int64
	low, high int64
}

// instant is one time point of a log.
type instant struct {
	stamp  int64
	events []event
}

// exactly is an event that certainly happened once, at its own time point.
func exactly(stamp int64, pred int, args ...value) event {
	return event{pred: pred, args: args, must: ^uint64(0), may: ^uint64(0), until: stamp, low: 1, high: 1}
}

func stamps(log []instant) []int64 {
	out := make([]int64, len(log))
	for i, p := range log {
		out[i] = p.stamp
	}
	return out
}

// fact is an event as one lane sees it.
type fact struct {
	pred              *policy.Predicate
	args              []value
	certain, possible bool
	n, m              int64
}

// dated is an event as one lane sees it, with its dates; at is the index of its own time point.
type dated struct {
	fact
	at     int
	lo, hi int64
}

// slot is a time point as one lane sees it: an event of several dates is merely possible at each of them.
type slot struct {
	stamp int64
	facts []fact
}

// perLane gives the time points as one lane sees them.
func perLane(sig *policy.Signature, log []instant, lane int) (slots []slot, events []dated) {
	slots = make([]slot, len(log))
	for i, p := range log {
		slots[i].stamp = p.stamp
	}
	bit := uint64(1) << lane
	for i, p := range log {
		for _, ev := range p.events {
			if ev.may&bit == 0 {
				continue
			}
			f := fact{&sig.Predicates[ev.pred], ev.args, ev.must&bit != 0, true, ev.low, ev.high}
			events = append(events, dated{f, i, p.stamp, ev.until})
			if ev.until > p.stamp {
				f.certain = false
			}
			for _, j := range dates(log, i, ev.until) {
				slots[j].facts = append(slots[j].facts, f)
			}
		}
	}
	return slots, events
}

// dates gives the time points at which an event given at time point i may have happened: i, and the first one of each later
// stamp up to until.
func dates(log []instant, i int, until int64) []int {
	out := []int{i}
	for j := i + 1; j < len(log) && log[j].stamp <= until; j++ {
		if log[j].stamp > log[j-1].stamp {
			out = append(out, j)
		}
	}
	return out
}
