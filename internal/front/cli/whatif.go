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
	"mithaq/internal/judge/status"
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

// supposed tells one line of what is supposed.
func (w *whatifAnswer) supposed(s *scenario.Step) string {
	words := w.c.words
	switch {
	case s.Fact != nil:
		act := run.FromFact(s.Fact)
		return words.Text("whatif.line", "date", wording.Phrase(words.When(s.Fact.When, w.zone())), "deed", wording.Phrase(words.Deed(w.l, &act)))
	case s.Position != nil:
		return words.Text("whatif.position", "party", w.l.Party(s.Position.Party), "stance", wording.Phrase(words.Stance(s.Position.Stance)),
			"agreement", s.Position.Agree, "date", wording.Phrase(words.When(s.Position.When, w.zone())))
	case s.Member != nil:
		return words.Text("whatif.member", "roster", w.l.Roster(s.Member.Roster), "member", s.Member.ID)
	case s.Declared != nil:
		return words.Text("whatif.declared", "roster", w.l.Roster(s.Declared.Roster))
	}
	return words.Text("whatif.other")
}

// state tells a state of a change, in the words of a status.
func (w *whatifAnswer) state(lane status.Lane, n *status.Norm) string {
	if lane.States == 0 {
		return w.c.words.Text("whatif.absent")
	}
	s := w.c.words.State(lane, n)
	if s.Class == wording.ClassUnsettled {
		return s.Long
	}
	return s.Word
}

// change tells one change.
func (w *whatifAnswer) change(x *whatif.Change) string {
	words := w.c.words
	bearers := words.Text("board.unnamed")
	if len(x.Bearers) > 0 {
		names := make([]string, len(x.Bearers))
		for i, p := range w.l.Parties(x.Bearers) {
			names[i] = words.Foreign(p)
		}
		bearers = words.And(names)
	}
	was := x.Was
	was.States = x.Before
	line := words.Text("whatif.change", "bearers", wording.Phrase(bearers),
		"was", wording.Phrase(w.state(was, x.Status)), "is", wording.Phrase(w.state(x.Lane, x.Status)))
	number := func(r fact.Range) wording.Phrase {
		if r.Hi >= fact.Unbounded {
			return wording.Phrase(locale.Range(words.Lang(), r.Lo, r.Lo-1))
		}
		return wording.Phrase(locale.Range(words.Lang(), r.Lo, r.Hi))
	}
	switch {
	case x.Counted:
		line = words.Text("whatif.counted", "bearers", wording.Phrase(bearers), "is", wording.Phrase(w.state(x.Lane, x.Status)),
			"from", number(x.Was.Acts), "to", number(x.Lane.Acts))
	case x.Sort == whatif.FallDue && x.By < civil.Forever:
		z := w.l.Program.Agreement(x.Norm.Agree).Zone
		line = words.Text("whatif.by", "line", wording.Phrase(line), "date", wording.Phrase(words.When(civil.At(x.By-1), z)))
	case x.Sort == whatif.FallDue:
		line = words.Text("whatif.undated", "line", wording.Phrase(line))
	}
	return line
}

// waited tells what the norm waited on before.
func (w *whatifAnswer) waited(x *whatif.Change) string {
	if len(x.Waited) == 0 || x.Sort != whatif.Unlock && x.Sort != whatif.FallDue {
		return ""
	}
	var list []string
	for _, wait := range x.Waited {
		list = append(list, w.c.words.Wait(w.l, x.Status, wait))
	}
	return w.c.words.Text("whatif.waited", "waits", wording.Phrase(w.c.words.Series(list)))
}

func (w *whatifAnswer) head(x *whatif.Change) string {
	name := w.c.words.Label(w.l, x.Key.Norm)
	if x.Key.Member != "" {
		name += " [" + w.c.words.Foreign(x.Key.Member) + "]"
	}
	return name
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
			c.hanging("  ", w.supposed(&w.steps[i]))
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
		if head := "    " + w.head(x); locale.Width(head) <= longestHead {
			w.c.hanging(head+"  ", w.change(x))
		} else {
			w.c.hanging("    ", w.head(x))
			w.c.wrapped(8, w.change(x))
		}
		if text := w.waited(x); text != "" {
			w.c.wrapped(8, text)
		}
	}
}

// goal tells the way to the goal, and how far was looked.
func (w *whatifAnswer) goal() {
	for i, line := range w.way() {
		if i == 0 {
			w.c.wrapped(0, line)
		} else {
			w.c.hanging("  ", line)
		}
	}
}

// way gives the lines that tell it, the first of which says whether there is one.
func (w *whatifAnswer) way() (lines []string) {
	words := w.c.words
	switch {
	case w.path.Run == nil:
		lines = append(lines, words.Text("whatif.goal.none", "goal", w.label, "within", w.path.Within))
	case len(w.path.Run.Acts) == 0:
		lines = append(lines, words.Text("whatif.goal.there", "goal", w.label))
	default:
		lines = append(lines, words.Plural("whatif.goal.found", int64(len(w.path.Run.Acts)), "goal", w.label))
		lines = append(lines, words.Story(wording.Lookup{Program: w.path.Program}, w.path.Run)...)
		if !w.path.Confirmed {
			lines = append(lines, words.Text("whatif.goal.unconfirmed"))
		}
	}
	lines = append(lines, words.Plural("whatif.goal.tried", int64(w.path.Tried)))
	if w.path.Run == nil {
		key := "whatif.goal.bounded"
		if w.path.Whole {
			key = "whatif.goal.whole"
		}
		lines = append(lines, words.Text(key))
	}
	return lines
}
