package compare

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/terms"
)

// Of compares terms with initiatives: the texts as written first, then each disputed reading that one of them has. The texts
// share the book's vocabulary. Names that the book does not hold are the caller's mistake. It takes its time: progress, unless it is nil, is
// told how many initiatives of how many are done, also again and again on the way from one to the next.
func Of(book *terms.Book, termsID string, initiatives []string, progress func(done, total int64)) []Table {
	out := []Table{{Terms: termsID, Initiatives: initiatives}}
	column := make([]map[string][]Cell, len(initiatives)) // by initiative and reading: the cells, in the order of the norms
	for k, id := range initiatives {
		on := func() {
			if progress != nil {
				progress(int64(k), int64(len(initiatives)))
			}
		}
		on()
		column[k] = map[string][]Cell{}
		for _, b := range programOf(book, termsID, id).Bundles() {
			x := newPair(b.Program, termsID, id)
			if b.Reading != "" && !x.reads(b.Reading) {
				continue
			}
			x.on = on
			column[k][b.Reading] = x.column()
			if !slices.ContainsFunc(out, func(t Table) bool { return t.Reading == b.Reading }) {
				out = append(out, Table{Reading: b.Reading, Terms: termsID, Initiatives: initiatives})
			}
		}
	}
	for k := range out {
		out[k].fill(book, column)
	}
	return out
}

// reads says whether one of the two texts, or what they include, has the reading.
func (x *pair) reads(reading string) bool {
	for _, a := range append(slices.Clone(x.terms), x.init...) {
		if some(a.Readings, func(r norms.Reading) bool { return r.ID == reading }) {
			return true
		}
	}
	return false
}

// fill puts the cells into rows. An initiative without the reading stands as written.
func (t *Table) fill(book *terms.Book, column []map[string][]Cell) {
	rows := map[string]int{}
	for k, id := range t.Initiatives {
		cells, ok := column[k][t.Reading]
		prog := programOf(book, t.Terms, id)
		for _, b := range prog.Bundles() {
			if b.Reading == t.Reading {
				prog = b.Program
			}
		}
		if !ok { // the terms may have the reading all the same
			x := newPair(prog, t.Terms, id)
			cells = x.column()
		}
		x := newPair(prog, t.Terms, id)
		for _, c := range cells {
			at, known := rows[c.Norm]
			if !known {
				at = len(t.Rows)
				rows[c.Norm] = at
				t.Rows = append(t.Rows, Row{Norm: x.find(c.Norm).n, Cells: make([]Cell, len(t.Initiatives))})
			}
			t.Rows[at].Cells[k] = c
		}
		if k == 0 {
			for _, a := range x.terms {
				for i := range a.Terms {
					if len(a.Terms[i].Norms) == 0 {
						t.Silent = append(t.Silent, a.ID+"."+a.Terms[i].ID)
					}
				}
			}
		}
	}
}

// column answers for every norm of the terms.
func (x *pair) column() (cells []Cell) {
	for _, a := range x.terms {
		for i := range a.Norms {
			t := side{x.prog, a, &a.Norms[i]}
			c := x.cell(t)
			if c.Answer == NotDecided && c.Run == nil {
				x.refute(c, t)
			}
			if c.Answer == Met && c.Run == nil {
				x.witness(c, t)
			}
			cells = append(cells, *c)
		}
	}
	return cells
}
