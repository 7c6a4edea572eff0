package core

import (
	"strings"

	"mithaq/internal/base/diag"
)

// Codes of what stops an evaluation (M93) and of a log that cannot be read on (M92).
const (
	CodeStampBack  diag.Code = "M9201" // a time stamp before the one of the time point before
	CodeOverflow   diag.Code = "M9301" // the result leaves the 64-bit integers
	CodeDivision   diag.Code = "M9302" // division by zero, of ints
	CodeBounds     diag.Code = "M9304" // bounds are used as if they were one value
	CodeEvent      diag.Code = "M9305" // an event of a run over lanes ends before it begins
	CodeNotANumber diag.Code = "M9303" // the result is no finite number, or a float that no int can hold
)

// Fault is an error that names its place. The sentence stands in front/wording under the diagnostic's code.
type Fault struct{ Diagnostic diag.Diagnostic }

// Error gives the code, the place and the arguments, for logs of programmers; users get the sentence.
func (f *Fault) Error() string {
	var b strings.Builder
	b.WriteString(string(f.Diagnostic.Code))
	b.WriteString(" ")
	b.WriteString(f.Diagnostic.Span.String())
	for _, a := range f.Diagnostic.Args {
		b.WriteString(" " + a.Name + "=" + a.Value)
	}
	return b.String()
}
