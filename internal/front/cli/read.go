package cli

import (
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/base/source"
	"mithaq/internal/front/wording"
)

var readVerb = &verb{name: "read", min: 1, max: -1, run: runRead, flags: []flag{{"agreement", "", "cli.value.name"}}}

// textRead is an agreement as its text says it and as the program understood it, side by side. spec/schema/read.json is its contract.
type textRead struct {
	ID    string     `json:"id"`
	Title string     `json:"title"`
	Force string     `json:"force"`
	Dated string     `json:"dated"`
	Says  []string   `json:"says,omitempty"` // what its head says, a sentence each
	Terms []termRead `json:"terms"`
	day   string     // Dated in words
}

type termRead struct {
	ID     string     `json:"id"`
	Title  string     `json:"title"`
	Nature string     `json:"nature,omitempty"` // what it is, when it is not a term of norms
	Text   string     `json:"text,omitempty"`   // the official text, in the language of the answer where there is one
	Lang   string     `json:"lang,omitempty"`   // in which language it stands
	Says   []string   `json:"says,omitempty"`   // what it says besides its norms
	Norms  []normRead `json:"norms"`
}

type normRead struct {
	ID         string   `json:"id"`
	Reading    string   `json:"reading,omitempty"` // by which disputed reading; "": the text as written
	File       string   `json:"file"`
	Line       int      `json:"line"`
	Source     string   `json:"source"` // as the text writes it, on one line
	Understood string   `json:"understood"`
	Clauses    []string `json:"clauses,omitempty"`
	Kept       []string `json:"to_see_kept,omitempty"`
	NotKept    []string `json:"to_see_not_kept,omitempty"`
	title      string   // of the reading
}

func runRead(c *call) int {
	texts, err := app.ReadFiles(c.args)
	if err != nil {
		return c.failEach(err)
	}
	r := app.Read(texts)
	if r.Program == nil {
		c.remarks(c.err, onlyErrors(r.Diagnostics), r.Files)
		return exitInput
	}
	words := c.words
	if c.set("json") {
		words = c.words.Bare()
	}
	out := []textRead{}
	var ids []string
	for i := range r.Program.Agreements {
		a := &r.Program.Agreements[i]
		ids = append(ids, a.ID)
		if !c.set("agreement") || c.get("agreement", "") == a.ID {
			out = append(out, readText(words, r, a))
		}
	}
	if len(out) == 0 && c.set("agreement") {
		return c.misuse(&usage{"cli.usage.agreement", []any{"value", c.get("agreement", ""), "list", strings.Join(ids, ", "), "near", ""}})
	}
	if c.set("json") {
		return c.json("read", map[string]any{"agreements": out}, nil)
	}
	if len(out) == 0 {
		c.wrapped(0, c.words.Text("cli.read.no_agreement"))
	}
	for i := range out {
		if i > 0 {
			fmt.Fprintln(c.out)
		}
		c.readAloud(&out[i])
	}
	return exitFine
}

// readText reads an agreement back beside its text.
func readText(w *wording.Words, r *app.Reading, a *norms.Agreement) textRead {
	l := wording.Lookup{Program: r.Program}.In(w)
	out := textRead{
		ID: a.ID, Title: wording.Name(w.Lang(), a.Names, a.ID), Force: w.Force(a.Force).Word, Dated: a.Dated.String(),
		Says: w.AgreementText(l, a), Terms: []termRead{}, day: locale.LongDate(w.Lang(), a.Dated),
	}
	for i := range a.Terms {
		t := &a.Terms[i]
		term := termRead{ID: t.ID, Title: wording.Name(w.Lang(), t.Title, t.ID), Says: w.TermText(l, a, t), Norms: []normRead{}}
		if t.Nature != norms.Normative {
			nature := w.Nature(t.Nature)
			term.Nature = nature.Word
		}
		term.Lang, term.Text = official(w.Lang(), t.Texts)
		for k := range a.Norms {
			if a.Norms[k].Term == t.ID {
				term.Norms = append(term.Norms, readNorm(w, l, r.Files, &a.Norms[k]))
			}
		}
		for k := range a.Readings {
			for m := range a.Readings[k].Norms {
				if n := &a.Readings[k].Norms[m]; n.Term == t.ID {
					norm := readNorm(w, l, r.Files, n)
					norm.Reading, norm.title = a.Readings[k].ID, wording.Name(w.Lang(), a.Readings[k].Names, a.Readings[k].ID)
					term.Norms = append(term.Norms, norm)
				}
			}
		}
		out.Terms = append(out.Terms, term)
	}
	return out
}

// official gives the text of a term in a language, else in the first that has it of those of the program.
func official(want locale.Lang, texts norms.Names) (lang, text string) {
	for _, code := range append([]locale.Lang{want}, locale.Langs...) {
		if s := texts[string(code)]; s != "" {
			return string(code), s
		}
	}
	return "", ""
}

func readNorm(w *wording.Words, l wording.Lookup, files map[string]*source.File, n *norms.Norm) normRead {
	back := w.Norm(l, n)
	out := normRead{
		ID: n.ID, File: n.Span.File, Line: n.Span.Start.Line, Understood: back.Text, Clauses: back.Clauses, Kept: back.Kept, NotKept: back.NotKept,
	}
	if f := files[n.Span.File]; f != nil {
		out.Source = strings.Join(strings.Fields(f.Text[n.Span.Start.Offset:n.Span.End.Offset]), " ")
	}
	return out
}

// abreast is how wide a terminal must be for the text and its norms to stand beside each other.
const abreast = 120

// readAloud prints an agreement: each term's official text, and beside it, or below where there is no room, its norms.
func (c *call) readAloud(t *textRead) {
	c.line(c.bold(c.words.Text("quote", "text", t.Title)) + "  (" + c.words.Foreign(t.ID) + ")")
	c.wrapped(0, c.words.Text("cli.read.head", "force", wording.Phrase(t.Force), "dated", wording.Phrase(t.day)))
	for _, s := range t.Says {
		c.wrapped(0, s)
	}
	for i := range t.Terms {
		term := &t.Terms[i]
		fmt.Fprintln(c.out)
		head := c.words.Text("board.term", "id", term.ID)
		if term.Title != term.ID {
			head += "  " + c.words.Text("quote", "text", term.Title)
		}
		c.line(c.bold(head))
		left, right := c.textLines(term), c.normLines(term)
		if c.width >= abreast && len(left) > 0 && len(right) > 0 {
			c.beside(left, right)
			continue
		}
		for _, l := range slices.Concat(left, right) {
			c.wrapped(l.indent+2, l.text)
		}
	}
}

// cell is a line of one of two columns.
type cell struct {
	indent int
	text   string
}

// textLines gives what a term says in its own words.
func (c *call) textLines(t *termRead) (list []cell) {
	if t.Text != "" {
		list = append(list, cell{0, c.words.Text("quote", "text", t.Text)})
		if t.Lang != string(c.words.Lang()) {
			list = append(list, cell{0, c.words.Text("cli.read.other_language", "lang", wording.Phrase(c.words.Text("lang."+t.Lang)))})
		}
	}
	if t.Nature != "" {
		list = append(list, cell{0, upper(t.Nature) + ". " + c.words.Text("board.term.not_judged")})
	}
	for _, s := range t.Says {
		list = append(list, cell{0, s})
	}
	return list
}

// normLines gives the norms of a term: the line of the source, what the program understood, what one would have to see.
func (c *call) normLines(t *termRead) (list []cell) {
	for i := range t.Norms {
		n := &t.Norms[i]
		if n.Reading != "" {
			list = append(list, cell{0, c.words.Text("cli.read.by_reading", "reading", n.title)})
		}
		list = append(list, cell{0, c.words.Foreign(n.Source)}, cell{0, c.words.Foreign(fmt.Sprintf("[%s:%d]", n.File, n.Line))}, cell{2, n.Understood})
		for _, s := range n.Clauses {
			list = append(list, cell{2, s})
		}
		for _, part := range []struct {
			heading string
			list    []string
		}{{"board.to_see_kept", n.Kept}, {"board.to_see_not_kept", n.NotKept}} {
			if len(part.list) > 0 {
				list = append(list, cell{2, c.words.Text(part.heading)})
			}
			for _, s := range part.list {
				list = append(list, cell{4, s})
			}
		}
	}
	return list
}

// beside prints two columns.
func (c *call) beside(left, right []cell) {
	half := (c.width - 5) / 2
	fold := func(cells []cell) (lines []string) {
		for _, l := range cells {
			for _, line := range locale.Wrap(l.text, half-l.indent) {
				lines = append(lines, strings.Repeat(" ", l.indent)+line)
			}
		}
		return lines
	}
	a, b := fold(left), fold(right)
	for i := range max(len(a), len(b)) {
		one, two := "", ""
		if i < len(a) {
			one = a[i]
		}
		if i < len(b) {
			two = b[i]
		}
		c.line(strings.TrimRight("  "+locale.Pad(one, half)+" "+two, " "))
	}
}
