package board

import (
	"slices"

	"mithaq/internal/evidence/record"
	"mithaq/internal/front/wording"
)

// PublishView is the room from which things go out.
type PublishView struct {
	Public, Inside int
	Withheld       []string // what is left out of the incidents that go out, and why
	Differs        []DifferRow
	Wrong          []string
}

// DifferRow is a norm whose status on what is public is another than on the whole record.
type DifferRow struct {
	Agreement, Title string // Title: of the agreement
	Term, Norm       string
	Whole, Public    Cell
}

// PublishOneView is the page on which one incident is published, or taken back.
type PublishOneView struct {
	ID, Title           string
	Graphic             bool
	IsPublic            bool
	Accounts, Files     []Choice // that may go with it
	Hide                []Choice
	Radius, Second, Why string
	RadiusWrong         string // what is wrong with the radius as it was typed
	Date                string
	Wrong               []string
	Looked              string // what names what was looked at; "": nothing was yet
	Texts               []string
	Names, Look         int
	Dated               []string // ids that go out and tell the date more closely than is asked for
	Withheld            []string
	Findings            []string // that go out with it, with what stands beside them
}

// Withheld says what stays inside of something, and why.
func (rd Reader) Withheld(what, why string, n int) string {
	return rd.W.Text("board.publish.withheld", "what", rd.W.Text("board.publish.what."+what), "n", n, "why", rd.W.Text("board.publish.why."+why))
}

// Differs lists the norms of which two runs of the same texts say other things, at the standard that leads.
func (r *Run) Differs(rd Reader, public *Run) (rows []DifferRow) {
	for i := range r.Result.Agreements {
		now := &r.Result.Agreements[i]
		a, other := public.Agreement(now.ID)
		if other == nil {
			continue
		}
		lead := rd.lead(a)
		for j := range now.Norms {
			n, o := &now.Norms[j], &other.Norms[j]
			if n.Lanes[lead].States == o.Lanes[lead].States {
				continue
			}
			whole, part := rd.W.State(n.Lanes[lead], n), rd.W.State(o.Lanes[lead], o)
			if whole.Word != part.Word { // what differs but reads alike tells nobody anything
				rows = append(rows, DifferRow{now.ID, wording.Name(rd.Lang, a.Names, a.ID), n.Term, r.Program.Norm(n.Key.Norm).ID, Cell{StateText: whole}, Cell{StateText: part}})
			}
		}
	}
	return rows
}

// PublishOne makes the page of one incident. p is what is asked for.
func (r *Run) PublishOne(rd Reader, b *record.Bundle, p *record.Publication, hideable []string, name func(record.Hash) string) *PublishOneView {
	v := &PublishOneView{ID: b.Incident.ID, Title: rd.titleOf(b.Incident.Title, b.Incident.ID), Graphic: b.Incident.Graphic, IsPublic: b.Publication.Public, Second: p.Second, Why: p.Why, Date: p.Date}
	if p.Radius > 0 {
		v.Radius = itoa(p.Radius)
	}
	for i := range b.Accounts {
		a := &b.Accounts[i]
		v.Accounts = append(v.Accounts, Choice{a.ID, r.sourceName(rd, a.Source) + " · " + a.ID, slices.Contains(p.Accounts, a.ID)})
		for _, h := range a.Files {
			v.Files = append(v.Files, Choice{h.String(), name(h), slices.Contains(p.Files, h)})
		}
	}
	for _, word := range hideable {
		label := rd.W.Role(word)
		if key := "board.publish.hide." + word; rd.W.Has(key) {
			label = rd.W.Text(key)
		}
		v.Hide = append(v.Hide, Choice{word, label, slices.Contains(p.Hide, word)})
	}
	return v
}
