package run

import (
	"fmt"
	"reflect"
	"testing"

	"mithaq/internal/judge/fact"
)

// TestReady: one judge of many runs, in any order, says of each what a judge of its own says; also of runs after one that it cannot judge.
func TestReady(t *testing.T) {
	prog := small(t, `term 1
  1: give(to: red) counts as leave(at: town)
  2: blue must not leave(at: valley)
  3: red must give(to: blue, what: maps) by 2020-02-01 if no leave(doer: blue)
  4: for each member of detainees as m, red must release(person: m.person) within 10 days of 2020-01-05
  5: red must keep no held(by: red) from 2020-01-20
`)
	s := Suppose(prog)
	act := func(id, name string, at int64, doer string, roles ...fact.Role) Act {
		return Act{ID: id, Act: name, At: prog.Agreements[0].Starts + at*86400, N: 1, Doers: []string{doer}, Roles: roles}
	}
	role := func(name, value string) fact.Role { return fact.Role{Name: name, Values: []string{value}} }
	lists := []Act{
		act("?1", "give", 3, "blue", role("to", "red")),
		act("?1", "give", 4, "red", role("to", "red"), role("what", "maps")),
		act("?1", "leave", 5, "blue"),
		act("?1", "give", 6, "red", role("to", "blue"), role("what", "maps")),
		act("?1", "detain", 7, "red", role("person", "?x")),
		act("?1", "release", 8, "red", role("person", "detainees#1")),
	}
	ready := &Ready{Program: prog}
	told := map[string]bool{}
	for round := range 2 {
		for i, first := range lists {
			r := s.Begin()
			r.Acts, r.End = []Act{first}, prog.Agreements[0].Starts+int64(20+10*(i+round))*86400
			if i%2 == 1 { // without lists, and with another act
				r.Rosters = nil
				second := lists[(i+3)%len(lists)]
				second.ID, second.At = "?2", second.At+3600
				second.Zones = []string{"town"}
				r.Acts = append(r.Acts, second)
			}
			want, err := Look(prog, r)
			if err != nil {
				t.Fatal(err)
			}
			got, err := ready.Look(r)
			if err != nil || !reflect.DeepEqual(got.Result, want.Result) || !reflect.DeepEqual(got.Instances(), want.Instances()) {
				t.Errorf("round %d, run %d: %v\n%+v\nby a judge of its own\n%+v", round, i, err, got, want)
			}
			told[fmt.Sprint(want.Breaches(), want.Waiting())] = true
		}
	}
	if len(told) < 3 {
		t.Errorf("the runs say much the same: %v", told)
	}
}

// TestIdle: where nobody does anything norms stand as in a run without acts.
func TestIdle(t *testing.T) {
	prog := small(t, "term 1\n  1: red must leave() by 2020-02-01\n  2: red must not fire()\n  3: blue must leave(at: town) undated\n")
	end := prog.Agreements[0].Starts + 100*86400
	ready := &Ready{Program: prog}
	idle, err := ready.Idle(prog.Agreements[0].Starts, end)
	if err != nil {
		t.Fatal(err)
	}
	want, err := Judge(prog, &Run{End: end})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(idle.Instances(), want.Instances()) || len(want.Breaches()) != 1 || len(want.Open()) != 1 {
		t.Errorf("%+v\n%+v", idle.Instances(), want.Instances())
	}
}
