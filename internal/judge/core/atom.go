package core

// atom takes the tuples of a predicate that fit one of its uses in the formula: constants and repeated variables must agree, and
// wildcards are left out.
type atom struct {
	out   *stream
	fixed []fixedArg
	same  [][2]int // arguments that must be equal
	pick  []int    // which argument each column is; nil: all, in their order
	row   []Word
}

type fixedArg struct {
	arg  int
	word Word
}

// fits says whether constants and repeated variables agree.
func (a *atom) fits(args []Word) bool {
	for _, f := range a.fixed {
		if args[f.arg] != f.word {
			return false
		}
	}
	for _, s := range a.same {
		if args[s[0]] != args[s[1]] {
			return false
		}
	}
	return true
}

func (a *atom) take(args []Word, p Pair) {
	if !a.fits(args) {
		return
	}
	if a.pick == nil {
		a.out.insert(args, p)
		return
	}
	for i, arg := range a.pick {
		a.row[i] = args[arg]
	}
	a.out.insert(a.row, p)
}
