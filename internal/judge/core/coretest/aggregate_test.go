package coretest

import (
	"math"
	"math/big"
	"slices"

	"mithaq/internal/judge/core/policy"
)

// group is what an aggregation looks at: the assignments of the body that agree on the group variables, each once.
type group struct {
	e       *env // of the group variables
	members []member
}

// member is one assignment: the value of the aggregated variable, whether it is certain, and for how many acts it stands.
type member struct {
	x         value
	certain   bool
	low, high int64
}

// aggregate gives one row for each group, and where nothing is grouped by one row in any case.
func (r *reference) aggregate(f *policy.Agg, e *env, i int, s side) (out []row) {
	for _, g := range r.groups(f, e.only(f.Group), i) {
		if len(f.Group) > 0 && s == certain && !slices.ContainsFunc(g.members, func(m member) bool { return m.certain }) {
			continue
		}
		result := bounds(f, g.members)
		if !r.lanes && !result.exact() {
			panic("bounds in a plain run")
		}
		if x, ok := extend(e, g.e, f.Group).bind(f.Result, result); ok {
			out = append(out, row{x, 1, 1})
		}
	}
	return out
}

// groups sorts the assignments of the body into groups.
func (r *reference) groups(f *policy.Agg, e *env, i int) []group {
	vars := free(f.F)
	var out []group
	at := map[string]int{}
	if len(f.Group) == 0 {
		out, at[""] = []group{{}}, 0
	}
	members := map[string]*member{}
	var order []string
	where := map[string]int{}
	for _, s := range []side{certain, possible} {
		for _, x := range r.rows(f.F, e, i, s) {
			k := x.e.key(f.Group)
			if _, ok := at[k]; !ok {
				at[k] = len(out)
				out = append(out, group{e: x.e.only(f.Group)})
			}
			id := x.e.key(vars)
			m, ok := members[id]
			if !ok {
				c, _ := x.e.get(f.X)
				m = &member{x: c.lo, certain: s == certain}
				members[id], where[id] = m, at[k]
				order = append(order, id)
			}
			if s == certain {
				m.low = max(m.low, x.n)
			} else {
				m.high = max(m.high, x.m)
			}
		}
	}
	for _, id := range order {
		g := &out[where[id]]
		g.members = append(g.members, *members[id])
	}
	return out
}

// bounds gives the least and the greatest value that an aggregation can take.
func bounds(f *policy.Agg, members []member) cell {
	var sure, all []value
	for _, m := range members {
		all = append(all, m.x)
		if m.certain {
			sure = append(sure, m.x)
		}
	}
	switch f.Op {
	case policy.Cnt:
		low, high := acts(members)
		if len(f.Group) > 0 {
			low = max(low, 1)
		}
		return cell{intValue(low), intValue(high)}
	case policy.Sum:
		if f.X.Type == policy.Float {
			return floatSum(members)
		}
		low, high := intSum(members)
		return cell{intValue(low), intValue(high)}
	}
	if len(sure) == len(all) {
		return point1(plain(f, all))
	}
	if f.Op == policy.Avg || f.Op == policy.Med {
		for i, v := range all {
			if v.t == policy.Int {
				all[i] = floatValue(float64(v.i))
			}
		}
	}
	c := cell{slices.MinFunc(all, compare), slices.MaxFunc(all, compare)}
	if f.Op == policy.Avg { // a mean, rounded twice, may leave its values by the last bit
		c = cell{floatValue(math.Nextafter(c.lo.f, math.Inf(-1))), floatValue(math.Nextafter(c.hi.f, math.Inf(1)))}
	}
	if len(sure) > 0 {
		switch f.Op {
		case policy.Min:
			c.hi = slices.MinFunc(sure, compare)
		case policy.Max:
			c.lo = slices.MaxFunc(sure, compare)
		}
	} else if len(f.Group) == 0 {
		none := plain(f, nil)
		if compare(none, c.lo) < 0 {
			c.lo = none
		}
		if compare(none, c.hi) > 0 {
			c.hi = none
		}
	}
	return c
}

// acts counts: those that are certain, and all that are possible.
func acts(members []member) (low, high int64) {
	for _, m := range members {
		low, high = saturated(low, m.low), saturated(high, m.high)
	}
	return low, high
}

func saturated(a, b int64) int64 {
	if a == policy.Endless || b == policy.Endless {
		return policy.Endless
	}
	z := new(big.Int).Add(big.NewInt(a), big.NewInt(b))
	if !z.IsInt64() || z.Int64() == policy.Endless {
		panic(fault("overflow"))
	}
	return z.Int64()
}

// terms gives the least and the greatest number of times that a member is added.
func (m member) terms() (low, high int64) {
	if m.certain {
		return m.low, m.high
	}
	return 0, m.high
}

// intSum bounds a sum of ints; Endless and its negative stand for no bound.
func intSum(members []member) (low, high int64) {
	lo, hi := new(big.Int), new(big.Int)
	noLow, noHigh := false, false
	for _, m := range members {
		n, most := m.terms()
		x := big.NewInt(m.x.i)
		least, greatest := new(big.Int).Mul(x, big.NewInt(n)), new(big.Int).Mul(x, big.NewInt(most))
		if m.x.i < 0 {
			least, greatest = greatest, least
		}
		if most == policy.Endless {
			noLow, noHigh = noLow || m.x.i < 0, noHigh || m.x.i > 0
		}
		lo.Add(lo, least)
		hi.Add(hi, greatest)
	}
	end := func(z *big.Int, none bool, endless int64) int64 {
		switch {
		case none:
			return endless
		case !z.IsInt64():
			panic(fault("overflow"))
		}
		return z.Int64()
	}
	return end(lo, noLow, -policy.Endless), end(hi, noHigh, policy.Endless)
}

// floatSum bounds a sum of floats: exact sums, rounded once.
func floatSum(members []member) cell {
	lo, hi := new(big.Rat), new(big.Rat)
	var noLow, noHigh bool
	for _, m := range members {
		n, most := m.terms()
		least, greatest := times(m.x.f, n), times(m.x.f, most)
		if m.x.f < 0 {
			least, greatest = greatest, least
		}
		if most == policy.Endless {
			noLow, noHigh = noLow || m.x.f < 0, noHigh || m.x.f > 0
		}
		lo.Add(lo, least)
		hi.Add(hi, greatest)
	}
	c := cell{rounded(lo), rounded(hi)}
	if noLow {
		c.lo = floatValue(math.Inf(-1))
	}
	if noHigh {
		c.hi = floatValue(math.Inf(1))
	}
	return c
}

func times(x float64, n int64) *big.Rat {
	z := rational(x)
	return z.Mul(z, new(big.Rat).SetInt64(n))
}

func rational(x float64) *big.Rat {
	if math.IsInf(x, 0) {
		panic(fault("not finite"))
	}
	return new(big.Rat).SetFloat64(x)
}

func rounded(z *big.Rat) value {
	f, _ := z.Float64()
	return finite(f)
}

// plain gives the value of MIN, MAX, AVG or MED over the given values.
func plain(f *policy.Agg, all []value) value {
	all = slices.SortedFunc(slices.Values(all), compare)
	n := len(all)
	switch f.Op {
	case policy.Min, policy.Max:
		switch {
		case n > 0 && f.Op == policy.Min:
			return all[0]
		case n > 0:
			return all[n-1]
		case f.X.Type == policy.Float && f.Op == policy.Min:
			return floatValue(math.Inf(1))
		case f.X.Type == policy.Float:
			return floatValue(math.Inf(-1))
		}
		return value{t: f.X.Type}
	case policy.Med:
		if n > 0 {
			all = all[(n-1)/2 : n/2+1]
		}
	}
	total := new(big.Rat)
	for _, v := range all {
		if v.t == policy.Int {
			total.Add(total, new(big.Rat).SetInt64(v.i))
		} else {
			total.Add(total, rational(v.f))
		}
	}
	sum := rounded(total)
	return finite(sum.f / float64(max(1, len(all))))
}
