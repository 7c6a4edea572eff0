// Package status holds what the judge says: states, sets of states, reasons.
//
// It is codes and arguments only. Sentences are made from them in
// front/wording, in the reader's language. Meanings stand in spec/status.md.
package status

import (
	"fmt"
	"iter"
	"math/bits"
	"strings"
)

// State is one state of a norm instance, a family or a claim (DESIGN 4.2).
// The numbers are internal; the words of String are what JSON carries and what never changes.
type State uint8

// The states. An unbound or unnamed bearer changes the word shown (see Word), never the state.
const (
	NotYet          State = iota // waits on something
	Due                          // to be done, by a date
	Open                         // to be done or allowed, no date
	Kept                         // done in time
	Breached                     // not done in time; or done though forbidden
	Cured                        // done, late
	NotKnown                     // the deadline passed, too little was observed to say
	Overtaken                    // its date passed while it waited or was suspended
	Impossible                   // its window closed before it opened
	Suspended                    // its "while" is not so
	Lapsed                       // ended by its "until", or a permission's window passed unused
	FellAway                     // its "if" was not so when it would have come into force
	NoBreachSeen                 // forbidden, and no such act is on record
	NotObserved                  // forbidden, no such act is on record, too little was observed to say
	NotAssessed                  // an open word, and no body that may settle it has found anything
	Used                         // the permission was used
	UsedTooEarly                 // the permission was used before it was given
	Reached                      // the aim was reached
	Missed                       // the aim was not reached in time
	NothingToDo                  // family: its roster is complete and empty
	NoInstanceKnown              // family: no member known, the list is open
	Supported                    // claim
	SupportedInPart              // claim: the number is supported, the author is not
	NotShown                     // claim
	Contradicted                 // claim
	NumStates
)

var words = [NumStates]string{
	"not_yet", "due", "open", "kept", "breached", "cured", "not_known_to_be_done", "overtaken", "impossible",
	"suspended", "lapsed", "fell_away", "no_breach_seen", "not_observed", "not_assessed", "used", "used_too_early", "reached",
	"missed", "nothing_to_do", "no_instance_known", "supported", "supported_in_part", "not_shown", "contradicted",
}

// String gives the state's code.
func (s State) String() string { return words[s] }

// MarshalText writes the state's code.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ParseState reads a state's code.
func ParseState(word string) (State, error) {
	for i, w := range words {
		if w == word {
			return State(i), nil
		}
	}
	return 0, fmt.Errorf("unknown state %q", word)
}

// UnmarshalText reads the state's code.
func (s *State) UnmarshalText(b []byte) (err error) {
	*s, err = ParseState(string(b))
	return err
}

// Set is a set of states that are still possible. The empty set does not occur in results.
type Set uint32

// Of makes a set.
func Of(states ...State) Set {
	var set Set
	for _, s := range states {
		set |= 1 << s
	}
	return set
}

// Has says whether s is in the set.
func (set Set) Has(s State) bool { return set>>s&1 == 1 }

// Len counts the states.
func (set Set) Len() int { return bits.OnesCount32(uint32(set)) }

// Settled gives the one state left, if only one is.
func (set Set) Settled() (State, bool) {
	return State(bits.TrailingZeros32(uint32(set))), set.Len() == 1
}

// All gives the states in order.
func (set Set) All() iter.Seq[State] {
	return func(yield func(State) bool) {
		for s := range NumStates {
			if set.Has(s) && !yield(s) {
				return
			}
		}
	}
}

// Within says whether every state of set is in other.
func (set Set) Within(other Set) bool { return set&^other == 0 }

// String gives the codes, joined by "|".
func (set Set) String() string {
	var b []string
	for s := range set.All() {
		b = append(b, s.String())
	}
	return strings.Join(b, "|")
}

// MarshalJSON writes a list of codes.
func (set Set) MarshalJSON() ([]byte, error) {
	if set == 0 {
		return []byte("[]"), nil
	}
	return []byte(`["` + strings.ReplaceAll(set.String(), "|", `","`) + `"]`), nil
}
