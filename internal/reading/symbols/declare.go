package symbols

import "mithaq/internal/agreement/syntax"

// declarer enters what texts declare.
type declarer struct{ x *Index }

func (d declarer) file(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.Vocabulary:
		d.x.declare(Symbol{Sort: Vocabulary, Title: s.Title, Stmt: s}, s.Name)
		for _, item := range s.Items {
			d.item(item)
		}
	case *syntax.Agreement:
		d.agreement(s)
	default:
		d.item(s) // misplaced, yet a declaration
	}
}

func (d declarer) item(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.Party:
		d.x.declare(Symbol{Sort: Party, Title: s.Title, Stmt: s}, s.Name)
	case *syntax.Office:
		d.x.declare(Symbol{Sort: Party, Title: s.Title, Stmt: s}, s.Name)
	case *syntax.Kind:
		d.kind(s)
	case *syntax.Act:
		d.roles(d.x.declare(Symbol{Sort: Act, Title: s.Title, Stmt: s}, s.Name), s.Roles)
	case *syntax.State:
		d.roles(d.x.declare(Symbol{Sort: State, Title: s.Title, Stmt: s}, s.Name), s.Roles)
	case *syntax.Zone:
		d.x.declare(Symbol{Sort: Zone, Title: s.Title, Stmt: s}, s.Name)
	case *syntax.Roster:
		d.x.declare(Symbol{Sort: Roster, Title: s.Title, Stmt: s}, s.Name)
	}
}

func (d declarer) kind(s *syntax.Kind) {
	d.x.declare(Symbol{Sort: Kind, Title: s.Title, Stmt: s}, s.Name)
	for _, sub := range s.Sub {
		d.kind(sub)
	}
}

func (d declarer) roles(of *Symbol, roles []syntax.Role) {
	if of == nil {
		return
	}
	for i := range roles {
		d.x.declare(Symbol{Sort: Role, Of: of, Stmt: of.Stmt, Role: &roles[i]}, roles[i].Name)
	}
}

func (d declarer) agreement(s *syntax.Agreement) {
	a := d.x.declare(Symbol{Sort: Agreement, Title: s.Title, Stmt: s}, s.Name)
	for _, item := range s.Items {
		switch s := item.(type) {
		case *syntax.Mark:
			d.x.declare(Symbol{Sort: Mark, Of: a, Title: s.Title, Stmt: s}, s.Name)
		case *syntax.Track:
			d.x.declare(Symbol{Sort: Track, Of: a, Title: s.Title, Stmt: s}, s.Name)
		case *syntax.Claim:
			d.x.declare(Symbol{Sort: Claim, Of: a, Title: s.Title, Stmt: s}, s.Name)
		case *syntax.Concern:
			d.x.declare(Symbol{Sort: Concern, Of: a, Title: s.Title, Stmt: s}, s.Name)
		case *syntax.Term:
			d.term(a, s)
		}
	}
}

func (d declarer) term(a *Symbol, s *syntax.Term) {
	d.x.declare(Symbol{Sort: Term, Of: a, Title: s.Title, Stmt: s}, s.Label)
	for _, item := range s.Items {
		switch s := item.(type) {
		case *syntax.Norm:
			d.x.declare(Symbol{Sort: Norm, Of: a, Stmt: s}, s.Label)
		case *syntax.CountsAs:
			d.x.declare(Symbol{Sort: Norm, Of: a, Stmt: s}, s.Label)
		case *syntax.Reading:
			d.x.declare(Symbol{Sort: Reading, Of: a, Title: s.Title, Stmt: s}, s.Name)
		}
	}
}
