package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/suggest"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/board"
	"mithaq/internal/front/web"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/check"
)

var explainVerb = &verb{name: "explain", min: 1, max: -1, run: runExplain, flags: append([]flag{{"check", "", ""}}, angleFlags...)}

// code is the form of a remark's number.
var code = regexp.MustCompile(`^[Mm]\d{4}$`)

func runExplain(c *call) int {
	what := c.args[0]
	if code.MatchString(what) {
		return c.explainCode(diag.Code(strings.ToUpper(what)))
	}
	angle, u := c.angle()
	if u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		v, code, ok := c.views(a, c.args[1:], angle)
		if !ok {
			return code
		}
		j := v.Run
		found := v.Find(what)
		if len(found) == 0 {
			return c.unknownTarget(v, what)
		}
		faults := c.provers(found)
		if c.set("json") {
			if code := c.json("explain", answers.ExplainedOf(v.Views, c.reader(), found, c.proofs(faults)), j); code != exitFine {
				return code
			}
			return proofCode(faults)
		}
		c.illustration(angle)
		for i, t := range found {
			if i > 0 {
				fmt.Fprintln(c.out)
			}
			if t.Reading != nil {
				c.wrapped(0, c.bold(c.readingTitle(t.Run, t.Reading)))
			}
			c.explain(web.RunOf(t.Run), t)
			c.proof(faults, i)
		}
		fmt.Fprintln(c.out)
		c.asOf(j)
		return proofCode(faults)
	})
}

// explain prints the text, what the program understood, the status and the reasons.
func (c *call) explain(run *board.Run, t answers.Target) {
	rd := c.reader()
	if t.Claim != "" {
		v := run.ClaimPage(rd, t.Agreement, t.Claim)
		c.line(c.bold(c.words.Text("quote", "text", v.Row.Title)) + "  (" + t.Agreement + "." + t.Claim + ")")
		c.wrapped(0, v.Row.Whose)
		c.wrapped(0, v.Row.Says)
		fmt.Fprintln(c.out)
		table := c.columns(leastLabel)
		table.heads(v.Row.Cells)
		table.row("", t.Claim, v.Row.Cells)
		table.why(v.Row.Why)
		c.sections(v.Reasons)
		return
	}
	v := run.TermPage(rd, t.Agreement, t.Term, "", board.MaxDeciding)
	c.line(c.bold(c.words.Text("board.term", "id", t.Term)+"  "+v.Row.Title) + "  (" + t.Agreement + ")")
	if len(v.Texts) > 0 {
		c.wrapped(2, c.words.Text("quote", "text", v.Texts[0].Text))
	}
	for _, s := range v.Says {
		c.wrapped(2, s)
	}
	if len(v.Norms) == 0 {
		c.wrapped(0, c.words.Text("board.term.not_judged"))
	}
	for i := range v.Norms {
		n := &v.Norms[i]
		if t.Norm != "" && n.ID != t.Norm {
			continue
		}
		fmt.Fprintln(c.out)
		table := c.columns(leastLabel)
		table.heads(n.Cells)
		table.row(n.ID, n.Who, n.Cells)
		table.why(n.Why)
		fmt.Fprintln(c.out)
		c.line(c.bold(c.words.Text("board.understood")))
		c.wrapped(2, n.Back.Text)
		for _, s := range n.Back.Clauses {
			c.wrapped(2, s)
		}
		if t.Norm != "" {
			c.toSee("board.to_see_kept", n.Back.Kept)
			c.toSee("board.to_see_not_kept", n.Back.NotKept)
		}
		c.sections(n.Reasons)
	}
}

// toSee prints what one would have to see to give a norm a word.
func (c *call) toSee(heading string, list []string) {
	if len(list) == 0 {
		return
	}
	c.wrapped(2, c.words.Text(heading))
	for _, s := range list {
		c.wrapped(4, s)
	}
}

// sections prints the chain of reasons.
func (c *call) sections(list []wording.Section) {
	for _, s := range list {
		fmt.Fprintln(c.out)
		c.line(c.bold(s.Title))
		for _, l := range s.Lines {
			c.wrapped(2, l.Text)
			for _, d := range l.Detail {
				c.wrapped(6, d)
			}
			if l.Ref != "" {
				c.line("      [" + c.words.Foreign(l.Ref) + "]")
			}
		}
	}
}

// explainCode prints the page of a remark.
func (c *call) explainCode(code diag.Code) int {
	page, ok := check.Page(code)
	if !ok {
		if c.words.Has("diag." + string(code)) {
			return c.explainSentence(code)
		}
		var codes []string
		for _, p := range check.Pages() {
			codes = append(codes, string(p.Code))
		}
		return c.misuse(&usage{"cli.usage.code", []any{"value", string(code), "near", suggest.Nearest(string(code), codes)}})
	}
	c.line(c.bold(string(code) + "  " + c.words.Text("check."+string(code)+".title")))
	c.wrapped(0, c.words.Text("check."+string(code)+".page"))
	fmt.Fprintln(c.out)
	c.line(c.words.Text("cli.explain.example"))
	fmt.Fprintln(c.out, page.Example)
	c.line(c.words.Text("cli.explain.mended"))
	fmt.Fprintln(c.out, page.Mended)
	return exitFine
}

// explainSentence tells what there is of a code that no check has: its sentence, what is shown beside it, and the ways to mend it.
func (c *call) explainSentence(code diag.Code) int {
	key := "diag." + string(code)
	open := func(key string) string { return arguments.ReplaceAllString(c.words.Bare().Text(key), "...") }
	c.line(c.bold(string(code)))
	c.wrapped(0, open(key))
	if parts := c.words.Below(key); len(parts) > 0 {
		fmt.Fprintln(c.out)
		c.line(c.words.Text("cli.explain.beside"))
		for _, part := range parts {
			c.wrapped(2, open(part))
		}
	}
	return exitFine
}

// arguments are the places of a sentence that a text fills in.
var arguments = regexp.MustCompile(`\{\w+\}`)

func (c *call) unknownTarget(v *views, what string) int {
	return c.misuse(&usage{"cli.usage.target", []any{"value", what, "near", suggest.Nearest(what, v.Labels())}})
}

func (c *call) unknownAgreement(j *app.Judged, id string) int {
	var names []string
	for i := range j.Program.Agreements {
		names = append(names, j.Program.Agreements[i].ID)
	}
	slices.Sort(names)
	return c.misuse(&usage{"cli.usage.agreement", []any{"value", id, "list", strings.Join(names, ", "), "near", suggest.Nearest(id, names)}})
}
