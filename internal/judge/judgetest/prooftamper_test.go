package judgetest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/proofcheck"
	"mithaq/internal/judge/status"
)

// statement is what is claimed of a sample: a result, and the reasons of all that it holds.
type statement struct {
	*rand.Rand
	sample  *sample
	res     *status.Result
	reasons map[status.Key]status.Reasons
}

func newStatement(s *sample) *statement {
	m, err := monitor.New(s.prog, monitor.Options{})
	if err != nil {
		panic(err)
	}
	m.Load(s.set)
	m.Step(monitor.Event{Tick: s.at})
	st := &statement{rand.New(rand.NewPCG(s.seed, 11)), s, m.Result(), map[status.Key]status.Reasons{}}
	for i := range st.res.Agreements {
		for j := range st.res.Agreements[i].Norms {
			n := &st.res.Agreements[i].Norms[j]
			n.Instances = slices.Clone(n.Instances)
			keys := []status.Key{n.Key}
			for k := range n.Instances {
				keys = append(keys, n.Instances[k].Key)
			}
			for _, key := range keys {
				r := m.Reasons(key)
				r.Steps, r.Deciding = slices.Clone(r.Steps), slices.Clone(r.Deciding)
				if r.Coverage != nil {
					c := *r.Coverage
					r.Coverage = &c
				}
				st.reasons[key] = r
			}
		}
	}
	return st
}

// faults gives what the checker says of it.
func (st *statement) faults() []proofcheck.Fault {
	c := proofcheck.New(st.sample.prog, st.sample.set, st.sample.at)
	return c.Result(st.res, func(k status.Key) status.Reasons { return st.reasons[k] })
}

// norm picks a norm; of a family only where one is wanted. nil: there is none.
func (st *statement) norm(family bool) *status.Norm {
	var list []*status.Norm
	for i := range st.res.Agreements {
		for j := range st.res.Agreements[i].Norms {
			if n := &st.res.Agreements[i].Norms[j]; family == (n.Family != nil) {
				list = append(list, n)
			}
		}
	}
	if list == nil {
		return nil
	}
	return list[st.IntN(len(list))]
}

// lane picks a lane of a norm or of a certain member of a family, with the key of its reasons.
func (st *statement) lane() (*status.Lane, *status.Window, status.Key) {
	n := st.norm(st.IntN(2) == 0)
	if n == nil {
		return nil, nil, status.Key{}
	}
	i := st.IntN(status.Lanes)
	if n.Family == nil {
		return &n.Lanes[i], &n.Window, n.Key
	}
	known := slices.DeleteFunc(slices.Clone(n.Instances), func(x status.Instance) bool { return x.Known != grade.True.Must })
	if len(known) == 0 {
		return nil, nil, status.Key{}
	}
	key := known[st.IntN(len(known))].Key
	x := &n.Instances[slices.IndexFunc(n.Instances, func(x status.Instance) bool { return x.Key == key })]
	return &x.Lanes[i], &x.Window, key
}

// step picks a rule that is said to apply.
func (st *statement) step() (*status.Step, status.Key) {
	_, _, key := st.lane()
	r := st.reasons[key]
	if len(r.Steps) == 0 {
		return nil, key
	}
	return &r.Steps[st.IntN(len(r.Steps))], key
}

// acts gives the acts that are said to decide.
func (st *statement) acts(key status.Key) (own []*status.Deciding) {
	r := st.reasons[key]
	for i := range r.Deciding {
		if p := r.Deciding[i].Part; p == "performance" || p == "breach" || p == "use" || p == "early_use" {
			own = append(own, &r.Deciding[i])
		}
	}
	return own
}

// deciding picks one of these.
func (st *statement) deciding() (*status.Deciding, status.Key) {
	_, _, key := st.lane()
	own := st.acts(key)
	if own == nil {
		return nil, key
	}
	return own[st.IntN(len(own))], key
}

func (st *statement) claim() *status.ClaimLane {
	c := st.res.Agreements[0].Claims
	if len(c) == 0 {
		return nil
	}
	return &c[st.IntN(len(c))].Lanes[st.IntN(status.Lanes)]
}

// coverage picks what is said of what could be seen.
func (st *statement) coverage() *status.Share {
	_, _, key := st.lane()
	return st.reasons[key].Coverage
}

// tampering changes a statement in substance; false: this one gives no occasion.
type tampering struct {
	name   string
	code   string // of the fault that must be told
	change func(*statement) bool
}

var tamperings = []tampering{
	{"a state added", "states", func(st *statement) bool {
		l, _, _ := st.lane()
		more := status.Of(status.State(st.IntN(int(status.NumStates))))
		if l == nil || l.States|more == l.States {
			return false
		}
		l.States |= more
		return true
	}},
	{"a state taken away", "states", func(st *statement) bool {
		l, _, _ := st.lane()
		if l == nil || l.States.Len() < 2 {
			return false
		}
		l.States &= l.States - 1
		return true
	}},
	{"another rule", "rule", func(st *statement) bool {
		s, _ := st.step()
		if s != nil {
			s.Rule += "_"
		}
		return s != nil
	}},
	{"a rule at another standard", "rule", func(st *statement) bool {
		s, _ := st.step()
		if s != nil {
			s.Truth.May ^= 1 << st.IntN(status.Lanes)
		}
		return s != nil
	}},
	{"a rule left out", "missing_rule", func(st *statement) bool {
		s, key := st.step()
		if s == nil {
			return false
		}
		r, rule := st.reasons[key], s.Rule
		r.Steps = slices.DeleteFunc(r.Steps, func(x status.Step) bool { return x.Rule == rule })
		st.reasons[key] = r
		return true
	}},
	{"a deciding fact left out", "missing_fact", func(st *statement) bool {
		d, key := st.deciding()
		if d == nil {
			return false
		}
		r, id := st.reasons[key], d.Fact
		r.Deciding = slices.DeleteFunc(r.Deciding, func(x status.Deciding) bool { return x.Fact == id })
		st.reasons[key] = r
		return true
	}},
	{"a deciding fact added", "fact", func(st *statement) bool {
		d, key := st.deciding()
		if d == nil {
			return false
		}
		r := st.reasons[key]
		for _, f := range st.sample.set.Facts {
			if !slices.ContainsFunc(r.Deciding, func(x status.Deciding) bool { return x.Fact == f.ID }) {
				r.Deciding = append(r.Deciding, status.Deciding{Fact: f.ID, Part: d.Part, Truth: d.Truth, When: f.When, Acts: f.Acts})
				st.reasons[key] = r
				return true
			}
		}
		return false
	}},
	{"the date of a deciding fact", "fact", func(st *statement) bool {
		d, _ := st.deciding()
		if d != nil {
			d.When.Hi++
		}
		return d != nil
	}},
	{"the acts of a deciding fact", "fact", func(st *statement) bool {
		d, _ := st.deciding()
		if d != nil {
			d.Acts.Hi++
		}
		return d != nil
	}},
	{"a deciding fact at another standard", "fact", func(st *statement) bool {
		d, _ := st.deciding()
		if d != nil {
			d.Truth.Must ^= 1 << st.IntN(status.Lanes)
		}
		return d != nil
	}},
	{"the number of acts", "acts", func(st *statement) bool {
		l, _, key := st.lane()
		if st.acts(key) == nil {
			return false
		}
		l.Acts.Hi++
		return true
	}},
	{"the opening", "window", func(st *statement) bool {
		_, w, _ := st.lane()
		if w != nil {
			w.Start.Lo--
		}
		return w != nil
	}},
	{"the end", "window", func(st *statement) bool {
		_, w, _ := st.lane()
		if w != nil {
			w.End.Hi++
		}
		return w != nil
	}},
	{"a date where there is none", "window", func(st *statement) bool {
		_, w, _ := st.lane()
		if w != nil {
			w.Dated = !w.Dated
		}
		return w != nil
	}},
	{"what was covered", "coverage", func(st *statement) bool {
		c := st.coverage()
		if c != nil {
			c.Covered++
		}
		return c != nil
	}},
	{"what was to be covered", "coverage", func(st *statement) bool {
		c := st.coverage()
		if c != nil {
			c.Needed++
		}
		return c != nil
	}},
	{"who watched", "coverage", func(st *statement) bool {
		c := st.coverage()
		if c == nil || len(c.Entries) == 0 {
			return false
		}
		c.Entries = c.Entries[1:]
		return true
	}},
	{"whether they were bound", "bond", func(st *statement) bool {
		l, _, _ := st.lane()
		if l != nil {
			l.Bonded = !l.Bonded
		}
		return l != nil
	}},
	{"a member left out", "member", func(st *statement) bool {
		n := st.norm(true)
		if n == nil || len(n.Instances) == 0 {
			return false
		}
		i := st.IntN(len(n.Instances))
		n.Instances = slices.Delete(n.Instances, i, i+1)
		return true
	}},
	{"a member invented", "member", func(st *statement) bool {
		n := st.norm(true)
		if n == nil || len(n.Instances) == 0 {
			return false
		}
		x := n.Instances[0]
		x.Key.Member += "_"
		n.Instances = append(n.Instances, x)
		return true
	}},
	{"a member taken for certain", "member", func(st *statement) bool {
		n := st.norm(true)
		if n == nil || len(n.Instances) == 0 || n.Instances[0].Known == grade.True.Must {
			return false
		}
		n.Instances[0].Known = grade.True.Must
		return true
	}},
	{"the states of a family", "states", func(st *statement) bool {
		n := st.norm(true)
		if n == nil {
			return false
		}
		n.Lanes[st.IntN(status.Lanes)].States ^= status.Of(status.Breached)
		return true
	}},
	{"a list called complete", "family", func(st *statement) bool {
		n := st.norm(true)
		if n == nil {
			return false
		}
		n.Family.Closed = !n.Family.Closed
		return true
	}},
	{"how many members", "family", func(st *statement) bool {
		n := st.norm(true)
		if n == nil {
			return false
		}
		n.Family.Known[st.IntN(status.Lanes)].Hi++
		return true
	}},
	{"the number of a claim", "number", func(st *statement) bool {
		c := st.claim()
		if c != nil {
			c.Number.Hi++
		}
		return c != nil
	}},
	{"the number without the author", "number", func(st *statement) bool {
		c := st.claim()
		if c != nil {
			c.NoAuthor.Lo++
		}
		return c != nil
	}},
	{"the state of a claim", "states", func(st *statement) bool {
		c := st.claim()
		if c == nil || c.States == status.Of(status.Contradicted) {
			return false
		}
		c.States = status.Of(status.Contradicted)
		return true
	}},
	{"a norm that is not in the text", "norm", func(st *statement) bool {
		n := st.norm(false)
		if n != nil {
			r := st.reasons[n.Key]
			n.Key.Norm += "_"
			st.reasons[n.Key] = r
		}
		return n != nil
	}},
}

// Each change of substance is refused, every time, with its code; each gets occasion often enough; every code is among them.
func TestTamperedStatusesAreRefused(t *testing.T) {
	told := map[string]bool{}
	for _, x := range tamperings {
		told[x.code] = true
		t.Run(x.name, func(t *testing.T) {
			tried, missed := 0, 0
			for seed := uint64(0); seed < 2000 && tried < 30; seed++ {
				st := newStatement(newSample(seed, seed%2 == 0))
				if !x.change(st) {
					continue
				}
				tried++
				if !slices.ContainsFunc(st.faults(), func(f proofcheck.Fault) bool { return f.Code == x.code }) {
					if missed++; missed <= 3 {
						t.Errorf("seed %d: not refused", seed)
					}
				}
			}
			t.Logf("%d tried, %d missed", tried, missed)
			if tried < 30 {
				t.Errorf("%d occasions only", tried)
			}
		})
	}
	for _, code := range proofcheck.Codes {
		if !told[code] {
			t.Errorf("no tampering for %q", code)
		}
	}
}

// What a broken engine says is refused too.
func TestBrokenEnginesAreRefused(t *testing.T) {
	for _, m := range everyMutant() {
		t.Run(m.name, func(t *testing.T) {
			for seed := range uint64(1500) {
				s := newSample(seed, m.exact)
				if theme := themeOf[m.name]; theme != "" {
					s = newThemed(seed, m.exact, theme).sample(seed)
				}
				res := m.engine(s.prog, s.set, s.at)
				if len(proofcheck.New(s.prog, s.set, s.at).Result(res, nil)) > 0 {
					return
				}
			}
			t.Error("not refused")
		})
	}
}
