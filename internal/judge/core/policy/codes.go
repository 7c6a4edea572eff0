package policy

import "mithaq/internal/base/diag"

// The codes of what can be wrong with a signature or a formula. The names in braces are the arguments of the sentence.
const (
	codeStray        diag.Code = "M9001" // a sign {char} that the language does not use
	codeString       diag.Code = "M9002" // a string without its closing quotation mark
	codeComment      diag.Code = "M9003" // a comment (* without its *)
	codeTooLarge     diag.Code = "M9004" // a number {number} outside the range of its type
	codeNumber       diag.Code = "M9005" // a number in another form {text}
	codeName         diag.Code = "M9006" // a name {name} that does not begin with a letter
	codeNoFormula    diag.Code = "M9007" // a formula is missing here
	codeMissing      diag.Code = "M9008" // the sign or word {want} is missing here
	codeLeftOver     diag.Code = "M9009" // {found} stands where the formula has ended
	codeOnlyTerm     diag.Code = "M9010" // {text} is a value, not a formula
	codeNoVariable   diag.Code = "M9011" // a variable is missing here
	codeAggregation  diag.Code = "M9012" // {name} is no aggregation
	codeBound        diag.Code = "M9013" // what stands here is no bound of an interval
	codeUnit         diag.Code = "M9014" // {unit} is no unit of time
	codeEmpty        diag.Code = "M9015" // the interval {interval} holds no whole number
	codeParameter    diag.Code = "M9016" // what stands here is no parameter of a LET
	codeMinus        diag.Code = "M9017" // a minus directly before a digit belongs to the number {number}
	codeArrow        diag.Code = "M9018" // <- is the arrow of an aggregation
	codeForeign      diag.Code = "M9019" // a sign {sign} of other languages
	codeDeep         diag.Code = "M9020" // brackets and operators nested more than {limit} deep
	codeNoTerm       diag.Code = "M9021" // a value is missing here
	codeWildcard     diag.Code = "M9022" // _ stands outside of a predicate's arguments
	codeDeclaration  diag.Code = "M9023" // a declaration is missing here
	codeType         diag.Code = "M9024" // {name} is no type
	codeTwice        diag.Code = "M9025" // the predicate {name} is declared twice
	codeNoType       diag.Code = "M9026" // a type is missing here
	codeList         diag.Code = "M9027" // a comma or a closing bracket is missing here
	codeUndeclared   diag.Code = "M9101" // the predicate {name} is not declared
	codeArity        diag.Code = "M9102" // {name} takes {want} arguments, not {got}
	codeClash        diag.Code = "M9103" // {term} is of type {got}, and type {want} is needed
	codeNotNumeric   diag.Code = "M9104" // {term} is a string where a number is needed
	codeNotInBody    diag.Code = "M9105" // the variable {var} is not free in what is aggregated
	codeResultGroup  diag.Code = "M9106" // the result {var} is among the groups
	codeRepeated     diag.Code = "M9107" // {var} is named twice
	codeNotDefined   diag.Code = "M9108" // the parameter {var} is not free in the definition of {name}
	codeNotParameter diag.Code = "M9109" // the free variable {var} of the definition of {name} is no parameter
	codeConstant     diag.Code = "M9110" // the constant term {term} has no value of its type
	codeEndless      diag.Code = "M9120" // {op} without an upper bound
	codeAlone        diag.Code = "M9121" // the comparison {text} stands alone, with {var} bound by nothing
	codeUnbound      diag.Code = "M9122" // the comparison {text} has {var}, which the formula on its left does not bind
	codeNegation     diag.Code = "M9123" // a negation with the free variable {var} stands alone
	codeGuard        diag.Code = "M9124" // what AND NOT denies has {var}, which the formula on its left does not bind
	codeSides        diag.Code = "M9125" // the sides of OR differ in {var}
	codeLeft         diag.Code = "M9126" // the left side of {op} has {var}, which the right side does not bind
	codeArgument     diag.Code = "M9127" // the argument {text} is neither a variable nor a constant
	codeLarge        diag.Code = "M9128" // the normal form has more than {limit} parts
	codeGround       diag.Code = "M9129" // the comparison {text} of constants stands alone, with another sign than =
	codeGrows        diag.Code = "M9130" // a note: the state of this part grows without bound over {vars}
)
