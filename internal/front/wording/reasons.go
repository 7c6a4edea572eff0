package wording

import (
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/status"
)

// Section is one part of the chain of reasons: a heading with its lines.
type Section struct {
	Code  string // "bond", "window", "steps", "deciding", ...: for anchors and styles
	Title string
	Lines []Line
}

// Line is one sentence of the chain.
type Line struct {
	Text   string
	Detail []string     // doubts and the like that belong to it
	Ref    string       // the incident, coverage entry or norm that it speaks of; "": none
	Lanes  grade.Mask   // standards at which it holds for certain
	May    grade.Mask   // standards at which it may hold
	Span   *source.Span // the words of the text that it rests on; nil: none
}

// Reasons tells everything that decided a norm's status, and what would change it. Empty sections are left out.
func (w *Words) Reasons(l Lookup, n *status.Norm) []Section {
	c := chain{w: w, l: l.In(w), z: l.zone(n.Key.Norm), key: n.Key, norm: n}
	c.add("bond", Line{Text: w.Bond(l, n, c.z).Long})
	c.add("window", c.window(n.Window)...)
	c.reasons(&n.Reasons)
	return c.sections
}

// ClaimReasons tells everything that decided a claim's status.
func (w *Words) ClaimReasons(l Lookup, cl *status.Claim) []Section {
	c := chain{w: w, l: l.In(w), z: l.zone(cl.Key.Norm), key: cl.Key}
	if decl, _ := l.Claim(cl.Key.Norm); decl != nil {
		c.redLine = decl.RedLine
	}
	c.reasons(&cl.Reasons)
	return c.sections
}

// chain collects the sections.
type chain struct {
	w        *Words
	l        Lookup
	z        civil.Zone
	key      status.Key
	norm     *status.Norm // nil: a claim
	redLine  bool         // the claim is a red line
	sections []Section
}

func (c *chain) add(code string, lines ...Line) {
	if len(lines) > 0 {
		c.sections = append(c.sections, Section{code, c.w.Text("reasons." + code), lines})
	}
}

func (c *chain) reasons(r *status.Reasons) {
	c.add("steps", each(r.Steps, c.step)...)
	c.add("deciding", each(r.Deciding, c.deciding)...)
	if c.norm != nil {
		c.add("waits", each(r.Waits, func(wait status.Wait) Line {
			return Line{Text: c.w.Wait(c.l, c.norm, wait), Ref: wait.Ref, Span: wait.Span}
		})...)
	}
	c.add("coverage", c.coverage(r.Coverage)...)
	c.add("excuses", each(r.Excuses, func(e status.Excuse) Line {
		return Line{Text: c.w.Text("excuse.line", "title", c.l.incident(e.Fact), "excuse", Phrase(c.w.Excuse(e.Code))), Ref: e.Fact}
	})...)
	c.add("coarse", each(r.Coarse, func(id string) Line {
		return Line{Text: c.w.Text("coarse.line", "title", c.l.incident(id)), Ref: id}
	})...)
	c.add("misses", each(r.Misses, func(m status.Miss) Line {
		return Line{Text: c.w.Text("miss.line", "title", c.l.incident(m.Fact)), Detail: c.doubts("miss.", m.Why), Ref: m.Fact}
	})...)
	c.add("tallies", each(r.Tallies, func(id string) Line {
		return Line{Text: c.w.Text("tally.line", "tally", c.l.incident(id)), Ref: id}
	})...)
	c.add("would", each(r.Would, c.would)...)
	c.add("silenced", c.silenced(r.Silenced)...)
}

func each[T any](list []T, f func(T) Line) []Line {
	lines := make([]Line, len(list))
	for i, item := range list {
		lines[i] = f(item)
	}
	return lines
}

// window tells the time limits as computed.
func (c *chain) window(win status.Window) []Line {
	var lines []Line
	add := func(key string, args ...any) { lines = append(lines, Line{Text: c.w.Text(key, args...)}) }
	if known(win.Start) && win.Start.Lo < civil.Forever {
		add("reasons.window.from", "date", Phrase(c.w.When(win.Start, c.z)))
	}
	switch {
	case !win.Dated:
		add("reasons.window.undated")
	case win.End.Lo < civil.Forever:
		add("reasons.window.to", "date", Phrase(c.w.endOf(win, c.z)))
	case win.WaitOn != "":
		add("reasons.window.to.waits", "on", Phrase(c.w.waitOnID(c.l, win.WaitOn)))
	default:
		add("reasons.window.to.not_yet")
	}
	return lines
}

// step tells one rule, with the standards at which it applied.
func (c *chain) step(s status.Step) Line {
	code := s.Rule
	if c.redLine {
		code = strings.Replace(code, "claim.", "redline.", 1)
	}
	text := c.w.Rule(code)
	line := Line{Text: text, Lanes: s.Truth.Must, May: s.Truth.May, Span: s.Span}
	switch {
	case s.Truth.Must != 0:
		line.Text = c.w.Text("step.line", "text", Phrase(text), "standards", Phrase(c.w.Standards(s.Truth.Must)))
	case s.Truth.May != 0:
		line.Text = c.w.Text("step.may", "text", Phrase(text), "standards", Phrase(c.w.Standards(s.Truth.May)))
	}
	return line
}

// Rule tells one rule of spec/norms.md by its code, such as "obligation.done".
func (w *Words) Rule(code string) string {
	keys := []string{code}
	if rest, ok := strings.CutPrefix(code, "aim."); ok {
		keys = append(keys, "obligation."+rest)
	}
	if rest, ok := strings.CutPrefix(code, "power."); ok {
		keys = append(keys, "permission."+rest)
	}
	for _, key := range keys {
		if w.Has("step." + key) {
			return w.Text("step." + key)
		}
	}
	return w.Text("step.unknown", "rule", code)
}

// Standards names the standards of a mask: "at the standards alleged and corroborated".
func (w *Words) Standards(m grade.Mask) string {
	var list []string
	for i, g := range grade.Standards {
		if m.Has(i) {
			list = append(list, w.Grade(g).Word)
		}
	}
	return w.Plural("standards.at", int64(len(list)), "list", Phrase(w.And(list)))
}

// deciding tells one fact that decided, and why it is not certain where it is not.
func (c *chain) deciding(d status.Deciding) Line {
	part := "part." + d.Part
	if d.Part == "breach" && c.norm != nil && !c.boundAt(d) {
		part += ".unbound"
	}
	word := c.w.Text("part.unknown", "part", d.Part)
	if c.w.Has(part) {
		word = c.w.Text(part)
	}
	text := c.w.Text("deciding.line", "title", c.l.incident(d.Fact), "when", Phrase(c.w.When(d.When, c.z)), "part", Phrase(word))
	if d.Acts.Hi > 1 {
		text = c.w.Plural("deciding.acts", pluralOf(d.Acts), "line", Phrase(text), "count", c.w.count(d.Acts))
	}
	if d.Truth.Must != 0 {
		text = c.w.Text("deciding.certain", "line", Phrase(text), "standards", Phrase(c.w.Standards(d.Truth.Must)))
	} else {
		text = c.w.Text("deciding.possible", "line", Phrase(text))
	}
	detail := c.doubts("doubt.", d.Doubt)
	if d.CountsAs != "" {
		detail = append([]string{c.w.Text("deciding.counts_as", "rule", d.CountsAs)}, detail...)
	}
	detail = append(detail, c.l.beside(d.Fact)...)
	return Line{Text: text, Detail: detail, Ref: d.Fact, Lanes: d.Truth.Must, May: d.Truth.May}
}

// boundAt says whether the bearers were certainly bound when the fact took place. A word of a breach needs that and
// an act that is certain at some standard.
func (c *chain) boundAt(d status.Deciding) bool {
	b := c.norm.Bond
	return len(c.norm.Bearers) > 0 && b.Sort != status.NoBond && b.Sort != status.NoBearers &&
		d.When.Lo >= b.Since && d.Truth.Must != 0
}

// coverage tells what could be seen, entry by entry.
func (c *chain) coverage(s *status.Share) []Line {
	if s == nil {
		return nil
	}
	text := c.w.Text("coverage.unknown.long")
	if s.Known {
		text = c.w.Coverage(s)
	}
	lines := []Line{{Text: text}}
	if s.Asked > 0 {
		lines = append(lines, Line{Text: c.w.Text("coverage.asked", "percent", s.Asked)})
	}
	for _, id := range s.Entries {
		lines = append(lines, Line{Text: c.w.Text("coverage.entry", "entry", c.l.coverage(id)), Ref: id})
	}
	for _, id := range s.Denied {
		lines = append(lines, Line{Text: c.w.Text("coverage.denied", "entry", c.l.coverage(id)), Ref: id})
	}
	return lines
}

// Excuse tells an excuse by its code.
func (w *Words) Excuse(code string) string {
	if key := "excuse." + code; code != "line" && code != "unknown" && w.Has(key) {
		return w.Text(key)
	}
	return w.Text("excuse.unknown", "code", code)
}

// would tells what would change the status, and into what where that is settled.
func (c *chain) would(wd status.Would) Line {
	ref := wd.Ref
	switch wd.Code {
	case "close_roster":
		ref = c.l.list(ref)
	case "set_mark":
		ref = c.l.Mark(ref)
	case "accept":
		ref = c.l.agreement(ref)
	case "act", "notice":
		ref = c.l.Act(ref)
	case "enter":
		ref = c.l.agreement(ref)
	case "extend", "resume":
		_, a := c.l.Norm(c.key.Norm)
		ref = c.w.normLabel(c.l, ref, agreementOf(a))
	case "finding":
	default:
		ref = c.l.incident(ref)
	}
	args := []any{"ref", ref, "code", wd.Code}
	if state, ok := wd.To.Settled(); ok && c.norm != nil && !c.is(wd.To) {
		args = append(args, "states", Phrase(c.w.settled(state, status.VoiceOf(c.norm.Bond, &c.norm.Lanes[0]), c.norm.Modality).Word))
	}
	if c.norm != nil {
		args = append(args, "bearers", c.w.names("list.and", c.l.Parties(c.norm.Bearers)))
	}
	key := "would." + wd.Code
	if text, ok := c.w.first([]string{key + ".to", key}, args...); ok {
		return Line{Text: text, Ref: wd.Ref}
	}
	return Line{Text: c.w.Text("would.unknown", args...), Ref: wd.Ref}
}

// is says whether the norm's status is this already, at some standard.
func (c *chain) is(set status.Set) bool {
	for i := range c.norm.Lanes {
		if c.norm.Lanes[i].States == set {
			return true
		}
	}
	return false
}

// silenced tells what was read and left out.
func (c *chain) silenced(s status.Silenced) []Line {
	var lines []Line
	add := func(key string, n int) {
		if n > 0 {
			lines = append(lines, Line{Text: c.w.Plural(key, int64(n))})
		}
	}
	add("silenced.discounted", s.Discounted)
	add("silenced.unbound", s.Unbound)
	add("silenced.unknown", s.Unknown)
	return lines
}
