package board

import (
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/locale"
	"mithaq/internal/base/source"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading"
)

// DraftReads is what the program understood of a text, read back in each language.
type DraftReads struct {
	Agreements []DraftAgreement
}

// DraftAgreement is one text read back.
type DraftAgreement struct {
	ID    string
	Title []DraftSaid
	Terms []DraftTerm
}

// DraftTerm is a term with its norms.
type DraftTerm struct {
	ID    string
	Line  int
	Title []DraftSaid
	Says  []DraftSaid // what it says beside its norms
	Norms []DraftNorm
}

// DraftNorm is a norm as written and as understood.
type DraftNorm struct {
	ID      string
	Line    int
	Source  string
	Reading string // the title of the disputed reading by which it stands; "": as written
	Says    []DraftSaid
}

// DraftSaid is something told in one language.
type DraftSaid struct {
	Lang, Dir string
	Text      string
	Clauses   []string
	Kept      []string // what one would have to see to call it kept
	NotKept   []string
}

// ReadsOf reads the agreements of one file back in all languages.
func ReadsOf(whole *reading.Whole, draft string) *DraftReads {
	v := &DraftReads{}
	if whole.Program == nil {
		return nil
	}
	for i := range whole.Program.Agreements {
		a := &whole.Program.Agreements[i]
		if a.Span.File != draft {
			continue
		}
		v.Agreements = append(v.Agreements, agreementRead(whole, a))
	}
	return v
}

func agreementRead(whole *reading.Whole, a *norms.Agreement) DraftAgreement {
	file := whole.Files[a.Span.File]
	out := DraftAgreement{ID: a.ID, Title: inAll(func(w *wording.Words, l wording.Lookup, s *DraftSaid) {
		s.Text, s.Clauses = wording.Name(w.Lang(), a.Names, a.ID), w.AgreementText(l, a)
	}, whole.Program)}
	for i := range a.Terms {
		t := &a.Terms[i]
		term := DraftTerm{ID: t.ID, Line: t.Span.Start.Line, Title: inAll(func(w *wording.Words, _ wording.Lookup, s *DraftSaid) {
			s.Text = wording.Name(w.Lang(), t.Title, t.ID)
		}, whole.Program)}
		says := inAll(func(w *wording.Words, l wording.Lookup, s *DraftSaid) {
			if t.Nature != norms.Normative {
				s.Clauses = append(s.Clauses, w.Nature(t.Nature).Long)
			}
			s.Clauses = append(s.Clauses, w.TermText(l, a, t)...)
		}, whole.Program)
		if len(says[0].Clauses) > 0 {
			term.Says = says
		}
		for k := range a.Norms {
			if a.Norms[k].Term == t.ID {
				term.Norms = append(term.Norms, normRead(whole.Program, file, &a.Norms[k], ""))
			}
		}
		for k := range a.Readings {
			r := &a.Readings[k]
			for m := range r.Norms {
				if r.Norms[m].Term == t.ID {
					term.Norms = append(term.Norms, normRead(whole.Program, file, &r.Norms[m], r.ID))
				}
			}
		}
		out.Terms = append(out.Terms, term)
	}
	return out
}

func normRead(prog *norms.Program, file *source.File, n *norms.Norm, by string) DraftNorm {
	out := DraftNorm{ID: n.ID, Line: n.Span.Start.Line, Reading: by}
	if file != nil && n.Span.End.Offset <= len(file.Text) {
		out.Source = strings.Join(strings.Fields(file.Text[n.Span.Start.Offset:n.Span.End.Offset]), " ")
	}
	out.Says = inAll(func(w *wording.Words, l wording.Lookup, s *DraftSaid) {
		back := w.Norm(l, n)
		s.Text, s.Clauses, s.Kept, s.NotKept = back.Text, back.Clauses, back.Kept, back.NotKept
	}, prog)
	return out
}

// inAll tells something in each language.
func inAll(tell func(*wording.Words, wording.Lookup, *DraftSaid), prog *norms.Program) (list []DraftSaid) {
	for _, lang := range locale.Langs {
		w := wording.For(lang)
		s := DraftSaid{Lang: string(lang), Dir: locale.Dir(lang)}
		tell(w, wording.Lookup{Program: prog}.In(w), &s)
		list = append(list, s)
	}
	return list
}
