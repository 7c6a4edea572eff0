package syntax

import "mithaq/internal/base/diag"

// The remarks on syntax. A code never changes its meaning; spec/language.md lists them with examples.
const (
	codeBOM          diag.Code = "M1001" // a byte order mark at the beginning
	codeUTF16        diag.Code = "M1002" // the text is not UTF-8 but UTF-16
	codeUTF8         diag.Code = "M1003" // bytes that are not UTF-8 {bytes}
	codeControl      diag.Code = "M1004" // a control character {char}
	codeCRLF         diag.Code = "M1005" // lines end in CR LF
	codeDirection    diag.Code = "M1006" // an invisible character {char} outside of strings and comments
	codeOverride     diag.Code = "M1007" // a direction override {char} inside a string or comment
	codeStray        diag.Code = "M1008" // a character {char} that the language does not use
	codeUnterminated diag.Code = "M1009" // a string without its closing quotation mark
	codeEscape       diag.Code = "M1010" // an unknown escape {escape}
	codeQuotes       diag.Code = "M1011" // typographic quotation marks
	codeNoDay        diag.Code = "M1012" // a day {date} that no calendar has
	codeNoTime       diag.Code = "M1013" // a clock time {time} that no clock shows
	codeBigNumber    diag.Code = "M1014" // a number {number} too large
	codeDateForm     diag.Code = "M1015" // a date {text} in another form
	codeStatement    diag.Code = "M1016" // {word} begins no statement
	codeMisspelt     diag.Code = "M1017" // {word} where {want} is probably meant
	codeWant         diag.Code = "M1018" // {want} is missing
	codeWantName     diag.Code = "M1019"
	codeWantString   diag.Code = "M1020"
	codeWantDate     diag.Code = "M1021"
	codeWantNumber   diag.Code = "M1022"
	codeWantPoint    diag.Code = "M1023"
	codeWantCond     diag.Code = "M1024"
	codeWantPattern  diag.Code = "M1025"
	codeWantValue    diag.Code = "M1026"
	codeWantOneOf    diag.Code = "M1027" // one of {want} is missing
	codeUnclosed     diag.Code = "M1028" // {want} is missing; related "open"
	codeOwnLine      diag.Code = "M1029" // a statement that does not begin its line
	codeMisplaced    diag.Code = "M1030" // {word} stands outside of {where}
	codeColon        diag.Code = "M1031" // no colon after the label {label}
	codeNoLabel      diag.Code = "M1032" // a norm without a label
	codeModality     diag.Code = "M1033" // no modality
	codeRest         diag.Code = "M1034" // {text} could not be read
	codeDepth        diag.Code = "M1035" // nested too deeply, {limit}
	codeBinding      diag.Code = "M1036" // "from" or "until" {word} is read as part of the condition
	codePercent      diag.Code = "M1037" // more than 100 percent {number}
	codeZero         diag.Code = "M1038" // a number that must be at least 1
	codeDeontic      diag.Code = "M1039" // {word} is no word of the language, {want} is
	codeAndOr        diag.Code = "M1040" // {and} and {or} mixed without parentheses
	codeMixed        diag.Code = "M1041" // {and} and {or} mixed among the values of a role
	codeTongue       diag.Code = "M1042" // {word} is of another language {lang} than the text {own}, {want} is meant; related "tongue"
	codeTongueName   diag.Code = "M1043" // the name {word} is a word of the language into which the text is to be put
	codeWantCode     diag.Code = "M1044" // the code of a remark is missing
)

// Mixed is the code of the remark that a text goes over into another language.
const Mixed = codeTongue
