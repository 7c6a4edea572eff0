package schedule

import "mithaq/internal/agreement/norms"

// dependences lists the dated duties that hang on something that the text asks for without a date.
func (t *text) dependences() (list []Dependence) {
	for _, n := range t.norms {
		if n.Modality != norms.Obligation || n.Window.End == nil {
			continue
		}
		a := t.p.Agreement(n.Agree)
		if ev, _, ok := t.anchor(a, n, n.Window.End, true); ok {
			if on := t.undated(a, ev); len(on) > 0 {
				list = append(list, Dependence{n, n.Window.End, on})
				continue
			}
		}
		ways, ok := t.times(a, n.Once)
		if !ok || len(ways) != 1 {
			continue
		}
		for _, c := range ways[0] {
			if on := t.undated(a, c.event); len(on) > 0 {
				list = append(list, Dependence{n, nil, on})
				break
			}
		}
	}
	return list
}

// undated lists the norms that ask for an event, if none of them gives it a date. An event that nobody is asked to bring about is
// no fault: it may come or not.
func (t *text) undated(a *norms.Agreement, ev event) (list []string) {
	var from []*norms.Norm
	switch ev.sort {
	case normKept:
		from = []*norms.Norm{ev.norm}
	case actDone:
		for _, n := range t.asked[ev.point.Act.Act] {
			if cover(&t.p.Vocabulary, &ev.point.Act, &n.Act) == whole {
				from = append(from, n)
			}
		}
	case markDay:
		from = t.setters(a, ev.point.Mark)
	case theStart, member, entrance:
		return nil
	}
	for _, n := range from {
		if n.Modality != norms.Obligation && n.Modality != norms.Aim || n.Window.End != nil {
			return nil
		}
		list = append(list, n.Name())
	}
	return list
}

// setters lists the duties and aims of a text to name the day of a mark.
func (t *text) setters(a *norms.Agreement, mark string) []*norms.Norm { return t.naming[a.ID+" "+mark] }

// named gathers the marks whose day a norm names.
func (t *text) named(n *norms.Norm) {
	if n.Modality != norms.Obligation && n.Modality != norms.Aim {
		return
	}
	decl := t.p.Act(n.Act.Act)
	if decl == nil {
		return
	}
	for _, w := range n.Act.Roles {
		if r := decl.Role(w.Role); r == nil || r.Type != norms.MarkRole {
			continue
		}
		for _, v := range w.Values {
			t.naming[n.Agree+" "+v.ID] = append(t.naming[n.Agree+" "+v.ID], n)
		}
	}
}
