package monitor

import (
	"fmt"
	"sync"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

func TestNewNamesWhatIsMissing(t *testing.T) {
	for name, n := range map[string]norms.Norm{
		"act":   mustNot(norms.Norm{Act: pat("fly")}),
		"role":  mustNot(norms.Norm{Act: pat("attack", "how", "x")}),
		"state": mustNot(norms.Norm{While: norms.Holds{Pattern: pat("besieged")}}),
		"norm":  mustNot(norms.Norm{Once: norms.NormIs{Norm: "a.none"}}),
	} {
		if _, err := New(text(n), Options{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// A Result keeps the first and the last deciding facts; Reasons gives all. A fact given again replaces itself.
func TestManyDecidingFacts(t *testing.T) {
	m, err := New(text(mustNot(norms.Norm{})), Options{MaxFacts: 4})
	if err != nil {
		t.Fatal(err)
	}
	var fs []fact.Fact
	for i := range 10 {
		fs = append(fs, happened(fmt.Sprintf("f%d", i), "attack", noon(2+i)))
	}
	for i := range fs {
		m.Step(Event{Fact: &fs[i]})
		m.Step(Event{Fact: &fs[i]})
	}
	m.Step(Event{Tick: noon(25)})
	n := m.Result().Agreements[0].Norms[0]
	var kept []string
	for _, d := range n.Reasons.Deciding {
		kept = append(kept, d.Fact)
	}
	if fmt.Sprint(kept) != "[f0 f1 f8 f9]" || n.Lanes[2].Acts != (fact.Range{Lo: 10, Hi: 10}) {
		t.Errorf("kept %v of %v", kept, n.Lanes[2].Acts)
	}
	key := status.Key{Norm: "a.n"}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if all := m.Reasons(key).Deciding; len(all) != 10 {
				t.Errorf("all: %d", len(all))
			}
		})
	}
	wait.Wait()
	h := m.History(key)
	if len(h) != 3 || h[2].Reading != noon(2)+1 || h[2].Sets[2] != status.Of(status.Breached) {
		t.Errorf("history %+v", h)
	}
}

func TestNearMisses(t *testing.T) {
	n := mustNot(norms.Norm{Act: pat("attack", "at", "quarter", "doer", "north"), Window: norms.Window{Start: date(5, norms.DayStart)}})
	early := happened("early", "attack", noon(4), "at", "quarter")
	valley := happened("valley", "attack", noon(6), "at", "valley")
	other := happened("other", "attack", noon(7), "at", "quarter", "by", "south")
	both := happened("both", "attack", noon(7), "at", "valley", "by", "south")
	got := judge(t, text(n), 10, facts(early, valley, other, both)).Reasons.Misses
	want := map[string]string{"early": "date", "valley": "place", "other": "attribution"}
	if len(got) != len(want) {
		t.Errorf("%+v", got)
	}
	for _, miss := range got {
		if miss.Why[0].Code != want[miss.Fact] {
			t.Errorf("%s misses by %s, want %s", miss.Fact, miss.Why[0].Code, want[miss.Fact])
		}
	}
}
