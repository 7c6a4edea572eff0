package board

import (
	"html/template"
	"strconv"
	"strings"

	"mithaq/internal/evidence/link"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/wording"
)

// DuplicatesView is a page of pairs of incidents that may be one.
type DuplicatesView struct {
	Pairs       []PairView
	Total       int
	Left        string       // what was not compared; "": everything was
	Said        string       // what was done
	Aside       int          // pairs that the visitor set aside, and that are not shown
	First, Next template.URL // query strings of the first and the next page
}

// PairView is two incidents side by side.
type PairView struct {
	A, B         PairSide
	Fields       []PairField
	For, Against []string
	Score        string
	Before       string // what was decided before
	Aside        string // that the visitor set it aside, or had; "": they did not
	AsideWhy     string // in their words
	Publisher    bool   // one publisher takes them for two
}

// PairSide is one of the two.
type PairSide struct {
	ID, Title string
	Graphic   bool
}

// PairField is what both say of one thing.
type PairField struct {
	Name, A, B string
	Differs    bool
}

// Duplicates makes the page. bundles gives what stands of each incident that a pair names.
func (r *Run) Duplicates(rd Reader, pairs []link.Pair, total int, left link.Left, bundles map[string]*record.Bundle) *DuplicatesView {
	v := &DuplicatesView{Total: total}
	if left != (link.Left{}) {
		v.Left = rd.W.Text("cli.duplicates.left", "undated", left.Undated, "placeless", left.Placeless, "crowded", left.Crowded)
	}
	for i := range pairs {
		if a, b := bundles[pairs[i].A], bundles[pairs[i].B]; a != nil && b != nil {
			v.Pairs = append(v.Pairs, r.pair(rd, &pairs[i], a, b))
		}
	}
	return v
}

func (r *Run) pair(rd Reader, p *link.Pair, a, b *record.Bundle) PairView {
	v := PairView{A: r.pairSide(rd, a), B: r.pairSide(rd, b), Score: rd.W.Text("board.duplicates.score", "score", wording.Phrase(link.Weight(p.Score))), Publisher: p.SamePublisher}
	one, other := r.pairFields(rd, a), r.pairFields(rd, b)
	for i := range one {
		if x, y := one[i].Value, other[i].Value; x != "" || y != "" {
			v.Fields = append(v.Fields, PairField{one[i].Name, x, y, x != y})
		}
	}
	l := r.lookup(rd)
	for _, s := range p.Signs {
		if strings.HasPrefix(s.Code, "party.") {
			s.A, s.B = l.Party(s.A), l.Party(s.B)
		}
		if said := rd.W.SignWeight(s); s.Weight < 0 {
			v.Against = append(v.Against, said)
		} else {
			v.For = append(v.For, said)
		}
	}
	switch p.Before.Decision {
	case "apart":
		v.Before = rd.W.Text("cli.duplicates.before.apart", "by", p.Before.By)
	case "open":
		v.Before = rd.W.Text("cli.duplicates.before.open", "by", p.Before.By)
	}
	return v
}

func (r *Run) pairSide(rd Reader, b *record.Bundle) PairSide {
	s := PairSide{ID: b.Incident.ID, Title: rd.titleOf(b.Incident.Title, b.Incident.ID), Graphic: b.Incident.Graphic}
	if s.Graphic {
		s.Title = b.Incident.ID // the page must not show what is covered elsewhere
	}
	return s
}

// pairFields gives what is set side by side, always the same fields in the same order.
func (r *Run) pairFields(rd Reader, b *record.Bundle) []Pair {
	l, in, joined := r.lookup(rd), &b.Incident, b.Joined()
	var parties, killed []string
	for i := range joined.Assessments {
		a := r.assessment(rd, &joined.Assessments[i], func(id string) string { return id })
		for _, t := range a.Attributions {
			parties = append(parties, t.Name+": "+t.Value)
		}
		for _, m := range joined.Assessments[i].Amounts {
			if n := rd.Range(m.Range); m.Role == "killed" && m.Total() && n != "" {
				killed = append(killed, n)
			}
		}
	}
	at := ""
	if in.Place.Radius > 0 {
		at = rd.W.Foreign(degrees(in.Place.Lat) + ", " + degrees(in.Place.Lon)) // a latitude stands first in every language
	}
	return []Pair{
		{rd.W.Text("board.col.when"), rd.When(in.When)},
		{rd.W.Text("board.col.act"), l.Act(in.Act)},
		{rd.W.Text("board.col.place"), rd.titleOf(in.Place.Name, "")},
		{rd.W.Text("board.coordinates"), at},
		{rd.W.Text("board.attribution"), rd.W.Series(parties)},
		{rd.W.Role("killed"), rd.W.Series(killed)},
		{rd.W.Text("board.accounts.title"), strconv.Itoa(len(joined.Accounts))},
	}
}
