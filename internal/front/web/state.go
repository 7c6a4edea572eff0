package web

import (
	"maps"
	"slices"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/front/board"
)

// readState reads what the address says of every page: the days up to which events and entries are read, and the standard that leads.
func (r *request) readState() (err error) {
	if r.state.AsOf, err = r.day("as-of", "board.asof"); err != nil {
		return err
	}
	if r.state.KnownAt, err = r.day("known-at", "board.state.known"); err != nil {
		return err
	}
	v := r.values.Get("standard")
	if v == "" {
		return nil
	}
	g, err := grade.Parse(v)
	if err != nil || g == grade.Discounted {
		return &badValue{"board.state.standard", clip(v)}
	}
	r.state.Standard, r.rd.Leads = v, g
	return nil
}

// cuts are the limits that the address sets to what is judged.
func (r *request) cuts() app.Cuts {
	return app.Cuts{AsOf: r.state.AsOf, KnownAt: r.state.KnownAt}
}

// others are the parameters of the address besides the state, for the form that changes the state: the page stays the one it is.
// Where a list was read on to a further page it begins anew.
func (r *request) others() (list []board.Pair) {
	for _, name := range slices.Sorted(maps.Keys(r.values)) {
		switch name {
		case "as-of", "known-at", "standard", "after":
			continue
		}
		for _, v := range r.values[name] {
			if v != "" {
				list = append(list, board.Pair{Name: name, Value: clip(v)})
			}
		}
	}
	return list
}
