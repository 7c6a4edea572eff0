package app

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/status"
)

// TestMergeUndone sees that a merge changes statuses of the example, and that after it is undone all are what they were, byte by byte.
func TestMergeUndone(t *testing.T) {
	e, err := loadExample(&clock{theDay})
	if err != nil {
		t.Fatal(err)
	}
	const a, b = "2015-11-05-abu-kamal", "2015-12-22-bzeina" // two that term 11 counts
	decide := func(decision, into string) {
		t.Helper()
		l := record.Link{A: a, B: b, Decision: decision, Into: into, By: "desk", Why: "for the test"}
		if _, err := e.store.Append(t.Context(), nil, all([]record.Draft{{Actor: "desk", Payload: l}})); err != nil {
			t.Fatal(err)
		}
	}
	said := func() []byte {
		t.Helper()
		j := judged(t, e.App, e.reading, Cuts{AsOf: endOf2017})
		out, err := json.Marshal(j.Result)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	before := said()
	decide("merge", b)
	merged := said()
	if n := norm(t, judged(t, e.App, e.reading, Cuts{AsOf: endOf2017}), "khatib.11a"); n.Lanes[corroborated].States != status.Of(status.Breached) || n.Lanes[corroborated].FirstF == a {
		t.Errorf("what was merged is still counted: %+v", n.Lanes[corroborated])
	}
	if bytes.Equal(before, merged) || strings.Contains(string(merged), `"`+a+`"`) {
		t.Error("the merge changed nothing")
	}
	decide("open", "")
	if after := said(); !bytes.Equal(before, after) {
		t.Error("after the merge was undone the statuses differ from before")
	}
}
