package norms

// Conds lists the conditions of a norm; some may be nil.
func (n *Norm) Conds() []Cond {
	list := []Cond{n.Goal, n.If, n.Once, n.While, n.Until, n.Unless}
	if n.Window.Renew != nil {
		list = append(list, n.Window.Renew.Unless)
	}
	return list
}

// AllNorms gives all norms: those of the text as written, then those of its readings.
func (a *Agreement) AllNorms(yield func(*Norm) bool) {
	for i := range a.Norms {
		if !yield(&a.Norms[i]) {
			return
		}
	}
	for i := range a.Readings {
		for j := range a.Readings[i].Norms {
			if !yield(&a.Readings[i].Norms[j]) {
				return
			}
		}
	}
}

// Walk calls f for a condition and everything in it, outermost first; a nil condition is nothing.
func Walk(c Cond, f func(Cond)) {
	if c == nil {
		return
	}
	f(c)
	switch c := c.(type) {
	case And:
		for _, x := range c.Conds {
			Walk(x, f)
		}
	case Or:
		for _, x := range c.Conds {
			Walk(x, f)
		}
	case Not:
		Walk(c.Cond, f)
	}
}
