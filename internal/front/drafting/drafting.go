// Package drafting answers what is asked of a text that somebody is drafting.
//
// Anybody who may draft on a board can send a text that makes the checker work for minutes or take all memory there is. So each
// question is answered, and each editor is served, by a process of its own: this program again, in which nothing is known but the text. It has
// bounds of time and memory, ends with whoever asked, and writes nothing.
//
//	Desk.Ask  ── Question (JSON) ──> process ── parts (JSON, as they are ready) ──> board.DraftPanels
//	Desk.Open ── Opening, then the Language Server Protocol ──> process (front/lsp)
package drafting

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"mithaq/internal/agreement/format"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/board"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading"
	"mithaq/internal/reading/compare"
	"mithaq/internal/reading/schedule"
	"mithaq/internal/reading/symbols"
)

// MostBytes is how long a text may be.
const MostBytes = 256 << 10

// DraftName is the name of the text that is drafted among those that are read with it.
const DraftName = "draft" + suffix

// suffix is the end of the name of a file of terms.
const suffix = ".mithaq"

// Text is a text that may be read with the draft.
type Text struct{ Name, Content string }

// Question is what is asked of a text. What is asked beside the panels comes before what takes its time.
type Question struct {
	Lang    locale.Lang
	Text    string
	Beside  []Text    // of which those are read that the text needs
	Fix     string    // a way to mend a remark, by board.FixID: the text is mended first
	Layout  string    // "as it is", or the language of its keywords: the text is laid out first
	Compare []string  // agreements of other texts that the draft stands beside
	Suppose *Supposal // acts that nobody has recorded
}

// part is what an answer consists of; what is given replaces what was given before.
type part struct {
	Text     *string              `json:",omitempty"` // the text, where it was changed
	Done     string               `json:",omitempty"` // what was done to it
	Findings *board.DraftFindings `json:",omitempty"`
	Reads    *board.DraftReads    `json:",omitempty"`
	Order    *board.DraftOrder    `json:",omitempty"`
	Schedule *board.DraftSchedule `json:",omitempty"`
	Layout   *board.DraftLayout   `json:",omitempty"`
	WhatIf   *board.DraftWhatIf   `json:",omitempty"`
	Compare  *board.DraftCompare  `json:",omitempty"`
	Choices  *board.DraftChoices  `json:",omitempty"`
	Whole    bool                 `json:",omitempty"` // nothing is to come
}

// work answers a question, part by part.
func work(q *Question, out io.Writer) error {
	rd := board.NewReader(q.Lang)
	enc := json.NewEncoder(out)
	if q.Suppose != nil && q.Suppose.Record != nil {
		return enc.Encode(part{WhatIf: q.onRecord(rd), Whole: true})
	}
	q.Text = strings.ReplaceAll(q.Text, "\r\n", "\n")
	whole := q.read(q.Text)
	first, changed := part{}, false
	if q.Fix != "" {
		whole, first.Done, changed = q.mend(whole)
	}
	if q.Layout != "" {
		whole, first.Done, changed = q.layOut(whole)
	}
	if changed {
		first.Text = &q.Text
	}
	first.Findings = board.FindingsOf(rd, whole, DraftName)
	first.Findings.Unplayed = whole.Program != nil
	first.Reads = board.ReadsOf(whole, DraftName)
	first.Order = board.OrderOf(rd, whole, DraftName, nil)
	first.Layout = &board.DraftLayout{Text: format.Text(q.Text)}
	first.Layout.Same = first.Layout.Text == q.Text
	if whole.Program != nil {
		first.Choices = board.ChoicesOf(rd, whole.Program)
	}
	if err := enc.Encode(&first); err != nil {
		return err
	}
	if q.Suppose != nil {
		if err := enc.Encode(part{WhatIf: q.suppose(rd, whole)}); err != nil {
			return err
		}
	}
	if len(q.Compare) > 0 {
		if err := q.compare(rd, func(v *board.DraftCompare) error { return enc.Encode(part{Compare: v}) }); err != nil {
			return err
		}
	}
	if whole.Program == nil {
		return enc.Encode(part{Whole: true})
	}
	full := whole.Finish()
	next := part{Findings: board.FindingsOf(rd, full, DraftName)}
	next.Order = board.OrderOf(rd, full, DraftName, next.Findings)
	if err := enc.Encode(next); err != nil {
		return err
	}
	list := schedule.Of(whole.Program)
	for i := range list {
		list[i].Confirm()
	}
	return enc.Encode(part{Schedule: board.ScheduleOf(rd, list), Whole: true})
}

// read reads a text together with those that it needs.
func (q *Question) read(text string) *reading.Whole {
	draft := reading.Parse(DraftName, text)
	others, trees := q.texts()
	with := []reading.Parsed{draft}
	for _, tree := range symbols.Together(draft.Tree, trees) {
		with = append(with, others[slices.Index(trees, tree)])
	}
	return reading.Glance(with, q.load)
}

// load gives the files that texts name, from among those that came with the question: a draft reaches nothing of the machine that it is checked on.
func (q *Question) load(name string) ([]byte, error) {
	for _, t := range q.Beside {
		if path.Base(t.Name) == path.Base(name) {
			return []byte(t.Content), nil
		}
	}
	return nil, fs.ErrNotExist
}

// texts reads the texts that came with the question.
func (q *Question) texts() (list []reading.Parsed, trees []*syntax.File) {
	for _, t := range q.Beside {
		if strings.HasSuffix(t.Name, suffix) {
			p := reading.Parse(t.Name, t.Content)
			list, trees = append(list, p), append(trees, p.Tree)
		}
	}
	return list, trees
}

// mend makes the edits of a fix that was asked for, if the text still has the remark.
func (q *Question) mend(whole *reading.Whole) (*reading.Whole, string, bool) {
	for _, try := range []func() *reading.Whole{func() *reading.Whole { return whole }, whole.Finish} {
		for _, d := range try().Diagnostics {
			for i, f := range d.Fixes {
				if board.FixID(d, i) != q.Fix || len(f.Edits) == 0 || slices.ContainsFunc(f.Edits, func(e diag.Edit) bool { return e.Span.File != DraftName }) {
					continue
				}
				q.Text = diag.Apply(q.Text, f.Edits)
				return q.read(q.Text), "draft.mended", true
			}
		}
		if whole.Program == nil {
			break
		}
	}
	return whole, "draft.not_mended", false
}

// layOut lays the text out in the canonical way.
func (q *Question) layOut(whole *reading.Whole) (*reading.Whole, string, bool) {
	text := format.Text(q.Text)
	if table := syntax.TableOf(q.Layout); table != nil {
		other, ds := format.To(DraftName, q.Text, table)
		if ds != nil {
			return whole, "draft.not_laid_out", false
		}
		text = other
	}
	if text == q.Text {
		return whole, "draft.laid_out.same", false
	}
	q.Text = text
	return q.read(text), "draft.laid_out", true
}

// mostCompared is how many texts stand beside a draft at once.
const mostCompared = 8

// compare holds the draft beside agreements of other texts: first the norms of each of them as the draft keeps them, then the draft's as each of them
// does. What is ready is said at once. Where the draft and another declare an agreement of one name, as a changed text and the one that it was made from
// do, the draft's is read by another.
func (q *Question) compare(rd board.Reader, say func(*board.DraftCompare) error) error {
	wrong := func(key string) error { return say(&board.DraftCompare{Wrong: rd.W.Text(key)}) }
	draft := reading.Parse(DraftName, q.Text)
	own := agreements(draft.Tree)
	if len(own) != 1 {
		return wrong("draft.compare.one")
	}
	asked := q.Compare[:min(len(q.Compare), mostCompared)]
	id := own[0]
	if slices.Contains(asked, id) {
		id += "_draft"
		var edits []diag.Edit
		for _, u := range symbols.New([]*syntax.File{draft.Tree}).Find(symbols.Agreement, nil, own[0]).Uses {
			edits = append(edits, diag.Edit{Span: u.Span, Text: id})
		}
		draft = reading.Parse(DraftName, diag.Apply(q.Text, edits))
	}
	whole, known := q.together(draft, asked)
	if !known {
		return wrong("draft.compare.unknown")
	}
	if whole.Program == nil {
		return wrong("draft.compare.together")
	}
	of := func(id string) *terms.Agreement {
		if i := slices.IndexFunc(whole.Book.Agreements, func(a *terms.Agreement) bool { return a.ID == id }); i >= 0 {
			return whole.Book.Agreements[i]
		}
		return nil
	}
	a, v := of(id), &board.DraftCompare{}
	var others []string
	for _, other := range asked {
		if b := of(other); a != nil && b != nil && slices.ContainsFunc(b.Uses, func(u *terms.Vocabulary) bool { return slices.Contains(a.Uses, u) }) {
			others = append(others, other)
			v.Pending = append(v.Pending, wording.Name(rd.Lang, whole.Program.Agreement(other).Names, other))
		}
	}
	if len(others) == 0 {
		return wrong("draft.compare.vocabulary")
	}
	add := func(terms string, initiatives []string) error {
		t := compare.Of(whole.Book, terms, initiatives, nil)[0]
		if len(t.Rows) > 0 {
			v.Tables = append(v.Tables, board.CompareOf(rd, whole.Program, &t, id, DraftName))
		}
		return say(v)
	}
	for _, other := range others {
		if err := add(other, []string{id}); err != nil {
			return err
		}
	}
	v.Pending = nil
	return add(id, others)
}

// together reads the draft with the texts in which agreements stand, and all that these need; false: one of them stands in no text.
func (q *Question) together(draft reading.Parsed, asked []string) (*reading.Whole, bool) {
	with := []reading.Parsed{draft}
	others, trees := q.texts()
	roots := []*syntax.File{draft.Tree}
	for _, id := range asked {
		at := slices.IndexFunc(trees, func(f *syntax.File) bool { return slices.Contains(agreements(f), id) })
		if at < 0 {
			return nil, false
		}
		if slices.Contains(roots, trees[at]) {
			continue
		}
		others[at] = withoutTheirs(others[at], draft.Tree)
		trees[at] = others[at].Tree
		with, roots = append(with, others[at]), append(roots, trees[at])
	}
	for _, tree := range roots {
		for _, need := range symbols.Together(tree, slices.Concat([]*syntax.File{draft.Tree}, trees)) {
			if i := slices.Index(trees, need); i >= 0 && !slices.ContainsFunc(with, func(p reading.Parsed) bool { return p.Tree == need }) {
				with = append(with, others[i])
			}
		}
	}
	return reading.Glance(with, q.load), true
}

// withoutTheirs reads a text without the vocabularies that the draft declares itself: both may have been made from one text.
func withoutTheirs(p reading.Parsed, draft *syntax.File) reading.Parsed {
	own := map[string]bool{}
	for _, s := range draft.Stmts {
		if v, ok := s.(*syntax.Vocabulary); ok {
			own[v.Name.Text] = true
		}
	}
	var edits []diag.Edit
	for _, s := range p.Tree.Stmts {
		if v, ok := s.(*syntax.Vocabulary); ok && own[v.Name.Text] {
			edits = append(edits, diag.Edit{Span: v.Span})
		}
	}
	if edits == nil {
		return p
	}
	return reading.Parse(p.Tree.Source.Name, diag.Apply(p.Tree.Source.Text, edits))
}

// agreements gives the names of the agreements that a text declares.
func agreements(f *syntax.File) (names []string) {
	for _, s := range f.Stmts {
		if a, ok := s.(*syntax.Agreement); ok {
			names = append(names, a.Name.Text)
		}
	}
	return names
}

// answer merges the parts of an answer as they come, until they end or ctx does.
func answer(ctx context.Context, in io.Reader) (*Answer, error) {
	a := &Answer{}
	dec := json.NewDecoder(in)
	for {
		var p part
		if err := dec.Decode(&p); err != nil {
			return a, err
		}
		if p.Text != nil {
			a.Text, a.Changed = *p.Text, true
		}
		take(&a.Findings, p.Findings)
		take(&a.Reads, p.Reads)
		take(&a.Order, p.Order)
		take(&a.Schedule, p.Schedule)
		take(&a.Layout, p.Layout)
		take(&a.WhatIf, p.WhatIf)
		take(&a.Compare, p.Compare)
		take(&a.Choices, p.Choices)
		if p.Done != "" {
			a.Done = p.Done
		}
		if p.Whole {
			return a, ctx.Err()
		}
	}
}

func take[T any](old **T, given *T) {
	if given != nil {
		*old = given
	}
}
