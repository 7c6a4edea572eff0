// Package diag holds remarks as data: a code, where, about what, what else is
// involved, how to mend it. Sentences are made at the edge, in the reader's
// language, by front/wording under the key "diag.CODE"; no text is made here.
package diag

import (
	"cmp"
	"fmt"
	"slices"

	"mithaq/internal/base/source"
)

// Code is a stable number such as "M1001". A code is never reused or renumbered.
// The thousands tell the family: M1 syntax, M2 names and kinds, M3 what a text says (M30 soundness,
// M31 order, M32 schedule, M33 conflict), M7 import and record, M8 binding, M9 policies and
// logs of the monitor.
type Code string

// Severity says what a remark does to the outcome.
type Severity uint8

const (
	Error  Severity = iota // the input cannot be used as it stands (exit 3)
	Remark                 // a fact about the text that its authors should see (exit 1)
	Note                   // worth knowing, changes nothing
)

// String gives the severity as it stands in JSON.
func (s Severity) String() string { return [...]string{"error", "remark", "note"}[s] }

// MarshalText writes the severity's word.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (s *Severity) UnmarshalText(text []byte) error {
	for _, one := range []Severity{Error, Remark, Note} {
		if one.String() == string(text) {
			*s = one
			return nil
		}
	}
	return fmt.Errorf("diag: there is no severity %q", text)
}

// Arg is one named value for the sentence: a name from the text, a number, a list joined for reading.
type Arg struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Tongue is the name of the argument that says in which language the keywords of the text are, where that is not English.
const Tongue = "tongue"

// Related is another place that takes part: the other side of a conflict, the first definition.
// Its sentence stands under "diag.CODE.KEY" and takes the remark's arguments.
type Related struct {
	Key  string      `json:"key"`
	Span source.Span `json:"span"`
}

// Edit replaces Span by Text.
type Edit struct {
	Span source.Span `json:"span"`
	Text string      `json:"text"`
}

// Fix is one way to mend the remark. Its sentence stands under "diag.CODE.KEY". Edits may be empty: then it is advice.
type Fix struct {
	Key   string `json:"key"`
	Args  []Arg  `json:"args,omitempty"`
	Edits []Edit `json:"edits,omitempty"`
}

// Intention says that the text itself calls a remark meant, and why: language code to reason.
type Intention struct {
	Why  map[string]string `json:"why"`
	Span source.Span       `json:"span"` // where the text says so
}

// Run is a run of the text that shows what is remarked: what might lawfully happen. Its sentence stands under
// "diag.CODE.KEY" and takes the remark's arguments. Story is a *run.Told of reading/run, which this package cannot name.
type Run struct {
	Key   string `json:"key"`
	Story any    `json:"story"`
}

// Diagnostic is one remark.
type Diagnostic struct {
	Code     Code        `json:"code"`
	Severity Severity    `json:"severity"`
	Span     source.Span `json:"span"`
	Args     []Arg       `json:"args,omitempty"`
	Related  []Related   `json:"related,omitempty"`
	Fixes    []Fix       `json:"fixes,omitempty"`
	Runs     []Run       `json:"runs,omitempty"`     // each confirmed by both judges
	Intended *Intention  `json:"intended,omitempty"` // nil: not marked as meant
}

// Args builds an argument list from name, value pairs. It panics on an odd number: that is a slip in our code.
func Args(pairs ...string) []Arg {
	if len(pairs)%2 != 0 {
		panic("diag.Args: odd number of strings")
	}
	args := make([]Arg, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		args = append(args, Arg{pairs[i], pairs[i+1]})
	}
	return args
}

// Sort orders remarks by file, place and code, so that output never depends on the order of finding.
func Sort(ds []Diagnostic) {
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Span.File, b.Span.File),
			cmp.Compare(a.Span.Start.Line, b.Span.Start.Line),
			cmp.Compare(a.Span.Start.Column, b.Span.Start.Column),
			cmp.Compare(a.Code, b.Code),
		)
	})
}

// Open parts remarks into those that stand and those that the text marks as meant, each in their order.
func Open(ds []Diagnostic) (open, intended []Diagnostic) {
	for _, d := range ds {
		if d.Intended == nil {
			open = append(open, d)
		} else {
			intended = append(intended, d)
		}
	}
	return open, intended
}

// HasErrors says whether any remark makes the input unusable.
func HasErrors(ds []Diagnostic) bool {
	return slices.ContainsFunc(ds, func(d Diagnostic) bool { return d.Severity == Error })
}
