package wording

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/status"
)

// StateText is what is shown for a status at one standard: never the colour alone, never the symbol alone.
type StateText struct {
	Symbol string // one text character (LOOK.md)
	Word   string // "breached", "not met", "not established"
	Long   string // one sentence; for a status that is not settled: "not established: breached or no breach seen"
	Class  Class  // for colour and style
}

// Class groups states that look alike.
type Class string

// The classes.
const (
	ClassKept       Class = "kept"       // kept, met, done, reached, used, supported
	ClassLate       Class = "late"       // done after its date
	ClassBreached   Class = "breached"   // breached, by a bearer that was bound
	ClassUnmet      Class = "unmet"      // not met, missed, contradicted
	ClassUnsettled  Class = "unsettled"  // more than one state left
	ClassPart       Class = "part"       // supported in part
	ClassDue        Class = "due"        //
	ClassWaiting    Class = "waiting"    //
	ClassBlocked    Class = "blocked"    // waits on something overdue, or in a circle
	ClassOpen       Class = "open"       //
	ClassQuiet      Class = "quiet"      // no breach seen
	ClassSuspended  Class = "suspended"  //
	ClassEnded      Class = "ended"      // lapsed, fell away, overtaken, impossible, nothing to do
	ClassUnobserved Class = "unobserved" // not observed, not known, not shown
	ClassUnjudged   Class = "unjudged"   // recitals and the like
)

// Contested is the mark beside a status whose acts are contested.
const Contested = "⇄"

// symbols are those of LOOK.md, by class.
var symbols = map[Class]string{
	ClassKept: "●", ClassLate: "◕", ClassBreached: "✕", ClassUnmet: "×", ClassUnsettled: "◐", ClassPart: "◑", ClassDue: "○",
	ClassWaiting: "◔", ClassBlocked: "⊘", ClassOpen: "◌", ClassQuiet: "▬", ClassSuspended: "‖", ClassEnded: "–",
	ClassUnobserved: "?", ClassUnjudged: "·",
}

// Symbol gives the text character of a class.
func (c Class) Symbol() string { return symbols[c] }

// classes gives the class of each settled state of a bearer who is bound.
var classes = [status.NumStates]Class{
	status.NotYet: ClassWaiting, status.Due: ClassDue, status.Open: ClassOpen, status.Kept: ClassKept,
	status.Breached: ClassBreached, status.Cured: ClassLate, status.NotKnown: ClassUnobserved, status.Overtaken: ClassEnded,
	status.Impossible: ClassEnded, status.Suspended: ClassSuspended, status.Lapsed: ClassEnded, status.FellAway: ClassEnded,
	status.NoBreachSeen: ClassQuiet, status.NotObserved: ClassUnobserved, status.Used: ClassKept, status.UsedTooEarly: ClassBreached,
	status.Reached: ClassKept, status.Missed: ClassUnmet, status.NothingToDo: ClassEnded, status.NoInstanceKnown: ClassUnobserved,
	status.Supported: ClassKept, status.SupportedInPart: ClassPart, status.NotShown: ClassUnobserved, status.Contradicted: ClassUnmet,
}

// voice says in whose name a state is told.
type voice uint8

const (
	bound   voice = iota // somebody undertook it
	unbound              // it is asked of somebody who did not undertake it
	unnamed              // the text names nobody
)

var voiceSuffix = [...]string{"", ".unbound", ".unnamed"}

// voiceOf tells in whose name the states of a lane are told. Words of a breach need a bond at the deciding
// instant (spec/norms.md, section 9); a status that is not settled accuses nobody and follows the bond as it stands,
// unless everything that may have decided it came before.
func voiceOf(lane *status.Lane, n *status.Norm) voice {
	if len(n.Bearers) == 0 || n.Bond.Sort == status.NoBearers {
		return unnamed
	}
	if lane.Bonded {
		return bound
	}
	if state, settled := lane.States.Settled(); settled && (state == status.Breached || state == status.Cured || state == status.UsedTooEarly) {
		return unbound
	}
	decided := lane.Acts.Hi > 0 && known(lane.Last)
	if n.Bond.Sort == status.NoBond || decided && lane.Last.Hi < n.Bond.Since {
		return unbound
	}
	return bound
}

// State gives the text of a norm's status at one standard.
func (w *Words) State(lane status.Lane, n *status.Norm) StateText {
	v := voiceOf(&lane, n)
	state, settled := lane.States.Settled()
	if !settled {
		return w.unsettled(w.among(lane.States, v, n.Modality))
	}
	text := w.settled(state, v, n.Modality)
	switch {
	case state == status.NotYet:
		for _, wait := range n.Reasons.Waits {
			if wait.Blocked {
				return w.entry("state.blocked", ClassBlocked)
			}
			if wait.Circle {
				text = w.entry("state.circle", ClassBlocked)
			}
		}
	case lane.BearerOpen && (state == status.Breached || state == status.Cured):
		text.Word = w.Text("state.bearer_open", "state", Phrase(text.Word))
	}
	return text
}

// StateWord gives the word of one state as it is told of this norm, for lists of states.
func (w *Words) StateWord(state status.State, lane status.Lane, n *status.Norm) string {
	return w.settled(state, voiceOf(&lane, n), n.Modality).Word
}

// Among gives the words of a set of states, joined by "or", as they are told of this norm.
func (w *Words) Among(set status.Set, lane status.Lane, n *status.Norm) string {
	return w.among(set, voiceOf(&lane, n), n.Modality)
}

// Claim gives the text of a claim's status at one standard.
func (w *Words) Claim(lane status.ClaimLane) StateText {
	if state, settled := lane.States.Settled(); settled {
		return w.settled(state, bound, norms.Obligation)
	}
	return w.unsettled(w.among(lane.States, bound, norms.Obligation))
}

// Term gives the text of a term's headline at one standard. ns are the statuses of the term's norms: they tell whether anybody is bound.
func (w *Words) Term(t *status.Term, lane int, ns []status.Norm) StateText {
	tally := t.Lanes[lane]
	if t.Votes == 0 || tally.Headline == 0 {
		return w.entry("state.not_judged", ClassUnjudged)
	}
	v, m, running := w.headlineVoice(tally, lane, ns)
	state, settled := tally.Headline.Settled()
	if !settled {
		return w.unsettled(w.among(tally.Headline, v, m))
	}
	if state == status.Kept && running {
		return w.entry([...]string{"state.kept_so_far", "state.met_so_far", "state.done_so_far"}[v], ClassKept)
	}
	return w.settled(state, v, m)
}

// headlineVoice finds in whose name a headline is told: as bound when one of the norms that make it is. running: some norm of the term still runs.
func (w *Words) headlineVoice(tally status.Tally, lane int, ns []status.Norm) (voice, norms.Modality, bool) {
	v, m, running, found := unnamed, norms.Obligation, false, false
	for i := range ns {
		n := &ns[i]
		if n.Lanes[lane].States&status.Of(status.Due, status.Open, status.NotYet, status.NoBreachSeen, status.Suspended) != 0 {
			running = true
		}
		if n.Lanes[lane].States&tally.Headline == 0 {
			continue
		}
		if nv := voiceOf(&n.Lanes[lane], n); !found || nv < v {
			v, m, found = nv, n.Modality, true
		}
	}
	return v, m, running
}

// settled gives the text of one state. A variant is looked for from the most particular key to the plainest.
func (w *Words) settled(state status.State, v voice, m norms.Modality) StateText {
	class := classes[state]
	if class == ClassBreached && v != bound {
		class = ClassUnmet
	}
	key := "state." + state.String()
	text := w.entry(key, class)
	keys := []string{key + voiceSuffix[v]}
	switch m {
	case norms.Prohibition:
		keys = append(keys, key+voiceSuffix[v]+".forbidden")
	case norms.Permission:
		keys = append(keys, key+".permission")
	case norms.Aim:
		keys = append(keys, key+".aim")
	case norms.Obligation:
	}
	for _, k := range keys {
		if w.Has(k) {
			text.Word = w.Text(k)
		}
		if w.Has(k + ".long") {
			text.Long = w.Text(k + ".long")
		}
	}
	return text
}

func (w *Words) entry(key string, class Class) StateText {
	return StateText{class.Symbol(), w.Text(key), w.Text(key + ".long"), class}
}

func (w *Words) unsettled(states string) StateText {
	return StateText{
		ClassUnsettled.Symbol(), w.Text("state.not_established"),
		w.Text("state.not_established.long", "states", Phrase(states)), ClassUnsettled,
	}
}

// among joins the words of the states that are left; states that are told by one word stand once.
func (w *Words) among(set status.Set, v voice, m norms.Modality) string {
	var list []string
	for state := range set.All() {
		word := w.settled(state, v, m).Word
		if len(list) == 0 || list[len(list)-1] != word {
			list = append(list, word)
		}
	}
	return w.Or(list)
}

// Coarse says in which state the status would be settled if the imprecise incidents were set aside; "" where that makes no difference.
func (w *Words) Coarse(lane status.Lane, n *status.Norm) string {
	if lane.Coarse == 0 || len(n.Reasons.Coarse) == 0 {
		return ""
	}
	return w.Plural("state.coarse", int64(len(n.Reasons.Coarse)), "state", Phrase(w.Among(lane.Coarse, lane, n)))
}
