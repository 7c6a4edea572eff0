package policy

// memo remembers what was found out about formulas. Nodes never change, so what holds of one holds for good.
type memo struct {
	vars map[Formula][]*Var
	safe map[Formula]bool // found monitorable
}

func newMemo() *memo { return &memo{vars: map[Formula][]*Var{}, safe: map[Formula]bool{}} }

// free gives FreeVars.
func (m *memo) free(f Formula) []*Var {
	vars, ok := m.vars[f]
	if !ok {
		vars = freeVars(f, m.free)
		m.vars[f] = vars
	}
	return vars
}

// monitorable says whether every sub-formula can be evaluated to a finite relation.
func (m *memo) monitorable(f Formula) bool {
	s := &safety{memo: m}
	s.formula(f)
	return len(s.found) == 0
}
