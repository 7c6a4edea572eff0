package coretest

import (
	"fmt"
	"slices"
	"testing"

	"mithaq/internal/judge/core/policy"
	"mithaq/internal/testroot"
)

// laneMutant is a run over lanes that is wrong in one way: the engine, fed or read wrongly.
type laneMutant struct {
	name   string
	caught laneCheck // by which it must be caught
	by     string
	run    laneEngine
}

// fed changes each event before the engine gets it.
func fed(change func(ev *event, stamp int64)) laneEngine {
	return func(p *policy.Checked, log []instant) (*laneRun, error) {
		log = slices.Clone(log)
		for i := range log {
			log[i].events = slices.Clone(log[i].events)
			for k := range log[i].events {
				change(&log[i].events[k], log[i].stamp)
			}
		}
		return theLanes(p, log)
	}
}

// read changes what the engine gave.
func read(change func(run *laneRun)) laneEngine {
	return func(p *policy.Checked, log []instant) (*laneRun, error) {
		run, err := theLanes(p, log)
		if err == nil {
			change(run)
		}
		return run, err
	}
}

// reshaped runs the engine on a changed formula.
func reshaped(change func(policy.Formula) policy.Formula) laneEngine {
	return func(p *policy.Checked, log []instant) (*laneRun, error) {
		q := *p
		q.Formula = changed(p.Formula, change)
		return theLanes(&q, log)
	}
}

const everyLane = 1<<laneCount - 1

var laneMutants = []laneMutant{
	{"possible taken for certain", asDefined, "the definition", fed(func(ev *event, _ int64) { ev.must = ev.may })},
	{"possible taken for certain", soundness, "completions", fed(func(ev *event, _ int64) { ev.must = ev.may })},
	{"certain taken for possible", asDefined, "the definition", fed(func(ev *event, _ int64) { ev.must = 0 })},
	{"possible left out", soundness, "completions", fed(func(ev *event, _ int64) { ev.may = ev.must })},
	{"lanes turned by one", asDefined, "the definition", fed(func(ev *event, _ int64) {
		turn := func(m uint64) uint64 { return (m<<1 | m>>(laneCount-1)) & everyLane }
		ev.must, ev.may = turn(ev.must), turn(ev.may)
	})},
	{"one lane for all", asDefined, "the definition", read(func(run *laneRun) { run[2] = run[1] })},
	{"the first date taken", soundness, "completions", fed(func(ev *event, stamp int64) { ev.until = stamp })},
	{"a date too few", soundness, "completions", fed(func(ev *event, stamp int64) { ev.until = max(stamp, ev.until-1) })},
	{"the least number of acts taken", soundness, "completions", fed(func(ev *event, _ int64) { ev.high = ev.low })},
	{"the greatest number of acts taken", soundness, "completions", fed(func(ev *event, _ int64) { ev.low = min(ev.high, 9) })},
	{"several acts taken for one", asDefined, "the definition", fed(func(ev *event, _ int64) { ev.low, ev.high = 1, 1 })},
	{"no upper bound taken for the lower one", soundness, "completions", fed(func(ev *event, _ int64) {
		if ev.high == policy.Endless {
			ev.high = ev.low
		}
	})},
	{"the sides swapped", soundness, "completions", read(func(run *laneRun) {
		for l := range run {
			run[l][0], run[l][1] = run[l][1], run[l][0]
		}
	})},
	{"the middle of the dates taken", information, "narrowing", fed(func(ev *event, stamp int64) { ev.until = stamp + (ev.until-stamp)/2 })},
	{"the doubtful left out", information, "narrowing", fed(func(ev *event, stamp int64) {
		if ev.until > stamp {
			ev.may, ev.must = ev.must, 0
		}
	})},
	{"negation does not swap", soundness, "completions", func(p *policy.Checked, log []instant) (*laneRun, error) {
		// each side run for itself on what is certain, and on what is possible
		sure, err := fed(func(ev *event, _ int64) { ev.may = ev.must })(p, log)
		if err != nil {
			return nil, err
		}
		may, err := fed(func(ev *event, _ int64) { ev.must = ev.may })(p, log)
		if err != nil {
			return nil, err
		}
		for l := range sure {
			sure[l][1] = may[l][1]
		}
		return sure, nil
	}},
	{"ONCE one longer", asDefined, "the definition", reshaped(inWindow(onceWindow, longer))},
	{"SINCE one shorter", asDefined, "the definition", reshaped(inWindow(sinceWindow, shorter))},
	{"UNTIL one shorter", asDefined, "the definition", reshaped(inWindow(untilWindow, shorter))},
	{"EVENTUALLY one later", asDefined, "the definition", reshaped(inWindow(eventuallyWindow, later))},
	{"SUM for CNT", asDefined, "the definition", reshaped(operation(policy.Cnt, policy.Sum))},
	{"< for <=", asDefined, "the definition", reshaped(over(policy.LessEq, policy.Less))},
}

// Each mutant of a run over lanes is caught, and the list says by what.
func TestLaneMutantsAreCaught(t *testing.T) {
	page := "| broken so | caught by |\n|---|---|\n"
	caught := 0
	for _, m := range laneMutants {
		page += fmt.Sprintf("| %s | %s |\n", m.name, m.by)
		t.Run(m.name+", by "+m.by, func(t *testing.T) {
			for seed := range uint64(3000) {
				s := newLaneSample(seed, false)
				if m.caught(theLanes, s) == "" && m.caught(m.run, s) != "" {
					t.Logf("caught by %s, seed %d: %s", m.by, seed, s.text())
					caught++
					return
				}
			}
			t.Error("not caught")
		})
	}
	if caught == len(laneMutants) {
		testroot.Section(t, "docs/mutants.md", "The calculus over lanes", page)
	}
}
