package board

import (
	"fmt"
	"testing"

	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// Every norm is counted once at each standard, with those of its state, whether it is contested or not; what was broken comes first.
func TestTally(t *testing.T) {
	cell := func(c wording.Class, mark string) Cell {
		return Cell{StateText: wording.StateText{Word: string(c), Class: c, Symbol: c.Symbol(), Mark: mark}}
	}
	kept, broken, open := cell(wording.ClassKept, ""), cell(wording.ClassBreached, ""), cell(wording.ClassUnsettled, "")
	lines := []Line{
		{Cells: [status.Lanes]Cell{kept, kept, open}},
		{Cells: [status.Lanes]Cell{broken, open, open}},
		{Cells: [status.Lanes]Cell{cell(wording.ClassBreached, wording.Contested), broken, kept}},
	}
	rows := tally(lines)
	want := []struct {
		word string
		n    [status.Lanes]int
	}{{"breached", [status.Lanes]int{2, 1, 0}}, {"unsettled", [status.Lanes]int{0, 1, 2}}, {"kept", [status.Lanes]int{1, 1, 1}}}
	if len(rows) != len(want) {
		t.Fatalf("%d rows", len(rows))
	}
	for i, w := range want {
		if rows[i].Word != w.word || rows[i].N != w.n || rows[i].Mark != "" {
			t.Errorf("row %d: %+v, want %+v", i, rows[i], w)
		}
	}
	if len(tally(nil)) != 0 {
		t.Error("rows of nothing")
	}
}

// A row leads to the norms that stand so at the standard that leads, and says how many more there are.
func TestTallyLeads(t *testing.T) {
	lead := Cell{StateText: wording.StateText{Word: "breached", Class: wording.ClassBreached}, Lead: true}
	other := lead
	other.Lead = false
	kept := Cell{StateText: wording.StateText{Word: "kept", Class: wording.ClassKept}, Lead: true}
	lines := []Line{{ID: "k", Cells: [status.Lanes]Cell{other, kept, other}}}
	for i := range tallyShown + 3 {
		lines = append(lines, Line{ID: fmt.Sprint(i), Cells: [status.Lanes]Cell{other, lead, other}})
	}
	rows := tally(lines)
	if len(rows) != 2 || len(rows[0].At) != tallyShown || rows[0].At[0].ID != "0" || rows[0].More != 3 || len(rows[1].At) != 1 || rows[1].At[0].ID != "k" {
		t.Errorf("%+v", rows)
	}
}
