// Package proofcheck re-derives a status from its reasons and the facts, without the engine.
//
// It reads spec/norms.md in the plainest way there is: one standard at a time, one reading at a time, every fact that may
// match held against the pattern again, nothing kept from one step to the next. It is slow and short, and it shares no code with the
// engine or the oracle. A status is accepted when what it claims is what the rules give: the states, the rules that decided,
// the facts that count and how they count, the window, what could be seen, and whether the bearers were bound.
// What merely explains (near misses, what would change the status) is not derived again.
package proofcheck

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Checker checks statuses of one program on one set of facts as of one instant.
type Checker struct {
	prog    *norms.Program
	set     *fact.Set
	r       int64 // the reading: the instant plus 1
	norms   map[string]*norms.Norm
	acts    map[string]*norms.Act
	states  map[string]*norms.State
	zones   map[string]*norms.Zone
	byAct   map[string][]*fact.Fact
	byID    map[string]*fact.Fact
	index   map[role][]*fact.Fact // facts by what they say of a person or a text
	mute    map[role][]*fact.Fact // facts that say nothing of it
	circles map[string][]string   // by norm; nil: not looked for yet
	inner   map[string]bool       // parties and kinds below which others lie
	lanes   [status.Lanes]*lane
}

// role names a value of a role of an act; "" for none.
type role struct{ act, name, value string }

// lane reads everything at one standard.
type lane struct {
	*Checker
	at int
	// What norms and texts say that others ask, so that none is read over and over.
	seen    map[reading]words
	used    map[reading][]exercise
	made    map[string][]*instance
	solved  map[string]*solution // norms in circles
	calls   map[string][]int64   // when their statuses may change
	entries map[string]course
	marks   map[string][]hit
	rolls   map[string]*roll // members of families
}

type reading struct {
	norm string
	x    int64
}

// New makes a checker. The facts must not be changed while it is used.
func New(prog *norms.Program, set *fact.Set, at int64) *Checker {
	c := &Checker{
		prog: prog, set: set, r: at + 1, norms: map[string]*norms.Norm{}, acts: map[string]*norms.Act{}, states: map[string]*norms.State{},
		zones: map[string]*norms.Zone{}, byAct: map[string][]*fact.Fact{}, byID: map[string]*fact.Fact{},
		index: map[role][]*fact.Fact{}, mute: map[role][]*fact.Fact{}, inner: map[string]bool{},
	}
	for i := range prog.Agreements {
		for j := range prog.Agreements[i].Norms {
			n := &prog.Agreements[i].Norms[j]
			c.norms[n.Name()] = n
		}
	}
	v := &prog.Vocabulary
	for i := range v.Acts {
		c.acts[v.Acts[i].ID] = &v.Acts[i]
	}
	for i := range v.States {
		c.states[v.States[i].ID] = &v.States[i]
	}
	for i := range v.Zones {
		c.zones[v.Zones[i].ID] = &v.Zones[i]
	}
	for _, p := range v.Parties {
		for _, m := range p.In {
			c.inner[m.In] = true
		}
	}
	for _, k := range v.Kinds {
		c.inner[k.Parent] = true
	}
	for i := range set.Facts {
		f := &set.Facts[i]
		c.byAct[f.Act] = append(c.byAct[f.Act], f)
		c.byID[f.ID] = f
		c.file(f)
	}
	for i := range c.lanes {
		c.lanes[i] = &lane{
			Checker: c, at: i, seen: map[reading]words{}, used: map[reading][]exercise{}, made: map[string][]*instance{},
			solved: map[string]*solution{}, calls: map[string][]int64{}, entries: map[string]course{}, marks: map[string][]hit{},
			rolls: map[string]*roll{},
		}
	}
	return c
}

// file puts a fact where it is found by what it says of persons and texts.
func (c *Checker) file(f *fact.Fact) {
	a := c.acts[f.Act]
	if a == nil {
		return
	}
	for i := range a.Roles {
		name := a.Roles[i].Name
		if !exact(a.Roles[i].Type) {
			continue
		}
		r := f.Role(name)
		if r == nil || len(r.Values) == 0 {
			key := role{f.Act, name, ""}
			c.mute[key] = append(c.mute[key], f)
			continue
		}
		for _, v := range r.Values {
			key := role{f.Act, name, v}
			c.index[key] = append(c.index[key], f)
		}
	}
}

// exact says whether values of the type are equal or different, with nothing between.
func exact(t norms.RoleType) bool {
	return t == norms.PersonRole || t == norms.TextRole || t == norms.MarkRole || t == norms.DateRole
}

// agreement gives the text of a norm.
func (c *Checker) agreement(n *norms.Norm) *norms.Agreement { return c.prog.Agreement(n.Agree) }

// headline is the lane of a text's own standard.
func headline(ag *norms.Agreement) int {
	if ag.Standard == grade.Discounted {
		return grade.Corroborated.Lane()
	}
	return ag.Standard.Lane()
}

// instants sorts readings, each once, up to the reading of the status, in a list of its own: others hold the one given.
func (c *Checker) instants(at []int64) []int64 {
	at = slices.DeleteFunc(slices.Clone(at), func(x int64) bool { return x > c.r || x <= civil.Ever })
	slices.Sort(at)
	return slices.Clip(slices.Compact(at))
}
