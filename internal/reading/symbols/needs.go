package symbols

import (
	"slices"

	"mithaq/internal/agreement/syntax"
)

// Need is a vocabulary or an agreement that a text names and does not declare.
type Need struct {
	Sort Sort // Vocabulary or Agreement
	Name string
}

// Needs gives what a text names of other texts.
func Needs(f *syntax.File) map[Need]bool {
	needs := map[Need]bool{}
	add := func(sort Sort, names ...syntax.Name) {
		for _, n := range names {
			if !n.Missing() {
				needs[Need{sort, n.Text}] = true
			}
		}
	}
	for _, s := range f.Stmts {
		a, ok := s.(*syntax.Agreement)
		if !ok {
			continue
		}
		for _, h := range a.Headings {
			switch h := h.(type) {
			case *syntax.Uses:
				add(Vocabulary, h.Names...)
			case *syntax.Includes:
				add(Agreement, h.Names...)
			case *syntax.Supersedes:
				for i := range h.Texts {
					if r := &h.Texts[i]; r.Of != nil {
						add(Agreement, *r.Of)
					} else {
						add(Agreement, r.Name)
					}
				}
			}
		}
		for _, item := range a.Items {
			if p, ok := item.(*syntax.Position); ok {
				add(Agreement, p.Agreement)
			}
		}
	}
	// "other.1a" names an agreement; so does whatever else stands before a dot and is no variable, which does no harm.
	for i := range f.Tokens {
		if t := &f.Tokens[i]; t.Kind == syntax.Word && i+1 < len(f.Tokens) && f.Tokens[i+1].Sign() == "." {
			needs[Need{Agreement, t.Value()}] = true
		}
	}
	for d := range declared(f) {
		delete(needs, d)
	}
	return needs
}

// Together gives of other texts those that must be read with one: those that declare a vocabulary or an agreement that it names, and
// that these name in turn, each once. The others may be other versions of the same text, and are left alone.
func Together(one *syntax.File, others []*syntax.File) (with []*syntax.File) {
	read := []*syntax.File{one}
	known := map[Need]bool{}
	for i := 0; i < len(read); i++ {
		for need := range Needs(read[i]) {
			if known[need] {
				continue
			}
			known[need] = true
			wanted := map[Need]bool{need: true}
			declares := func(f *syntax.File) bool { return Declares(f, wanted) }
			if slices.ContainsFunc(read, declares) {
				continue
			}
			if j := slices.IndexFunc(others, declares); j >= 0 {
				read = append(read, others[j])
			}
		}
	}
	return read[1:]
}

// Declares says whether a text declares something of what is needed.
func Declares(f *syntax.File, needs map[Need]bool) bool {
	for d := range declared(f) {
		if needs[d] {
			return true
		}
	}
	return false
}

func declared(f *syntax.File) map[Need]bool {
	names := map[Need]bool{}
	for _, s := range f.Stmts {
		switch s := s.(type) {
		case *syntax.Vocabulary:
			names[Need{Vocabulary, s.Name.Text}] = true
		case *syntax.Agreement:
			names[Need{Agreement, s.Name.Text}] = true
		}
	}
	return names
}
