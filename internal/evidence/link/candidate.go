package link

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/fold"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// candidate is what is compared of an incident. Texts and sets of them are numbers (Index.texts, Index.sets).
type candidate struct {
	id                string
	publisher, scheme uint32
	act               uint32 // in Index.acts
	keyed             bool   // its publisher gives it a key
	dated             bool
	bound             bool   // all parties by the names table, or of the vocabulary
	names             uint32 // set: of the place, folded
	parties           uint32 // set: what their words mean, or scheme and word
	zones             uint32 // set: likewise
	voices            uint32 // set: sources to which the accounts go back, as far as it is known who they are
	lo, hi            int64  // days since 1970, widened
	lat, lon, radius  int64  // 1e-7 degree, metres; radius 0: no point
	killed            []killed
	things            []uint64 // keys (sharedKey) of the pages that accounts cite, of files, of texts of accounts; each of the three sorted
	pages, files      int32    // where pages and files end in things
	words             []uint32 // of titles and accounts, sorted
	links             []record.Link
}

// killed is what an assessor says where they say anything. Never joined: between what two say may lie what nobody says.
type killed struct{ lo, hi int64 } // hi: math.MaxInt64 where nothing is said

// act is a word of a scheme with what it means, if somebody bound it.
type act struct {
	scheme, text uint32
	means        uint32 // set
}

const (
	mostWords     = 96
	shortestText  = 40 // bytes of a text which two do not write alike by chance
	shortestSound = 3
	secondsOfADay = 86400
)

// reader makes candidates of incidents. What texts mean and sound like it works out once for all incidents that it reads.
type reader struct {
	*Index
	acts   map[[2]string]uint32
	places map[string]place
	meant  map[[3]string]meant
}

// place is a name folded, and how it sounds; of a name too short to sound like anything, the name itself.
type place struct{ name, sound uint32 }

// meant is what a word means, or the word itself, which is then not bound.
type meant struct {
	numbers []uint32
	bound   bool
}

func (x *Index) reader() *reader {
	return &reader{x, map[[2]string]uint32{}, map[string]place{}, map[[3]string]meant{}}
}

func (r *reader) candidate(b *record.Bundle) candidate {
	in := &b.Incident
	c := candidate{
		id: strings.Clone(in.ID), publisher: r.texts.number(in.Publisher), scheme: r.texts.number(in.Scheme), keyed: in.Key != "", act: r.act(in.Scheme, in.Act),
		lat: in.Place.Lat, lon: in.Place.Lon, radius: in.Place.Radius, bound: true, links: ownLinks(b.Links),
	}
	if e, err := civil.ParseEDTF(in.When); err == nil && in.When != "" {
		at := e.In(civil.UTC)
		c.dated = at.Lo > civil.Ever && at.Hi < civil.Forever
		c.lo, c.hi = day(at.Lo), day(at.Hi)
	}
	var names, sounds, zones []uint32
	for _, name := range in.Place.Name {
		p := r.place(name)
		names, sounds = append(names, p.name), append(sounds, p.sound)
	}
	for _, z := range in.Place.Zones {
		zones = append(zones, r.means(in.Scheme, "zone", z).numbers...)
	}
	c.names, c.zones = r.sets.number(names), r.sets.number(zones)
	if c.names != 0 {
		r.sounds[c.names] = r.sets.number(sounds)
	}
	joined := b.Joined()
	r.findings(&c, joined)
	r.sourcesOf(&c, joined.Accounts)
	c.words = wordsOf(joined)
	return c
}

func ownLinks(links []record.Link) []record.Link {
	out := slices.Clone(links)
	for i := range out {
		for _, s := range []*string{&out[i].A, &out[i].B, &out[i].Decision, &out[i].Into, &out[i].By, &out[i].When, &out[i].Why, &out[i].Signs, &out[i].Second} {
			*s = strings.Clone(*s)
		}
	}
	return out
}

// sourcesOf takes what accounts show of where they come from: pages, texts, files, and the sources to which they go back.
func (r *reader) sourcesOf(c *candidate, accounts []record.Account) {
	var pages, files, reports []uint64
	var voices []uint32
	for i := range accounts {
		a := &accounts[i]
		if page := address(a.URL); page != "" {
			pages = append(pages, sharedKey(ofAddress, hash64(page)))
		}
		for _, said := range a.Says {
			reports = appendText(reports, said)
		}
		reports = appendText(reports, a.Words)
		for _, f := range a.Files {
			files = append(files, sharedKey(ofFile, binary.BigEndian.Uint64(f[:])))
		}
	}
	lineage := record.LineageOf(accounts, r.source)
	for _, root := range lineage.Roots {
		if !root.Unknown {
			voices = append(voices, r.texts.number(root.Sources[0]))
		}
		r.meet(root.Sources...)
	}
	for _, rest := range lineage.Rests {
		r.meet(rest.Source)
		r.meet(rest.On...)
	}
	pages, files, reports = unique(pages), unique(files), unique(reports)
	c.pages, c.files = int32(len(pages)), int32(len(pages)+len(files))
	if n := int(c.files) + len(reports); n > 0 {
		c.things = slices.Concat(make([]uint64, 0, n), pages, files, reports)
	}
	c.voices = r.sets.number(voices)
}

// appendText adds what tells a text: its words, however they are set.
func appendText(list []uint64, said string) []uint64 {
	n, sum := 0, uint64(emptyHash)
	fold.Tokens(said, func(t string) {
		n += len(t) + 1
		sum = addHash(addHash(sum, t), " ")
	})
	if n >= shortestText {
		return append(list, sharedKey(ofReport, sum))
	}
	return list
}

func (x *Index) source(id string) (record.Source, bool) {
	s, ok := x.sources[id]
	return s, ok
}

func (x *Index) meet(sources ...string) {
	for _, id := range sources {
		if !x.met[id] {
			x.met[strings.Clone(id)] = true
		}
	}
}

func (r *reader) findings(c *candidate, b *record.Bundle) {
	var parties []uint32
	for i := range b.Assessments {
		a := &b.Assessments[i]
		if a.Grade == grade.Discounted {
			continue
		}
		for _, t := range a.Attributions {
			if t.Grade == grade.Discounted {
				continue
			}
			m := r.means(a.Scheme, "party", t.To)
			c.bound = c.bound && m.bound
			parties = append(parties, m.numbers...)
		}
		for _, m := range a.Amounts {
			if m.Role != "killed" || !m.Total() {
				continue
			}
			c.killed = append(c.killed, killed{m.Range.Lo, atMost(m.Range)})
		}
	}
	c.parties = r.sets.number(parties)
	c.killed = slices.Clip(c.killed)
}

// place folds the name of a place.
func (r *reader) place(name string) place {
	p, known := r.places[name]
	if !known {
		folded, sound := fold.Text(name), Sound(name)
		if len(sound) < shortestSound {
			sound = folded
		}
		p = place{r.texts.number(folded), r.texts.number(sound)}
		r.places[strings.Clone(name)] = p
	}
	return p
}

// word folds a word and looks up what it means. A word of the vocabulary means itself.
func (x *Index) word(scheme, sort, text string) (folded string, means []string) {
	folded = fold.Text(text)
	if scheme == "" {
		return folded, []string{text}
	}
	return folded, x.names[record.Key(scheme, sort, folded)]
}

func (r *reader) act(scheme, text string) uint32 {
	key := [2]string{scheme, text}
	n, known := r.acts[key]
	if !known {
		folded, means := r.word(scheme, "act", text)
		n = r.actNumber(act{r.texts.number(scheme), r.texts.number(folded), r.setOf(means)})
		r.acts[[2]string{strings.Clone(scheme), strings.Clone(text)}] = n
	}
	return n
}

// means gives what a word means; of a word that nobody bound, its scheme and itself.
func (r *reader) means(scheme, sort, text string) meant {
	key := [3]string{scheme, sort, text}
	m, known := r.meant[key]
	if !known {
		folded, means := r.word(scheme, sort, text)
		m.bound = len(means) > 0
		if !m.bound {
			means = []string{scheme + ":" + folded}
		}
		for _, s := range means {
			m.numbers = append(m.numbers, r.texts.number(s))
		}
		r.meant[[3]string{strings.Clone(scheme), sort, strings.Clone(text)}] = m
	}
	return m
}

// setOf gives the number of a set of texts.
func (x *Index) setOf(list []string) uint32 {
	numbers := make([]uint32, len(list))
	for i, s := range list {
		numbers[i] = x.texts.number(s)
	}
	return x.sets.number(numbers)
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
	return slices.Clone(slices.Compact(out)) // no longer than it is
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

// hash64 is FNV-1a.
func hash64(s string) uint64 { return addHash(emptyHash, s) }

const emptyHash = 14695981039346656037

func addHash(h uint64, s string) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

func unique[T cmp.Ordered](list []T) []T {
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
