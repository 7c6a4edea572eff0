package bind

import (
	"cmp"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/fold"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

// The sorts of word that the names table binds, and two that only the vocabulary knows.
const (
	partySort  = "party"
	kindSort   = "kind"
	actSort    = "act"
	zoneSort   = "zone"
	roleSort   = "role"
	rosterSort = "roster"
)

type wordKey struct{ scheme, sort, word string }

// word is what is known of one word.
type word struct {
	ids   []string // sorted IDs of the vocabulary; with bound and none: means nothing here
	bound bool
	alias string // SCHEME:WORD, which no pattern matches
	count int    // incidents that use it
	turn  int    // of the incident that last used it
	key   wordKey
}

// words knows the vocabulary's IDs and the names table.
type words struct {
	ids     map[wordKey]string   // by sort and folded ID, scheme ""
	exact   map[wordKey][]string // names as written
	folded  map[wordKey][]string // names folded
	unclear map[wordKey]bool     // folded names that mean different things as written
	known   map[wordKey]*word    // by the word as written: folding is done once
	turn    int                  // of the incident being bound
	met     []*word              // of it, those that are not bound, perhaps several times
}

func newWords(v *norms.Vocabulary, names []record.Name) *words {
	w := &words{
		ids: map[wordKey]string{}, exact: map[wordKey][]string{}, folded: map[wordKey][]string{},
		unclear: map[wordKey]bool{}, known: map[wordKey]*word{},
	}
	add := func(sort, id string) { w.ids[wordKey{"", sort, fold.Text(id)}] = id }
	for _, p := range v.Parties {
		add(partySort, p.ID)
	}
	for _, k := range v.Kinds {
		add(kindSort, k.ID)
	}
	for _, a := range v.Acts {
		add(actSort, a.ID)
	}
	for _, z := range v.Zones {
		add(zoneSort, z.ID)
	}
	for _, n := range names {
		means := slices.Clone(n.Means)
		slices.Sort(means)
		means = slices.Compact(means)
		w.exact[wordKey{n.Scheme, n.Sort, n.Word}] = means
		key := wordKey{n.Scheme, n.Sort, fold.Text(n.Word)}
		if before, ok := w.folded[key]; ok && !slices.Equal(before, means) {
			w.unclear[key] = true
		}
		w.folded[key] = means
	}
	return w
}

// find gives what a word means. The same pointer comes back for the same word.
func (w *words) find(scheme, sort, text string) *word {
	found, ok := w.known[wordKey{scheme, sort, text}]
	if !ok {
		found = w.look(scheme, sort, text)
	}
	if !found.bound {
		w.met = append(w.met, found)
	}
	return found
}

// look finds a word that was not met before.
func (w *words) look(scheme, sort, text string) *word {
	key := wordKey{strings.Clone(scheme), sort, strings.Clone(text)} // not as a part of what the store read
	found := &word{alias: scheme + ":" + text, turn: -1, key: key}
	w.known[key] = found
	like := wordKey{scheme, sort, fold.Text(text)}
	if id, ok := w.ids[like]; ok {
		found.ids, found.bound = []string{id}, true
		return found
	}
	means, ok := w.exact[key]
	if !ok {
		if means, ok = w.folded[like]; !ok || w.unclear[like] {
			return found
		}
	}
	for _, m := range means {
		// A name may be bound for another vocabulary: what it means here is then not known.
		if id, ok := w.ids[wordKey{"", sort, fold.Text(m)}]; ok {
			found.ids = append(found.ids, id)
		}
	}
	found.bound = len(means) == 0 || len(found.ids) > 0
	if sort == actSort && len(found.ids) > 1 {
		found.ids, found.bound = nil, false
	}
	return found
}

// missing notes that something other than an incident uses a word; an incident's words are counted by use.
func (w *words) missing(scheme, sort, text string) { w.find(scheme, sort, text) }

// use counts a word of the incident being bound, once for each incident.
func (w *words) use(u *word) {
	if !u.bound && u.turn != w.turn {
		u.turn = w.turn
		u.count++
		w.met = append(w.met, u)
	}
}

// list gives the words that are not bound, sorted.
func (w *words) list() []fact.Unbound {
	var out []fact.Unbound
	for k, u := range w.known {
		if !u.bound {
			out = append(out, fact.Unbound{Scheme: k.scheme, Sort: k.sort, Word: k.word, Count: u.count})
		}
	}
	slices.SortFunc(out, func(a, b fact.Unbound) int {
		return cmp.Or(cmp.Compare(a.Scheme, b.Scheme), cmp.Compare(a.Word, b.Word), cmp.Compare(a.Sort, b.Sort))
	})
	return out
}
