package terms

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// The acts of a vocabulary by which consent is given and findings are made; their names are fixed, since clauses ask for
// them by what they say ("with consent of", "judged by").
const (
	consentAct = "consent"
	findingAct = "finding"
)

// fixedAct finds an act whose name is fixed. Without it, the remark shows the line to add.
func (c *context) fixedAct(name, line string, code diag.Code, at source.Span) *Act {
	act := c.scope.acts[name]
	if act == nil && !c.scope.open {
		c.r.say(diag.Diagnostic{
			Code: code, Severity: diag.Error, Span: at, Args: diag.Args("name", name),
			Fixes: []diag.Fix{{Key: "add", Args: diag.Args("line", line)}},
		})
	}
	return act
}

// textRole finds a text role of an act; nil when it has none of that name.
func textRole(act *Act, name string) *Role {
	if role := roleNamed(act.Roles, name); role != nil && role.Type == TextRole {
		return role
	}
	return nil
}

// consent resolves "with consent of P". Where the act has a text role "to", the consent names the norm.
func (c *context) consent(n *Norm, s *syntax.Consent) bool {
	takes := map[syntax.ConsentWord][]syntax.ModalityWord{
		syntax.WithConsent:     {syntax.Must, syntax.AimsTo, syntax.Can},
		syntax.WithoutConsent:  {syntax.MustNot},
		syntax.OnlyWithConsent: {syntax.May},
	}[s.Word]
	if !c.modalityIs(n, takes, s.Span) {
		return false
	}
	const line = "act " + consentAct + " (doer party, to text)"
	of, ok := c.r.partyList(c.scope, s.Of)
	act := c.fixedAct(consentAct, line, codeConsentAct, s.Span)
	if act == nil {
		return false
	}
	if act.Doer() == nil {
		c.r.fail(codeNoDoer, s.Span, diag.Args("name", act.ID), diag.Related{Key: "def", Span: act.Span})
		return false
	}
	n.Consent = &Consent{Word: s.Word, Of: of, Act: act, To: textRole(act, "to")}
	return ok
}

// judged resolves "judged WORD by P".
func (c *context) judged(n *Norm, s *syntax.Judged) bool {
	if !c.modalityIs(n, []syntax.ModalityWord{syntax.Must, syntax.MustNot, syntax.AimsTo}, s.Span) {
		return false
	}
	const line = "act " + findingAct + " (doer party, of text, result text)"
	by, ok := c.r.partyList(c.scope, s.By)
	act := c.fixedAct(findingAct, line, codeFinding, s.Span)
	if act == nil {
		return false
	}
	f := &Finding{Act: act, Of: textRole(act, "of"), Result: textRole(act, "result")}
	if f.Of == nil || f.Result == nil || act.Doer() == nil {
		c.r.say(diag.Diagnostic{
			Code: codeFinding, Severity: diag.Error, Span: s.Span, Args: diag.Args("name", findingAct),
			Fixes:   []diag.Fix{{Key: "add", Args: diag.Args("line", line)}},
			Related: []diag.Related{{Key: "def", Span: act.Span}},
		})
		return false
	}
	n.Judged = &Judged{Word: s.Word[0].Text, Titles: c.r.titles(s.Word), By: by, Finding: f}
	return ok
}

// participation resolves "with participation of P": the first role for parties that is not the doer's, else the doer's.
func (c *context) participation(n *Norm, s *syntax.Participation) bool {
	of, ok := c.r.partyList(c.scope, s.Of)
	act := n.Act.Act
	if act == nil {
		return false
	}
	doer := act.Doer()
	n.Part = doer
	for _, r := range act.Roles {
		if r.Type == PartyRole && r.Many && r != doer {
			n.Part = r
			break
		}
	}
	if n.Part == nil {
		c.r.fail(codeNoDoer, s.Span, diag.Args("name", act.ID), diag.Related{Key: "def", Span: act.Span})
		return false
	}
	n.Taking = of
	return ok
}

// cure resolves "with PERIOD to cure after NOTICE".
func (c *context) cure(n *Norm, s *syntax.Cure) bool {
	out := &Cure{}
	var ok bool
	out.Period, ok = c.r.period(&s.Period)
	if s.After != nil {
		notice, fine := c.pattern(s.After, askAct)
		out.Notice, ok = &notice, ok && fine
	}
	n.Cure = out
	return ok
}

// except resolves an exception: an act of the norm's own sort, or of a sort that counts as it.
func (c *context) except(n *Norm, s *syntax.Except) bool {
	p, ok := c.pattern(s.Act, askAct)
	if !ok || n.Act.Act == nil {
		return false
	}
	if p.Act != n.Act.Act && !c.counted(p.Act, n.Act.Act) {
		c.r.fail(codeExcept, p.Span, diag.Args("name", p.Act.ID, "act", n.Act.Act.ID), diag.Related{Key: "def", Span: p.Act.Span})
		return false
	}
	n.Except = append(n.Except, p)
	return true
}

// counted says whether a rule of the text lets one act count as another.
func (c *context) counted(from, to *Act) bool {
	for _, item := range c.draft.syntax.Items {
		t, ok := item.(*syntax.Term)
		if !ok {
			continue
		}
		for _, item := range t.Items {
			rule, ok := item.(*syntax.CountsAs)
			if ok && rule.From != nil && rule.To != nil && rule.From.Name.Text == from.ID && rule.To.Name.Text == to.ID {
				return true
			}
		}
	}
	return false
}
