package syntax

import (
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// bearers reads who bears a norm.
func (p *parser) bearers(n *Norm) {
	next := p.peek(1)
	named := next.isLabel() && !p.binds(next) && next.Key != kwAnd
	switch {
	case p.is(kwUnnamed) && next.Kind == Word:
		p.at++
		n.Unnamed = true
	case p.is(kwJointly) && named:
		n.Share = Jointly
		p.at++
		n.Bearers = p.names(kwMust, kwMay, kwAims, kwCan)
	case p.is(kwEach) && next.Key == kwOf:
		n.Share = EachOf
		p.at += 2
		n.Bearers = p.names(kwMust, kwMay, kwAims, kwCan)
	case p.is(kwEither) && named:
		n.Share = Either
		p.at++
		n.Bearers = p.alternatives(kwMust, kwMay, kwAims, kwCan)
	case p.is(kwOne) && next.Key == kwOf:
		n.Share = Either
		p.at += 2
		n.Bearers = p.alternatives(kwMust, kwMay, kwAims, kwCan)
	case p.tok().isLabel() && next.sign() == ".":
		ref := p.ref()
		n.Bearer = &ref
	default:
		n.Bearers = p.names(kwMust, kwMay, kwAims, kwCan)
	}
}

// alternatives reads "a, b or c".
func (p *parser) alternatives(stop ...Keyword) []Name {
	list := []Name{p.nameBefore(stop...)}
	for !p.boundary() {
		switch {
		case p.isSign(","):
			p.at++
			p.take(kwOr)
		case p.is(kwOr):
			p.at++
		case p.is(kwAnd):
			p.want(kwOr)
			p.at++
		default:
			return list
		}
		list = append(list, p.nameBefore(stop...))
	}
	return list
}

func (p *parser) modality(n *Norm) {
	first := p.at
	t := p.tok()
	t.many = len(n.Bearers) > 1 && (n.Share != EachOf && n.Share != Either)
	if want, ok := p.table.deontic[t.spelling()]; ok && t.Kind == Word && !p.boundary() {
		p.ambiguous(p.span(p.at, p.at+1), p.table.Modality(want))
		p.at++
		n.Modality = want
		if p.take(kwNot) {
			n.Modality = MustNot
		}
		n.ModalitySpan = p.span(first, p.at)
		return
	}
	// A word followed by a bracket is the act: then the modality is missing, not misspelt.
	if !p.binds(t) && p.peek(1).sign() != "(" && !p.boundary() {
		p.respell(kwMust, kwMay, kwAims, kwCan)
	}
	switch {
	case p.take(kwMust):
		n.Modality = Must
		if p.is(kwNot) && p.peek(1).sign() != "(" {
			p.at++
			n.Modality = MustNot
		}
	case p.take(kwMay):
		n.Modality = May
		if p.is(kwNot) && p.peek(1).sign() != "(" {
			p.at++
			n.Modality = MustNot
			p.ambiguous(p.span(first, p.at), p.table.Modality(MustNot))
		}
	case p.take(kwAims):
		n.Modality = AimsTo
		p.want(kwTo)
	case p.take(kwCan):
		n.Modality = Can
		if p.is(kwNot) && p.peek(1).sign() != "(" {
			p.at++
			n.Modality = MustNot
			p.ambiguous(p.span(first, p.at), p.table.Modality(MustNot))
		}
	default:
		t := p.table
		p.report(codeModality, p.where(), "want", choice(t.Modality(Must), t.Modality(MustNot), t.Modality(May), t.Modality(AimsTo), t.Modality(Can)))
	}
	n.ModalitySpan = p.span(first, p.at)
}

// ambiguous remarks on a word that binds in one text and not in another.
func (p *parser) ambiguous(span source.Span, want string) {
	written := p.file.Source.Text[span.Start.Offset:span.End.Offset]
	p.report(codeDeontic, span, "word", written, "want", want).Fixes = []diag.Fix{{
		Key: "replace", Args: diag.Args("want", want), Edits: edit(span, want),
	}}
}
