package link

import (
	"encoding/binary"
	"hash/fnv"
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/fold"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// candidate is what is compared of an incident.
type candidate struct {
	id, publisher, scheme string
	keyed                 bool // its publisher gives it a key
	act                   word
	dated                 bool
	lo, hi                int64          // days since 1970, widened
	lat, lon, radius      int64          // 1e-7 degree, metres; radius 0: no point
	names                 []string       // of the place, folded, sorted
	sounds                []string       // of these names, sorted; of names too short to sound like anything, the name itself
	parties               []string       // what their words mean, or scheme and word, sorted
	bound                 bool           // all of them by the names table, or of the vocabulary
	killed                []record.Range // what each assessor says, where they say anything
	zones                 []string       // what their words mean, or scheme and word, sorted
	addresses             []uint64       // of pages that accounts cite, sorted
	reports               []uint64       // texts of accounts, sorted
	files                 []uint64       // by their bytes, sorted
	voices                []string       // sources to which the accounts go back, as far as it is known who they are, sorted
	words                 []uint32       // of titles and accounts, sorted
	links                 []record.Link
}

// word is a word of a scheme with what it means, if somebody bound it.
type word struct {
	scheme, text string
	means        []string // sorted
}

const (
	mostWords     = 96
	shortestText  = 40 // bytes of a text which two do not write alike by chance
	shortestSound = 3
	secondsOfADay = 86400
)

func (x *Index) candidate(b *record.Bundle) candidate {
	in := &b.Incident
	c := candidate{
		id: in.ID, publisher: in.Publisher, scheme: in.Scheme, keyed: in.Key != "", act: x.word(in.Scheme, "act", in.Act),
		lat: in.Place.Lat, lon: in.Place.Lon, radius: in.Place.Radius, bound: true, links: slices.Clone(b.Links),
	}
	if e, err := civil.ParseEDTF(in.When); err == nil && in.When != "" {
		at := e.In(civil.UTC)
		c.dated = at.Lo > civil.Ever && at.Hi < civil.Forever
		c.lo, c.hi = day(at.Lo), day(at.Hi)
	}
	for _, name := range in.Place.Name {
		folded := fold.Text(name)
		sound := Sound(name)
		if len(sound) < shortestSound {
			sound = folded
		}
		c.names, c.sounds = append(c.names, folded), append(c.sounds, sound)
	}
	for _, z := range in.Place.Zones {
		w := x.word(in.Scheme, "zone", z)
		if len(w.means) == 0 {
			c.zones = append(c.zones, w.scheme+":"+w.text)
		}
		c.zones = append(c.zones, w.means...)
	}
	joined := b.Joined()
	x.findings(&c, joined)
	x.sourcesOf(&c, joined.Accounts)
	c.words = wordsOf(joined)
	c.names, c.sounds, c.parties, c.zones = unique(c.names), unique(c.sounds), unique(c.parties), unique(c.zones)
	return c
}

// sourcesOf takes what accounts show of where they come from: pages, texts, files, and the sources to which they go back.
func (x *Index) sourcesOf(c *candidate, accounts []record.Account) {
	for i := range accounts {
		a := &accounts[i]
		if page := address(a.URL); page != "" {
			c.addresses = append(c.addresses, hash64(page))
		}
		for _, said := range a.Says {
			c.reports = appendText(c.reports, said)
		}
		c.reports = appendText(c.reports, a.Words)
		for _, f := range a.Files {
			c.files = append(c.files, binary.BigEndian.Uint64(f[:]))
		}
	}
	lineage := record.LineageOf(accounts, x.source)
	for _, r := range lineage.Roots {
		if !r.Unknown {
			c.voices = append(c.voices, r.Sources[0])
		}
		x.meet(r.Sources...)
	}
	for _, r := range lineage.Rests {
		x.meet(r.Source)
		x.meet(r.On...)
	}
	c.addresses, c.reports, c.files, c.voices = unique(c.addresses), unique(c.reports), unique(c.files), unique(c.voices)
}

// appendText adds what tells a text: its words, however they are set.
func appendText(list []uint64, said string) []uint64 {
	var words strings.Builder
	fold.Tokens(said, func(t string) { words.WriteString(t + " ") })
	if words.Len() >= shortestText {
		return append(list, hash64(words.String()))
	}
	return list
}

func (x *Index) source(id string) (record.Source, bool) {
	s, ok := x.sources[id]
	return s, ok
}

func (x *Index) meet(sources ...string) {
	for _, id := range sources {
		x.met[id] = true
	}
}

func (x *Index) findings(c *candidate, b *record.Bundle) {
	for i := range b.Assessments {
		a := &b.Assessments[i]
		if a.Grade == grade.Discounted {
			continue
		}
		for _, t := range a.Attributions {
			if t.Grade == grade.Discounted {
				continue
			}
			w := x.word(a.Scheme, "party", t.To)
			if len(w.means) == 0 {
				c.bound = false
				c.parties = append(c.parties, w.scheme+":"+w.text)
			}
			c.parties = append(c.parties, w.means...)
		}
		for _, m := range a.Amounts {
			if m.Role != "killed" || !m.Total() {
				continue
			}
			c.killed = append(c.killed, m.Range) // never joined: between what two say may lie what nobody says
		}
	}
}

// word folds a word and looks up what it means. A word of the vocabulary means itself.
func (x *Index) word(scheme, sort, text string) word {
	w := word{scheme: scheme, text: fold.Text(text)}
	if scheme == "" {
		w.means = []string{text}
		return w
	}
	w.means = x.names[record.Key(scheme, sort, w.text)]
	return w
}

func wordsOf(b *record.Bundle) []uint32 {
	var out []uint32
	take := func(s string) {
		fold.Tokens(s, func(t string) {
			if len(t) > 3 && len(out) < mostWords {
				out = append(out, uint32(hash64(t)))
			}
		})
	}
	for _, lang := range slices.Sorted(keys(b.Incident.Title)) {
		take(b.Incident.Title[lang])
	}
	for i := range b.Accounts {
		for _, lang := range slices.Sorted(keys(b.Accounts[i].Says)) {
			take(b.Accounts[i].Says[lang])
		}
		take(b.Accounts[i].Words)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func keys(t record.Text) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range t {
			if !yield(k) {
				return
			}
		}
	}
}

// address takes of an address what does not tell two pages apart: how it is fetched, "www.", what follows "#", a slash at the end.
func address(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	url, _, _ = strings.Cut(url, "#")
	url = strings.TrimRight(strings.TrimPrefix(url, "www."), "/")
	if !strings.Contains(url, "/") { // a site, no page
		return ""
	}
	return url
}

func hash64(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s)) // it never fails
	return h.Sum64()
}

func unique[T string | uint64](list []T) []T {
	slices.Sort(list)
	return slices.Compact(list)
}

func day(instant int64) int64 {
	d := instant / secondsOfADay
	if instant%secondsOfADay < 0 {
		d--
	}
	return d
}
