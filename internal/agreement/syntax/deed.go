package syntax

// powers are the words of what a power brings about.
var powers = map[Keyword]DeedWord{
	kwTerminate: Terminate, kwWaive: Waive, kwSuspend: Suspend, kwResume: Resume, kwExtend: Extend, kwMove: Move, kwSucceed: Succeed,
}

// deed reads what the norm asks, behind its modality.
func (p *parser) deed(n *Norm) {
	first := p.at
	t, next := p.tok(), p.peek(1)
	if t.Kind == Word && t.Key == NoKeyword && next.Kind == Word && !next.Line && !p.boundary() && p.quiet != p.at {
		p.respell(kwKeep, kwBring, kwEnsure, kwTerminate, kwWaive, kwSuspend, kwResume, kwExtend, kwMove, kwSucceed, kwBegin, kwFinish)
	}
	power, isPower := powers[t.Key]
	switch {
	case p.is(kwKeep) && !p.argsAhead(1):
		n.Deed = KeepCond
		p.at++
		n.DeedSpan = p.span(first, p.at)
		n.Goal = p.goal()
	case p.is(kwBring) && next.sign() != "(":
		n.Deed = BringAbout
		p.at++
		p.want(kwAbout)
		n.DeedSpan = p.span(first, p.at)
		n.Goal = p.goal()
	case p.is(kwEnsure) && next.sign() != "(":
		n.Deed = EnsureThat
		p.at++
		p.want(kwThat)
		n.DeedSpan = p.span(first, p.at)
		n.Actors = p.names(kwNotAct)
		n.ActorsNot = p.take(kwNotAct)
		n.Act = p.pattern()
	case isPower && next.sign() != "(" && !p.boundary():
		n.Deed = power
		p.at++
		n.DeedSpan = p.span(first, p.at)
		p.effect(n)
	default:
		n.DeedSpan = p.span(first, first)
		n.Act = p.pattern()
	}
}

// goal reads the condition that a norm asks. "from" and "until" behind it belong to the norm: what holds until a day is to be
// kept until that day. In parentheses they belong to the condition.
func (p *parser) goal() Cond {
	p.asked = true
	c := p.cond(true)
	p.asked = false
	return c
}

// effect reads what a power touches, and the act by which it is exercised.
func (p *parser) effect(n *Norm) {
	switch n.Deed {
	case Extend:
		n.Targets = []Target{p.target(TargetNorm)}
		p.want(kwByMuch)
		period := p.period()
		n.Period = &period
	case Move:
		n.Targets = []Target{p.target(TargetMark)}
	case Succeed:
		n.Targets = []Target{p.target(TargetParty)}
	default:
		n.Targets = []Target{p.anyTarget()}
		for p.takeSign(",") || p.take(kwAnd) {
			n.Targets = append(n.Targets, p.anyTarget())
		}
		if n.Deed == Suspend && p.take(kwFor) {
			period := p.period()
			n.Period = &period
		}
	}
	if p.want(kwThrough) || p.patternAhead(0) {
		n.Act = p.pattern()
	}
}

// anyTarget reads a norm's label, "term 3" or "agreement".
func (p *parser) anyTarget() Target {
	switch {
	case p.is(kwTerm) && p.peek(1).isLabel() && p.peek(1).Key != kwThrough:
		return p.target(TargetTerm)
	case p.is(kwAgreement):
		return p.target(TargetText)
	}
	return p.target(TargetNorm)
}

// target reads a target of the sort.
func (p *parser) target(sort TargetSort) Target {
	n := Target{Node: p.begin(), Sort: sort}
	switch sort {
	case TargetText:
		p.at++
	case TargetTerm:
		p.at++
		n.Ref.Name = p.label()
	case TargetNorm:
		n.Ref = p.ref()
	default:
		n.Ref.Name = p.name()
	}
	p.end(&n.Node)
	return n
}
