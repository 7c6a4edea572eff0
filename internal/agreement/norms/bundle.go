package norms

import "slices"

// Bundle is one way to read a program (spec/norms.md, section 12). Bundles are judged apart and shown side by side, never merged.
type Bundle struct {
	Reading string // the reading's name; "": the text as written, with no reading
	Program *Program
}

// Bundles gives the program as written, then by each reading, in the order in which the texts first name them. A reading of one
// name in several texts is one reading. There are at most 16; terms refuses more.
func (p *Program) Bundles() []Bundle {
	out := []Bundle{{"", p}}
	for i := range p.Agreements {
		for j := range p.Agreements[i].Readings {
			id := p.Agreements[i].Readings[j].ID
			if !slices.ContainsFunc(out, func(b Bundle) bool { return b.Reading == id }) {
				out = append(out, Bundle{id, p.by(id)})
			}
		}
	}
	return out
}

// by gives the program as one reading has it.
func (p *Program) by(reading string) *Program {
	q := &Program{Vocabulary: p.Vocabulary, Agreements: slices.Clone(p.Agreements)}
	for i := range q.Agreements {
		a := &q.Agreements[i]
		for j := range a.Readings {
			if r := &a.Readings[j]; r.ID == reading {
				a.read(r)
			}
		}
	}
	if p.index != nil {
		q.Index()
	}
	return q
}

// read puts the norms of a reading in the place of those with the same ID; others stand after the last norm of their term.
func (a *Agreement) read(r *Reading) {
	a.Norms, a.Terms = slices.Clone(a.Norms), slices.Clone(a.Terms)
	for _, n := range r.Norms {
		if at := slices.IndexFunc(a.Norms, func(x Norm) bool { return x.ID == n.ID }); at >= 0 {
			a.Norms[at] = n
			continue
		}
		at := len(a.Norms)
		for k := range a.Norms {
			if a.Norms[k].Term == n.Term {
				at = k + 1
			}
		}
		a.Norms = slices.Insert(a.Norms, at, n)
		if t := a.Term(n.Term); t != nil {
			t.Norms = append(slices.Clone(t.Norms), n.ID)
		}
	}
}
