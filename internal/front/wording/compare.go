package wording

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/locale"
	"mithaq/internal/reading/compare"
)

// answerSymbols stand before answers, in the terminal and on a page alike (the word says the same).
var answerSymbols = [compare.NumAnswers]string{
	compare.NotDecided: "◐", compare.Met: "●", compare.MetInVacuo: "◌", compare.NotMet: "×", compare.Contradicted: "⊘",
	compare.Missing: "–", compare.NotSeen: "?",
}

// AnswerSymbol gives the sign of an answer.
func (w *Words) AnswerSymbol(a compare.Answer) string { return answerSymbols[a] }

// AnswerWord gives an answer without its details: "not met".
func (w *Words) AnswerWord(a compare.Answer) string { return w.Text("compare.answer." + a.String()) }

// Answer gives an answer with what it turns on: "met, if all perform", "not met: until when".
func (w *Words) Answer(c *compare.Cell) string {
	word := w.AnswerWord(c.Answer)
	switch c.Answer {
	case compare.Met:
		if c.By != compare.NoPerformance {
			word = w.Text("compare.by", "answer", Phrase(word), "who", Phrase(w.Text("compare.by."+c.By.String())))
		}
		if list := w.dimensions(c.Stronger(), true); list != "" {
			word = w.Text("compare.more", "answer", Phrase(word), "dimensions", Phrase(list))
		}
	case compare.NotMet:
		if list := w.dimensions(c.Add, false); list != "" {
			word = w.Text("compare.turns", "answer", Phrase(word), "dimensions", Phrase(list))
		}
	case compare.NotDecided, compare.MetInVacuo, compare.Contradicted, compare.Missing, compare.NotSeen, compare.NumAnswers:
	}
	return word
}

// dimensions lists dimensions, each once; those of a performance that is forced are no demand.
func (w *Words) dimensions(steps []compare.Step, forced bool) string {
	var list []string
	had := map[string]bool{}
	for i := range steps {
		if s := &steps[i]; !forced || !s.Forced {
			if name := w.Dimension(s); !had[name] {
				had[name] = true
				list = append(list, name)
			}
		}
	}
	return w.Series(list)
}

// Dimension names a dimension: "until when", "the condition “once”", "people".
func (w *Words) Dimension(s *compare.Step) string {
	key := "compare.dimension." + s.Dimension.String()
	switch {
	case s.Dimension == compare.Condition:
		return w.Text(key, "word", Phrase(w.Text("compare.word."+s.Word)))
	case s.Dimension == compare.Thing:
		return w.Text(key, "role", Phrase(w.Role(s.Role)))
	}
	return w.Text(key)
}

// CompareReasons tells why a cell says what it says: the norms of the initiative with their places, the rules, the run, what would
// have to be added.
func (w *Words) CompareReasons(c *compare.Cell) (lines []string, story []string) {
	l := Lookup{Program: c.Program}.In(w)
	say := func(key string, args ...any) { lines = append(lines, w.Text(key, args...)) }
	for i := range c.Links {
		link := &c.Links[i]
		n, _ := l.Norm(link.Norm)
		if n == nil {
			continue
		}
		key := "compare.link"
		if link.Case != "" {
			key = "compare.link.case"
		}
		say(key, "norm", Phrase(w.normLabel(l, link.Norm, c.Initiative)), "place", Phrase(w.name(link.Span.String())),
			"text", Phrase(w.Norm(l, n).Text), "case", Phrase(w.caseName(l, link.Case)))
	}
	switch c.Answer {
	case compare.Met:
		if c.Because.Code == "free" {
			say("compare.because.free")
		}
		if list := w.dimensions(c.Stronger(), true); list != "" {
			say("compare.stronger", "dimensions", Phrase(list))
		}
		w.rests(c, l, say)
		if c.Run == nil {
			say("compare.no_run")
		}
	case compare.MetInVacuo:
		_, a := l.Norm(c.Because.Norm)
		here := c.Initiative
		if a == nil {
			here = ""
		}
		say("compare.because."+c.Because.Code, "norm", Phrase(w.normLabel(l, c.Because.Norm, here)), "place", Phrase(w.name(c.Because.Span.String())))
	case compare.NotMet:
		if list := w.dimensions(c.Add, false); list != "" {
			say("compare.weaker", "dimensions", Phrase(list))
		}
		if c.Partial {
			say("compare.partial")
		}
		if c.Run != nil {
			if c.Member != "" {
				say("compare.run.member", "member", c.Member)
			} else {
				say("compare.run")
			}
			story = w.Story(l, c.Run.Run)
		}
	case compare.Contradicted:
		say("compare.contradicted")
		w.rests(c, l, say)
	case compare.NotDecided:
		if list := w.dimensions(c.Add, false); list != "" {
			say("compare.undecided.weaker", "dimensions", Phrase(list))
		}
		if c.Bound.Runs > 0 {
			lines = append(lines, w.Plural("compare.bound", int64(c.Bound.Runs), "acts", Phrase(locale.Number(w.lang, int64(c.Bound.Acts)))))
		} else {
			say("compare.bound.none")
		}
	case compare.Missing, compare.NotSeen, compare.NumAnswers:
	}
	return lines, story
}

// caseName names the part of a norm that a link covers: a party or another value, or several.
func (w *Words) caseName(l Lookup, id string) string { return w.name(l.Value(id)) }

// rests tells on whose performance an answer rests, and on which further norms.
func (w *Words) rests(c *compare.Cell, l Lookup, say func(string, ...any)) {
	if len(c.Rests) > 0 {
		var list []string
		for _, n := range c.Rests {
			list = append(list, w.normLabel(l, n, c.Initiative))
		}
		say("compare.rests", "norms", Phrase(w.And(list)))
	}
	if c.By == compare.IfAll {
		var who []string
		for _, p := range c.Parties {
			name := w.Text("compare.somebody")
			if p != "" {
				name = w.name(l.Party(p))
			}
			who = append(who, name)
		}
		say("compare.performers", "parties", Phrase(w.And(who)))
	}
}

// ToAdd says what an initiative would have to add, or change, to meet a norm: for each dimension in which its nearest norm falls
// short what the terms say there; else the terms' norm itself.
func (w *Words) ToAdd(c *compare.Cell) string {
	if c.Answer == compare.Met || c.Answer == compare.MetInVacuo {
		return ""
	}
	l := Lookup{Program: c.Program}.In(w)
	t, a := l.Norm(c.Norm)
	if t == nil {
		return ""
	}
	r := reader{w: w, l: l, a: a, each: t.ForEach}
	whole := w.Norm(l, t).Text
	for _, clause := range r.clauses(t) {
		if clause != w.Text("readback.undated") {
			whole += " " + clause
		}
	}
	if c.Answer == compare.Contradicted && len(c.Links) > 0 {
		return w.Text("compare.add.drop", "norm", Phrase(w.normLabel(l, c.Links[0].Norm, c.Initiative)), "text", Phrase(whole))
	}
	if c.Enough {
		var list []string
		had := map[string]bool{}
		for i := range c.Add {
			s := &c.Add[i]
			if one := w.Text("compare.add.one", "dimension", Phrase(w.Dimension(s)), "value", Phrase(r.dimension(t, s))); !had[one] {
				had[one] = true
				list = append(list, one)
			}
		}
		out := list[0]
		for _, one := range list[1:] {
			out = w.Text("list.semicolon", "a", Phrase(out), "b", Phrase(one))
		}
		return w.Text("compare.add.change", "norm", Phrase(w.normLabel(l, c.Links[0].Norm, c.Initiative)), "changes", Phrase(out))
	}
	return w.Text("compare.add.norm", "text", Phrase(whole))
}

// dimension tells what a norm says in a dimension.
func (r reader) dimension(n *norms.Norm, s *compare.Step) string {
	nothing := r.w.Text("compare.value.none")
	some := func(text string) string {
		if text == "" {
			return nothing
		}
		return text
	}
	roles := func(role string) string {
		for _, w := range n.Act.Roles {
			if w.Role == role {
				var declared []norms.Role
				if act := r.l.Program.Act(n.Act.Act); act != nil {
					declared = act.Roles
				}
				return r.wanted(w, declared)
			}
		}
		return r.w.Text("compare.value.any")
	}
	switch s.Dimension {
	case compare.Modality:
		return r.w.Modality(n.Modality)
	case compare.Deed:
		if n.Goal != nil {
			return r.cond(n.Goal)
		}
		return r.act(n)
	case compare.Bearer:
		if len(n.Actors) > 0 {
			return string(r.parties(n.Actors))
		}
		if who := r.who(n); who != "" {
			return string(who)
		}
		return r.w.Text("compare.value.anybody")
	case compare.Thing, compare.Place:
		return roles(s.Role)
	case compare.Exception:
		var list []string
		for _, p := range n.Except {
			list = append(list, r.actOnly(p, ""))
		}
		return some(r.w.And(list))
	case compare.Number:
		return r.howMany(n)
	case compare.Start, compare.Deadline:
		if n.Window.Start == nil && n.Window.End == nil && n.Modality == norms.Prohibition {
			return r.w.Text("compare.value.always")
		}
		if text := r.window(n); text != "" {
			return text
		}
		return r.w.Text("compare.value.from_start", "date", Phrase(locale.LongDate(r.w.lang, r.a.Zone.DateOf(r.a.Starts))))
	case compare.Condition:
		c := map[string]norms.Cond{"if": n.If, "once": n.Once, "while": n.While, "until": n.Until, "unless": n.Unless}[s.Word]
		if c == nil {
			return nothing
		}
		return r.cond(c)
	case compare.Family:
		return some(r.family(n.ForEach))
	case compare.OpenWord, compare.NumDimensions:
	}
	return nothing
}

// howMany tells the number that a norm asks for, or allows, also where it is the usual one.
func (r reader) howMany(n *norms.Norm) string {
	if text := r.number(n); text != "" {
		return text
	}
	if n.Modality == norms.Prohibition {
		return r.w.Text("compare.value.no_act")
	}
	return r.w.Plural("readback.at_least", 1)
}
