package status

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/fact"
)

// Lanes is the number of standards: every status is given at each of them.
const Lanes = len(grade.Standards)

// Result is what one run says: the status of everything in a Program, on one snapshot, at one time.
type Result struct {
	At         int64          `json:"at"` // as of: everything that happened up to and including this instant was read
	Agreements []Agreement    `json:"agreements,omitempty"`
	Unbound    []fact.Unbound `json:"unbound,omitempty"`
}

// Agreement is the status of one text.
type Agreement struct {
	ID     string  `json:"id,omitempty"`
	Terms  []Term  `json:"terms,omitempty"`  // in the order of the text
	Norms  []Norm  `json:"norms,omitempty"`  // in the order of the text
	Claims []Claim `json:"claims,omitempty"` // in the order of the text
}

// Term is the headline of a term. Recitals, beliefs, warnings and unseen terms have no lanes that count (Votes is 0).
type Term struct {
	ID    string       `json:"id,omitempty"`
	Votes int          `json:"votes"` // how many norms vote
	Lanes [Lanes]Tally `json:"lanes"` // per standard
}

// Tally counts the norms of a term by the set of states they may be in, and gives the headline.
type Tally struct {
	Headline Set     `json:"headline"` // the headline's states still possible; one of them, or several when not established
	Counts   []Count `json:"counts,omitempty"`
	Blocked  bool    `json:"blocked"` // Headline not_yet: it waits on something overdue, or in a circle
	Running  bool    `json:"running"` // something that votes still runs: a headline "kept" reads "kept so far"
}

// Count says how many instances are in one set of states.
type Count struct {
	States Set `json:"states"`
	N      int `json:"n"`
}

// Norm is the status of one norm: its own, or that of its family.
type Norm struct {
	Key       Key            `json:"key"`
	Term      string         `json:"term,omitempty"`
	Modality  norms.Modality `json:"modality"`
	Bearers   []string       `json:"bearers,omitempty"` // empty: the text names nobody
	Bond      Bond           `json:"bond"`              // of the bearers, as of Result.At
	Lanes     [Lanes]Lane    `json:"lanes"`
	Window    Window         `json:"window"`
	Family    *Family        `json:"family,omitempty"` // nil: no family
	Instances []Instance     `json:"instances,omitempty"`
	Reasons   Reasons        `json:"reasons"`
}

// Key names an instance: norm, binding, trigger. Never a date (DESIGN 4.4).
type Key struct {
	Norm    string `json:"norm,omitempty"`    // full name
	Member  string `json:"member,omitempty"`  // family: the member, act or state occurrence it stands for
	Trigger string `json:"trigger,omitempty"` // the incident that set it off, where there is one
}

// Instance is one member of a family, in short; its reasons are made on demand.
type Instance struct {
	Key    Key         `json:"key"`
	Bearer string      `json:"bearer,omitempty"` // where the family gives each instance a bearer of its own
	Known  grade.Mask  `json:"known"`            // standards at which the member is certain
	Lanes  [Lanes]Lane `json:"lanes"`
	Window Window      `json:"window"`
}

// Family says how far the list of members is known.
type Family struct {
	Closed   bool              `json:"closed"`              // an entry declares its roster complete
	ClosedBy string            `json:"closed_by,omitempty"` // who declared it
	Known    [Lanes]fact.Range `json:"known"`
	Counts   [Lanes][]Count    `json:"counts"`
}

// Lane is the status at one standard.
type Lane struct {
	States Set            `json:"states"`
	Acts   fact.Range     `json:"acts"`  // acts that decide (breaches, performances), low to high
	First  civil.Interval `json:"first"` // when the first of them happened; Lo > Hi: none
	Last   civil.Interval `json:"last"`
	FirstF string         `json:"first_fact,omitempty"` // the incident that is first
	LastF  string         `json:"last_fact,omitempty"`
	Bonded bool           `json:"bonded"` // the bearers were bound when the deciding thing happened: words of a breach may be used
	// BearerOpen: every exhaustive alternative author is a bearer; it is not settled which of them did it.
	BearerOpen bool `json:"bearer_open"`
	// Coarse: the status would be settled in these states if the facts in Reasons.Coarse were set aside; 0: no difference.
	Coarse Set `json:"coarse"`
	// Contested: a deciding fact has alternative authors or is denied.
	Contested bool `json:"contested"`
}

// Window is the window as computed, per instance. An interval, where what fixes it is uncertain.
type Window struct {
	Start  civil.Interval `json:"start"`
	End    civil.Interval `json:"end"`               // first instant too late; Forever: no deadline (yet)
	Dated  bool           `json:"dated"`             // there is, or will be, a deadline
	WaitOn string         `json:"wait_on,omitempty"` // what fixes the end and is not there yet: a mark, an act
}

// BondSort is how a bearer is bound to a norm.
type BondSort uint8

// The sorts of bond.
const (
	NoBond    BondSort = iota
	ByAuthor           // the bearer wrote the text
	ByAccept           // the bearer accepted it
	ByBody             // imposed by a body
	NoBearers          // the text names nobody
)

var bondWords = [...]string{"none", "author", "accepted", "imposed", "unnamed"}

// MarshalText writes the code.
func (b BondSort) MarshalText() ([]byte, error) { return []byte(bondWords[b]), nil }

// Bond says since when and on whose word the bearers are bound. Of several bearers it is the weakest.
type Bond struct {
	Sort  BondSort `json:"sort"`
	Since int64    `json:"since"`          // first instant at which it certainly stands
	Ref   string   `json:"ref,omitempty"`  // position id, or the agreement itself
	Body  string   `json:"body,omitempty"` // ByBody: which
}

// Claim is the status of a claim.
type Claim struct {
	Key     Key              `json:"key"`
	Lanes   [Lanes]ClaimLane `json:"lanes"`
	Reasons Reasons          `json:"reasons"`
}

// ClaimLane is a claim at one standard.
type ClaimLane struct {
	States    Set        `json:"states"`
	Number    fact.Range `json:"number"`     // the figure as claimed
	NoAuthor  fact.Range `json:"no_author"`  // the figure with the author left out
	TallyBest fact.Range `json:"tally_best"` // the best tally that speaks of it; Lo > Hi: none
}

// Reasons is the reasons object of a status (DESIGN 4.5): codes and arguments, everything that decided, never only the first.
type Reasons struct {
	Steps    []Step     `json:"steps,omitempty"`    // the rules that led to the state, per lane, in the order of spec/norms.md
	Deciding []Deciding `json:"deciding,omitempty"` // each deciding fact, once
	Misses   []Miss     `json:"misses,omitempty"`   // the nearest misses, nearest first
	Waits    []Wait     `json:"waits,omitempty"`    // what it waits on
	Coverage *Share     `json:"coverage,omitempty"` // what could be seen in the window; nil: absence played no part
	Coarse   []string   `json:"coarse,omitempty"`   // incidents coarser than the window, zone or role
	Excuses  []Excuse   `json:"excuses,omitempty"`
	Tallies  []string   `json:"tallies,omitempty"` // tallies that were read
	Would    []Would    `json:"would,omitempty"`   // what would change the status
	Silenced Silenced   `json:"silenced"`
	Brief    *Brief     `json:"brief,omitempty"` // what Deciding comes to, where neither that nor Misses, Excuses and Would were listed; nil: they were
}

// Brief is what deciding facts come to, as far as a line about the status tells of them; of very many, what the first and the last come to.
type Brief struct {
	Possible  [Lanes]int `json:"possible"`            // how many may decide and do not for certain
	OneVoice  []string   `json:"one_voice,omitempty"` // those whose grade rests on one source
	Contested bool       `json:"contested"`           // one of them is contested, and decides for certain at some standard
}

// Possible says how many facts may decide at a standard and do not for certain.
func (r *Reasons) Possible(lane int) (n int) {
	if r.Brief != nil {
		return r.Brief.Possible[lane]
	}
	for i := range r.Deciding {
		if t := r.Deciding[i].Truth; t.May.Has(lane) && !t.Must.Has(lane) {
			n++
		}
	}
	return n
}

// Step is one rule that applied.
type Step struct {
	Rule  string       `json:"rule,omitempty"` // the rule's code in spec/norms.md, "obligation.kept"
	Truth grade.Truth  `json:"truth"`          // in which lanes it applied
	Span  *source.Span `json:"span,omitempty"` // the words of the text that it rests on
	Args  []Arg        `json:"args,omitempty"`
}

// Arg is a named argument of a sentence.
type Arg struct {
	Name  string `json:"name,omitempty"`
	Value string `json:"value,omitempty"`
}

// Deciding is a fact that decided.
type Deciding struct {
	Fact  string         `json:"fact,omitempty"`
	Part  string         `json:"part,omitempty"` // "performance", "breach", "trigger", "sets", "use", "counted", "finding", "condition", "excuse", "extends", "notice"
	Truth grade.Truth    `json:"truth"`          // in which lanes it counts
	When  civil.Interval `json:"when"`
	Acts  fact.Range     `json:"acts"`
	Doubt []Doubt        `json:"doubt,omitempty"` // why it is not certain, where it is not
	// CountsAs: the rule of the text (its ID) by which the fact counts as an act of which the norm speaks; "": it is one.
	CountsAs string `json:"counts_as,omitempty"`
}

// Doubt is one reason why a fact is merely possible, or does not match.
type Doubt struct {
	Code string `json:"code,omitempty"` // "grade", "attribution", "alternative", "date", "place", "role", "amount", "unsure", "excused", "suspended"
	Args []Arg  `json:"args,omitempty"`
}

// Miss is a fact that nearly decided.
type Miss struct {
	Fact string  `json:"fact,omitempty"`
	Why  []Doubt `json:"why,omitempty"`
}

// Wait is something that the norm waits on.
type Wait struct {
	On      string       `json:"on,omitempty"`  // "condition", "mark", "act", "norm", "start", "roster", "entry", "power", "finding", "notice", "renewal"
	Ref     string       `json:"ref,omitempty"` // its name
	Span    *source.Span `json:"span,omitempty"`
	Blocked bool         `json:"blocked"` // it is itself overdue and its bearer bound
	Circle  bool         `json:"circle"`  // it waits on this norm
}

// Share is what observers could see of the window (DESIGN 4.3): Covered zone-days of Needed.
type Share struct {
	Known   bool     `json:"known"` // some coverage entry speaks of the window
	Covered int64    `json:"covered"`
	Needed  int64    `json:"needed"`
	Asked   int      `json:"asked"` // the percentage the text asks for; 0: none
	Entries []string `json:"entries,omitempty"`
	Denied  []string `json:"denied,omitempty"` // entries that tell of denied access
}

// Excuse is an excuse alleged for a deciding fact.
type Excuse struct {
	Fact string `json:"fact,omitempty"`
	Code string `json:"code,omitempty"`
}

// Would is one thing that would change the status.
type Would struct {
	Code string `json:"code,omitempty"` // "regrade", "narrow_date", "close_roster", "act", "set_mark", "coverage", "accept", "finding", "goal", "lost", "extend", "resume", "enter", "notice"
	Ref  string `json:"ref,omitempty"`
	To   Set    `json:"to"`
}

// Silenced counts what was read and left out, so that nothing is ignored in silence.
type Silenced struct {
	Discounted int `json:"discounted"` // facts discounted, in act or attribution
	Unbound    int `json:"unbound"`    // facts with a word that no name binds
	Unknown    int `json:"unknown"`    // facts with an unknown value where the norm asks for one
}
