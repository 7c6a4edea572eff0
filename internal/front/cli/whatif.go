package cli

import (
	"os"
	"strconv"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/fact"
	"mithaq/internal/reading/run"
	"mithaq/internal/reading/scenario"
	"mithaq/internal/reading/whatif"
)

var whatifVerb = &verb{name: "whatif", max: -1, run: runWhatif, flags: []flag{
	{"act", "", "cli.value.act"},
	{"goal", "", "cli.value.label"},
	{"within", "", "cli.value.number"},
}}

// mostWithin bounds --within: each further act multiplies the runs that there are.
const mostWithin = 12

// supposal is what a whatif is asked on.
type supposal struct {
	reading *app.Reading
	judged  *app.Judged // nil: on no record
	record  *fact.Set
	at      int64 // as of; 0: the last supposed act
	within  int
}

func runWhatif(c *call) int {
	if !c.set("act") && !c.set("goal") {
		return c.misuse(&usage{"cli.usage.whatif", nil})
	}
	within := 3
	if c.set("within") {
		n, err := strconv.Atoi(c.get("within", ""))
		if err != nil || n < 1 || n > mostWithin {
			return c.misuse(&usage{"cli.usage.within", []any{"value", c.get("within", "")}})
		}
		within = n
	}
	if c.set("record") || c.getenv("MITHAQ_RECORD") != "" || isFile(c.recordPath()) {
		return c.withRecord(func(a *app.App) int {
			r, code, ok := c.texts(a, c.args)
			if !ok {
				return code
			}
			j, err := a.Judge(c.ctx, r, c.cutsOf())
			if err != nil {
				return c.fail(err)
			}
			s := &supposal{reading: r, judged: j, record: j.Facts, within: within}
			if c.set("as-of") || !c.set("act") {
				s.at = j.In.At
			}
			return c.whatif(s)
		})
	}
	if len(c.args) == 0 {
		return c.misuse(&usage{"cli.usage.few", []any{"verb", c.verb.name}})
	}
	r, code, ok := c.texts(nil, c.args)
	if !ok {
		return code
	}
	s := &supposal{reading: r, record: run.Nothing(r.Program), within: within}
	if z := r.Program.Agreements; len(z) > 0 {
		if day := c.get("as-of", ""); day != "" {
			d, err := civil.ParseDate(day)
			if err != nil {
				return c.fail(err)
			}
			s.at = z[0].Zone.End(d) - 1
		} else if !c.set("act") {
			s.at = z[0].Starts
		}
	}
	return c.whatif(s)
}

func isFile(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// whatif asks and answers.
func (c *call) whatif(s *supposal) int {
	prog := s.reading.Program
	if s.judged != nil {
		prog = s.judged.Program
	}
	steps, files, ds := whatif.Suppose(prog, c.flags["act"])
	if diag.HasErrors(ds) {
		c.remarks(c.err, ds, files)
		return exitInput
	}
	a, err := whatif.Ask(&whatif.Question{Program: prog, Record: s.record, Steps: steps, At: s.at})
	if err != nil {
		return c.fail(err)
	}
	var path *whatif.Path
	label := c.get("goal", "")
	if label != "" {
		goal := whatif.Find(prog, label)
		if len(goal) == 0 {
			return c.misuse(&usage{"cli.usage.goal", []any{"value", label}})
		}
		if path, err = whatif.Reach(prog, a, goal, s.within); err != nil {
			return c.fail(err)
		}
	}
	code := exitFine
	if path != nil && path.Run == nil {
		code = exitRemarks
	}
	l := wording.Lookup{Program: prog}
	if s.judged != nil {
		l.Incident = func(id string) string { return incidentTitle(s.judged, id, c.words) }
	}
	w := whatifAnswer{c: c, l: l.In(c.words), a: a, steps: steps, path: path, label: label, s: s}
	if c.set("json") {
		if failed := c.json("whatif", w.data(), s.judged); failed != exitFine {
			return failed
		}
		return code
	}
	w.print()
	return code
}

// incidentTitle gives the title of an incident in the reader's language.
func incidentTitle(j *app.Judged, id string, w *wording.Words) string {
	return wording.Name(w.Lang(), map[string]string(j.Title(id)), "")
}

// whatifAnswer is an answer being written.
type whatifAnswer struct {
	c     *call
	l     wording.Lookup
	a     *whatif.Answer
	steps []scenario.Step
	path  *whatif.Path
	label string
	s     *supposal
}

func (w *whatifAnswer) zone() civil.Zone {
	if list := w.l.Program.Agreements; len(list) > 0 {
		return list[0].Zone
	}
	return civil.UTC
}

func (w *whatifAnswer) print() {
	c, words := w.c, w.c.words
	c.line(c.bold(words.Text("whatif.banner")))
	if w.s.judged == nil {
		c.wrapped(0, words.Text("whatif.none"))
	} else {
		c.wrapped(0, words.Plural("whatif.record", int64(len(w.s.record.Facts)), "file", c.record))
	}
	if len(w.steps) > 0 {
		c.line("")
		c.line(words.Text("whatif.supposed"))
		for i := range w.steps {
			c.hanging("  ", words.Supposed(w.l, &w.steps[i]))
		}
		c.line("")
		c.wrapped(0, words.Text("whatif.asof", "date", wording.Phrase(locale.LongDate(words.Lang(), w.zone().DateOf(w.a.At)))))
		w.changes()
	}
	if w.path != nil {
		c.line("")
		w.goal()
	}
	c.line("")
	c.line(c.bold(words.Text("whatif.banner")))
}

// longestHead is how wide the name of a norm may be to stand before its change.
const longestHead = 28

func (w *whatifAnswer) changes() {
	if len(w.a.Changes) == 0 {
		w.c.wrapped(2, w.c.words.Text("whatif.same"))
	}
	sort := -1
	for i := range w.a.Changes {
		x := &w.a.Changes[i]
		if int(x.Sort) != sort {
			sort = int(x.Sort)
			w.c.wrapped(2, w.c.words.Text("whatif.sort."+x.Sort.String()))
		}
		if head := "    " + w.c.words.WhatIfHead(w.l, x); locale.Width(head) <= longestHead {
			w.c.hanging(head+"  ", w.c.words.WhatIfChange(w.l, x))
		} else {
			w.c.hanging("    ", w.c.words.WhatIfHead(w.l, x))
			w.c.wrapped(8, w.c.words.WhatIfChange(w.l, x))
		}
		if text := w.c.words.WhatIfWaited(w.l, x); text != "" {
			w.c.wrapped(8, text)
		}
	}
}

// goal tells the way to the goal, and how far was looked.
func (w *whatifAnswer) goal() {
	for i, line := range w.c.words.WhatIfWay(w.path, w.label) {
		if i == 0 {
			w.c.wrapped(0, line)
		} else {
			w.c.hanging("  ", line)
		}
	}
}
