package status

import "mithaq/internal/base/civil"

// Voice says in whose name a state is told (DESIGN 4.2, force and bond).
type Voice uint8

// The voices.
const (
	Bound   Voice = iota // the bearers were bound when the deciding thing happened
	Unbound              // it is asked of somebody who did not undertake it
	Unnamed              // the text names nobody
)

// VoiceOf gives the voice of a lane. Words of a breach need a bond at the deciding instant (spec/norms.md, section 9). A
// status that is not settled accuses nobody: it follows the bond as it stands, unless everything that may have decided it
// came before the bond.
func VoiceOf(bond Bond, lane *Lane) Voice {
	switch {
	case bond.Sort == NoBearers:
		return Unnamed
	case lane.Bonded:
		return Bound
	case bond.Sort == NoBond:
		return Unbound
	}
	if s, settled := lane.States.Settled(); settled && (s == Breached || s == Cured || s == UsedTooEarly) {
		return Unbound
	}
	if lane.Acts.Hi > 0 && lane.Last != (civil.Interval{}) && lane.Last.Lo <= lane.Last.Hi && lane.Last.Hi < bond.Since {
		return Unbound
	}
	return Bound
}

// told holds the words that differ from the state's own, by voice.
var told = [...]map[State]string{
	Bound: {},
	Unbound: {
		Kept: "met", Breached: "not_met", Cured: "met_late", Due: "unmet_so_far", NoBreachSeen: "no_such_act_seen",
		UsedTooEarly: "done_before", Used: "done",
	},
	Unnamed: {
		Kept: "done", Breached: "not_done", Cured: "done_late", Due: "not_done_so_far", NoBreachSeen: "no_such_act_seen",
		UsedTooEarly: "done_before", Used: "done",
	},
}

// Word gives the code of the word to show for a state. Without a bond, or where the text names nobody, no word of a
// breach is used; what cannot be breached (open, reached, the states of families and claims) keeps its word.
func Word(s State, v Voice) string {
	if w, ok := told[v][s]; ok {
		return w
	}
	return s.String()
}
