package link

import (
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
	addresses             []uint64       // sorted
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
	joined := b.Joined()
	x.findings(&c, joined)
	for i := range joined.Accounts {
		if a := address(joined.Accounts[i].URL); a != "" {
			c.addresses = append(c.addresses, hash64(a))
		}
	}
	c.words = wordsOf(joined)
	c.names, c.sounds, c.parties, c.addresses = unique(c.names), unique(c.sounds), unique(c.parties), unique(c.addresses)
	return c
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
