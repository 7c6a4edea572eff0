// Package check reads a text for what its authors should see before they rely on it.
//
// Each check has a folder of its own: its code, what it looks for, a text that
// shows it and the same text mended, run by a test. Codes never change. A new check
// is begun by "go run ./internal/scaffold NAME CODE": its folder, its place in rules,
// its sentences in front/wording ("diag.CODE", "check.CODE.title", "check.CODE.page")
// and its pair in spec/corpus/checks.
package check

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/adrift"
	"mithaq/internal/reading/check/amount"
	"mithaq/internal/reading/check/area"
	"mithaq/internal/reading/check/circle"
	"mithaq/internal/reading/check/clash"
	"mithaq/internal/reading/check/collective"
	"mithaq/internal/reading/check/contrary"
	"mithaq/internal/reading/check/dead"
	"mithaq/internal/reading/check/dispute"
	"mithaq/internal/reading/check/empty"
	"mithaq/internal/reading/check/hour"
	"mithaq/internal/reading/check/intended"
	"mithaq/internal/reading/check/length"
	"mithaq/internal/reading/check/nameonly"
	"mithaq/internal/reading/check/notime"
	"mithaq/internal/reading/check/openlist"
	"mithaq/internal/reading/check/openword"
	"mithaq/internal/reading/check/phase"
	"mithaq/internal/reading/check/purpose"
	"mithaq/internal/reading/check/recourse"
	"mithaq/internal/reading/check/rule"
	"mithaq/internal/reading/check/stretch"
	"mithaq/internal/reading/check/unbound"
	"mithaq/internal/reading/check/undated"
	"mithaq/internal/reading/check/unfunded"
	"mithaq/internal/reading/check/unmapped"
	"mithaq/internal/reading/check/unnamed"
	"mithaq/internal/reading/check/unpermitted"
	"mithaq/internal/reading/check/unset"
	"mithaq/internal/reading/check/untriggered"
	"mithaq/internal/reading/check/unused"
	"mithaq/internal/reading/check/unverified"
	"mithaq/internal/reading/check/vague"
)

// rules are all checks, in the order of their codes.
var rules = [...]rule.Rule{
	unnamed.Rule, undated.Rule, openlist.Rule, unbound.Rule, unset.Rule, empty.Rule, unused.Rule,
	collective.Rule, amount.Rule, phase.Rule, vague.Rule, openword.Rule, unmapped.Rule, nameonly.Rule, untriggered.Rule, recourse.Rule,
	unverified.Rule, unpermitted.Rule, hour.Rule, length.Rule, area.Rule, purpose.Rule, unfunded.Rule, contrary.Rule, stretch.Rule,
	intended.Unknown, intended.Absent,
	circle.Rule, dead.Unbreachable, dead.TooLate, dead.NeverSo, dispute.Rule,
	adrift.Rule, notime.Rule,
	clash.Demanded, clash.Allowed, clash.Deadlines, clash.Passed,
}

// All runs every check and gives the remarks in the order of the text. The book must be without errors and the
// program lowered from it: what an error left out would be missed, and its absence remarked.
func All(program *norms.Program, book *terms.Book) []diag.Diagnostic {
	return Whole(program, book, nil)
}

// Whole is All behind what was remarked while the texts were read: that too can be marked as intended.
func Whole(program *norms.Program, book *terms.Book, read []diag.Diagnostic) []diag.Diagnostic {
	return run(program, book, read, true)
}

// Quick is Whole without the checks that make runs, which take their time: for a text that is just being typed.
func Quick(program *norms.Program, book *terms.Book, read []diag.Diagnostic) []diag.Diagnostic {
	return run(program, book, read, false)
}

func run(program *norms.Program, book *terms.Book, read []diag.Diagnostic, plays bool) []diag.Diagnostic {
	text := &rule.Text{Book: book, Program: program}
	all := slices.Clone(read)
	var codes, unasked []string
	for _, r := range rules {
		codes = append(codes, string(r.Code))
		switch {
		case r.Run == nil, plays && r.Plays && diag.HasErrors(read):
			continue // it looks at the remarks themselves, or there is nothing that could be played
		case !plays && r.Plays:
			unasked = append(unasked, string(r.Code))
			continue
		}
		for _, d := range r.Run(text) {
			d.Code, d.Severity = r.Code, r.Severity
			all = append(all, d)
		}
	}
	all = intended.Apply(book, codes, unasked, all)
	diag.Sort(all)
	return all
}

// Doc is what "explain CODE" shows of a check.
type Doc struct {
	Code     diag.Code
	Severity diag.Severity
	Title    string // key of its title in front/wording
	Page     string // key of its page
	Example  string // a text that gives the remark
	Mended   string // the same text without the fault
}

// Page gives the documentation of a check; false when no check has the code.
func Page(code diag.Code) (Doc, bool) {
	for _, r := range rules {
		if r.Code == code {
			return doc(r), true
		}
	}
	return Doc{}, false
}

// Pages gives the documentation of all checks, in the order of their codes.
func Pages() []Doc {
	docs := make([]Doc, 0, len(rules))
	for _, r := range rules {
		docs = append(docs, doc(r))
	}
	return docs
}

func doc(r rule.Rule) Doc {
	key := "check." + string(r.Code)
	return Doc{r.Code, r.Severity, key + ".title", key + ".page", r.Example, r.Mended}
}
