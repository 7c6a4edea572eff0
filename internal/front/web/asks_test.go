package web

import (
	"strconv"
	"testing"
	"time"

	"mithaq/internal/app"
)

// A question is answered once and in time, by who holds its token; so many wait and no more, and the oldest goes first.
func TestAsks(t *testing.T) {
	var a asks
	now := time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC)
	one, other := a.put("one", now), a.put("other", now)
	if a.take("made up", now) != nil || a.take("", now) != nil || a.take(one, now) != "one" || a.take(one, now) != nil {
		t.Error("a question was answered twice, by nobody, or not at all")
	}
	if a.take(other, now.Add(app.AskStay)) != nil || len(a.of) != 0 || a.order.Len() != 0 {
		t.Error("a question was answered too late, or is kept")
	}
	old := a.put("old", now)
	a.put("new", now.Add(app.AskStay))
	if len(a.of) != 1 || a.take(old, now) != nil {
		t.Error("what nobody answered is kept")
	}
	first := a.put("first", now)
	var last string
	for i := range keptAsks {
		last = a.put(strconv.Itoa(i), now)
	}
	if len(a.of) != keptAsks || a.order.Len() != keptAsks || a.take(first, now) != nil || a.take(last, now) == nil {
		t.Errorf("%d questions are kept", len(a.of))
	}
}
