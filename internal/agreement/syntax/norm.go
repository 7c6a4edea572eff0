package syntax

import "mithaq/internal/base/diag"

func (p *parser) term() *Term {
	n := &Term{}
	p.head(&n.Node)
	p.scope = inTerms
	n.Label, n.Title = p.label(), p.title()
	nodes := p.nodes
	body := p.at
	p.nodes = nil // from here each line has its own
	for {
		item := p.termItem()
		if item == nil {
			break
		}
		n.Items = append(n.Items, item)
	}
	p.nodes = nodes
	p.endBlock(&n.Node, body)
	return n
}

var natures = map[Keyword]NatureWord{kwRecital: Recital, kwBelief: Belief, kwWarning: Warning, kwOffer: OfferTerm, kwUnseen: Unseen}

// termItem reads one line of a term: its wording, its nature, a norm. It gives nil where the term ends.
func (p *parser) termItem() Stmt {
	t := p.tok()
	nature, isNature := natures[t.Key]
	switch {
	case t.Kind == End, t.Line && t.Key >= kwVocabulary && t.Key <= kwPosition && p.peek(1).sign() != ":":
		return nil
	case t.isLabel() && p.peek(1).sign() == ":", p.normLike():
		return p.normStatement()
	case t.Key == kwText:
		n := &Text{}
		p.headed(&n.Node, func() {
			if n.Words = p.title(); n.Words == nil {
				p.text()
			}
		})
		return n
	case isNature:
		n := &Nature{Word: nature}
		p.headed(&n.Node, func() {})
		return n
	case p.nextStatement() != NoKeyword,
		t.Line && t.Key >= kwUses && t.Key <= kwPartial && t.Key != kwIn:
		return nil
	case !t.Line:
		n := &Bad{Node: p.begin()}
		n.Broken = true
		p.report(codeRest, p.this(), "text", t.Text)
		p.at++
		p.skip(func(t *Token) bool { return t.Line && (p.resembles(t) || p.normLike()) })
		p.end(&n.Node)
		return n
	}
	if p.respell(termWords...) {
		t.Line = true
		return p.termItem()
	}
	return p.junk(nil)
}

// normLike says whether a line that is no "label:" reads like a norm all the same: a modality stands in it
// before any bracket.
func (p *parser) normLike() bool {
	if !p.tok().Line || !p.tok().isLabel() || p.boundary() {
		return false
	}
	for i := p.at; i < len(p.toks) && i < p.at+40; i++ {
		t := &p.toks[i]
		switch {
		case t.Kind == End, t.sign() == "(", t.Kind == String, i > p.at && t.Line && p.boundaryAt(i):
			return false
		case i > p.at && (t.Key == kwMust || t.Key == kwMay || t.Key == kwAims), i > p.at && deontic[t.Text] != "":
			return true
		}
	}
	return false
}

// normStatement reads a norm, which like every statement begins its line.
func (p *parser) normStatement() *Norm {
	n := &Norm{Node: p.begin()}
	n.Broken = p.inside()
	p.within(func() {
		p.nodes = append(p.nodes, &n.Broken)
		p.normLabel(n)
		if p.take(kwFor) {
			p.family(n)
		}
		p.bearers(n)
		p.modality(n)
		n.Act = p.pattern()
		p.clauses(n)
		p.end(&n.Node)
	})
	return n
}

// normLabel reads "11a:", or says what is missing of it.
func (p *parser) normLabel(n *Norm) {
	t, next := p.tok(), p.peek(1)
	switch {
	case next.sign() == ":":
		// At the beginning of a line a label is one whatever word it is.
		n.Label = p.nameAt(p.at)
		p.at += 2
	case t.Kind != Word, next.isLabel() && next.Key != kwMust && next.Key != kwMay && next.Key != kwAims && next.Key != kwAnd &&
		deontic[next.Text] == "" && t.Key != kwUnnamed && t.Key != kwFor:
		n.Label = p.nameAt(p.at)
		p.at++
		here := p.ends[p.at-1]
		span := n.Label.Span
		span.Start, span.End = here, here
		p.report(codeColon, n.Label.Span, "label", t.Text).Fixes = []diag.Fix{{Key: "insert", Args: diag.Args("want", ":"), Edits: edit(span, ":")}}
	default:
		n.Label = p.noName()
		p.report(codeNoLabel, p.this())
		p.quiet = -1
	}
}

// family reads "each held() as h," or "each member of detainees as d,".
func (p *parser) family(n *Norm) {
	f := &Family{Node: p.begin()}
	f.First--
	p.want(kwEach)
	if p.is(kwMember) && p.peek(1).sign() != "(" {
		p.at++
		p.want(kwOf)
		name := p.nameBefore(kwAs)
		f.Roster = &name
		if p.isSign("(") {
			f.Args = p.args()
		}
	} else {
		f.Pattern = p.pattern()
	}
	p.want(kwAs)
	f.Var = p.name()
	p.end(&f.Node)
	if p.quiet != p.at {
		p.wantSign(",")
	}
	n.ForEach = f
}

func (p *parser) bearers(n *Norm) {
	if p.is(kwUnnamed) && p.peek(1).Kind == Word {
		p.at++
		n.Unnamed = true
		return
	}
	n.Bearers = p.names(kwMust, kwMay, kwAims)
}

// deontic gives for words that drafters use instead of ours what is probably meant. "may not" is refused too, though
// both words are ours: it forbids in one text and leaves free in another.
var deontic = map[string]string{"shall": "must", "will": "must", "shan't": "must not", "cannot": "must not", "mustn't": "must not"}

func (p *parser) modality(n *Norm) {
	first := p.at
	t := p.tok()
	if want := deontic[t.Text]; want != "" && t.Kind == Word && !p.boundary() {
		span := p.span(p.at, p.at+1)
		p.report(codeDeontic, span, "word", t.Text, "want", want).Fixes = []diag.Fix{{Key: "replace", Args: diag.Args("want", want), Edits: edit(span, want)}}
		p.at++
		n.Modality = Must
		if p.take(kwNot) || want == "must not" {
			n.Modality = MustNot
		}
		n.ModalitySpan = p.span(first, p.at)
		return
	}
	// A word followed by a bracket is the act: then the modality is missing, not misspelt.
	if t.Key != kwMust && t.Key != kwMay && t.Key != kwAims && p.peek(1).sign() != "(" && !p.boundary() {
		p.respell(kwMust, kwMay, kwAims)
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
			span := p.span(first, p.at)
			p.report(codeDeontic, span, "word", p.file.Source.Text[span.Start.Offset:span.End.Offset], "want", "must not").
				Fixes = []diag.Fix{{Key: "replace", Args: diag.Args("want", "must not"), Edits: edit(span, "must not")}}
		}
	case p.take(kwAims):
		n.Modality = AimsTo
		p.want(kwTo)
	default:
		p.report(codeModality, p.where(), "want", "must, must not, may, aims to")
	}
	n.ModalitySpan = p.span(first, p.at)
}

// clauseWords may begin a clause.
var clauseWords = []Keyword{kwBy, kwBefore, kwWithin, kwDay, kwFrom, kwUntil, kwUndated, kwAt, kwIf, kwOnce, kwWhile, kwUnless, kwOnly, kwObserved}

func (p *parser) clauses(n *Norm) {
	for !p.boundary() {
		comma := p.isSign(",")
		if comma {
			p.at++ // read aloud, a clause may follow a pause
		}
		if c := p.clause(); c != nil {
			n.Clauses = append(n.Clauses, c)
			continue
		}
		if p.nextStatement() != NoKeyword || p.tok().isLabel() && p.peek(1).sign() == ":" {
			return // another statement on the same line, which has its own remark
		}
		if p.tok().Line && (p.normLike() || p.resembles(p.tok())) && !comma {
			return
		}
		if t := p.tok(); t.Line && t.Key >= kwUses && t.Key <= kwPartial && !comma {
			return // a heading that comes late
		}
		if p.quiet != p.at && p.respell(clauseWords...) {
			continue
		}
		if p.tok().Line && !comma && p.tok().Kind != Punct {
			return
		}
		p.report(codeRest, p.this(), "text", p.tok().Text)
		n.Broken = true
		if p.boundary() {
			return
		}
		p.at++
		p.skip(func(t *Token) bool { return p.atClause() || p.nextStatement() != NoKeyword || t.Line && p.normLike() })
	}
}

// atClause says whether the next word begins a clause.
func (p *parser) atClause() bool {
	for _, k := range clauseWords {
		if p.is(k) {
			return true
		}
	}
	return false
}

// clause reads one clause; nil where none begins.
func (p *parser) clause() Clause {
	if p.boundary() {
		return nil
	}
	switch key, next := p.tok().Key, p.peek(1); key {
	case kwBy:
		if next.Key == kwDay && p.peek(2).Kind == Number {
			return p.bound(ByDay, 2)
		}
		return p.bound(By, 1)
	case kwBefore:
		return p.bound(Before, 1)
	case kwWithin:
		return p.bound(Within, 1)
	case kwDay:
		return p.bound(Day, 1)
	case kwFrom:
		return p.bound(From, 1)
	case kwUntil:
		if p.pointAhead(1) {
			return p.bound(Until, 1)
		}
		return p.when(UntilCond, 1)
	case kwUndated:
		n := &Undated{}
		p.headed(&n.Node, func() {})
		return n
	case kwAt:
		if next.Key == kwOnce {
			n := &Undated{AtOnce: true}
			p.headed(&n.Node, func() { p.at++ })
			return n
		}
		return p.amount()
	case kwIf:
		return p.when(If, 1)
	case kwOnce:
		return p.when(Once, 1)
	case kwWhile:
		return p.when(While, 1)
	case kwUnless:
		return p.when(Unless, 1)
	case kwOnly:
		if next.Key == kwOnce {
			return p.when(OnlyOnce, 2)
		}
	case kwObserved:
		return p.observed()
	}
	return nil
}

// bound reads a clause of the window behind its first words.
func (p *parser) bound(word BoundWord, words int) *Bound {
	n := &Bound{Word: word}
	p.headed(&n.Node, func() {
		p.at += words - 1
		switch word {
		case Within:
			period := p.period()
			n.Period = &period
			p.want(kwOf)
		case Day, ByDay:
			n.Day = p.number(1)
			p.want(kwOf)
		}
		if p.quiet == p.at && !p.tok().isLabel() {
			n.Point = Point{Node: p.begin()}
			n.Point.Broken = true
			p.end(&n.Point.Node)
			return
		}
		n.Point = p.point()
	})
	return n
}

func (p *parser) amount() *Amount {
	n := &Amount{}
	p.headed(&n.Node, func() {
		low := 1
		switch {
		case p.take(kwMost):
			n.Most, low = true, 0
		case p.take(kwLeast):
		case p.tok().Kind == Word && p.respell(kwLeast, kwMost):
			n.Most = p.tok().Key == kwMost
			p.at++
		default:
			p.report(codeWantOneOf, p.where(), "want", "at least, at most, at once")
		}
		n.N = p.number(low)
		if p.is(kwIn) {
			p.at++
			p.want(kwAny)
			period := p.period()
			n.Per = &period
		}
	})
	return n
}

// when reads a condition behind the words of its clause.
func (p *parser) when(word WhenWord, words int) *When {
	n := &When{Word: word}
	p.headed(&n.Node, func() {
		p.at += words - 1
		n.Cond = p.cond(true)
	})
	return n
}
