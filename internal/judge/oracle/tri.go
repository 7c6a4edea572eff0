package oracle

// tri is a truth value of strong Kleene logic.
type tri int8

const (
	no tri = iota
	unknown
	yes
)

// of gives the two-valued truth.
func of(b bool) tri {
	if b {
		return yes
	}
	return no
}

func and(values ...tri) tri {
	all := yes
	for _, v := range values {
		all = min(all, v)
	}
	return all
}

func or(values ...tri) tri {
	some := no
	for _, v := range values {
		some = max(some, v)
	}
	return some
}

func not(v tri) tri { return yes - v }

// join covers two tests of the same thing: where they differ the test is unknown (section 1, ties).
func join(a, b tri) tri {
	if a == b {
		return a
	}
	return unknown
}

// span is an instant that is not decided: at least lo, at most hi.
type span struct{ lo, hi int64 }

func at(t int64) span { return span{t, t} }

// atMost says whether s <= t.
func (s span) atMost(t int64) tri { return or(of(s.hi <= t), and(unknown, of(s.lo <= t))) }

// before says whether s < other.
func (s span) before(other span) tri {
	return or(of(s.hi < other.lo), and(unknown, of(s.lo < other.hi)))
}
