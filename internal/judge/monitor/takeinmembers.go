package monitor

import (
	"slices"

	"mithaq/internal/judge/fact"
)

// takeInMembers takes in what a step changes of a family: members that come and go, and the members for whose values some of
// the facts match. All others stay as they are.
func (r *refresher) takeInMembers(n node, ref *normRef, list []*instance) bool {
	m, name := r.Machine, ref.n.Name()
	fam := m.keptFamily(name)
	touched, own := map[*instance]bool{}, map[*instance]bool{}
	gone, come := map[int32]bool{}, map[int32]bool{} // facts that were, are members
	for _, p := range r.partsOf(n) {
		d := r.changed[p]
		if len(p.vars) > 0 {
			if r.memo.parts[p][n] {
				fam.finder(p, list).touched(m, p, d, list, touched)
			} else {
				fam.finder(p, list).touched(m, p, d, list, own)
			}
			continue
		}
		for _, g := range d.gone {
			gone[g.hit.fact] = true
		}
		for _, h := range d.come {
			come[h.fact] = true
		}
	}
	if len(touched)+len(own)+len(gone)+len(come) == 0 {
		return true
	}
	for in := range own { // in any order: each by itself
		if in.dead || touched[in] {
			continue
		}
		if differs, any := in.takeInOwn(r.changed[in.act]); any {
			in.lapse()
			if differs {
				in.path = nil
			}
		}
	}
	next := members{Machine: m, ref: ref, gone: gone, come: come, touched: touched}
	ok := false
	m.memo.make(n, func() { ok = next.follow(list) })
	if !ok {
		return false
	}
	for _, in := range next.left {
		fam.leave(in)
	}
	for _, x := range fam.finders {
		for _, in := range next.made {
			x.put(in)
		}
	}
	m.instances[name] = next.list
	delete(m.keyed, name)
	delete(m.statuses, name)
	r.historyAgain(n, name)
	return true
}

// partsOf gives the patterns that changed and that a norm reads in parts.
func (r *refresher) partsOf(n node) (out []*pattern) {
	for p, d := range r.changed { // in any order
		if d.hits() && (r.memo.parts[p][n] || r.memo.owns[p][n]) {
			out = append(out, p)
		}
	}
	return out
}

// historyAgain makes the history of a norm again where somebody reads it, and notes whether it differs.
func (r *refresher) historyAgain(n node, name string) {
	old := r.histories[name]
	if old == nil {
		return
	}
	delete(r.histories, name)
	r.differs[n] = r.memo.deep[n]
	for reader := range r.memo.readers[n] {
		if reader.norm() != n && reader != n {
			r.differs[n] = !r.history(name).equal(old) || r.memo.deep[n]
			return
		}
	}
}

// members are those of a family after a step.
type members struct {
	*Machine
	ref        *normRef
	gone, come map[int32]bool // facts that were, are members
	touched    map[*instance]bool
	list       []*instance
	left, made []*instance
}

// follow goes through the members as they are, each with its instance where it stays; false: they do not follow from those before.
func (x *members) follow(list []*instance) bool {
	if len(x.gone)+len(x.come) == 0 {
		for _, in := range list {
			x.stay(in)
		}
		return true
	}
	var now []binding
	x.memo.readAs(inParts, func() { now = x.members(x.ref) })
	leave := func() {
		for len(list) > 0 && list[0].scope.bind.member == nil && x.gone[list[0].scope.bind.index] {
			x.left, list = append(x.left, list[0]), list[1:]
		}
	}
	for i := range now {
		leave()
		if b := now[i]; b.member == nil && x.come[b.index] {
			in := x.newMember(x.ref, &b)
			x.list, x.made = append(x.list, in), append(x.made, in)
			continue
		}
		if len(list) == 0 || !now[i].same(list[0].scope.bind) {
			return false
		}
		x.stay(list[0])
		list = list[1:]
	}
	leave()
	return len(list) == 0
}

// stay keeps a member, with a new instance where facts touch it.
func (x *members) stay(in *instance) {
	if x.touched[in] {
		x.left = append(x.left, in)
		in = x.newMember(x.ref, in.scope.bind)
		x.made = append(x.made, in)
	}
	x.list = append(x.list, in)
}

// same says whether two bindings are of one thing.
func (b *binding) same(c *binding) bool {
	if b.member != nil || c.member != nil {
		return b.member != nil && c.member != nil && b.member.ID == c.member.ID
	}
	return b.fact == c.fact && b.link == c.link
}

// memberFinder finds the members for whose values a fact may match a pattern.
type memberFinder struct {
	want    *varWant               // nil: any member may be meant
	by      map[string][]*instance // by value
	unknown []*instance
}

func (fam *family) finder(p *pattern, list []*instance) *memberFinder {
	x := fam.finders[p]
	if x != nil {
		return x
	}
	x = &memberFinder{by: map[string][]*instance{}}
	if w := &p.vars[0]; w.plain() && !w.all && !w.doer && !w.place && w.near == nil && w.ids == nil && len(w.vars) == 1 && w.vars[0].Near == 0 && w.amount == nil {
		x.want = w
	}
	fam.finders[p] = x
	for _, in := range list {
		x.put(in)
	}
	return x
}

func (x *memberFinder) put(in *instance) {
	if x.want == nil {
		return
	}
	vals, unknown := in.scope.values(x.want.vars[0])
	if unknown {
		x.unknown = append(x.unknown, in)
		return
	}
	for _, v := range vals {
		x.by[v.id] = append(x.by[v.id], in)
	}
}

func alive(list []*instance) []*instance {
	return slices.DeleteFunc(list, func(in *instance) bool { return in.dead })
}

// touched marks the members for whose values the facts of a step may match, or did.
func (x *memberFinder) touched(m *Machine, p *pattern, d *delta, list []*instance, mark map[*instance]bool) {
	one := func(f *fact.Fact, h hit) {
		var r *fact.Role
		if x.want != nil {
			r = f.Role(x.want.name)
		}
		if r == nil || len(r.Values) == 0 { // it may be about any
			for _, in := range list {
				if !mark[in] && m.hitBy(f, p, h, nil, in.scope, false).may != 0 {
					mark[in] = true
				}
			}
			return
		}
		x.unknown = alive(x.unknown)
		for _, in := range x.unknown {
			mark[in] = true
		}
		for _, v := range r.Values {
			x.by[v] = alive(x.by[v])
			for _, in := range x.by[v] {
				mark[in] = true
			}
		}
	}
	for _, g := range d.gone {
		one(g.fact, g.hit)
	}
	for _, h := range d.come {
		one(m.facts[h.fact], h)
	}
}
