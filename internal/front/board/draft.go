package board

import (
	"cmp"
	"html"
	"html/template"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading"
	"mithaq/internal/reading/check"
)

// DraftView is the drafting room: a text as it was typed, and what is to be said of it. It holds strings and numbers alone, so that it can be
// made by another process than that which writes the page.
type DraftView struct {
	Text    string
	Begin   []Choice   // what one may begin with
	Layouts []Choice   // languages of keywords
	Kept    []DraftRow // texts that the visitor asked to be kept
	KeptAs  string     // the id of the one that this is; "": of none
	Keeps   bool       // the visitor may have it kept
	Said    string     // what was just done
	Wrong   string     // why nothing could be said of the text
	Most    int        // bytes that a text may have
	Lines   []DraftLine
	DraftPanels

	Of           *Pair    // the agreement of the board of which it is asked what would be, on its record; nil: the room itself
	Texts        []Pair   // agreements of the board
	ComparedWith []string // what was asked, to be shown again
	Acts         []DraftAct
	Goal         string
}

// DraftPanels is what is said of a text. Parts are nil where nothing was asked, or where the time ran out.
type DraftPanels struct {
	Cut      bool // the text makes the checker work longer, or takes more memory, than it may
	Findings *DraftFindings
	Reads    *DraftReads
	Order    *DraftOrder
	Schedule *DraftSchedule
	Layout   *DraftLayout
	WhatIf   *DraftWhatIf
	Compare  *DraftCompare
	Choices  *DraftChoices
}

// Beside says whether the draft was asked to stand beside a text.
func (v *DraftView) Beside(id string) bool { return slices.Contains(v.ComparedWith, id) }

// Checked says whether anything was said of the text.
func (p DraftPanels) Checked() bool { return p.Findings != nil || p.Cut }

// DraftLine is one line of the text as typed, with the remarks that begin on it.
type DraftLine struct {
	N        int
	Text     string
	Class    string // of the gravest remark; "": none
	Findings []DraftFinding
}

// DraftLayout is the text in the canonical form.
type DraftLayout struct {
	Text string
	Same bool // it stands so already
}

// DraftFindings is what is to be remarked on a text.
type DraftFindings struct {
	Sum      string // "2 errors and 1 remark"
	List     []DraftFinding
	More     int            // how many more there are
	Meant    []DraftFinding // marked as intended in the text
	Unplayed bool           // the remarks that make runs are still to come
}

// DraftFinding is one remark: where, what, why, what would be right, and the run that shows it.
type DraftFinding struct {
	N        int
	Code     string
	Class    string // "error", "remark", "note"
	Severity string
	File     string // another text that was read with this one; "": this one
	Line     int
	Column   int
	From, To int // in UTF-16 units from the beginning of the text, as browsers count
	Title    string
	Before   string // the line up to the place, the place, the rest of the line
	Place    string
	After    string
	Meant    string // the reason that the text gives for it
	Page     string // why the remark is made
	Related  []DraftRelated
	Fixes    []DraftFix
	Runs     []wording.RunText
}

// DraftRelated is another place that takes part.
type DraftRelated struct {
	Text string
	File string
	Line int
}

// DraftFix is one way to mend a remark.
type DraftFix struct {
	ID    string // by which it can be asked for; "": it is advice
	Text  string
	Edits []DraftEdit
}

// DraftEdit replaces a stretch of the text, in UTF-16 units.
type DraftEdit struct {
	From int    `json:"from"`
	To   int    `json:"to"`
	Text string `json:"text"`
}

// turning are the parts of a line of terms that change places beside Arabic words: quoted texts, and dates.
var turning = regexp.MustCompile(`"(?:[^"\\\n]|\\.)*"|\b\d[\d:.T-]*\d\b`)

// unkeyed are the parts of a text of terms that hold no keyword: quoted texts and comments.
var unkeyed = regexp.MustCompile(`"(?:[^"\\\n]|\\.)*"?|#[^\n]*`)

// codeDirection gives the direction of a piece of a text of terms: from the right where its keywords are Arabic, also in a line that begins with the number of
// a norm in Latin letters; else that of its first letter.
func codeDirection(parts ...string) string {
	if strings.ContainsFunc(unkeyed.ReplaceAllString(strings.Join(parts, ""), " "), func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
		return "rtl"
	}
	return "auto"
}

// code sets a piece of a text of terms: quoted texts and dates are isolated, so that a date behind an Arabic word is not read from its end.
func code(text string) template.HTML {
	var b strings.Builder
	last := 0
	for _, m := range turning.FindAllStringIndex(text, -1) {
		b.WriteString(html.EscapeString(text[last:m[0]]))
		dir := ` dir="ltr"`
		if text[m[0]] == '"' {
			dir = ""
		}
		b.WriteString("<bdi" + dir + ">" + html.EscapeString(text[m[0]:m[1]]) + "</bdi>")
		last = m[1]
	}
	return template.HTML(b.String() + html.EscapeString(text[last:])) // every piece was escaped
}

// mostFindings is how many remarks are shown.
const mostFindings = 100

// FindingsOf tells the remarks of texts, of which one is being drafted.
func FindingsOf(rd Reader, whole *reading.Whole, draft string) *DraftFindings {
	open, meant := diag.Open(whole.Diagnostics)
	v := &DraftFindings{Sum: rd.W.Total(open)}
	units := unitsOf(whole.Files[draft])
	for i, d := range open {
		if i == mostFindings {
			v.More = len(open) - i
			break
		}
		v.List = append(v.List, findingOf(rd, whole, draft, units, d, i+1))
	}
	for i, d := range meant[:min(len(meant), mostFindings)] {
		f := findingOf(rd, whole, draft, units, d, len(open)+i+1)
		f.Meant, f.Fixes = rd.W.Intention(d), nil // it is to stay
		v.Meant = append(v.Meant, f)
	}
	return v
}

func findingOf(rd Reader, whole *reading.Whole, draft string, units func(int) int, d diag.Diagnostic, n int) DraftFinding {
	text := rd.W.Diagnostic(d)
	f := DraftFinding{
		N: n, Code: string(d.Code), Class: d.Severity.String(), Severity: rd.W.Severity(d.Severity), File: other(d.Span, draft), Line: d.Span.Start.Line, Column: d.Span.Start.Column,
		Title: text.Title, Runs: text.Runs,
	}
	if file := whole.Files[d.Span.File]; file != nil && d.Span.Known() {
		line := []rune(file.Line(d.Span.Start.Line))
		from := min(d.Span.Start.Column-1, len(line))
		to := len(line)
		if d.Span.End.Line == d.Span.Start.Line {
			to = min(max(from, d.Span.End.Column-1), len(line))
		}
		f.Before, f.Place, f.After = string(line[:from]), string(line[from:to]), string(line[to:])
	}
	if f.File == "" && d.Span.Known() {
		f.From, f.To = units(d.Span.Start.Offset), units(d.Span.End.Offset)
	}
	if doc, ok := check.Page(d.Code); ok {
		f.Page = rd.W.Text(doc.Page)
	}
	for i, r := range d.Related {
		f.Related = append(f.Related, DraftRelated{text.Related[i], other(r.Span, draft), r.Span.Start.Line})
	}
	for i, fix := range d.Fixes {
		x := DraftFix{Text: text.Fixes[i]}
		for _, e := range fix.Edits {
			if e.Span.File != draft {
				x.Edits = nil
				break
			}
			x.Edits = append(x.Edits, DraftEdit{units(e.Span.Start.Offset), units(e.Span.End.Offset), e.Text})
		}
		if len(x.Edits) > 0 {
			x.ID = FixID(d, i)
		}
		f.Fixes = append(f.Fixes, x)
	}
	return f
}

// FixID names a way to mend a remark, as long as the text stays as it is.
func FixID(d diag.Diagnostic, fix int) string {
	return strings.Join([]string{string(d.Code), itoa(int64(d.Span.Start.Offset)), itoa(int64(fix))}, ":")
}

// other gives the name of another text than the draft; "" for the draft.
func other(s source.Span, draft string) string {
	if s.File == draft {
		return ""
	}
	return s.File
}

// unitsOf turns offsets in bytes into UTF-16 units.
func unitsOf(file *source.File) func(offset int) int {
	if file == nil {
		return func(int) int { return 0 }
	}
	type mark struct{ offset, units int }
	marks := []mark{{}} // every 1024 bytes or so
	n := 0
	for i, r := range file.Text {
		if i-marks[len(marks)-1].offset >= 1024 {
			marks = append(marks, mark{i, n})
		}
		n++
		if r > 0xffff {
			n++
		}
	}
	return func(offset int) int {
		offset = max(0, min(offset, len(file.Text)))
		from := marks[0]
		for lo, hi := 0, len(marks); lo < hi; {
			if mid := (lo + hi) / 2; marks[mid].offset <= offset {
				from, lo = marks[mid], mid+1
			} else {
				hi = mid
			}
		}
		n := from.units
		for _, r := range file.Text[from.offset:offset] {
			n++
			if r > 0xffff {
				n++
			}
		}
		return n
	}
}

// Numbered gives the lines of a text as typed, with the remarks at each.
func Numbered(text string, f *DraftFindings) (lines []DraftLine) {
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		lines = append(lines, DraftLine{N: i + 1, Text: strings.TrimSuffix(line, "\r")})
	}
	if f == nil {
		return lines
	}
	grave := map[string]int{"error": 3, "remark": 2, "note": 1}
	for i := range f.List {
		x := &f.List[i]
		if x.File != "" || x.Line < 1 || x.Line > len(lines) {
			continue
		}
		l := &lines[x.Line-1]
		l.Findings = append(l.Findings, *x)
		if cmp.Compare(grave[x.Class], grave[l.Class]) > 0 {
			l.Class = x.Class
		}
	}
	return lines
}
