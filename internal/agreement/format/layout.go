package format

import "mithaq/internal/agreement/syntax"

// at allows a break before a token.
func (p *printer) at(token int, level uint8, indent int) { p.breaks[token] = point{level, indent} }

// layout says where a statement may be broken.
func (p *printer) layout(s syntax.Stmt, indent int) {
	more := indent + 4
	switch s := s.(type) {
	case *syntax.Party:
		p.title(s.Title, more)
		for _, m := range s.In {
			p.at(m.First, 1, more)
		}
	case *syntax.Office:
		p.title(s.Title, more)
	case *syntax.Kind:
		p.kind(s, indent)
	case *syntax.Act:
		p.title(s.Title, more)
		p.roles(s.Roles, more)
	case *syntax.State:
		p.title(s.Title, more)
		p.roles(s.Roles, more)
		p.links(s.Begins, more)
		p.links(s.Ends, more)
	case *syntax.Zone:
		p.title(s.Title, more)
	case *syntax.Roster:
		p.title(s.Title, more)
	case *syntax.Mark:
		p.title(s.Title, more)
	case *syntax.Track:
		p.title(s.Title, more)
	case *syntax.InForce:
		p.cond(s.Once, more)
	case *syntax.AtStart:
		p.pattern(s.State, more)
	case *syntax.Applies:
		p.cond(s.Cond, more)
	case *syntax.Intended:
		p.title(s.Why, more)
	case *syntax.Text:
		p.title(s.Words, more)
	case *syntax.TextOnly:
		p.title(s.Words, more)
	case *syntax.Reading:
		p.title(s.Title, more)
	case *syntax.CountsAs:
		p.pattern(s.From, more)
		p.at(s.From.Last, 1, more)
		p.pattern(s.To, more)
	case *syntax.Norm:
		p.norm(s, more)
	case *syntax.Claim:
		p.title(s.Title, more)
		if s.Compare != nil {
			p.at(s.Compare.First, 1, indent+2)
			p.cond(s.Compare, more)
		}
		if s.Seen != nil {
			p.at(s.Seen.First, 1, indent+2)
			p.cond(s.Seen, more)
		}
	case *syntax.Concern:
		p.title(s.Title, more)
	case *syntax.Position:
		p.title(s.Said, more)
	}
}

// title breaks between the languages and the pieces of a text.
func (p *printer) title(t syntax.Title, indent int) {
	if len(t) == 0 {
		return
	}
	i := p.token(t[0].Span.Start.Offset)
	end := t[len(t)-1].Span.End.Offset
	if p.toks[i].Kind == syntax.Word {
		i++ // the first language stays with the statement
	}
	for i++; i < len(p.toks) && p.toks[i].Offset < end; i++ {
		// A language or a string that continues one; the string behind its language stays there.
		if p.toks[i].Kind == syntax.Word || p.toks[i-1].Kind == syntax.String {
			p.at(i, 1, indent)
		}
	}
}

// token finds the token at an offset.
func (p *printer) token(offset int) int {
	low, high := p.next, len(p.toks)-1
	for low < high {
		if mid := (low + high) / 2; p.toks[mid].Offset < offset {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// kind sets each sub-kind of a long list on a line of its own.
func (p *printer) kind(k *syntax.Kind, indent int) {
	p.title(k.Title, indent+4)
	if len(k.Sub) == 0 || indent+p.width(k.First, k.Last) <= Width && !p.commented(k.First, k.Last) {
		return
	}
	for _, sub := range k.Sub {
		p.at(sub.First, 1, indent+2)
		p.kind(sub, indent+2)
	}
	p.at(k.Last-1, 1, indent)
}

func (p *printer) roles(roles []syntax.Role, indent int) {
	for _, r := range roles {
		p.at(r.First, 2, indent)
	}
}

func (p *printer) links(links []syntax.Link, indent int) {
	for i, l := range links {
		if i == 0 {
			p.at(l.First-1, 1, indent)
		} else {
			p.at(l.First, 2, indent+2)
		}
		p.close(l.First + afterName(l.Phase))
		for _, a := range l.Args {
			p.at(a.First, 2, indent+2)
		}
	}
}

// close keeps an opening bracket close to the name before it.
func (p *printer) close(token int) { p.tight[token] = true }
