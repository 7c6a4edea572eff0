package record

import (
	"cmp"
	"maps"
	"slices"

	"mithaq/internal/base/grade"
)

// Lineage says to how few voices the accounts of an incident go back. Corroboration counts these, not accounts: a hundred papers that print one agency are one voice.
//
// A source rests on what it always republishes (Source.Cites) and on what its accounts of the incident say that they rest on (Account.Cites). A root is a
// source that rests on no other, or that gives an account of its own besides. All sources that speak for one party are one, and so are sources that
// rest on each other in a circle. A root of which the record does not say who it is may be any of the others: it counts in High alone.
//
// With the same citations known, more accounts never lower the numbers, and an account that rests on sources counted already never raises them.
type Lineage struct {
	Accounts int       `json:"accounts"`
	Low      int       `json:"low"`  // independent roots, at least
	High     int       `json:"high"` // and at most
	Roots    []Root    `json:"roots,omitempty"`
	Rests    []RestsOn `json:"rests,omitempty"` // sorted by Source
}

// Root is one voice.
type Root struct {
	Sources []string `json:"sources"`           // ids of those that are one, sorted
	Party   string   `json:"party,omitempty"`   // for which all of them speak
	Unknown bool     `json:"unknown,omitempty"` // who it is is withheld, or not in the record
}

// RestsOn says on which others a source rests, in accounts of the incident or always.
type RestsOn struct {
	Source string   `json:"source"`
	On     []string `json:"on"` // sorted
}

// RestsOnOne says whether a finding of the record's own calls corroborated what goes back to one source for certain.
func (l *Lineage) RestsOnOne(as []Assessment, publisher string) bool {
	return l.Accounts > 0 && l.High < 2 && slices.ContainsFunc(as, func(a Assessment) bool {
		return a.Grade == grade.Corroborated && a.Rule == "" && a.Assessor != publisher
	})
}

// withheld are the sorts of sources of which the record does not say who they are.
var withheld = []string{"anonymous", "unknown", "withheld"}

// LineageOf follows the accounts of an incident to their roots, through the sources of the record.
func LineageOf(accounts []Account, source func(id string) (Source, bool)) *Lineage {
	g := &lineage{source: source, voices: map[string]*voice{}}
	var start []*voice
	for i := range accounts {
		a := &accounts[i]
		v := g.voice(a.Source)
		start = append(start, v)
		for _, cited := range a.Cites {
			g.rests(v, a.Source, cited)
		}
		if s, _ := source(a.Source); len(a.Cites) == 0 && len(s.Cites) == 0 {
			v.own = true
		}
	}
	for queue := slices.Clone(start); len(queue) > 0; queue = queue[1:] { // what is cited may always republish others
		v := queue[0]
		if v.seen {
			continue
		}
		v.seen = true
		for _, id := range slices.Sorted(maps.Keys(v.sources)) {
			s, _ := source(id)
			for _, cited := range s.Cites {
				g.rests(v, id, cited)
			}
		}
		for next := range v.on {
			queue = append(queue, next)
		}
	}
	return g.count(len(accounts))
}

type lineage struct {
	source func(id string) (Source, bool)
	voices map[string]*voice
	rest   map[string]map[string]bool // by source
}

// voice is a source, or all that speak for one party.
type voice struct {
	key     string
	sources map[string]bool
	party   string
	known   bool
	own     bool // it gives an account that rests on no other
	seen    bool
	on      map[*voice]bool
}

func (g *lineage) voice(id string) *voice {
	s, ok := g.source(id)
	key := Key("source", id)
	if s.Party != "" {
		key = Key("party", s.Party)
	}
	v := g.voices[key]
	if v == nil {
		v = &voice{key: key, party: s.Party, sources: map[string]bool{}, on: map[*voice]bool{}}
		g.voices[key] = v
	}
	v.known = v.known || ok && !slices.Contains(withheld, s.Sort)
	v.sources[id] = true
	return v
}

func (g *lineage) rests(v *voice, by, cited string) {
	if g.rest == nil {
		g.rest = map[string]map[string]bool{}
	}
	if g.rest[by] == nil {
		g.rest[by] = map[string]bool{}
	}
	g.rest[by][cited] = true
	if on := g.voice(cited); on != v {
		v.on[on] = true
	}
}

// reach gives all voices to which one goes back, itself among them.
func reach(v *voice) map[*voice]bool {
	out := map[*voice]bool{v: true}
	for queue := []*voice{v}; len(queue) > 0; queue = queue[1:] {
		for next := range queue[0].on {
			if !out[next] {
				out[next] = true
				queue = append(queue, next)
			}
		}
	}
	return out
}

// count finds the circles, of which a single voice is the smallest: one is a root if it rests on nothing outside it or speaks for itself.
func (g *lineage) count(accounts int) *Lineage {
	out := &Lineage{Accounts: accounts}
	done := map[*voice]bool{}
	reaches := map[*voice]map[*voice]bool{}
	for _, v := range g.voices {
		reaches[v] = reach(v)
	}
	for _, key := range slices.Sorted(maps.Keys(g.voices)) {
		v := g.voices[key]
		if done[v] {
			continue
		}
		root := Root{Unknown: true}
		own, outside, voices := false, false, 0
		for w := range reaches[v] {
			if !reaches[w][v] {
				outside = true
				continue
			}
			done[w] = true
			voices++
			own, root.Unknown, root.Party = own || w.own, root.Unknown && !w.known, w.party
			root.Sources = slices.AppendSeq(root.Sources, maps.Keys(w.sources))
		}
		if outside && !own {
			continue
		}
		if voices > 1 {
			root.Party = ""
		}
		slices.Sort(root.Sources)
		out.Roots = append(out.Roots, root)
		out.High++
		if !root.Unknown {
			out.Low++
		}
	}
	out.Low = max(out.Low, min(out.High, 1))
	slices.SortFunc(out.Roots, func(a, b Root) int { return slices.Compare(a.Sources, b.Sources) })
	for by, on := range g.rest {
		out.Rests = append(out.Rests, RestsOn{by, slices.Sorted(maps.Keys(on))})
	}
	slices.SortFunc(out.Rests, func(a, b RestsOn) int { return cmp.Compare(a.Source, b.Source) })
	return out
}
