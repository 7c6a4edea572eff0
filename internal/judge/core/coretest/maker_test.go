package coretest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"mithaq/internal/judge/core/policy"
)

// sample is one random case.
type sample struct {
	seed    uint64
	sig     *policy.Signature
	formula policy.Formula // as written
	log     []instant
	loose   bool // the formula may be refused: it needs a rewriting that the README does not promise
	tags    map[string]bool
}

// maker draws one case. What it draws from is small, so that things meet.
type maker struct {
	*rand.Rand
	sig   *policy.Signature
	calls []call // the predicates that can be used where we are
	scale int64  // of all stamps and windows
	loose bool
	lanes bool // for a run over lanes: a result of an aggregation is only compared and printed
	tags  map[string]bool
}

// call is a predicate that can be used: a declared one, or one that a LET around defines.
type call struct {
	decl *policy.Predicate
	def  *policy.Definition
}

func (c call) name() string {
	if c.def != nil {
		return c.def.Name
	}
	return c.decl.Name
}

func (c call) types() (out []policy.Type) {
	if c.def != nil {
		for _, v := range c.def.Params {
			out = append(out, v.Type)
		}
		return out
	}
	for _, p := range c.decl.Params {
		out = append(out, p.Type)
	}
	return out
}

func newMaker(seed uint64) *maker {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 7)), tags: map[string]bool{}}
	m.scale = pick(m, int64(1), 1, 1, 60, 3600, 86400)
	m.signature()
	return m
}

func (m *maker) chance(percent int) bool { return m.IntN(100) < percent }

func pick[T any](m *maker, from ...T) T { return from[m.IntN(len(from))] }

func (m *maker) tag(name string) { m.tags[name] = true }

func (m *maker) anyType() policy.Type {
	return pick(m, policy.Int, policy.Int, policy.Int, policy.String, policy.String, policy.Float, policy.Float)
}

// signature draws predicates; each type stands in one of them at least.
func (m *maker) signature() {
	m.sig = &policy.Signature{}
	names := []string{"p", "q", "r", "grant", "use_it", "A", "S1"}
	for i, name := range names[:4+m.IntN(4)] {
		d := policy.Predicate{Name: name}
		for range pick(m, 0, 1, 1, 2, 2, 3) {
			d.Params = append(d.Params, policy.Param{Name: fmt.Sprint("a", len(d.Params)), Type: m.anyType()})
		}
		if i < 3 {
			d.Params = append(d.Params, policy.Param{Name: "k", Type: policy.Type(i)})
		}
		m.sig.Predicates = append(m.sig.Predicates, d)
	}
	for i := range m.sig.Predicates {
		m.calls = append(m.calls, call{decl: &m.sig.Predicates[i]})
	}
}

var (
	ints   = []int64{0, 1, 2, 3, -1}
	floats = []float64{0.5, 1, 1.5, -2.25, 4}
	texts  = []string{"a", "b", "ab", `say \"hi\"`}
)

func (m *maker) value(t policy.Type) value {
	switch t {
	case policy.Int:
		return intValue(pick(m, ints...))
	case policy.Float:
		return floatValue(pick(m, floats...))
	}
	return stringValue(pick(m, texts...))
}

func (m *maker) constant(t policy.Type) policy.Term {
	v := m.value(t)
	return &policy.Const{Type: t, Int: v.i, Float: v.f, Str: v.s}
}

func use(v *policy.Var) policy.Term { return &policy.VarTerm{Var: v} }

// fresh makes a variable. It gets its name when the formula is whole.
func (m *maker) fresh(t policy.Type) *policy.Var { return &policy.Var{Type: t} }

// some draws a subset.
func (m *maker) some(vars []*policy.Var, percent int) (out []*policy.Var) {
	for _, v := range vars {
		if m.chance(percent) {
			out = append(out, v)
		}
	}
	return out
}

// interval draws a window; a future one is bounded.
func (m *maker) interval(future bool) policy.Interval {
	lo := pick(m, int64(0), 0, 0, 1, 2, 3)
	hi := lo + pick(m, int64(0), 1, 2, 3, 5, 8)
	w := policy.Interval{Lo: lo * m.scale, Hi: hi * m.scale}
	if lo > 0 {
		m.tag("lower bound")
	}
	if !future && m.chance(35) {
		w.Hi = policy.Endless
		m.tag("endless")
	}
	return w
}

// newSample draws a whole case.
func newSample(seed uint64) *sample {
	m := newMaker(seed)
	m.loose = m.chance(10)
	return m.sample(seed)
}

func (m *maker) sample(seed uint64) *sample {
	var vars []*policy.Var
	for range pick(m, 0, 1, 1, 1, 2, 2, 3) {
		vars = append(vars, m.fresh(m.anyType()))
	}
	f := m.formula(vars, 2+m.IntN(7))
	m.name(f)
	s := &sample{seed: seed, sig: m.sig, formula: f, loose: m.loose, tags: m.tags}
	s.log = m.log(pick(m, 3, 6, 10, 14, 20))
	return s
}

// log draws time points; the same stamp may come again.
func (m *maker) log(n int) (out []instant) {
	stamp := pick(m, int64(0), 0, 5, 1000)
	for i := range n {
		if i > 0 {
			stamp += pick(m, int64(0), 1, 1, 1, 2, 3, 7) * m.scale
		}
		p := instant{stamp: stamp}
		for range pick(m, 0, 1, 2, 3, 4, 6, 10) {
			pred := m.IntN(len(m.sig.Predicates))
			var args []value
			for _, param := range m.sig.Predicates[pred].Params {
				args = append(args, m.value(param.Type))
			}
			p.events = append(p.events, exactly(stamp, pred, args...))
		}
		out = append(out, p)
	}
	return out
}

// name gives every variable a name; an inner one may hide an outer one that is not used inside.
func (m *maker) name(f policy.Formula) {
	m.naming(free(f), nil)
	m.nameBelow(f)
}

func (m *maker) nameBelow(f policy.Formula) {
	switch f := f.(type) {
	case *policy.Exists:
		m.naming(f.Vars, free(f))
	case *policy.Forall:
		m.naming(f.Vars, free(f))
	case *policy.Agg:
		m.naming(without(free(f.F), f.Group), append([]*policy.Var{f.Result}, f.Group...))
	case *policy.Let:
		m.naming(f.Def.Params, nil)
	}
	for _, sub := range operands(f) {
		m.nameBelow(sub)
	}
}

var pool = []string{"x", "y", "z", "u", "v", "x1", "y_2", "n"}

// naming names vars, apart from each other and from those around that are used inside.
func (m *maker) naming(vars, around []*policy.Var) {
	for i, v := range vars {
		for v.Name = ""; v.Name == ""; {
			name := pick(m, pool...)
			same := func(w *policy.Var) bool { return w.Name == name }
			if slices.ContainsFunc(vars[:i], same) || slices.ContainsFunc(around, same) {
				if m.chance(80) {
					continue
				}
				name = fmt.Sprint(name, "_", m.IntN(1000))
			}
			if !slices.ContainsFunc(vars[:i], same) && !slices.ContainsFunc(around, same) {
				v.Name = name
			}
		}
	}
}
