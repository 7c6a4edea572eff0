package cli

import (
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/positions"
)

var positionsVerb = &verb{name: "positions", max: -1, run: runPositions}

// stated is where all stand, with what the record says of its own statements. Without a record run is nil.
type stated struct {
	prog  *norms.Program
	texts []positions.Text
	run   *app.Judged
	notes map[string]*record.Position
}

func runPositions(c *call) int {
	if len(c.args) > 0 && !c.set("record") && c.getenv("MITHAQ_RECORD") == "" {
		r, code, ok := c.read(nil, c.args)
		if !ok {
			return code
		}
		return c.tellPositions(&stated{prog: r.Program, texts: positions.Of(r.Program, nil, civil.Forever)})
	}
	return c.withRecord(func(a *app.App) int {
		j, code, ok := c.judge(a, c.args)
		if !ok {
			return code
		}
		s := &stated{prog: j.Program, texts: positions.Of(j.Program, j.Facts.Positions, j.In.At), run: j, notes: map[string]*record.Position{}}
		for i := range j.Base.Positions {
			s.notes[j.Base.Positions[i].ID] = &j.Base.Positions[i]
		}
		return c.tellPositions(s)
	})
}

func (c *call) tellPositions(s *stated) int {
	if c.set("json") {
		return c.json("positions", c.positionsData(s), s.run)
	}
	for i := range s.texts {
		if i > 0 {
			fmt.Fprintln(c.out)
		}
		c.positionsOf(s, &s.texts[i])
	}
	fmt.Fprintln(c.out)
	c.wrapped(0, c.words.Text("positions.silence"))
	if s.run != nil {
		c.asOfDay(s.run)
	}
	return exitFine
}

// positionsOf prints a text: who stands where on it and on each term of which something else was said, what all accept, and
// every statement.
func (c *call) positionsOf(s *stated, t *positions.Text) {
	l := wording.Lookup{Program: s.prog}.In(c.words)
	a := s.prog.Agreement(t.ID)
	c.hanging("", c.bold(c.words.Text("quote", "text", wording.Name(c.words.Lang(), a.Names, a.ID)))+" ["+t.ID+"]")
	label := leastLabel
	heads := []string{"accepts", "rejects", "reserves", "silent"}
	rows := [][]string{{""}}
	for _, h := range heads {
		rows[0] = append(rows[0], c.bold(c.words.Text("positions."+h)))
	}
	for i := range t.Terms {
		term := &t.Terms[i]
		if i > 0 && sameStand(term, &t.Terms[0]) {
			continue
		}
		name := c.words.Text("positions.whole")
		if i > 0 {
			name = c.words.Foreign(term.ID)
		}
		label = min(12, max(label, locale.Width(name)))
		row := []string{name}
		for _, list := range [][]string{term.Accepts, term.Rejects, term.Reserves, term.Silent} {
			var names []string
			for _, p := range list {
				names = append(names, c.words.Foreign(l.Party(p)))
			}
			row = append(row, c.words.Series(names))
		}
		rows = append(rows, row)
	}
	wide := (max(c.width, leastTable)-label)/len(heads) - 1
	for _, row := range rows {
		var columns [][]string
		for k, cell := range row {
			room := wide
			if k == 0 {
				room = label
			}
			columns = append(columns, locale.Wrap(cell, room))
		}
		c.setColumns(columns, label, wide)
	}
	if common := t.Common(); len(common) > 0 {
		var names []string
		for _, id := range common {
			names = append(names, c.words.Foreign(id))
		}
		c.wrapped(0, c.words.Text("positions.common", "terms", wording.Phrase(c.words.Series(names))))
	} else {
		c.wrapped(0, c.words.Text("positions.common.none"))
	}
	for i := range t.Said {
		c.hanging("  ", c.statement(s, l, a, &t.Said[i]))
		if n := s.notes[t.Said[i].ID]; n != nil && n.URL != "" && t.Said[i].Origin == positions.InRecord {
			c.line("    " + c.words.Foreign(n.URL)) // an address is never broken
		}
	}
}

func sameStand(a, b *positions.Term) bool {
	return slices.Equal(a.Accepts, b.Accepts) && slices.Equal(a.Rejects, b.Rejects) && slices.Equal(a.Reserves, b.Reserves)
}

// statement tells who said what of what, when and where it stands.
func (c *call) statement(s *stated, l wording.Lookup, a *norms.Agreement, said *positions.Said) string {
	what := c.words.Text("positions.whole")
	if said.Term != "" {
		what = c.words.Text("positions.term", "term", said.Term)
	}
	line := c.words.Text("positions.said", "party", l.Party(said.Party), "stance", wording.Phrase(c.words.Stance(said.Stance.String())),
		"what", wording.Phrase(what), "date", wording.Phrase(c.words.When(said.When, a.Zone)))
	args := []any{"line", wording.Phrase(line), "place", wording.Phrase(c.words.Foreign(said.Span.String())), "id", said.ID}
	if where := wording.Name(c.words.Lang(), said.Where, ""); where != "" {
		return c.words.Text("positions.from.text.where", append(args, "where", where)...)
	}
	if n := s.notes[said.ID]; n != nil && said.Origin == positions.InRecord {
		line = c.words.Text("positions.from.record", args...)
		if says := wording.Name(c.words.Lang(), norms.Names(n.Says), ""); says != "" {
			line += " " + c.words.Text("quote", "text", says)
		}
		if n.Source != "" {
			line += " " + c.words.Foreign(n.Source)
		}
		return line
	}
	return c.words.Text("positions.from."+said.Origin.String(), args...)
}

// asOfDay ends an answer that rests on the record.
func (c *call) asOfDay(j *app.Judged) {
	c.line(upper(c.words.AsOf(j.In.At, j.Program.Agreements[0].Zone)) + ".")
}

type positionsJSON struct {
	Agreements []positionsText `json:"agreements"`
}

type positionsText struct {
	ID         string          `json:"id"`
	Title      string          `json:"title"`
	Concerned  []string        `json:"concerned"`
	Terms      []positionsTerm `json:"terms"`
	Common     []string        `json:"common"`
	Statements []statementJSON `json:"statements"`
}

type positionsTerm struct {
	Term     string   `json:"term"`
	Accepts  []string `json:"accepts"`
	Rejects  []string `json:"rejects"`
	Reserves []string `json:"reserves"`
	Silent   []string `json:"silent"`
	Common   bool     `json:"common"`
}

type statementJSON struct {
	Party  string           `json:"party"`
	Stance positions.Stance `json:"stance"`
	Term   string           `json:"term"`
	From   string           `json:"from"`
	To     string           `json:"to"`
	Origin positions.Origin `json:"origin"`
	Where  string           `json:"where,omitempty"`
	ID     string           `json:"id,omitempty"`
	Source string           `json:"source,omitempty"`
	URL    string           `json:"url,omitempty"`
	Span   *source.Span     `json:"span,omitempty"`
	Text   string           `json:"text"`
}

// positionsData gives the same as data.
func (c *call) positionsData(s *stated) positionsJSON {
	bare := &call{Env: &Env{words: c.words.Bare()}}
	out := positionsJSON{[]positionsText{}}
	for i := range s.texts {
		t := &s.texts[i]
		a := s.prog.Agreement(t.ID)
		l := wording.Lookup{Program: s.prog}.In(bare.words)
		x := positionsText{t.ID, wording.Name(c.words.Lang(), a.Names, a.ID), orEmpty(t.Concerned), []positionsTerm{}, orEmpty(t.Common()), []statementJSON{}}
		for k := range t.Terms {
			y := &t.Terms[k]
			x.Terms = append(x.Terms, positionsTerm{y.ID, orEmpty(y.Accepts), orEmpty(y.Rejects), orEmpty(y.Reserves), orEmpty(y.Silent), y.Common()})
		}
		for k := range t.Said {
			y := &t.Said[k]
			one := statementJSON{
				Party: y.Party, Stance: y.Stance, Term: y.Term, From: instant(y.When.Lo), To: instant(y.When.Hi), Origin: y.Origin,
				Where: wording.Name(c.words.Lang(), y.Where, ""), ID: y.ID, Text: strings.TrimSpace(bare.statement(s, l, a, y)),
			}
			if y.Span.Known() {
				one.Span = &y.Span
			}
			if n := s.notes[y.ID]; n != nil && y.Origin == positions.InRecord {
				one.Source, one.URL = n.Source, n.URL
			}
			x.Statements = append(x.Statements, one)
		}
		out.Agreements = append(out.Agreements, x)
	}
	return out
}
