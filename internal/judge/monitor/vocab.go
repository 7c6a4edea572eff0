package monitor

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/geo"
)

// fit says how a value answers to a wanted value.
type fit uint8

const (
	no     fit = iota
	coarse     // the value is wider than what is wanted: it may be it
	dated      // parties whose membership has dates: ask at the instant
	yes        // at or below what is wanted
)

// vocab answers which parties, kinds and zones lie below which.
type vocab struct {
	acts    map[string]*norms.Act
	states  map[string]*norms.State
	parties map[string]*norms.Party
	zones   map[string]*norms.Zone
	areas   map[string]*geo.Locator // of the zones that have an outline
	partyDn map[string]bool         // parties that hold members
	kinds   *tree
	places  *tree                    // zones
	phases  map[string][3]*norms.Act // of a whole act, by phase
	rosters map[string]*norms.RosterDecl
}

func newVocab(v *norms.Vocabulary) *vocab {
	b := &vocab{
		acts: map[string]*norms.Act{}, states: map[string]*norms.State{}, parties: map[string]*norms.Party{},
		zones: map[string]*norms.Zone{}, areas: map[string]*geo.Locator{}, partyDn: map[string]bool{},
		kinds: newTree(len(v.Kinds)), places: newTree(len(v.Zones)), rosters: map[string]*norms.RosterDecl{}, phases: map[string][3]*norms.Act{},
	}
	for i := range v.Acts {
		a := &v.Acts[i]
		b.acts[a.ID] = a
		if a.Of != "" {
			p := b.phases[a.Of]
			p[a.Phase] = a
			b.phases[a.Of] = p
		}
	}
	for i := range v.States {
		b.states[v.States[i].ID] = &v.States[i]
	}
	for i := range v.Parties {
		p := &v.Parties[i]
		b.parties[p.ID] = p
		for _, in := range p.In {
			b.partyDn[in.In] = true
		}
	}
	for _, k := range v.Kinds {
		b.kinds.put(k.ID, k.Parent)
	}
	for i := range v.Zones {
		z := &v.Zones[i]
		b.zones[z.ID] = z
		if z.Area != nil {
			b.areas[z.ID] = geo.NewLocator(z.Area)
		}
		b.places.put(z.ID, z.In)
	}
	b.kinds.number()
	b.places.number()
	for i := range v.Rosters {
		b.rosters[v.Rosters[i].ID] = &v.Rosters[i]
	}
	return b
}

// takes gives the acts whose facts a pattern on the act is held against: an act told of as a whole began and was
// finished at its instant (spec/norms.md, section 3, Phases).
func (b *vocab) takes(a *norms.Act) []string {
	out := []string{a.ID}
	switch {
	case a.Phase != norms.Whole && b.acts[a.Of] != nil:
		out = append(out, a.Of)
	case a.Phase == norms.Whole && b.phases[a.ID][norms.Finish] != nil:
		out = append(out, b.phases[a.ID][norms.Finish].ID)
	}
	return out
}

func (b *vocab) kindBelow(low, high string) bool { return b.kinds.below(low, high) }

func (b *vocab) zoneBelow(low, high string) bool { return b.places.below(low, high) }

// partyBelow says whether low is at or below high throughout the interval, and whether at some instant of it.
func (b *vocab) partyBelow(low, high string, at civil.Interval) (must, may bool) {
	return b.climb(low, high, at, 0)
}

func (b *vocab) climb(low, high string, at civil.Interval, depth int) (must, may bool) {
	if low == high {
		return true, true
	}
	p := b.parties[low]
	if p == nil || depth > 32 {
		return false, false
	}
	for _, in := range p.In {
		common := civil.Interval{Lo: max(at.Lo, in.Dates.Lo), Hi: min(at.Hi, in.Dates.Hi)}
		if common.Lo > common.Hi {
			continue
		}
		mu, ma := b.climb(in.In, high, common, depth+1)
		// What holds throughout a part of the interval only is not certain for the whole.
		must = must || mu && common == at
		may = may || ma
	}
	return must, may
}

// always is the interval of all instants.
var always = civil.Interval{Lo: civil.Ever, Hi: civil.Forever}

// fitParty compares parties leaving out dates; dated where they matter.
func (b *vocab) fitParty(v, w string) fit {
	if must, may := b.partyBelow(v, w, always); must {
		return yes
	} else if may {
		return dated
	}
	if _, may := b.partyBelow(w, v, always); may {
		return dated // coarse, while w is in v
	}
	return no
}

// fitPartyAt settles a dated pair at an interval of instants.
func (b *vocab) fitPartyAt(v, w string, at civil.Interval) fit {
	if must, may := b.partyBelow(v, w, at); must {
		return yes
	} else if may {
		return coarse
	}
	if _, may := b.partyBelow(w, v, at); may {
		return coarse
	}
	return no
}

func (b *vocab) fitKind(v, w string) fit {
	switch {
	case b.kindBelow(v, w):
		return yes
	case b.kindBelow(w, v):
		return coarse
	}
	return no
}

func (b *vocab) fitZone(v, w string) fit {
	switch {
	case b.zoneBelow(v, w):
		return yes
	case b.zoneBelow(w, v):
		return coarse
	}
	return no
}

// fits compares a value with a wanted value of a role of the type, at an interval of instants.
func (b *vocab) fits(t norms.RoleType, v, w string, at civil.Interval) fit {
	switch t {
	case norms.PartyRole:
		return b.fitPartyAt(v, w, at)
	case norms.KindRole:
		return b.fitKind(v, w)
	case norms.PlaceRole:
		return b.fitZone(v, w)
	}
	if v == w {
		return yes
	}
	return no
}

// leaf says whether nothing lies below the value: only then are two equal values certainly the same thing.
func (b *vocab) leaf(t norms.RoleType, v string) bool {
	switch t {
	case norms.PartyRole:
		return !b.partyDn[v]
	case norms.KindRole:
		return b.kinds.kids[v] == nil
	}
	return true
}
