package schedule

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// covers says how much of what one pattern describes another describes too.
type covers uint8

const (
	nothing covers = iota
	part
	whole
)

// cover says how much of the acts that match inner match outer too.
func cover(voc *norms.Vocabulary, outer, inner *norms.Pattern) covers {
	if outer.Act != inner.Act {
		return nothing
	}
	found := whole
	for i := range outer.Roles {
		w := &outer.Roles[i]
		at := slices.IndexFunc(inner.Roles, func(x norms.Want) bool { return x.Role == w.Role })
		if at < 0 {
			found = part
			continue
		}
		if found = min(found, coverWant(voc, w, &inner.Roles[at])); found == nothing {
			return nothing
		}
	}
	return found
}

func coverWant(voc *norms.Vocabulary, outer, inner *norms.Want) covers {
	if outer.Amount != nil || inner.Amount != nil {
		if outer.Amount != nil && inner.Amount != nil && *outer.Amount == *inner.Amount {
			return whole
		}
		return part
	}
	below, meets := 0, false
	for _, v := range inner.Values {
		in := slices.ContainsFunc(outer.Values, func(o norms.Value) bool { return isBelow(voc, v, o) })
		if in {
			below++
		}
		meets = meets || in || slices.ContainsFunc(outer.Values, func(o norms.Value) bool { return isBelow(voc, o, v) || v.Var != "" || o.Var != "" })
	}
	switch {
	case below == len(inner.Values) && !outer.All, outer.All && inner.All && below == len(inner.Values) && len(outer.Values) == 1:
		return whole
	case meets, outer.All, inner.All:
		return part
	}
	return nothing
}

// isBelow says whether a value is another or lies below it.
func isBelow(voc *norms.Vocabulary, v, o norms.Value) bool {
	if v == o {
		return true
	}
	if v.Var != "" || o.Var != "" || v.Near != o.Near {
		return false
	}
	return voc.Below(norms.KindTree, v.ID, o.ID, 0) || voc.Below(norms.ZoneTree, v.ID, o.ID, 0) ||
		slices.ContainsFunc(voc.Within(v.ID, o.ID), func(i civil.Interval) bool { return i.Lo <= civil.Ever && i.Hi >= civil.Forever })
}
