package judgetest

import (
	"path/filepath"
	"testing"

	"mithaq/internal/testroot"
)

// asOfMutants are changes by which what is told as of an instant rests on what lies after it, or what is kept of the last tick on what was asked meanwhile.
var asOfMutants = []struct{ name, file, old, new string }{
	{"an act counts by conditions to come", "limit.go", "return u.may>>lane&1 == 1 && u.from(lane, f) < r", "return u.may>>lane&1 == 1"},
	{"what is coarse stays so from the beginning", "limit.go", "if r > l.settled {", "if true {"},
	{"a goal is lost before its opening", "goal.go", "if a.Lo > a.Hi {", "if false {"},
	{"a page says what it says after all its facts", "page.go", "if p.reach < r {", "if true {"},
	{"the last page is not looked at", "page.go", "return o.limit.pages[:n]", "return o.limit.pages[:max(n-1, 0)]"},
	{"a history goes on", "result.go", "c.index(r)+1)", "len(c))"},
	{"members to come are known", "keptmember.go", "in.scope.bind.knownAt(m.now())", "in.scope.bind.knownAt(m.horizon)"},
	{"the last tick is where it was asked", "asof.go", "func (m *Machine) goHome() { m.turn(m.home.Load()) }", "func (m *Machine) goHome() {}"},
}

// A machine that does not keep to the reading is caught by what it says as of other instants.
func TestBrokenVisitsAreCaught(t *testing.T) {
	folder := filepath.Join(testroot.Root(t), "internal", "judge", "monitor")
	for _, m := range asOfMutants {
		t.Run(m.name, func(t *testing.T) {
			testroot.Caught(t, filepath.Join(folder, m.file), m.old, m.new, "^TestAsOf")
		})
	}
}
