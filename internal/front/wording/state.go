package wording

import (
	"slices"
	"strings"
	"sync"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/locale"
	"mithaq/internal/judge/status"
)

// StateText is what is shown for a status at one standard: never the colour alone, never the symbol alone.
type StateText struct {
	Symbol string // one text character (LOOK.md)
	Word   string // "breached", "not met", "not established"
	Long   string // one sentence; for a status that is not settled: "not established: breached or no breach seen"
	Class  Class  // for colour and style
	Mark   string // Contested where a deciding act is contested, else ""
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
	ClassUnassessed Class = "unassessed" // a body is to settle it and has not
	ClassUnjudged   Class = "unjudged"   // recitals and the like
)

// Classes lists all classes in the order for a reader who has a minute: what was broken, what is open to argument, what comes next,
// what was kept, what is over.
var Classes = []Class{
	ClassBreached, ClassUnmet, ClassUnsettled, ClassUnassessed, ClassUnobserved, ClassDue, ClassBlocked, ClassWaiting, ClassOpen,
	ClassPart, ClassLate, ClassKept, ClassQuiet, ClassSuspended, ClassEnded, ClassUnjudged,
}

// Contested is the mark beside a status whose acts are contested.
const Contested = "⇄"

// symbols are those of LOOK.md, by class.
var symbols = map[Class]string{
	ClassKept: "●", ClassLate: "◕", ClassBreached: "✕", ClassUnmet: "×", ClassUnsettled: "◐", ClassPart: "◑", ClassDue: "○",
	ClassWaiting: "◔", ClassBlocked: "⊘", ClassOpen: "◌", ClassQuiet: "▬", ClassSuspended: "‖", ClassEnded: "–",
	ClassUnobserved: "?", ClassUnassessed: "◇", ClassUnjudged: "·",
}

// Symbol gives the text character of a class.
func (c Class) Symbol() string { return symbols[c] }

// classes gives the class of each settled state of a bearer who is bound.
var classes = [status.NumStates]Class{
	status.NotYet: ClassWaiting, status.Due: ClassDue, status.Open: ClassOpen, status.Kept: ClassKept,
	status.Breached: ClassBreached, status.Cured: ClassLate, status.NotKnown: ClassUnobserved, status.Overtaken: ClassEnded,
	status.Impossible: ClassEnded, status.Suspended: ClassSuspended, status.Lapsed: ClassEnded, status.FellAway: ClassEnded,
	status.NoBreachSeen: ClassQuiet, status.NotObserved: ClassUnobserved, status.NotAssessed: ClassUnassessed, status.Used: ClassKept, status.UsedTooEarly: ClassBreached,
	status.Reached: ClassKept, status.Missed: ClassUnmet, status.NothingToDo: ClassEnded, status.NoInstanceKnown: ClassUnobserved,
	status.Supported: ClassKept, status.SupportedInPart: ClassPart, status.NotShown: ClassUnobserved, status.Contradicted: ClassUnmet,
}

// voiceSuffix ends the keys of words that are told in another voice than that of a bearer who is bound.
var voiceSuffix = [...]string{status.Bound: "", status.Unbound: ".unbound", status.Unnamed: ".unnamed"}

// State gives the text of a norm's status at one standard.
func (w *Words) State(lane status.Lane, n *status.Norm) StateText {
	text := w.state(lane, n)
	if lane.Contested {
		text.Mark = Contested
	}
	return text
}

func (w *Words) state(lane status.Lane, n *status.Norm) StateText {
	v := status.VoiceOf(n.Bond, &lane)
	state, settled := lane.States.Settled()
	if !settled {
		return w.unsettled(w.among(lane.States, v, n.Modality))
	}
	text := w.settled(state, v, n.Modality)
	if keeps(n) {
		w.vary(&text, "state."+state.String()+voiceSuffix[v]+".keep")
	}
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
	return w.settled(state, status.VoiceOf(n.Bond, &lane), n.Modality).Word
}

// Among gives the words of a set of states, joined by "or", as they are told of this norm.
func (w *Words) Among(set status.Set, lane status.Lane, n *status.Norm) string {
	return w.among(set, status.VoiceOf(n.Bond, &lane), n.Modality)
}

// Claim gives the text of the status of a claim, or of a red line, at one standard. It is always settled.
func (w *Words) Claim(l Lookup, c *status.Claim, lane int) StateText {
	state, _ := c.Lanes[lane].States.Settled()
	if decl, _ := l.Claim(c.Key.Norm); decl != nil && decl.RedLine {
		return w.entry("state.redline."+state.String(), redLines[state])
	}
	return w.settled(state, status.Bound, norms.Obligation)
}

// redLines gives the class of each state of a red line: that it was crossed is nothing kept.
var redLines = map[status.State]Class{
	status.Supported: ClassUnmet, status.SupportedInPart: ClassPart, status.NotShown: ClassUnobserved, status.Contradicted: ClassQuiet,
}

// Term gives the text of a term's headline at one standard. ns are the statuses of the term's norms: they tell whether anybody is bound.
func (w *Words) Term(t *status.Term, lane int, ns []status.Norm) StateText {
	tally := t.Lanes[lane]
	if t.Votes == 0 || tally.Headline == 0 {
		if len(ns) > 0 { // permissions do not vote; where a term has nothing else, the first speaks for itself
			return w.State(ns[0].Lanes[lane], &ns[0])
		}
		return w.entry("state.not_judged", ClassUnjudged)
	}
	v, m := headlineVoice(tally, lane, ns)
	state, settled := tally.Headline.Settled()
	if !settled {
		return w.unsettled(w.among(tally.Headline, v, m))
	}
	text := w.settled(state, v, m)
	switch {
	case state == status.Kept && tally.Running:
		text = w.entry([...]string{"state.kept_so_far", "state.met_so_far", "state.done_so_far"}[v], ClassKept)
	case state == status.NotYet && tally.Blocked:
		text = w.entry("state.blocked", ClassBlocked)
	}
	for i := range ns {
		if ns[i].Lanes[lane].Contested && ns[i].Lanes[lane].States&tally.Headline != 0 {
			text.Mark = Contested
		}
	}
	return text
}

// headlineVoice finds in whose name a headline is told: as bound when one of the norms that make it is.
func headlineVoice(tally status.Tally, lane int, ns []status.Norm) (status.Voice, norms.Modality) {
	v, m, found := status.Unnamed, norms.Obligation, false
	for i := range ns {
		n := &ns[i]
		if n.Modality == norms.Permission || n.Modality == norms.Power || n.Lanes[lane].States&tally.Headline == 0 {
			continue
		}
		if nv := status.VoiceOf(n.Bond, &n.Lanes[lane]); !found || nv < v {
			v, m, found = nv, n.Modality, true
		}
	}
	return v, m
}

// settledKey is all on which the text of one state rests, with English keywords.
type settledKey struct {
	lang  locale.Lang
	state status.State
	voice status.Voice
	of    norms.Modality
}

// settledTexts keeps the texts of single states: every row of every page says some of them.
var settledTexts sync.Map // settledKey to StateText

// settled gives the text of one state.
func (w *Words) settled(state status.State, v status.Voice, m norms.Modality) StateText {
	if w.terms != nil {
		return w.settle(state, v, m)
	}
	key := settledKey{w.lang, state, v, m}
	if text, known := settledTexts.Load(key); known {
		return text.(StateText)
	}
	text := w.settle(state, v, m)
	settledTexts.Store(key, text)
	return text
}

// settle makes that text. A variant is looked for from the most particular key to the plainest.
func (w *Words) settle(state status.State, v status.Voice, m norms.Modality) StateText {
	class := classes[state]
	if class == ClassBreached && v != status.Bound {
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
	case norms.Power:
		keys = append(keys, key+".power")
	case norms.Obligation:
	}
	for _, k := range keys {
		w.vary(&text, k)
	}
	return text
}

// vary takes the word and the sentence of a more particular key, as far as there are any.
func (w *Words) vary(text *StateText, key string) {
	if w.Has(key) {
		text.Word = w.Text(key)
	}
	if w.Has(key + ".long") {
		text.Long = w.Text(key + ".long")
	}
}

// keeps says whether a norm is an obligation to keep a condition.
func keeps(n *status.Norm) bool {
	return slices.ContainsFunc(n.Reasons.Steps, func(s status.Step) bool { return strings.HasPrefix(s.Rule, "keep.") })
}

func (w *Words) entry(key string, class Class) StateText {
	return StateText{Symbol: class.Symbol(), Word: w.Text(key), Long: w.Text(key + ".long"), Class: class}
}

func (w *Words) unsettled(states string) StateText {
	return StateText{
		Symbol: ClassUnsettled.Symbol(), Word: w.Text("state.not_established"), Class: ClassUnsettled,
		Long: w.Text("state.not_established.long", "states", Phrase(states)),
	}
}

// among joins the words of the states that are left; states that are told by one word stand once.
func (w *Words) among(set status.Set, v status.Voice, m norms.Modality) string {
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
