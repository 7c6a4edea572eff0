package monitor

import (
	"strings"

	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// family is what the status of a family is made from: what each member adds stays until the member changes.
type family struct {
	incidents [status.Lanes]map[*fact.Fact]counted // an incident that counts for several members counts once
	sums      [status.Lanes]actSum
	finders   map[*pattern]*memberFinder
}

// counted says for how many members an incident counts, and for how many it certainly does.
type counted struct{ may, must int32 }

// keptMember is what a member adds to the status of its family.
type keptMember struct {
	out      outcome
	instance status.Instance
	told     []*pageTold // what its pages told: the incidents that count for it
	reasons  *keptReasons
}

// memberAct is an incident that counts for a member, at which standards, and at which it certainly does.
type memberAct struct {
	fact      *fact.Fact
	may, must uint8
}

// actSum sums up numbers of acts, such that some can be taken out again: those without an upper limit, or beyond any real number, are
// counted apart.
type actSum struct{ lo, hi, vast int64 }

const vastActs = 1 << 32

func (s *actSum) add(r fact.Range, times int64) {
	if r.Lo > vastActs {
		s.vast += times
	} else {
		s.lo += times * r.Lo
	}
	if r.Hi > vastActs {
		s.vast += times
	} else {
		s.hi += times * r.Hi
	}
}

// keptReasons are the reasons of a member, of which no more than so many deciding facts were told.
type keptReasons struct {
	status.Reasons
	decided []decider // of brief ones
	keep    int
}

func (m *Machine) keptFamily(name string) *family {
	fam := m.families[name]
	if fam == nil {
		fam = &family{incidents: [status.Lanes]map[*fact.Fact]counted{{}, {}, {}}, finders: map[*pattern]*memberFinder{}}
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
		was := in.counted
		in.counted = nil
		in.kept = &keptMember{out: in.judge(m.now())}
		known := in.scope.bind.knownAt(m.now())
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
		for _, p := range in.kept.out.pages() {
			in.kept.told = append(in.kept.told, in.toldOf(p, &in.kept.out))
		}
		fam.recount(was, in.kept.told)
	}
	return fam
}

// recount takes out the incidents that some pages told and adds those that others tell. Most are the same.
func (fam *family) recount(was, now []*pageTold) {
	if len(was) == 0 {
		for _, t := range now {
			fam.count(t, 1)
		}
		return
	}
	same := make(map[*pageTold]bool, len(was))
	for _, t := range was {
		same[t] = true
	}
	for _, t := range now {
		if !same[t] {
			fam.count(t, 1)
		}
		delete(same, t)
	}
	for _, t := range was { // what is left of them
		if same[t] {
			fam.count(t, -1)
		}
	}
}

// count adds the incidents that a page told so many times, which may be -1.
func (fam *family) count(t *pageTold, times int32) {
	for _, c := range t.adds {
		for l := range fam.incidents {
			if c.may>>l&1 == 0 {
				continue
			}
			n := fam.incidents[l][c.fact]
			if n.may > 0 {
				fam.sums[l].add(n.acts(c.fact), -1)
			}
			n.may += times
			if c.must>>l&1 == 1 {
				n.must += times
			}
			if n.may == 0 {
				delete(fam.incidents[l], c.fact)
				continue
			}
			fam.sums[l].add(n.acts(c.fact), 1)
			fam.incidents[l][c.fact] = n
		}
	}
}

// acts gives how many acts an incident counts as.
func (n counted) acts(f *fact.Fact) fact.Range {
	r := f.Acts
	if n.must == 0 {
		r.Lo = 0
	}
	return r
}

// acts sums up the incidents that count for some member.
func (fam *family) acts(lane int) (out fact.Range) {
	if s := fam.sums[lane]; s.vast == 0 {
		return fact.Range{}.Plus(fact.Range{Lo: s.lo, Hi: s.hi})
	}
	for f, n := range fam.incidents[lane] { // in any order: sums are the same in each
		out = out.Plus(n.acts(f))
	}
	return out
}

// leave takes out a member that is one no more, or is made anew.
func (fam *family) leave(in *instance) {
	in.dead = true
	in.lapse()
	fam.recount(in.counted, nil)
	in.counted = nil
}

// lapse says that what a member adds is to be told again.
func (in *instance) lapse() {
	if in.kept != nil {
		in.counted, in.kept = in.kept.told, nil
	}
}

// untell drops what the status of a norm was made from.
func (m *Machine) untell(norm string) {
	delete(m.families, norm)
	for _, in := range m.instances[norm] {
		in.kept, in.counted = nil, nil
	}
}

// memberReasons gives the reasons of a member.
func (m *Machine) memberReasons(ref *normRef, in *instance, how manner) *keptReasons {
	keep := how.brief == m.opts.Brief && how.keep <= m.opts.MaxFacts
	if r := in.kept.reasons; keep && r != nil && (r.keep == how.keep || len(r.Deciding)+len(r.decided) < min(r.keep, how.keep)) { // all of them were told
		return r
	}
	r := &keptReasons{keep: how.keep}
	if how.brief {
		r.Reasons, r.decided = m.briefly(ref, in, &in.kept.out, how.keep, nil)
	} else {
		r.Reasons = m.reasons(ref, in, &in.kept.out, how.keep)
	}
	if keep {
		in.kept.reasons = r
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
