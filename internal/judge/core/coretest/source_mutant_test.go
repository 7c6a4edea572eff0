package coretest

import (
	"path/filepath"
	"testing"

	"mithaq/internal/testroot"
)

// sourceMutant is a change of the engine itself: in a file, one text for another.
type sourceMutant struct{ name, file, old, new string }

var sourceMutants = []sourceMutant{
	{"a past window opens one late", "clock.go", "f.end <= i && c.at(f.end) <= latest", "f.end <= i && c.at(f.end) < latest"},
	{"a past window evicts one early", "clock.go", "f.start <= i && c.at(f.start) < earliest", "f.start <= i && c.at(f.start) <= earliest"},
	{"a future window closes one early", "clock.go", "f.end < read && c.at(f.end) <= latest", "f.end < read && c.at(f.end) < latest"},
	{"a window holds what has left it", "window.go", "if e := w.table.find(key); e >= 0 && w.last[e] >= w.start {", "if e := w.table.find(key); e >= 0 {"},
	{"a sweep drops what is still in the window", "window.go", "if w.last[e] >= w.start && (dead == nil", "if w.last[e] > w.start && (dead == nil"},
	{"a spell goes on after a break", "spells.go", "case l.to == at-1 && !fresh:", "case l.to >= at-2 && !fresh:"},
	{"SINCE: the left side may come one late", "spells.go", "s.last[e].from <= j+1 &&", "s.last[e].from <= j+2 &&"},
	{"NOT SINCE: the time point of the right side counts", "spells.go", "return e < 0 || s.last[e].to <= j", "return e < 0 || s.last[e].to < j"},
	{"UNTIL: the left side may end one early", "until.go", "s.from <= u.point && s.to >= j-1", "s.from <= u.point && s.to >= j-2"},
	{"NOT UNTIL: the time point of the right side counts", "until.go", "return s == nil || s.from >= j", "return s == nil || s.from > j"},
	{"a list forgets one too many", "lists.go", "if c.to >= before {", "if c.to > before {"},
	{"a join over the wrong column", "join.go", "if left[c] != right[j.rkey[i]] {", "if left[c] != right[j.rkey[i*0]] {"},
	{"what changes in a window leaves one late", "changes.go", "for c.first >= 0 && c.links[c.first].at < c.start {", "for c.first >= 0 && c.links[c.first].at < c.start-1 {"},
	{"a count does not go down", "groups.go", "g.count[e]--", "_ = g.count[e]"},
	{"the median is the upper of two", "groups.go", "a := s.rank((s.n - 1) / 2)", "a := s.rank(s.n / 2)"},
	{"negation does not swap the pair", "probe.go", "return Pair{p.Must &^ q.May, p.May &^ q.Must}", "return Pair{p.Must &^ q.Must, p.May &^ q.May}"},
	{"over lanes, the last date is forgotten", "lane_window.go", "w.chains.enter(w.chains.put(row), until, math.MaxInt64, Pair{May: p.May})", "w.chains.enter(w.chains.put(row), from, math.MaxInt64, Pair{May: p.May})"},
	{"over lanes, certain from the first date on", "lane_window.go", "laneWait{due: until, from: from", "laneWait{due: from, from: from"},
	{"over lanes, longer stays do not count", "lane_chains.go", "if c.before(stamp, point) {\n\t\t\tbreak\n\t\t}\n\t\tp.Must &^= c.Must", "if c.before(stamp, point) {\n\t\t\tbreak\n\t\t}\n\t\tp.Must &^= c.May"},
	{"over lanes, SINCE kills the wrong side", "lane_spells.go", "return Pair{p.Must &^ held.May, p.May &^ held.Must}", "return Pair{p.Must &^ held.Must, p.May &^ held.May}"},
	{"over lanes, UNTIL goes on after a break", "lane_until.go", "if c.from > a && !u.negated {", "if c.from > a+1 && !u.negated {"},
	{"over lanes, what leaves a sum stays", "lane_changes.go", "c.agenda.push(laneWait{due: plus(plus(from, c.hi), 1)}, row)", "_ = row"},
	{"over lanes, the least acts of a possible tuple count", "lane_values.go", "case m.May&bit != 0:\n\t\treturn 0, m.high", "case m.May&bit != 0:\n\t\treturn m.low, m.high"},
	{"over lanes, a pending date is one short", "lane_event.go", "if p.ev.Until < stamp {", "if p.ev.Until <= stamp {"},
}

// tests are those that must catch the changes.
const tests = "^(TestAgreement|TestAgreementOfWorkers|TestLanes|TestLanesOfSeveralDates|TestSoundness|TestInformation|TestFaults|TestLongLogs|TestLongLanes)$"

// Each change of the engine's text is caught by a test. It takes a build each, so without MITHAQ_LONG it is only looked that the
// texts are there.
func TestSourceMutantsAreCaught(t *testing.T) {
	core := filepath.Join(testroot.Root(t), "internal", "judge", "core")
	for _, m := range sourceMutants {
		t.Run(m.name, func(t *testing.T) {
			testroot.Caught(t, filepath.Join(core, m.file), m.old, m.new, tests, "CORETEST_CASES=3000")
		})
	}
}
