package board

import (
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// AgreementHead is what is said first of a text: its own title as a quotation, who made it, to whom, when, who accepted it.
type AgreementHead struct {
	ID       string
	Title    string
	Force    wording.TermText
	By, To   string
	Dated    string
	Accepted []string         // one line for each position; none: a sentence says so
	Nobody   bool             // nobody but its author is bound
	Standard wording.TermText // at which it is read
	Chosen   bool             // by the reader, not by the text
	Partial  bool
	Hash     string
	Year     int
}

// head makes the head of an agreement.
func (r *Run) head(rd Reader, a *norms.Agreement) AgreementHead {
	l := r.lookup(rd)
	h := AgreementHead{
		ID: a.ID, Title: wording.Name(rd.Lang, a.Names, a.ID), Force: rd.W.Force(a.Force), By: rd.W.And(l.Parties(a.By)), To: rd.W.And(l.Parties(a.To)),
		Dated: locale.LongDate(rd.Lang, a.Dated), Standard: rd.W.Grade(rd.leading(a)), Chosen: rd.Leads != grade.Discounted, Partial: a.Partial, Hash: a.Hash, Year: a.Dated.Year,
		Nobody: a.Force == norms.Demand || a.Force == norms.Offer,
	}
	for i := range a.Positions {
		h.Accepted = append(h.Accepted, rd.W.Join(rd.W.PositionText(l, &a.Positions[i])))
	}
	for i := range r.Facts.Positions {
		p := &r.Facts.Positions[i]
		if p.Agree == a.ID && p.Fact == "" {
			h.Accepted = append(h.Accepted, rd.position(l, p, a))
			h.Nobody = h.Nobody && p.Stance != "accept"
		}
	}
	return h
}

// position tells who takes which stance, and when.
func (rd Reader) position(l wording.Lookup, p *fact.Position, a *norms.Agreement) string {
	key := "board.position"
	if p.Term != "" {
		key = "board.position.term"
	}
	return rd.W.Text(key, "party", l.Party(p.Party), "stance", wording.Phrase(rd.W.Stance(p.Stance)), "term", p.Term, "date", wording.Phrase(rd.W.When(p.When, a.Zone)))
}

// TermRow is a term on the agreement's page.
type TermRow struct {
	ID     string
	Title  string
	Nature string // what it is when it is not a norm
	Track  string // the track to which it belongs; "": none
	Votes  bool
	Cells  [status.Lanes]Cell
	Lines  []Line
}

// ClaimRow is a claim beside what the record supports.
type ClaimRow struct {
	ID    string
	Title string
	By    string
	Whose string // "claimed by ...", or whose red line it is
	Line  bool   // a red line
	Says  string
	Cells [status.Lanes]Cell
	Why   string
	Key   status.Key
}

// ConcernRow is a concern and the terms that answer it.
type ConcernRow struct {
	ID, Of, Title string
	AnsweredBy    []string
}

// AgreementView is the page of one agreement.
type AgreementView struct {
	Head     AgreementHead
	Says     []string           // what its head says, a sentence each
	Lanes    [status.Lanes]Cell // the heads of the three columns: no more than their standards
	Tally    []TallyRow
	Key      *Key
	Terms    []TermRow
	Jump     []string // ids of terms to which a long page can be left through: each, or each tenth of very many
	Claims   []ClaimRow
	RedLines []ClaimRow
	Disputed []Disputed // norms that some reading reads otherwise, or that stand otherwise by one
	Concerns []ConcernRow
	Next     []Due
	Changes  []Change
	Unbound  []fact.Unbound
	Waits    []WaitRow
	Strip    *Strip
}

// jumps gives the terms that a page of many leads to from its beginning: none where they can be overlooked, and never more than can be read at a glance.
func jumps(terms []TermRow) (ids []string) {
	if len(terms) <= 30 {
		return nil
	}
	step := 1
	for len(terms) > 60*step {
		step *= 10
	}
	for i := 0; i < len(terms); i += step {
		ids = append(ids, terms[i].ID)
	}
	return ids
}

// AgreementPage makes the page of one agreement; nil when there is none.
func (r *Run) AgreementPage(rd Reader, id string) *AgreementView {
	a, s := r.Agreement(id)
	if a == nil {
		return nil
	}
	lines := r.Lines(rd, id)
	v := r.table(rd, a, s, lines)
	v.Jump, v.Tally = jumps(v.Terms), tally(lines)
	key := rd.newKey()
	for i := range lines {
		for lane := range lines[i].Cells {
			key.add(rd, lines[i].Cells[lane].StateText)
		}
	}
	v.Key = key.sorted()
	v.Says, v.Lanes = rd.W.AgreementText(r.lookup(rd), a), rd.cells(a, func(int) wording.StateText { return wording.StateText{} })
	v.Unbound, v.Next, v.Changes = r.Result.Unbound, r.dues(rd, a, s), r.changes(rd, a, s)
	v.Disputed = r.disputed(rd, a, lines, "")
	v.Waits, v.Strip = r.waits(rd, a, s), r.strip(rd, a, s)
	for i := range a.Concerns {
		c := &a.Concerns[i]
		v.Concerns = append(v.Concerns, ConcernRow{c.ID, r.lookup(rd).Party(c.Of), wording.Name(rd.Lang, c.Title, c.ID), c.AnsweredBy})
	}
	return v
}

// AgreementTable makes the part of the page that tells where the agreement stands: its head, terms, claims and red lines. Nothing
// that asks when a status changed is made, which on a large record takes as long as judging it.
func (r *Run) AgreementTable(rd Reader, id string) *AgreementView {
	a, s := r.Agreement(id)
	if a == nil {
		return nil
	}
	return r.table(rd, a, s, r.Lines(rd, id))
}

func (r *Run) table(rd Reader, a *norms.Agreement, s *status.Agreement, lines []Line) *AgreementView {
	v := &AgreementView{Head: r.head(rd, a), Terms: make([]TermRow, 0, len(a.Terms))}
	of := map[string][]Line{}
	for i := range lines {
		of[lines[i].Term] = append(of[lines[i].Term], lines[i])
	}
	for i := range a.Terms {
		v.Terms = append(v.Terms, r.termRow(rd, a, s, &a.Terms[i], of[a.Terms[i].ID]))
	}
	for i := range s.Claims {
		if row := r.claimRow(rd, a, &a.Claims[i], &s.Claims[i]); row.Line {
			v.RedLines = append(v.RedLines, row)
		} else {
			v.Claims = append(v.Claims, row)
		}
	}
	return v
}

// termRow makes the row of a term; lines are those of its norms.
func (r *Run) termRow(rd Reader, a *norms.Agreement, s *status.Agreement, t *norms.Term, lines []Line) TermRow {
	row := TermRow{ID: t.ID, Title: wording.Name(rd.Lang, t.Title, t.ID), Lines: lines}
	if t.Nature != norms.Normative {
		row.Nature = rd.W.Nature(t.Nature).Word
	}
	for i := range a.Tracks {
		if x := &a.Tracks[i]; x.ID == t.Track {
			row.Track = wording.Name(rd.Lang, x.Names, x.ID)
		}
	}
	for i := range s.Terms {
		if s.Terms[i].ID == t.ID && s.Terms[i].Votes > 0 {
			row.Votes = true
			of := normsOf(s, t.ID)
			row.Cells = rd.cells(a, func(lane int) wording.StateText { return rd.W.Term(&s.Terms[i], lane, of) })
		}
	}
	return row
}

func normsOf(s *status.Agreement, term string) (ns []status.Norm) {
	for i := range s.Norms {
		if s.Norms[i].Term == term {
			ns = append(ns, s.Norms[i])
		}
	}
	return ns
}

// ClaimRow makes the row of the claim, or red line, that stands at a place of the text.
func (r *Run) ClaimRow(rd Reader, a *norms.Agreement, at int) ClaimRow {
	_, s := r.Agreement(a.ID)
	return r.claimRow(rd, a, &a.Claims[at], &s.Claims[at])
}

// claimRow makes the row of a claim.
func (r *Run) claimRow(rd Reader, a *norms.Agreement, c *norms.Claim, s *status.Claim) ClaimRow {
	l := r.lookup(rd)
	by := rd.W.And(l.Parties(c.By))
	whose := rd.W.Text("board.claimed_by", "by", by)
	if c.RedLine {
		whose = rd.W.Text("board.redline_of", "by", by)
	}
	return ClaimRow{
		ID: c.ID, Title: wording.Name(rd.Lang, c.Title, c.ID), By: by, Whose: whose, Line: c.RedLine, Key: s.Key,
		Says:  strings.Join(rd.W.ClaimText(l, c), " "),
		Cells: rd.cells(a, func(lane int) wording.StateText { return rd.W.Claim(l, s, lane) }),
		Why:   r.because(rd, rd.W.ClaimWhy(l, s, rd.lead(a)), s.Key, &s.Reasons),
	}
}

// AgreementsView is the list of all agreements.
type AgreementsView struct {
	Rows []AgreementRow
	Key  *Key
}

// AgreementRow is one agreement in the list.
type AgreementRow struct {
	Head  AgreementHead
	Terms int
	Norms int
	Marks []Mark // how many terms stand in which state at the agreement's standard
	Lines []Mark // how many red lines stand in which
	dated civil.Date
}

// Mark counts terms of one state.
type Mark struct {
	wording.StateText
	N int
}

// AgreementsPage makes the list, in order of date.
func (r *Run) AgreementsPage(rd Reader) *AgreementsView {
	v, key := &AgreementsView{}, rd.newKey()
	for i := range r.Program.Agreements {
		a, s := r.Agreement(r.Program.Agreements[i].ID)
		if s == nil {
			continue
		}
		row := AgreementRow{Head: r.head(rd, a), Terms: len(a.Terms), Norms: len(a.Norms), dated: a.Dated}
		for j := range s.Terms {
			if s.Terms[j].Votes == 0 {
				continue
			}
			text := rd.W.Term(&s.Terms[j], rd.lead(a), normsOf(s, s.Terms[j].ID))
			row.Marks = addMark(row.Marks, text)
			key.add(rd, text)
		}
		for j := range s.Claims {
			if a.Claims[j].RedLine {
				row.Lines = addMark(row.Lines, rd.W.Claim(r.lookup(rd), &s.Claims[j], rd.lead(a)))
			}
		}
		for _, marks := range [][]Mark{row.Marks, row.Lines} {
			slices.SortStableFunc(marks, func(x, y Mark) int { return byWeight(x.Class, y.Class) })
		}
		v.Rows = append(v.Rows, row)
	}
	slices.SortStableFunc(v.Rows, func(x, y AgreementRow) int { return x.dated.Compare(y.dated) })
	v.Key = key.sorted()
	return v
}

func addMark(marks []Mark, t wording.StateText) []Mark {
	for i := range marks {
		if marks[i].Word == t.Word {
			marks[i].N++
			return marks
		}
	}
	return append(marks, Mark{t, 1})
}

// Text is a text with its language.
type Text struct {
	Lang locale.Lang
	Name string // of the language, in the reader's language
	Text string
}

// textsOf gives the texts of a term in the languages that it has, the reader's first.
func (rd Reader) textsOf(t norms.Names) (texts []Text) {
	order := append([]locale.Lang{rd.Lang}, locale.Langs...)
	seen := map[locale.Lang]bool{}
	for _, lang := range order {
		if s := t[string(lang)]; s != "" && !seen[lang] {
			seen[lang] = true
			texts = append(texts, Text{lang, rd.W.Text("lang." + string(lang)), s})
		}
	}
	return texts
}

// titleOf gives the title of an incident in the reader's language.
func (rd Reader) titleOf(t record.Text, id string) string { return pick(rd.Lang, t, id) }
