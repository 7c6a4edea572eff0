// Package compare says whether an initiative meets terms: norm by norm, with the reasons.
//
// What "meets" means is fixed in spec/compare.md. In short: an initiative meets a norm when in every complete lawful run
// of the initiative the norm is not breached and nothing of it is left to do. Nothing is answered because a search found
// nothing:
//
//   - "met" stands on a certificate: one norm of the initiative (or several, each for a part of the case) refines the
//     norm by rules, one for each dimension: modality, bearer, act, things, place, number, window, conditions
//     (refine.go). Each rule is sound by spec/norms.md, and tests hold it against the oracle.
//   - "met in vacuo" stands on one that shows that what the norm waits on cannot come about (vacuous.go).
//   - "contradicted" stands on one that shows that no complete lawful run keeps both (contradict.go).
//   - "not met" stands on a run, made up here (counter.go), which the engine and the oracle both call complete and
//     lawful for the initiative while the norm is breached or left open; and it names the dimension in which the
//     nearest norm falls short.
//   - "missing" and "not in the parts seen" say that nothing in the initiative speaks of the act at all (speaks, in cover.go).
//   - all else is "not decided", with what was searched.
package compare

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/source"
	"mithaq/internal/reading/run"
)

// Answer is what a cell of the table says.
type Answer uint8

// The answers.
const (
	NotDecided Answer = iota
	Met
	MetInVacuo
	NotMet
	Contradicted
	Missing
	NotSeen // nothing of it in the parts of the text that are known
	NumAnswers
)

var answerCodes = [NumAnswers]string{
	"not_decided", "met", "met_in_vacuo", "not_met", "contradicted", "missing", "not_in_the_parts_seen",
}

// String gives the answer's code, which never changes.
func (a Answer) String() string { return answerCodes[a] }

// MarshalText writes the code.
func (a Answer) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// Dimension is one side of a norm in which another can ask for less, as much or more.
type Dimension uint8

// The dimensions.
const (
	Modality  Dimension = iota // must, aims to, may
	Deed                       // the act, or the condition to keep or bring about
	Bearer                     // who acts
	Thing                      // kinds, people, texts: what is wanted of a role that is neither doer nor place
	Place                      // where
	Exception                  // acts that are not meant
	Number                     // how many
	Start                      // from when
	Deadline                   // until when
	Condition                  // if, once, while, until, unless
	Family                     // for each of whom
	OpenWord                   // what a body has to find
	NumDimensions
)

var dimensionCodes = [NumDimensions]string{
	"modality", "deed", "bearer", "thing", "place", "exception", "number", "start", "deadline", "condition", "family", "open_word",
}

// String gives the dimension's code.
func (d Dimension) String() string { return dimensionCodes[d] }

// MarshalText writes the code.
func (d Dimension) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// Relation says how the initiative's norm stands to the term's in one dimension.
type Relation uint8

// The relations.
const (
	Same     Relation = iota
	Stronger          // it asks for more
	Weaker            // no rule shows that it asks for as much
)

var relationCodes = [...]string{"same", "stronger", "weaker"}

// String gives the relation's code.
func (r Relation) String() string { return relationCodes[r] }

// MarshalText writes the code.
func (r Relation) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// Step is what one rule says of one dimension of two norms.
type Step struct {
	Dimension Dimension
	Relation  Relation
	Role      string // Thing, Place: the role that is meant
	Forced    bool   // Condition: it comes about because the norms of Rests are performed
	Word      string // Condition: "if", "once", "while", "until", "unless", "entry"
}

// Link is one norm of the initiative with the steps that lead from it to the term's norm.
type Link struct {
	Norm  string // full name of the initiative's norm
	Case  string // the part of the term's norm that it covers: a value of a role; "" for the whole
	Span  source.Span
	Steps []Step
}

// Performance says on whose performance an answer "met" rests.
type Performance uint8

// The performances.
const (
	NoPerformance Performance = iota // of nobody: the answer is no "met", or rests on nobody's acts
	ByBearer                         // of the bearer of the term's norm alone (where the text names nobody: of one party)
	IfAll                            // of others too
)

var performanceCodes = [...]string{"none", "bearer_alone", "if_all_perform"}

// String gives the code.
func (p Performance) String() string { return performanceCodes[p] }

// MarshalText writes the code.
func (p Performance) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// Cell is the answer for one norm of the terms and one initiative, with its reasons.
type Cell struct {
	Program    *norms.Program // the terms and the initiative, in the reading of the table
	Norm       string         // full name of the term's norm
	Initiative string
	Answer     Answer
	Links      []Link      // Met, Contradicted: the certificate; NotMet, NotDecided: the nearest norm
	Rests      []string    // Met: norms of the initiative, beside Links, that must be performed
	Parties    []string    // Met: on whose performance it rests; "" among them: somebody whom the text does not name
	By         Performance // Met
	Because    Reason      // MetInVacuo: why it cannot come about; Met: "free", where nothing is forbidden
	Run        *run.Judged // NotMet: the run; Met: one in which the norm comes to bear, nil where none was found
	Member     string      // NotMet: of a family, the member that is left
	Bound      Bound       // what was searched, where something was
	Add        []Step      // what the nearest norm would have to change: its Weaker steps
	Enough     bool        // with these changes, and no others, it would meet the terms' norm
	Partial    bool        // NotMet: the initiative is known in part only
}

// Stronger lists the dimensions in which the initiative asks for more.
func (c *Cell) Stronger() (list []Step) {
	if c.Answer != Met {
		return nil
	}
	for _, l := range c.Links {
		for _, s := range l.Steps {
			if s.Relation == Stronger {
				list = append(list, s)
			}
		}
	}
	return list
}

// Bound says what a search tried.
type Bound struct {
	Runs int // runs made up
	Acts int // acts in the longest of them
}

// Reason says why what a norm waits on cannot come about.
type Reason struct {
	// Code: "forbidden": the initiative forbids it; "met": it waits on a breach of a norm that is met; "empty": its time ends
	// before it begins; "too_soon": its condition is asked when the text starts, before anything can have happened; "free":
	// nothing in the initiative forbids what is allowed.
	Code string
	Norm string // the norm of the initiative that forbids it; the norm of the terms that is met
	Span source.Span
}

// Row is a norm of the terms with its cells.
type Row struct {
	Norm  *norms.Norm
	Cells []Cell // one for each initiative, in their order
}

// Table is the comparison in one reading.
type Table struct {
	Reading     string // "": the texts as written
	Terms       string
	Initiatives []string
	Rows        []Row    // the norms of the terms, in the order of the text
	Silent      []string // terms without a norm: recitals, beliefs, warnings; nothing in them can be met
}

// Rank counts an initiative's answers.
type Rank struct {
	Initiative string
	Count      [NumAnswers]int
}

// Ranking puts the initiatives in order: those that meet most norms first, then those that contradict fewest, then those of which
// fewest are shown not to be met.
func (t *Table) Ranking() []Rank {
	list := make([]Rank, len(t.Initiatives))
	for k, id := range t.Initiatives {
		list[k].Initiative = id
		for i := range t.Rows {
			list[k].Count[t.Rows[i].Cells[k].Answer]++
		}
	}
	slices.SortStableFunc(list, func(a, b Rank) int {
		return cmp.Or(
			-cmp.Compare(a.Count[Met]+a.Count[MetInVacuo], b.Count[Met]+b.Count[MetInVacuo]),
			cmp.Compare(a.Count[Contradicted], b.Count[Contradicted]),
			cmp.Compare(a.Count[NotMet], b.Count[NotMet]),
		)
	})
	return list
}

// Common lists the norms that every initiative meets.
func (t *Table) Common() (names []string) {
	for _, r := range t.Rows {
		all := len(r.Cells) > 0
		for i := range r.Cells {
			all = all && r.Cells[i].Answer == Met
		}
		if all {
			names = append(names, r.Norm.Name())
		}
	}
	return names
}
