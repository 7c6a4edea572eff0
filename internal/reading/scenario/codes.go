package scenario

import "mithaq/internal/base/diag"

// The remarks on tests; spec/test.md is their language.
const (
	codeLine    diag.Code = "M1201" // {word} begins no line of a test; fix "replace"
	codeWant    diag.Code = "M1202" // {want} is missing
	codeUnknown diag.Code = "M1203" // the texts know no {sort} {name}; fix "replace"
	codeRole    diag.Code = "M1204" // {act} has no role {name}; fix "replace"
	codeValue   diag.Code = "M1205" // {value} is no value for the role {name}, which takes {sort}
	codeState   diag.Code = "M1206" // {word} is no state; fix "replace"
	codeDay     diag.Code = "M1207" // {text} is no day or time
	codeOrder   diag.Code = "M1208" // {first} lies after {second}
	codeNoTest  diag.Code = "M1209" // a line outside of a test
	codeEntered diag.Code = "M1210" // nothing of the name {name} stands above
	codeVoices  diag.Code = "M1211" // {word} and {other} are words of different voices
	codeTwice   diag.Code = "M1212" // the clause {word} stands twice
	codeRest    diag.Code = "M1213" // {text} could not be read
	codeReading diag.Code = "M1214" // no text has a reading {name}; fix "replace"
	codePlace   diag.Code = "M1215" // {text} is no pair of degrees
)

// Codes lists the remarks, in order.
func Codes() []diag.Code {
	return []diag.Code{
		codeLine, codeWant, codeUnknown, codeRole, codeValue, codeState, codeDay, codeOrder, codeNoTest, codeEntered, codeVoices, codeTwice, codeRest, codeReading, codePlace,
	}
}
