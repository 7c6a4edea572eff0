package record

import (
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

// Carries is the most that the accounts alone can support: it takes two voices to corroborate.
func (l *Lineage) Carries() grade.Grade {
	if l.High < 2 {
		return grade.Alleged
	}
	return grade.Corroborated
}

// RestsOnOne says whether a finding of the record's own calls corroborated what goes back to one source for certain.
func (l *Lineage) RestsOnOne(as []Assessment, publisher string) bool {
	return l.Accounts > 0 && l.Carries() < grade.Corroborated && slices.ContainsFunc(as, func(a Assessment) bool {
		return a.Grade == grade.Corroborated && a.Rule == "" && a.Assessor != publisher
	})
}

// withheld are the sorts of sources of which the record does not say who they are.
var withheld = []string{"anonymous", "unknown", "withheld"}

// LineageOf follows the accounts of an incident to their roots, through the sources of the record.
func LineageOf(accounts []Account, source func(id string) (Source, bool)) *Lineage {
	on, own := restsOn(accounts, source)
	out := &Lineage{Accounts: len(accounts), Roots: rootsOf(on, own, source)}
	out.count()
	for _, id := range slices.Sorted(maps.Keys(on)) {
		if len(on[id]) > 0 {
			out.Rests = append(out.Rests, RestsOn{id, slices.Sorted(maps.Keys(on[id]))})
		}
	}
	return out
}

// count counts the roots.
func (l *Lineage) count() {
	l.Low, l.High = 0, len(l.Roots)
	for i := range l.Roots {
		if !l.Roots[i].Unknown {
			l.Low++
		}
	}
	l.Low = max(l.Low, min(l.High, 1))
}

// restsOn says on whom each source that is met rests, and who speaks for itself besides.
func restsOn(accounts []Account, source func(id string) (Source, bool)) (on map[string]map[string]bool, own map[string]bool) {
	on, own = map[string]map[string]bool{}, map[string]bool{}
	var queue []string
	meet := func(id string) {
		if on[id] == nil {
			on[id] = map[string]bool{}
			queue = append(queue, id)
		}
	}
	rests := func(id, cited string) {
		if cited != id {
			meet(cited)
			on[id][cited] = true
		}
	}
	for i := range accounts {
		a := &accounts[i]
		meet(a.Source)
		for _, cited := range a.Cites {
			rests(a.Source, cited)
		}
		s, _ := source(a.Source)
		own[a.Source] = own[a.Source] || len(a.Cites) == 0 && len(s.Cites) == 0
	}
	for ; len(queue) > 0; queue = queue[1:] { // what is cited may always republish others
		s, _ := source(queue[0])
		for _, cited := range s.Cites {
			rests(s.ID, cited)
		}
	}
	return on, own
}

// LineageWithout is LineageOf as if some sources had said nothing: their accounts are gone, and so is what goes back to them alone.
// kept are the accounts that still stand.
func LineageWithout(accounts []Account, source func(id string) (Source, bool), leftOut func(id string) bool) (l *Lineage, kept []Account) {
	silent := func(id string) (Source, bool) {
		s, ok := source(id)
		if leftOut(id) {
			s.Cites = nil // what came through it came from it
		}
		return s, ok
	}
	said := slices.DeleteFunc(slices.Clone(accounts), func(a Account) bool { return leftOut(a.Source) })
	on, _ := restsOn(said, silent)
	l = LineageOf(said, silent)
	l.Roots = slices.DeleteFunc(l.Roots, func(r Root) bool {
		return !slices.ContainsFunc(r.Sources, func(id string) bool { return !leftOut(id) })
	})
	l.count()
	heard := func(id string) bool {
		to := reached(on, id)
		return slices.ContainsFunc(l.Roots, func(r Root) bool {
			return slices.ContainsFunc(r.Sources, func(id string) bool { return to[id] && !leftOut(id) })
		})
	}
	kept = slices.DeleteFunc(said, func(a Account) bool { return !heard(a.Source) })
	l.Accounts = len(kept)
	return l, kept
}

// SourceIn looks up a source of a list, by its id.
func SourceIn(list []Source) func(id string) (Source, bool) {
	byID := make(map[string]*Source, len(list))
	for i := range list {
		byID[list[i].ID] = &list[i]
	}
	return func(id string) (Source, bool) {
		if s := byID[id]; s != nil {
			return *s, true
		}
		return Source{}, false
	}
}

// rootsOf finds the circles of sources that rest on each other, of which a single source is the smallest. One is a root if it rests on nothing outside it or if
// a source of it speaks for itself besides; those of one party are one.
func rootsOf(on map[string]map[string]bool, own map[string]bool, source func(id string) (Source, bool)) []Root {
	reaches := map[string]map[string]bool{}
	for id := range on {
		reaches[id] = reached(on, id)
	}
	roots := map[string]*Root{} // by voice
	done := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(on)) {
		if done[id] {
			continue
		}
		var circle []string
		outside, speaks := false, false
		for _, other := range slices.Sorted(maps.Keys(reaches[id])) {
			if !reaches[other][id] {
				outside = true
				continue
			}
			done[other] = true
			circle, speaks = append(circle, other), speaks || own[other]
		}
		if outside && !speaks {
			continue
		}
		key, party := Key("source", circle[0]), ""
		for _, member := range circle { // a circle of several parties is the voice of the first: no voice is counted twice
			if s, _ := source(member); s.Party != "" && party == "" {
				key, party = Key("party", s.Party), s.Party
			}
		}
		r := roots[key]
		if r == nil {
			r = &Root{Party: party, Unknown: true}
			roots[key] = r
		}
		r.Sources = append(r.Sources, circle...)
		for _, member := range circle {
			s, ok := source(member)
			r.Unknown = r.Unknown && (!ok || slices.Contains(withheld, s.Sort))
		}
	}
	var out []Root
	for _, r := range roots {
		slices.Sort(r.Sources)
		out = append(out, *r)
	}
	slices.SortFunc(out, func(a, b Root) int { return slices.Compare(a.Sources, b.Sources) })
	return out
}

// reached gives all sources to which one goes back, itself among them.
func reached(on map[string]map[string]bool, id string) map[string]bool {
	out := map[string]bool{id: true}
	for queue := []string{id}; len(queue) > 0; queue = queue[1:] {
		for next := range on[queue[0]] {
			if !out[next] {
				out[next] = true
				queue = append(queue, next)
			}
		}
	}
	return out
}
