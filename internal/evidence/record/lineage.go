package record

import (
	"iter"
	"maps"
	"slices"
)

// SourceLineage is where what a source says comes from.
type SourceLineage struct {
	Source   string   `json:"source"`
	Always   []string `json:"always,omitempty"` // sources that it always republishes, sorted
	Here     []string `json:"here,omitempty"`   // sources on which some of its accounts rest besides, sorted
	Roots    []Root   `json:"roots"`            // to which it goes back, as far as it always republishes
	Accounts int      `json:"accounts"`
	Own      int      `json:"own"` // of them, those that rest on nobody
}

// SourceLineages gives the lineage of every source of a base, in the order of their ids, from the incidents that stand. A source is named
// once though an account may name one that has no entry of its own.
func SourceLineages(base *Base, incidents iter.Seq2[*Bundle, error]) ([]SourceLineage, error) {
	source := SourceIn(base.Sources)
	of, here := map[string]*SourceLineage{}, map[string]map[string]bool{}
	meet := func(id string) *SourceLineage {
		l := of[id]
		if l == nil {
			s, _ := source(id)
			l = &SourceLineage{Source: id, Always: slices.Sorted(slices.Values(s.Cites)), Roots: LineageOf([]Account{{Source: id}}, source).Roots}
			of[id] = l
		}
		return l
	}
	for i := range base.Sources {
		meet(base.Sources[i].ID)
	}
	for b, err := range incidents {
		if err != nil {
			return nil, err
		}
		joined := b.Joined()
		for i := range joined.Accounts {
			a := &joined.Accounts[i]
			l := meet(a.Source)
			l.Accounts++
			if len(a.Cites) == 0 && len(l.Always) == 0 {
				l.Own++
			}
			for _, cited := range a.Cites {
				if here[l.Source] == nil {
					here[l.Source] = map[string]bool{}
				}
				here[l.Source][cited] = here[l.Source][cited] || !slices.Contains(l.Always, cited)
			}
		}
	}
	out := make([]SourceLineage, 0, len(of))
	for _, id := range slices.Sorted(maps.Keys(of)) {
		l := of[id]
		for _, cited := range slices.Sorted(maps.Keys(here[id])) {
			if here[id][cited] {
				l.Here = append(l.Here, cited)
			}
		}
		out = append(out, *l)
	}
	return out, nil
}

// SourceUse is what rests on a source.
type SourceUse struct {
	Incidents int      // of which it gives an account
	Alone     int      // of them, those whose accounts all go back to one voice for certain
	OneVoice  []string // their ids, the first mostOneVoice in the order in which they were met
}

// mostOneVoice is how many incidents are named of a source.
const mostOneVoice = 200

// SourceUses takes from incidents that pass by what rests on each source: give the sequence that it returns to whoever reads it, and look at the map after.
func SourceUses(base *Base, incidents iter.Seq2[*Bundle, error]) (passing iter.Seq2[*Bundle, error], uses map[string]*SourceUse) {
	uses = map[string]*SourceUse{}
	source := SourceIn(base.Sources)
	return func(yield func(*Bundle, error) bool) {
		for b, err := range incidents {
			if err == nil {
				joined := b.Joined()
				l := LineageOf(joined.Accounts, source)
				seen := map[string]bool{}
				for i := range joined.Accounts {
					if id := joined.Accounts[i].Source; !seen[id] {
						seen[id] = true
						if uses[id] == nil {
							uses[id] = &SourceUse{}
						}
						uses[id].take(b.Incident.ID, l.High < 2)
					}
				}
			}
			if !yield(b, err) {
				return
			}
		}
	}, uses
}

func (u *SourceUse) take(incident string, alone bool) {
	u.Incidents++
	if alone {
		u.Alone++
		if len(u.OneVoice) < mostOneVoice {
			u.OneVoice = append(u.OneVoice, incident)
		}
	}
}
