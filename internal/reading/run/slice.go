package run

import (
	"errors"
	"slices"

	"mithaq/internal/agreement/norms"
)

// wholeUpTo is how many norms a program may have to be played whole. A longer one is cut down to what bears on the question.
const wholeUpTo = 60

// Around gives a program small enough to be played that holds the norms named (full names) and all that they rest on; part says that
// something was left out. What a norm's status is depends on nothing that is left out (spec/norms.md refers by name).
func Around(prog *norms.Program, names ...string) (small *norms.Program, part bool) {
	if count(prog) <= wholeUpTo {
		return prog, false
	}
	return Slice(prog, names...), true
}

// ErrElse says that something else of the text stands in the way of a run: other norms that cannot be kept, or bounds that are reached.
var ErrElse = errors.New("run: something else of the text stands in the way")

// errLong says that what bears on a question is too long to be played.
var errLong = errors.New("run: too long to be played")

// Try calls show with the whole program, where it is not too long. Where that gives an error (the judges do not agree on other norms of
// the text, or these cannot be kept: ErrElse) it is called with what bears on the norms named alone. That nothing is to be shown is an
// answer, and stands.
func Try(prog *norms.Program, show func(small *norms.Program, part bool) (bool, error), names ...string) (ok bool, err error) {
	small, part := Around(prog, names...)
	if count(small) > wholeUpTo {
		return false, errLong
	}
	if ok, err = show(small, part); err == nil || part {
		return ok, err
	}
	return show(Slice(prog, names...), true)
}

// Only gives the program with what bears on the norms named alone; part says that something was left out.
func Only(prog *norms.Program, names ...string) (small *norms.Program, part bool) {
	small = Slice(prog, names...)
	return small, count(small) < count(prog)
}

func count(prog *norms.Program) (n int) {
	for i := range prog.Agreements {
		n += len(prog.Agreements[i].Norms)
	}
	return n
}

// Slice gives the program with the norms named and all that they rest on, alone: norms that they refer to, and those by which acts come of
// which they speak.
func Slice(prog *norms.Program, names ...string) *norms.Program {
	byAct := map[string][]string{}
	for i := range prog.Agreements {
		for k := range prog.Agreements[i].Norms {
			if n := &prog.Agreements[i].Norms[k]; n.Modality != norms.Prohibition && n.Act.Act != "" {
				act := whole(prog, n.Act.Act)
				byAct[act] = append(byAct[act], n.Name())
			}
		}
	}
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
		own := whole(prog, n.Act.Act)
		patterns(&one, func(p *norms.Pattern) {
			act := whole(prog, p.Act)
			if act == own && p.Span == n.Act.Span { // what the norm itself asks for
				return
			}
			for _, name := range byAct[act] {
				reach(name)
			}
			if st := prog.State(p.Act); st != nil {
				for _, l := range append(slices.Clone(st.Begins), st.Ends...) {
					for _, name := range byAct[whole(prog, l.Filter.Act)] {
						reach(name)
					}
				}
			}
		})
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
