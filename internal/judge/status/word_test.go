package status

import (
	"testing"
)

// No state is told by a word of a breach where nobody was bound.
func TestNoWordOfABreachWithoutABond(t *testing.T) {
	accusing := map[string]bool{"breached": true, "cured": true, "used_too_early": true, "kept": true}
	for _, v := range []Voice{Unbound, Unnamed} {
		for s := range NumStates {
			if w := Word(s, v); accusing[w] {
				t.Errorf("voice %d: %v is told as %q", v, s, w)
			}
		}
	}
	if Word(Breached, Bound) != "breached" || Word(Breached, Unbound) != "not_met" || Word(Breached, Unnamed) != "not_done" {
		t.Error("the words of not doing what is asked")
	}
	if Word(Open, Unbound) != "open" || Word(Due, Unbound) != "unmet_so_far" {
		t.Error("what is still to be done")
	}
}

func TestVoice(t *testing.T) {
	breached := &Lane{States: Of(Breached)}
	for _, c := range []struct {
		bond Bond
		lane *Lane
		want Voice
	}{
		{Bond{Sort: NoBearers}, &Lane{States: Of(Breached), Bonded: true}, Unnamed},
		{Bond{Sort: ByAccept}, breached, Unbound}, // bound today, but not when it happened
		{Bond{Sort: ByAccept}, &Lane{States: Of(Breached), Bonded: true}, Bound},
		{Bond{Sort: ByAccept}, &Lane{States: Of(Due)}, Bound},
		{Bond{}, &Lane{States: Of(NoBreachSeen)}, Unbound},
	} {
		if got := VoiceOf(c.bond, c.lane); got != c.want {
			t.Errorf("%+v %+v: %d, want %d", c.bond, *c.lane, got, c.want)
		}
	}
}

func TestHeadline(t *testing.T) {
	v := func(s ...State) Vote { return Vote{States: Of(s...)} }
	for _, c := range []struct {
		name    string
		votes   []Vote
		want    Set
		blocked bool
		running bool
	}{
		{"none", nil, 0, false, false},
		{"breached before all", []Vote{v(Kept), v(Breached), v(Due)}, Of(Breached), false, true},
		{"cured is a past breach", []Vote{v(Cured), v(NotKnown)}, Of(Cured), false, false},
		{"not observed before due", []Vote{v(Due), v(NotObserved)}, Of(NotObserved), false, true},
		{"due before an ordinary wait", []Vote{v(Due), v(NotYet)}, Of(Due), false, true},
		{"blocked before due", []Vote{v(Due), {Of(NotYet), true}}, Of(NotYet), true, true},
		{"open before no breach seen", []Vote{v(NoBreachSeen), v(Open)}, Of(Open), false, true},
		{"no breach seen before kept", []Vote{v(Kept), v(NoBreachSeen)}, Of(NoBreachSeen), false, true},
		{"all kept", []Vote{v(Kept), v(Lapsed)}, Of(Kept), false, false},
		{"what is not settled stays open", []Vote{v(Breached, NoBreachSeen), v(Due)}, Of(Breached, Due), false, true},
	} {
		got, blocked, run := Headline(c.votes)
		if got != c.want || blocked != c.blocked || run != c.running {
			t.Errorf("%s: %v blocked=%v running=%v, want %v %v %v", c.name, got, blocked, run, c.want, c.blocked, c.running)
		}
	}
}
