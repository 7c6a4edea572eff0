package wording

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/locale"
	"mithaq/internal/judge/status"
)

// Wait tells one thing that a norm waits on.
func (w *Words) Wait(l Lookup, n *status.Norm, wait status.Wait) string {
	l = l.In(w)
	text := w.waitOn(l, n, wait)
	switch {
	case wait.Blocked:
		return w.Text("wait.blocked", "wait", Phrase(text))
	case wait.Circle:
		return w.Text("wait.circle", "wait", Phrase(text))
	}
	return text
}

func (w *Words) waitOn(l Lookup, n *status.Norm, wait status.Wait) string {
	decl, a := l.Norm(n.Key.Norm)
	switch wait.On {
	case "condition":
		if decl != nil && decl.Once != nil {
			return w.Text("wait.condition.with", "cond", Phrase(reader{w: w, l: l, a: a}.cond(decl.Once)))
		}
		return w.Text("wait.condition")
	case "mark":
		return w.Text("wait.mark", "mark", l.Mark(wait.Ref))
	case "act":
		return w.Text("wait.act", "act", l.Act(wait.Ref))
	case "norm":
		return w.Text("wait.norm", "norm", Phrase(w.normLabel(l, wait.Ref, agreementOf(a))))
	case "start":
		if z := l.zone(n.Key.Norm); known(n.Window.Start) && n.Window.Start.Point() {
			return w.Text("wait.start.with", "date", Phrase(locale.Date(w.lang, z.DateOf(n.Window.Start.Lo))))
		}
		return w.Text("wait.start")
	case "entry":
		return w.Text("wait.entry", "text", l.agreement(wait.Ref))
	case "power":
		return w.Text("wait.power", "norm", Phrase(w.normLabel(l, wait.Ref, agreementOf(a))))
	case "finding":
		if decl != nil && decl.Judged != nil {
			return w.Text("wait.finding.by", "bodies", w.names("list.or", l.Parties(decl.Judged.By)), "word", w.openWord(decl.Judged))
		}
		return w.Text("wait.finding", "word", wait.Ref)
	case "notice":
		return w.Text("wait.notice", "act", l.Act(wait.Ref))
	case "renewal":
		if decl != nil && decl.Window.Renew != nil && decl.Window.Renew.Unless != nil {
			return w.Text("wait.renewal.with", "cond", Phrase(reader{w: w, l: l, a: a}.cond(decl.Window.Renew.Unless)))
		}
		return w.Text("wait.renewal")
	case "roster":
		return w.Text("wait.roster", "list", l.list(wait.Ref))
	}
	return w.Text("wait.unknown", "ref", wait.Ref)
}

// agreementOf gives a text's id, "" for none.
func agreementOf(a *norms.Agreement) string {
	if a == nil {
		return ""
	}
	return a.ID
}

// list names a roster by its id or by the state whose holders it lists.
func (l Lookup) list(ref string) string {
	for i := range l.Program.Vocabulary.Rosters {
		r := &l.Program.Vocabulary.Rosters[i]
		if r.ID == ref || r.Of == ref && ref != "" {
			return Name(l.lang, r.Names, r.ID)
		}
	}
	return l.State(ref)
}

// Coverage tells in a few words what observers could see.
func (w *Words) Coverage(s *status.Share) string {
	switch {
	case s == nil:
		return w.Text("why.no_act")
	case !s.Known:
		return w.Text("coverage.unknown")
	}
	return w.Plural("coverage.share", s.Needed, "covered", s.Covered)
}
