package trace

import "mithaq/internal/base/diag"

// What can be wrong with a log. The names in braces are the arguments of the sentence. M9201, stamps that go back, is the engine's.
const (
	codeNoPoint   diag.Code = "M9202" // {found} stands where only a time point "@" may begin
	codeNoStamp   diag.Code = "M9203" // a time stamp is missing after "@", {found} stands there
	codeStamp     diag.Code = "M9204" // {text} is no time stamp
	codeStray     diag.Code = "M9205" // {found} where a predicate, "@" or ";" is expected
	codeUnknown   diag.Code = "M9206" // the signature declares no predicate {name}; known: {like}
	codeArity     diag.Code = "M9207" // {name} takes {want} values, not {got}
	codeType      diag.Code = "M9208" // value {n} of {name} is {text}, not of type {want}
	codeRange     diag.Code = "M9209" // the number {text} is outside the range of type {want}
	codeNoValue   diag.Code = "M9210" // a value is missing in {name}, {found} stands there
	codeSeparator diag.Code = "M9211" // "," or ")" is missing after a value of {name}, {found} stands there
	codeUnclosed  diag.Code = "M9212" // the log ends within the brackets of {name}
	codeString    diag.Code = "M9213" // the log ends within a string
	codeTooLong   diag.Code = "M9214" // no end of a tuple within {limit} bytes
)
