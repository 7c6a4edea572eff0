package review

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
)

// table says the rights again, in the order of Actions, for whoever reads a test before the code: "-" never, "+" always, "p" what is published,
// "o" what is published or put to one's party, "d" what one entered or what waits.
const table = `
              read open enter assess find put publish dissent sign users entries session request allow identity consent open remove
nobody         -    p    -     -      -    -    -       -      -    -     -       -       -       -     - - - -
administrator  -    p    -     -      -    -    -       -      +    +     +       +       -       +     + + + +
assessor       +    p    -     +      +    +    -       +      +    -     -       +       +       -     - + + -
observer       -    o    -     -      -    -    -       -      -    -     -       +       -       -     - - - -
publisher      +    p    -     -      -    +    +       +      +    -     -       +       +       +     - + - +
reader         +    p    -     -      -    -    -       -      -    -     -       +       +       -     - - - -
recorder       d    p    +     -      -    -    -       d      +    -     -       +       +       -     - + - -
`

func TestRights(t *testing.T) {
	met := 0
	for _, line := range strings.Split(strings.TrimSpace(table), "\n")[1:] {
		cells := strings.Fields(line)
		p := Principal{ID: "u", Roles: []string{cells[0]}, Party: "north"}
		if cells[0] == "nobody" {
			p = Public
		}
		if len(cells) != len(Actions)+1 {
			t.Fatalf("%s: %d cells", cells[0], len(cells))
		}
		for i, a := range Actions {
			for n := range 16 {
				s := State{Published: n&1 > 0, PutToOwn: n&2 > 0, Entered: n&4 > 0, Waiting: n&8 > 0}
				want := map[string]bool{
					"-": false, "+": true, "p": s.Published, "o": s.Published || s.PutToOwn, "d": s.Entered || s.Waiting,
				}[cells[i+1]]
				if got := p.May(a, s); got != want {
					t.Errorf("%s, %s, %+v: %v", cells[0], a, s, got)
				}
				if !(Principal{Single: true}).May(a, s) {
					t.Errorf("whoever holds a single person's file may not %s", a)
				}
				met++
			}
		}
	}
	if met != (len(record.UserRoles)+1)*len(Actions)*16 {
		t.Errorf("%d combinations", met)
	}
}

// TestRefusalsSaid: whoever may not is told who may.
func TestRefusalsSaid(t *testing.T) {
	us := Users{"a": {ID: "a", Roles: []string{Administrator}}, "b": {ID: "b"}, "r": {ID: "r", Roles: []string{Recorder}}}
	said := func(id string, a Action) string {
		p, rs := us.Principal(id)
		rs = append(rs, p.Require(a, State{})...)
		return fmt.Sprint(rs.OrNil())
	}
	for _, c := range []struct {
		id     string
		action Action
		want   string
	}{
		{"r", Enter, "<nil>"},
		{"r", Publish, "refused: right, user r, action publish, roles publisher"},
		{"", Enter, "refused: who, action enter"},
		{"b", Enter, "refused: ended_user, user b; refused: who, action enter"},
		{"x", Enter, "refused: unknown_user, user x; refused: who, action enter"},
	} {
		if got := said(c.id, c.action); got != c.want {
			t.Errorf("%q, %s: %s", c.id, c.action, got)
		}
	}
	for _, p := range []Principal{{Roles: []string{Observer}, Party: "n"}, Public} {
		if p.Whole() {
			t.Errorf("%+v sees the whole record", p)
		}
	}
}

func TestChanges(t *testing.T) {
	range5 := record.Range{Lo: 5, Best: 5, Hi: 5}
	was := record.Assessment{Incident: "i", Assessor: "d", Amounts: []record.Amount{{Role: "killed", Range: range5}}, Excuses: []string{"a"}}
	now := was
	now.Why, now.Excuses = "seen", nil
	now.Amounts = []record.Amount{{Role: "injured", Range: range5}, {Role: "killed", Range: record.Range{Lo: 5, Best: 5, Hi: 7}}}
	got := Changes(was, now)
	want := []Change{
		{"amounts.injured.range.best", "", "5"},
		{"amounts.injured.range.hi", "", "5"},
		{"amounts.injured.range.lo", "", "5"},
		{"amounts.injured.role", "", "injured"},
		{"amounts.killed.range.hi", "5", "7"},
		{"excuses", "a", ""},
		{"why", "", "seen"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}
