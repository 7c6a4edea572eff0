package run

import (
	"slices"

	"mithaq/internal/agreement/norms"
)

// wholeUpTo is how many norms a program may have to be played whole. A longer one is cut down to what bears on the question.
const wholeUpTo = 60

// Around gives a program small enough to be played that holds the norms named (full names) and all that they rest on; part says that
// something was left out. What a norm's status is depends on nothing that is left out (spec/norms.md refers by name).
func Around(prog *norms.Program, names ...string) (small *norms.Program, part bool) {
	total := 0
	for i := range prog.Agreements {
		total += len(prog.Agreements[i].Norms)
	}
	if total <= wholeUpTo {
		return prog, false
	}
	return Slice(prog, names...), true
}

// Slice gives the program with the norms named and all that they rest on, alone.
func Slice(prog *norms.Program, names ...string) *norms.Program {
	keep := map[string]bool{}
	queue := slices.Clone(names)
	reach := func(name string) {
		if name != "" && !keep[name] {
			queue = append(queue, name)
		}
	}
	for len(queue) > 0 {
		n := prog.Norm(queue[0])
		queue = queue[1:]
		if n == nil || keep[n.Name()] {
			continue
		}
		keep[n.Name()] = true
		one := norms.Agreement{Norms: []norms.Norm{*n}}
		if a := prog.Agreement(n.Agree); a != nil {
			one.Entry = a.Entry
			for _, m := range a.Marks {
				for _, p := range m.Movers {
					reach(p)
				}
			}
		}
		conditions(&one, func(c norms.Cond) {
			switch c := c.(type) {
			case norms.NormIs:
				reach(c.Norm)
			case norms.InEffect:
				reach(c.Power)
				for _, u := range c.Undo {
					reach(u)
				}
			}
		})
		bounds(&one, func(b *norms.Bound) {
			reach(b.At.Norm)
			if b.At.Agree != "" {
				if a := prog.Agreement(b.At.Agree); a != nil && a.Entry != nil {
					entry := norms.Agreement{Entry: a.Entry}
					conditions(&entry, func(c norms.Cond) {
						if c, ok := c.(norms.NormIs); ok {
							reach(c.Norm)
						}
					})
				}
			}
		})
		for _, x := range n.Extends {
			reach(x.Power)
		}
	}
	out := &norms.Program{Vocabulary: prog.Vocabulary, Agreements: slices.Clone(prog.Agreements)}
	for i := range out.Agreements {
		a := &out.Agreements[i]
		a.Norms = slices.DeleteFunc(slices.Clone(a.Norms), func(n norms.Norm) bool { return !keep[n.Name()] })
		a.Readings, a.Claims = nil, nil
		a.Terms = slices.Clone(a.Terms)
		for j := range a.Terms {
			t := &a.Terms[j]
			t.Norms = slices.DeleteFunc(slices.Clone(t.Norms), func(id string) bool { return !keep[a.ID+"."+id] })
		}
	}
	out.Index()
	return out
}
