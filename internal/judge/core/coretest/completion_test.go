package coretest

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// completion draws one way in which the events of a lane may have happened: each merely possible one or not, each at one of
// its dates and a number of times in its range.
func completion(rng *rand.Rand, log []instant, lane int) []instant {
	out := make([]instant, len(log))
	for i, p := range log {
		out[i].stamp = p.stamp
	}
	bit := uint64(1) << lane
	for i, p := range log {
		for _, ev := range p.events {
			if ev.may&bit == 0 || ev.must&bit == 0 && rng.IntN(2) == 0 {
				continue
			}
			at := dates(log, i, ev.until)
			j := at[rng.IntN(len(at))]
			n := ev.low + rng.Int64N(min(ev.high-ev.low, 3)+1)
			done := exactly(log[j].stamp, ev.pred, ev.args...)
			done.low, done.high = n, n
			out[j].events = append(out[j].events, done)
		}
	}
	return out
}

// completions is how many completions are tried for each sample and lane.
const completions = 6

// soundness: what a plain run on any completion says is possible, and what is certain every plain run says.
func soundness(run laneEngine, s *sample) string {
	p, wrong := s.checked()
	if p == nil {
		return wrong
	}
	got, err := run(p, s.log)
	if err != nil {
		return err.Error()
	}
	rng := rand.New(rand.NewPCG(s.seed, 11))
	for lane := range laneCount {
		for range completions {
			log := completion(rng, s.log, lane)
			for i, rows := range evaluated(s, p, log, 0) {
				if may := got.at(lane, possible, i); !coveredBy(rows, may) {
					return fmt.Sprintf("lane %d, time point %d: possible %v, but a completion gives %v:\n%s", lane, i, may, rows, showLog(s.sig, log))
				}
				if sure := got.at(lane, certain, i); !allMet(sure, rows) {
					return fmt.Sprintf("lane %d, time point %d: certain %v, but a completion gives %v:\n%s", lane, i, sure, rows, showLog(s.sig, log))
				}
			}
		}
	}
	return ""
}

// coveredBy says whether each of the rows lies within one of the wide ones.
func coveredBy(rows, wide []laneRow) bool {
	return !slices.ContainsFunc(rows, func(x laneRow) bool {
		return !slices.ContainsFunc(wide, func(y laneRow) bool { return y.covers(x) })
	})
}

// allMet says whether each of the wide rows has one of the rows within it.
func allMet(wide, rows []laneRow) bool {
	return !slices.ContainsFunc(wide, func(y laneRow) bool {
		return !slices.ContainsFunc(rows, func(x laneRow) bool { return y.covers(x) })
	})
}

// information: knowing more of an event only shrinks what is possible, and only adds to what is certain.
func information(run laneEngine, s *sample) string {
	p, wrong := s.checked()
	if p == nil {
		return wrong
	}
	before, err := run(p, s.log)
	if err != nil {
		return err.Error()
	}
	rng := rand.New(rand.NewPCG(s.seed, 12))
	log := s.log
	for range 6 {
		next, what := narrowed(rng, log)
		if what == "" {
			continue
		}
		after, err := run(p, next)
		if err != nil {
			return err.Error()
		}
		for lane := range laneCount {
			for i := range known(p.Formula, stamps(log)) {
				if !coveredBy(after.at(lane, possible, i), before.at(lane, possible, i)) || !allMet(before.at(lane, certain, i), after.at(lane, certain, i)) {
					return fmt.Sprintf("%s; lane %d, time point %d: certain %v, then %v; possible %v, then %v", what, lane, i,
						before.at(lane, certain, i), after.at(lane, certain, i), before.at(lane, possible, i), after.at(lane, possible, i))
				}
			}
		}
		log, before = next, after
	}
	return ""
}

// narrowed gives a log in which more is known of one event, and says what; "" when nothing was found to narrow.
func narrowed(rng *rand.Rand, log []instant) ([]instant, string) {
	out := slices.Clone(log)
	for i := range out {
		out[i].events = slices.Clone(out[i].events)
	}
	i := rng.IntN(len(out))
	if len(out[i].events) == 0 {
		return nil, ""
	}
	k := rng.IntN(len(out[i].events))
	ev := &out[i].events[k]
	what := fmt.Sprintf("event %d of time point %d ", k, i)
	switch doubt := ev.may &^ ev.must; rng.IntN(6) {
	case 0:
		if doubt != 0 {
			ev.must |= doubt & -doubt
			return out, what + "confirmed in a lane"
		}
	case 1:
		if doubt != 0 {
			ev.may &^= doubt & -doubt
			return out, what + "ruled out in a lane"
		}
	case 2:
		if ev.low < ev.high {
			ev.low++
			return out, what + "stands for more acts at least"
		}
	case 3:
		if ev.low < ev.high {
			ev.high = min(ev.high-1, ev.low+2)
			return out, what + "stands for fewer acts at most"
		}
	case 4:
		if ev.until > out[i].stamp {
			ev.until = out[i].stamp + rng.Int64N(ev.until-out[i].stamp)
			return out, what + "ends earlier"
		}
	case 5:
		if at := dates(out, i, ev.until); len(at) > 1 {
			j := at[1+rng.IntN(len(at)-1)]
			out[j].events = append(out[j].events, *ev)
			out[i].events = slices.Delete(out[i].events, k, k+1)
			return out, what + "begins later"
		}
	}
	return nil, ""
}
