package monitor

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// instancesOf gives the instances of a norm: one, or one for each member of its family that may be.
func (m *Machine) instancesOf(ref *normRef) []*instance {
	name := ref.n.Name()
	m.kept(normNode(name))
	m.memo.readWhole(normNode(name))
	list, made := m.instances[name]
	if made && !m.solving[name] {
		return list
	}
	m.memo.make(normNode(name), func() { list = m.newInstances(ref) })
	m.instances[name] = list
	delete(m.keyed, name)
	delete(m.families, name)
	return list
}

func (m *Machine) newInstances(ref *normRef) []*instance {
	n := ref.n
	if n.ForEach == nil {
		return []*instance{m.newInstance(n, ref.scope(nil))}
	}
	var members []binding
	m.memo.readAs(inParts, func() { members = m.members(ref) })
	out := make([]*instance, 0, len(members))
	for i := range members {
		out = append(out, m.newMember(ref, &members[i]))
	}
	return out
}

// newMember makes the instance of one member.
func (m *Machine) newMember(ref *normRef, b *binding) (in *instance) {
	b.name = ref.n.ForEach.Var
	m.memo.readAs(byMembers, func() { in = m.newInstance(ref.n, ref.scope(b)) })
	return in
}

// members gives everything that a family ranges over, known or possible.
func (m *Machine) members(ref *normRef) (out []binding) {
	f, s := ref.n.ForEach, &scope{ag: ref.ag, bearers: ref.n.Bearers}
	switch f.Source {
	case norms.FromAct:
		p := m.ready(s, f.Pattern)
		for _, h := range m.hitsFor(p, s) {
			b := m.bindHit(f.Var, p, h, s)
			if b.when.Hi < ref.ag.Starts {
				continue
			}
			if b.when.Lo < ref.ag.Starts {
				b.in.Must = 0
			}
			b.when.Lo = max(b.when.Lo, ref.ag.Starts)
			out = append(out, b)
		}
	case norms.FromState:
		for _, b := range m.begins(f.Pattern, s) {
			b.binding.in = grade.Truth{Must: grade.Mask(b.must), May: grade.Mask(b.may)}
			b.binding.link = b.link
			out = append(out, b.binding)
		}
	case norms.FromBearers, norms.FromParties, norms.FromPairs:
		return m.partyMembers(ref)
	default:
		var types []norms.Role
		if d := m.vocab.rosters[f.Roster]; d != nil && m.vocab.states[d.Of] != nil {
			types = m.vocab.states[d.Of].Roles
		}
		for i := range m.set.Rosters {
			r := &m.set.Rosters[i]
			for j := range r.Members {
				if b, ok := m.member(&r.Members[j], types, f.Pattern.Roles, s); ok && r.ID == f.Roster {
					out = append(out, b)
				}
			}
		}
	}
	return out
}

// knownAt says at which standards a member is known, may be, at reading r: a fact is seen once it has happened.
func (b *binding) knownAt(r int64) grade.Truth {
	return grade.Truth{Must: b.in.Must & mask(b.when.Hi < r), May: b.in.May & mask(b.when.Lo < r)}
}

func mask(b bool) grade.Mask {
	if b {
		return grade.AllStandards
	}
	return 0
}

// closedAt gives the first reading at which the family's list is declared complete; Forever: never.
func (m *Machine) closedAt(f *norms.Family) int64 {
	switch f.Source {
	case norms.FromRoster:
		return m.closedFrom("", f.Roster)
	case norms.FromState:
		return m.closedFrom(f.Pattern.Act, "")
	case norms.FromBearers: // the text names them all
		return civil.Ever
	default:
		return civil.Forever
	}
}

// familyOrder is the order of the line family.members.
var familyOrder = []status.State{
	status.Breached, status.Cured, status.UsedTooEarly, status.NotKnown, status.NotObserved, status.NotAssessed, status.Missed, status.Overtaken,
	status.Impossible, status.Due, status.Open, status.Suspended, status.NotYet, status.NoBreachSeen, status.Kept,
	status.Reached, status.Used, status.Lapsed, status.FellAway,
}

var familyRank = func() (rank [status.NumStates]int) {
	for i := range rank {
		rank[i] = len(familyOrder)
	}
	for i, s := range familyOrder {
		rank[s] = i
	}
	return rank
}()

// memberState is what the family line reads of a member at one standard.
type memberState struct {
	known, possible bool
	set             status.Set
}

// familySet applies the table of families at one standard.
func familySet(closed bool, members []memberState) status.Set {
	var all status.Set
	known := false
	bound := len(familyOrder) // the family's state is certainly not after this
	for _, mem := range members {
		if !mem.possible {
			continue
		}
		all |= mem.set
		if !mem.known {
			continue
		}
		known = true
		worst := 0
		for s := range mem.set.All() {
			worst = max(worst, familyRank[s])
		}
		bound = min(bound, worst)
	}
	empty := status.NoInstanceKnown
	if closed {
		empty = status.NothingToDo
	}
	if all == 0 {
		return status.Of(empty)
	}
	var out status.Set
	for s := range all.All() {
		if familyRank[s] <= bound {
			out |= status.Of(s)
		}
	}
	if !closed && out.Has(status.Kept) || !closed && out.Has(status.Reached) {
		out |= status.Of(status.Open)
	}
	if !known {
		out |= status.Of(empty)
	}
	return out
}

// memberView is what a family reads of a member at one reading. Members that look the same count as one: a family asks whether some
// member, every member is so, and never how many.
type memberView struct {
	seen grade.Truth // at which standards it is known, may be
	sets laneSets
}

// familyOf gives the family's sets from what can be seen of its members.
func familyOf(closed bool, views map[memberView]int) (out laneSets, words [numWords]grade.Truth) {
	var lanes [status.Lanes][]memberState
	kept, finished, members := certain(closed), certain(closed), grade.False
	var some [numWords]grade.Truth
	for v := range views { // in any order: joining is the same in each
		for l := range lanes {
			lanes[l] = append(lanes[l], memberState{v.seen.Must.Has(l), v.seen.May.Has(l), v.sets[l]})
		}
		members = members.Or(v.seen)
		for w := range some {
			answer := wordTruth(v.sets, norms.NormWord(w))
			switch norms.NormWord(w) { // a member that may be absent need not be kept
			case norms.IsKept:
				kept = kept.And(answer.Or(v.seen.Not()))
			case isDone:
				finished = finished.And(answer.Or(v.seen.Not()))
			}
			some[w] = some[w].Or(answer.And(v.seen))
		}
	}
	for l := range lanes {
		out[l] = familySet(closed, lanes[l])
	}
	words = some
	words[norms.IsKept], words[isDone] = kept, finished.And(members)
	return out, words
}

// viewsAt gives what can be seen of the members at reading r.
func viewsAt(list []*instance, r int64, sets func(i int) laneSets) map[memberView]int {
	views := map[memberView]int{}
	for i, in := range list {
		if seen := in.scope.bind.knownAt(r); seen.May != 0 {
			views[memberView{seen, sets(i)}]++
		}
	}
	return views
}

// isDone is the word that fixes AtNorm, beside those that conditions may ask.
const isDone norms.NormWord = 4

const numWords = 5

// answers gives the states that answer to a word.
var answers = [numWords]status.Set{
	isDone:           status.Of(status.Kept, status.Used, status.Reached),
	norms.IsKept:     status.Of(status.Kept, status.Cured, status.Used, status.Reached, status.NothingToDo),
	norms.IsBreached: status.Of(status.Breached, status.Cured, status.UsedTooEarly, status.Missed),
	norms.IsDue:      status.Of(status.Due, status.Open),
	norms.IsInForce:  status.Of(status.Due, status.Open, status.NoBreachSeen, status.NotObserved, status.NotAssessed, status.Breached),
}

// wordTruth reads a word off sets of states.
func wordTruth(sets [status.Lanes]status.Set, w norms.NormWord) grade.Truth {
	return truth(func(i int) (bool, bool) { return sets[i] != 0 && sets[i].Within(answers[w]), sets[i]&answers[w] != 0 })
}

// familyInfo says how far the list is known.
func (m *Machine) familyInfo(n *norms.Norm, list []*instance, r int64) *status.Family {
	f := &status.Family{Closed: m.closedAt(n.ForEach) <= r}
	if f.Closed {
		f.ClosedBy = m.closer(n.ForEach)
	}
	for l := range status.Lanes {
		counts := map[status.Set]int{}
		var known fact.Range
		for _, in := range list {
			seen := in.scope.bind.knownAt(r)
			if !seen.May.Has(l) {
				continue
			}
			known.Hi++
			if seen.Must.Has(l) {
				known.Lo++
			}
			counts[in.kept.out.sets[l]]++
		}
		f.Known[l] = known
		f.Counts[l] = sortedCounts(counts)
	}
	return f
}

// closer gives who declared the list complete first.
func (m *Machine) closer(f *norms.Family) string {
	by, first := "", civil.Forever
	for i := range m.set.Rosters {
		r := &m.set.Rosters[i]
		d := m.vocab.rosters[r.ID]
		mine := f.Source == norms.FromRoster && r.ID == f.Roster ||
			f.Source == norms.FromState && d != nil && d.Of == f.Pattern.Act
		if r.Complete && mine && r.Declared < first {
			by, first = r.By, r.Declared
		}
	}
	return by
}
