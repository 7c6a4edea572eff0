// Package intended looks at what a text says of its own remarks: "intended M3002 of 1a "reason"". A remark so marked
// stays, with the reason, apart from those that stand open. A mark of nothing is itself remarked, so that none outlives
// the fault that it was made for.
package intended

import (
	"regexp"
	"slices"

	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/base/suggest"
	"mithaq/internal/reading/check/rule"
)

// Unknown is M3090: the text calls a remark meant that no check can give.
var Unknown = rule.Rule{
	Code: "M3090", Severity: diag.Remark,
	Example: head + `term 1
  intended M3092 of 1a "it was left open"
  1a: red must withdraw() by 2020-03-01
`,
	Mended: head + `term 1
  intended M3002 of 1a "it was left open"
  1a: red must withdraw()
`,
}

// Absent is M3091: the text calls a remark meant that is not given there.
var Absent = rule.Rule{
	Code: "M3091", Severity: diag.Remark,
	Example: head + `term 1
  intended M3002 of 1a "it was left open"
  1a: red must withdraw() by 2020-03-01
`,
	Mended: head + `term 1
  intended M3002 of 1a "it was left open"
  1a: red must withdraw()
`,
}

const head = `vocabulary v
party red
act withdraw (doer party)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
`

// early are the codes of remarks that are given before there is a text to check: their numbers are not listed here.
var early = regexp.MustCompile(`^M[12]\d{3}$`)

// Apply marks remarks as the texts do, and adds remarks on what they mark without effect. The narrowest word counts
// first: of a norm, then in a term, then at the head. Codes are those that checks can give; of those unasked it is not known whether
// the text gives them.
func Apply(book *terms.Book, codes, unasked []string, ds []diag.Diagnostic) []diag.Diagnostic {
	for _, a := range book.Agreements {
		for _, narrow := range []func(*terms.Intended) bool{
			func(x *terms.Intended) bool { return x.Norm != nil },
			func(x *terms.Intended) bool { return x.Norm == nil && x.Term != nil },
			func(x *terms.Intended) bool { return x.Norm == nil && x.Term == nil },
		} {
			for i := range a.Intended {
				if x := &a.Intended[i]; narrow(x) && !mark(x, ds) && !slices.Contains(unasked, x.Code) {
					ds = append(ds, without(x, codes))
				}
			}
		}
	}
	return ds
}

// mark marks the remarks of which a line speaks; false when there is none.
func mark(x *terms.Intended, ds []diag.Diagnostic) (any bool) {
	for i := range ds {
		d := &ds[i]
		if string(d.Code) == x.Code && d.Severity != diag.Error && d.Intended == nil &&
			slices.ContainsFunc(x.Within, func(s source.Span) bool { return s.Holds(d.Span) }) {
			d.Intended = &diag.Intention{Why: x.Why, Span: x.Span}
			any = true
		}
	}
	return any
}

// without is the remark on a line that marks nothing.
func without(x *terms.Intended, codes []string) diag.Diagnostic {
	d := diag.Diagnostic{Code: Absent.Code, Severity: Absent.Severity, Span: x.Span, Args: diag.Args("code", x.Code)}
	if slices.Contains(codes, x.Code) || early.MatchString(x.Code) {
		return d
	}
	d.Code = Unknown.Code
	if near := suggest.Nearest(x.Code, codes); near != "" {
		d.Fixes = []diag.Fix{{Key: "spelling", Args: diag.Args("near", near), Edits: []diag.Edit{{Span: x.Span, Text: near}}}}
	}
	return d
}
