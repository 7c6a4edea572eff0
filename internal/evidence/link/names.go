package link

// naming keeps of pairs of sets of names how alike they are: a place comes many times, and comparing letter by letter costs more than all else. Of two pairs that
// would stand in one place the later one stands.
type naming struct {
	pairs [1 << 12]struct{ a, b uint32 } // 0, 0: none
	codes [1 << 12]code
}

// named compares the names of two places. near: their points were compared, so that names which differ say nothing.
func (c *comparison) named(a, b *candidate, near bool) code {
	if a.names == 0 || b.names == 0 {
		return none
	}
	how := nameSame
	if a.names != b.names {
		if b.id < a.id { // letters are compared from the lesser id
			a, b = b, a
		}
		k := mix(uint64(a.names), uint64(b.names)) % uint64(len(c.names.pairs))
		if kept := &c.names.pairs[k]; kept.a != a.names || kept.b != b.names {
			kept.a, kept.b = a.names, b.names
			c.names.codes[k] = c.nameCode(a.names, b.names)
		}
		how = c.names.codes[k]
	}
	if how == nameDiffers && near {
		return none
	}
	return how
}

func (x *Index) nameCode(a, b uint32) code {
	if x.sets.meet(a, b) {
		return nameSame
	}
	if _, _, ok := x.alike(a, b); ok {
		return nameAlike
	}
	if sound, ok := x.texts.both(x.sets.list[x.sounds[a]], x.sets.list[x.sounds[b]]); ok && len(sound) >= shortestSound {
		return nameAlike
	}
	return nameDiffers
}

// alike gives the first of the names of the one place that is written much like one of the other.
func (x *Index) alike(a, b uint32) (one, other string, ok bool) {
	others := x.texts.inOrder(x.sets.list[b])
	for _, one := range x.texts.inOrder(x.sets.list[a]) {
		for _, other := range others {
			if JaroWinkler(one, other) >= alikeFrom {
				return one, other, true
			}
		}
	}
	return "", "", false
}

// whichNames gives a sign of names those that it speaks of.
func (x *Index) whichNames(how code, a, b *candidate) (s Sign) {
	one, other := x.sets.list[a.names], x.sets.list[b.names]
	switch how {
	case nameSame:
		s.A, _ = x.texts.both(one, other)
	case nameAlike:
		var ok bool
		if s.A, s.B, ok = x.alike(a.names, b.names); ok {
			return s
		}
		fallthrough // they sound alike
	case nameDiffers:
		s.A, s.B = x.texts.least(one), x.texts.least(other)
	}
	return s
}
