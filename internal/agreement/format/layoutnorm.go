package format

import "mithaq/internal/agreement/syntax"

// norm says where a norm may be broken: before each clause.
func (p *printer) norm(n *syntax.Norm, indent int) {
	if f := n.ForEach; f != nil {
		p.pattern(f.Pattern, indent)
		if f.Roster != nil && len(f.Args) > 0 {
			p.close(f.Args[0].First - 1)
			p.args(f.Args, indent)
		}
		p.at(f.Last+1, 1, indent)
	}
	p.cond(n.Goal, indent)
	p.pattern(n.Act, indent)
	for _, c := range n.Clauses {
		p.at(c.Head().First, 1, indent)
		p.clause(c, indent+2)
	}
}

func (p *printer) clause(c syntax.Clause, indent int) {
	switch c := c.(type) {
	case *syntax.Bound:
		p.point(&c.Point, indent)
	case *syntax.Duration:
		p.cond(c.Unless, indent)
	case *syntax.Except:
		p.pattern(c.Act, indent)
	case *syntax.Cure:
		p.pattern(c.After, indent)
	case *syntax.When:
		p.cond(c.Cond, indent)
	}
}

func (p *printer) pattern(n *syntax.Pattern, indent int) {
	if n == nil {
		return
	}
	p.close(n.First + afterName(n.Phase))
	p.args(n.Args, indent)
}

// afterName says how many words the name of an act takes, with its phase.
func afterName(phase syntax.PhaseWord) int {
	if phase != syntax.Whole {
		return 2
	}
	return 1
}

func (p *printer) args(args []syntax.Arg, indent int) {
	for _, a := range args {
		p.at(a.First, 2, indent+2)
	}
}

func (p *printer) point(n *syntax.Point, indent int) {
	if n != nil && n.Pattern != nil {
		p.pattern(n.Pattern, indent)
	}
}

func (p *printer) cond(c syntax.Cond, indent int) {
	switch c := c.(type) {
	case *syntax.And:
		p.conds(c.Conds, indent)
	case *syntax.Or:
		p.conds(c.Conds, indent)
	case *syntax.Not:
		p.cond(c.Cond, indent)
	case *syntax.Seen:
		p.pattern(c.Pattern, indent)
		p.point(c.From, indent)
		p.point(c.Until, indent)
	case *syntax.After:
		p.point(&c.Point, indent)
	case *syntax.Compare:
		p.figure(&c.Figure, indent)
		p.figure(c.With, indent)
	}
}

func (p *printer) figure(f *syntax.Figure, indent int) {
	if f != nil {
		p.pattern(f.Pattern, indent)
		p.point(f.From, indent)
		p.point(f.Until, indent)
	}
}

// conds breaks before each "and" and "or".
func (p *printer) conds(conds []syntax.Cond, indent int) {
	for i, c := range conds {
		if i > 0 {
			word := c.Head().First - 1
			for p.toks[word].Text == "(" {
				word--
			}
			p.at(word, 2, indent)
		}
		p.cond(c, indent)
	}
}
