package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
)

// takeIn takes in what a step changes of the patterns that a norm reads in parts, and says whether it could.
func (r *refresher) takeIn(n node) bool {
	name, _ := n.of("norm")
	list := r.instances[name]
	if list == nil {
		return false
	}
	if r.norms[name].n.ForEach != nil {
		return r.takeInMembers(n, r.norms[name], list)
	}
	delete(r.statuses, name)
	if !list[0].takeIn(r.changed[list[0].act]) || r.histories[name] == nil {
		return true
	}
	old := r.histories[name]
	delete(r.histories, name)
	r.differs[n] = !r.history(name).equal(old) || r.memo.deep[n]
	return true
}

// plainHits says whether the instance's acts are the facts that match its pattern, all of them and each as it is, so that single ones
// can be taken in.
func (in *instance) plainHits() bool {
	n := in.n
	return n.Except == nil && n.Modality != norms.Power && in.m.rulesTo(in.scope.ag, n.Act.Act) == nil && !in.m.ofAct[n]
}

// takeIn takes in the acts that a step brings and replaces, and says whether that may change the instance's history.
func (in *instance) takeIn(d *delta) (differs bool) {
	in.hits = in.act.hits
	return in.takeInHits(d)
}

// takeInOwn is takeIn for a member, of whose acts d holds those of all; ok says whether any is its own.
func (in *instance) takeInOwn(d *delta) (differs, ok bool) {
	var own delta
	for _, g := range d.gone {
		if at := slices.IndexFunc(in.hits, func(h hit) bool { return h.fact == g.hit.fact }); at >= 0 {
			own.gone = append(own.gone, lost{in.hits[at], g.fact})
			in.hits = slices.Delete(in.hits, at, at+1)
		}
	}
	for _, h := range d.come {
		if h = in.m.hitBy(in.m.facts[h.fact], in.act, h, nil, in.scope, false); h.may != 0 {
			at, _ := slices.BinarySearchFunc(in.hits, h, in.m.hitBefore)
			own.come = append(own.come, h)
			in.hits = slices.Insert(in.hits, at, h)
		}
	}
	if !own.hits() {
		return false, false
	}
	return in.takeInHits(&own), true
}

func (in *instance) takeInHits(d *delta) (differs bool) {
	for o, l := range in.limits {
		was := *l
		l.takeIn(in, o, d)
		in.settle(l, o)
		differs = differs || l.nth != was.nth || l.early != was.early
	}
	for key, was := range in.shorts {
		delete(in.shorts, key)
		differs = in.shortBy(key[0], key[1]) != was || differs
	}
	return differs
}
