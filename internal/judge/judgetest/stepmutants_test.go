package judgetest

import (
	"path/filepath"
	"testing"

	"mithaq/internal/testroot"
)

// stepMutants are changes of how a machine takes in what a step brings: each keeps something that the step touches.
var stepMutants = []struct{ name, file, old, new string }{
	{"what a beginning gave before stays in the sums of its state", "onrecord.go", "h.state.put(r.Machine, was, -1)", "_ = was"},
	{"a beginning that comes is not put in", "onrecord.go", "w.h.state.put(r.Machine, w.is, 1)", "_ = w.is"},
	{"an ending ends only what names nobody", "onrecord.go", "keys = append(keys, beginKey{l.Roles[0].State, \"=\" + v.id})", "_ = v"},
	{"an ending ends nothing that names nobody", "onrecord.go", "keys = append(keys, beginKey{l.Roles[0].State, \"\"})", ""},
	{"a beginning that is replaced is still found", "onrecord.go", "h.index.remove(h, &was[len(was)-1], beginAt{i, g.hit})", ""},
	{"an ending that is replaced still ends", "ends.go", "same := func(x ending) bool { return x.index == g.hit.fact }", "same := func(x ending) bool { return false }"},
	{"of endings that name nobody, one that is replaced stays", "ends.go", "t.mute.remove(e.early())", ""},
	{"the earliest ending is not summed up again", "earliest.go", "e.lo[i] = f\n", "_ = f\n"},
	{"a page keeps its sums", "page.go", "p.uses = slices.DeleteFunc(p.uses, func(u use) bool { return u.fact == g.hit.fact })\n\t\tp.ends, p.told, p.stock = nil, [2]*pageTold{}, nil", "p.uses = slices.DeleteFunc(p.uses, func(u use) bool { return u.fact == g.hit.fact })"},
	{"an act that comes does not count", "page.go", "p.uses = slices.Insert(p.uses, at, u)", "_, _ = at, u"},
	{"whole pages fill one stretch too many", "stretch.go", "return s.lo + 1\n", "return s.lo + q.per/2\n"},
	{"the history of a norm stays", "takein.go", "differs = differs || l.nth != was.nth || l.early != was.early", "_ = was"},
	{"the status of a norm stays", "takein.go", "delete(r.statuses, name)", ""},
	{"the status of a family stays", "takeinmembers.go", "delete(m.statuses, name)", ""},
	{"the history of a family stays", "takeinmembers.go", "r.historyAgain(n, name)", "_ = n"},
	{"a member that names nothing is not touched", "takeinmembers.go", "x.unknown = alive(x.unknown)", "x.unknown = nil"},
	{"a fact touches the members of the wrong name", "takeinmembers.go", "for _, in := range x.by[v] {", "for _, in := range x.by[v+v] {"},
	{"what a member added stays in the counts of its family", "takeinmembers.go", "fam.leave(in)", "in.dead = true"},
	{"an act of its own does not come to a member", "takein.go", "in.hits = slices.Insert(in.hits, at, h)", "_ = at"},
	{"what a page told before stays counted", "keptmember.go", "\t\t\tfam.count(t, -1)\n", "\t\t\t_ = t\n"},
	{"what the members are told by stays", "keptmember.go", "\t\tin.kept, in.counted = nil, nil\n", "\t\t_ = in\n"},
	{"the index of hits by a variable stays", "take.go", "p.index.takeIn(m, p, d)", "_ = p"},
	{"near misses stay", "memo.go", "note(direct, m.nears[p])", "_ = p"},
	{"an excuse stays with the instance", "unless.go", "in.m.memo.make(normNode(in.n.Name()), func() { c = in.m.Course(in.n.Unless, in.scopeOf(h)) })", "c = in.m.Course(in.n.Unless, in.scopeOf(h))"},
}

// A machine that keeps what it must not is caught by its steps.
func TestBrokenStepsAreCaught(t *testing.T) {
	folder := filepath.Join(testroot.Root(t), "internal", "judge", "monitor")
	for _, m := range stepMutants {
		t.Run(m.name, func(t *testing.T) {
			testroot.Caught(t, filepath.Join(folder, m.file), m.old, m.new, "^TestSteps")
		})
	}
}
