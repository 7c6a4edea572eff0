package monitor

import (
	"strings"

	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// family is what the status of a family is made from: what each member adds stays until the member changes.
type family struct {
	incidents [status.Lanes]map[int32]counted // by fact: an incident that counts for several members counts once
	finders   map[*pattern]*memberFinder
}

// counted says for how many members an incident counts, and for how many it certainly does.
type counted struct{ may, must int32 }

// keptMember is what a member adds to the status of its family.
type keptMember struct {
	out      outcome
	instance status.Instance
	adds     []memberAct
	reasons  *keptReasons
}

// memberAct is an incident that counts for a member, at which standards, and at which it certainly does.
type memberAct struct {
	fact      int32
	may, must uint8
}

// keptReasons are the reasons of a member, of which no more than so many deciding facts were told.
type keptReasons struct {
	status.Reasons
	keep int
}

func (m *Machine) keptFamily(name string) *family {
	fam := m.families[name]
	if fam == nil {
		fam = &family{incidents: [status.Lanes]map[int32]counted{{}, {}, {}}, finders: map[*pattern]*memberFinder{}}
		m.families[name] = fam
	}
	return fam
}

// family gives what is kept of a family, with all that its members add.
func (m *Machine) family(ref *normRef, list []*instance, bound course[bool]) *family {
	fam := m.keptFamily(ref.n.Name())
	own := map[string]course[bool]{} // by bearers, where each instance has its own
	for _, in := range list {
		if in.kept != nil {
			continue
		}
		in.kept = &keptMember{out: in.judge(m.horizon)}
		known := in.scope.bind.knownAt(m.horizon)
		if known.May == 0 {
			continue
		}
		inst := &in.kept.instance
		*inst = status.Instance{Key: m.key(in), Known: known.Must, Window: m.window(in, &in.kept.out)}
		if ref.n.BearerVar != nil {
			inst.Bearer = strings.Join(in.scope.bearers, ",")
			if own[inst.Bearer] == nil {
				own[inst.Bearer] = m.boundCourse(ref, in.scope.bearers)
			}
			bound = own[inst.Bearer]
		}
		inst.Lanes = m.lanes(in, &in.kept.out, bound)
		in.kept.gather(in)
		fam.count(in, 1)
	}
	return fam
}

// gather notes the incidents that count for the member.
func (k *keptMember) gather(in *instance) {
	for u := range k.out.limit.uses() {
		c := memberAct{fact: u.fact}
		for l := range status.Lanes {
			n, ok := in.counts(u, in.m.facts[u.fact], &k.out, l)
			if ok {
				c.may |= 1 << l
			}
			if n.Lo > 0 {
				c.must |= 1 << l
			}
		}
		if c.may != 0 {
			k.adds = append(k.adds, c)
		}
	}
}

// count adds the incidents of a member so many times, which may be -1.
func (fam *family) count(in *instance, times int32) {
	for _, c := range in.kept.adds {
		for l := range fam.incidents {
			if c.may>>l&1 == 0 {
				continue
			}
			n := fam.incidents[l][c.fact]
			n.may += times
			if c.must>>l&1 == 1 {
				n.must += times
			}
			if n.may == 0 {
				delete(fam.incidents[l], c.fact)
			} else {
				fam.incidents[l][c.fact] = n
			}
		}
	}
}

// acts sums up the incidents that count for some member.
func (fam *family) acts(m *Machine, lane int) (out fact.Range) {
	for slot, n := range fam.incidents[lane] { // in any order: sums are the same in each
		r := m.facts[slot].Acts
		if n.must == 0 {
			r.Lo = 0
		}
		out = out.Plus(r)
	}
	return out
}

// leave takes out a member that is one no more, or is made anew.
func (fam *family) leave(in *instance) {
	in.dead = true
	if in.kept != nil {
		fam.count(in, -1)
	}
}

// untell drops what the status of a norm was made from.
func (m *Machine) untell(norm string) {
	delete(m.families, norm)
	for _, in := range m.instances[norm] {
		in.kept = nil
	}
}

// memberReasons gives the reasons of a member with at most keep deciding facts.
func (m *Machine) memberReasons(ref *normRef, in *instance, keep int) status.Reasons {
	if r := in.kept.reasons; r != nil && (r.keep == keep || len(r.Deciding) < min(r.keep, keep)) { // all of them were told
		return r.Reasons
	}
	r := m.reasons(ref, in, &in.kept.out, keep)
	if keep <= m.opts.MaxFacts {
		in.kept.reasons = &keptReasons{r, keep}
	}
	return r
}

// firstDue gives the window of the instance that falls due first.
func firstDue(list []status.Instance) status.Window {
	out := status.Window{Start: never, End: never}
	for i := range list {
		if i == 0 || list[i].Window.End.Lo < out.End.Lo {
			out = list[i].Window
		}
	}
	return out
}
