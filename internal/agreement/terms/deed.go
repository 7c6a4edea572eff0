package terms

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
)

// deeds says which modalities each deed takes; an act takes all.
var deeds = map[syntax.DeedWord][]syntax.ModalityWord{
	syntax.KeepCond: {syntax.Must}, syntax.BringAbout: {syntax.Must, syntax.AimsTo}, syntax.EnsureThat: {syntax.Must},
	syntax.Terminate: {syntax.Can}, syntax.Waive: {syntax.Can}, syntax.Suspend: {syntax.Can}, syntax.Resume: {syntax.Can},
	syntax.Extend: {syntax.Can}, syntax.Move: {syntax.Can}, syntax.Succeed: {syntax.Can},
}

// deed resolves what the norm asks, and refuses what its modality does not take.
func (c *context) deed(n *Norm, s *syntax.Norm) bool {
	ok := true
	if takes, limited := deeds[s.Deed]; limited {
		fits := false
		var words []string
		for _, m := range takes {
			fits = fits || m == s.Modality
			words = append(words, c.modality(m))
		}
		if !fits {
			c.r.say(diag.Diagnostic{
				Code: codeDeed, Severity: diag.Error, Span: s.DeedSpan, Args: diag.Args("deed", c.written(s.DeedSpan), "modality", c.modality(s.Modality)),
				Fixes: []diag.Fix{{Key: "takes", Args: diag.Args("modality", words[0])}},
			})
			ok = false
		}
	}
	var fine bool
	switch s.Deed {
	case syntax.KeepCond, syntax.BringAbout:
		n.Goal, fine = c.cond(s.Goal)
		return ok && fine
	case syntax.EnsureThat:
		n.Actors, fine = c.r.partyList(c.scope, s.Actors)
		ok = ok && fine
		if s.ActorsNot {
			n.Modality = syntax.MustNot
			ok = c.notEither(n, s) && ok
		}
	case syntax.DoAct:
	default:
		ok = c.effect(n, s) && ok
	}
	n.Act, fine = c.pattern(s.Act, askAct)
	return ok && fine
}

// notEither refuses alternatives among those who must see that somebody does not act.
func (c *context) notEither(n *Norm, s *syntax.Norm) bool {
	if n.Share != syntax.Either || len(s.Bearers) == 0 {
		return true
	}
	c.r.fail(codeEither, s.Bearers[0].Span, nil)
	return false
}

// modality gives the word of a modality as the text writes it.
func (c *context) modality(m syntax.ModalityWord) string { return c.draft.File.Table.Modality(m) }

// effect resolves what a power touches.
func (c *context) effect(n *Norm, s *syntax.Norm) bool {
	e := &Effect{Span: s.DeedSpan}
	ok := true
	if s.Period != nil {
		e.Period, ok = c.r.period(s.Period)
	}
	for i := range s.Targets {
		ok = c.target(e, &s.Targets[i]) && ok
	}
	n.Effect = e
	return ok
}

func (c *context) target(e *Effect, s *syntax.Target) bool {
	name := s.Ref.Name
	switch s.Sort {
	case syntax.TargetText:
		e.Text = true
	case syntax.TargetTerm:
		t, ok := c.r.term(c.draft, name)
		e.Terms = append(e.Terms, t)
		return ok
	case syntax.TargetMark:
		m, ok := c.mark(name.Text)
		if !ok && !name.Missing() {
			c.unknownMark(name)
		}
		e.Mark = m
		return ok
	case syntax.TargetParty:
		p, ok := c.r.party(c.scope, name)
		e.Party = p
		return ok
	case syntax.TargetNorm:
		target, ok := c.norm(s.Ref, codeNorm)
		e.Norms = append(e.Norms, target)
		return ok
	}
	return true
}
