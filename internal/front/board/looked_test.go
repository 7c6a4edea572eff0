package board_test

import (
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
)

// Of each day the calendar tells the most that an entry says, and no day of which nothing is said looks like one on which nothing happened.
func TestWhoCouldLook(t *testing.T) {
	run := &board.Run{Program: &norms.Program{}, Base: &record.Base{Coverage: []record.Coverage{
		{ID: "1", Observer: "o", Zone: "north", From: "2016-01-20", To: "2016-02-03"},
		{ID: "2", Observer: "o", Zone: "north", From: "2016-02-03", To: "2016-02-05", Acts: []string{"attack"}},
		{ID: "3", Observer: "p", Zone: "north", From: "2016-02-05", To: "2016-02-07", Denied: true},
		{ID: "4", Observer: "p", Zone: "south", From: "2016-02-29", To: "2016-03-01", Denied: true},
	}}}
	month, ok := board.ParseMonth("2016-02")
	if !ok {
		t.Fatal("2016-02 is no month")
	}
	v := run.CalendarPage(board.NewReader(locale.En), month)
	if len(v.Days) != 29 || v.Before != "2016-01" || v.Next != "2016-03" || len(v.Entries) != 4 || len(v.Rows) != 2 {
		t.Fatalf("%+v", v)
	}
	signs := func(row board.CalendarRow) string {
		var b strings.Builder
		for _, d := range row.Days {
			b.WriteString(d.Sign)
		}
		return b.String()
	}
	if got, want := signs(v.Rows[0]), "●●●◐◐✕✕"+strings.Repeat("?", 22); got != want || v.Rows[0].N != 5 {
		t.Errorf("north: %s (%d), want %s", got, v.Rows[0].N, want)
	}
	if got, want := signs(v.Rows[1]), strings.Repeat("?", 28)+"✕"; got != want || v.Rows[1].N != 0 {
		t.Errorf("south: %s (%d), want %s", got, v.Rows[1].N, want)
	}
	for day, want := range map[string]string{"2016-02-10": "2016-02-01", "2016-01-01": "2016-01-01", "2020-01-01": "2016-03-01"} {
		d, err := civil.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		if got := run.LastCovered(d).String(); got != want {
			t.Errorf("as of %s: %s, want %s", day, got, want)
		}
	}
	for _, wrong := range []string{"", "2016", "2016-13", "2016-2", "2016-02-01", "0000-01", strings.Repeat("9", 50)} {
		if _, ok := board.ParseMonth(wrong); ok {
			t.Errorf("%q is read as a month", wrong)
		}
	}
}

// Whoever looks at a zone looks at those within it: on the calendar and on the desk as on the map.
func TestWhoLooksAtAZoneLooksWithin(t *testing.T) {
	program := &norms.Program{}
	program.Vocabulary.Zones = []norms.Zone{{ID: "land"}, {ID: "town", In: "land"}, {ID: "sea"}}
	run := &board.Run{Program: program, Base: &record.Base{Coverage: []record.Coverage{
		{ID: "1", Observer: "o", Zone: "land", From: "2016-02-03", To: "2016-02-04"},
		{ID: "2", Observer: "o", Zone: "town", From: "2016-02-01", To: "2016-02-01", Denied: true},
		{ID: "3", Observer: "o", Zone: "sea", From: "2016-02-01", To: "2016-02-01"},
	}}}
	rd := board.NewReader(locale.En)
	month, _ := board.ParseMonth("2016-02")
	days := map[string]int{}
	for _, row := range run.CalendarPage(rd, month).Rows {
		days[row.Zone] = row.N
	}
	if days["land"] != 2 || days["town"] != 2 || days["sea"] != 1 {
		t.Errorf("days on which somebody could look: %v", days)
	}
	day, err := civil.ParseDate("2016-02-03")
	if err != nil {
		t.Fatal(err)
	}
	if list, _ := run.NobodyLooked(rd, day); len(list) != 1 || list[0].Zone != "sea" {
		t.Errorf("nobody looked in %+v", list)
	}
}
