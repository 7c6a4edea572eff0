package link

import (
	"cmp"
	"slices"
)

// rare gives what it weighs that two incidents share something, by how many of the record share it (bands). The chance that two strangers do is about
// that number over the number of incidents, and larger among those of one day and place; so a band of ten times as many weighs less by about half of log2(10).
var rare = [...]struct {
	code   string
	weight [len(bands) + 1]int64
}{
	ofAddress: {"address.shared", [...]int64{8000, 4000, 0, 0}}, // m 0.25
	ofFile:    {"file.shared", [...]int64{7000, 3500, 0, 0}},    // m 0.10
	ofReport:  {"report.shared", [...]int64{5000, 2500, 0, 0}},  // m 0.15
	ofSource:  {"source.shared", [...]int64{3000, 2000, 1000, 0}},
}

// isRare says that a code is of something shared.
func isRare(code string) bool {
	for i := range rare {
		if code != "" && rare[i].code == code {
			return true
		}
	}
	return false
}

// bands are the most incidents of each band but the last.
var bands = [...]int{4, mostSharing, 400}

func band(n int) int {
	for i, most := range bands {
		if n <= most {
			return i
		}
	}
	return len(bands)
}

// sorts of what is shared, so that no page is taken for a text.
const (
	ofAddress = iota + 1
	ofFile
	ofReport
	ofSource
)

// sharedKey names a thing as blocks do. The lowest bit tells it from a day and place.
func sharedKey(sort, thing uint64) uint64 { return mix(sort, thing) | 1 }

// shares gives the keys of everything that an incident may share.
func (x *Index) shares(c *candidate, out []uint64) []uint64 {
	out = append(out, c.things...)
	for _, v := range x.sets.list[c.voices] {
		out = append(out, sharedKey(ofSource, hash64(x.texts.list[v])))
	}
	return out
}

// thing is something that an incident shares with others, and what it weighs that it does.
type thing struct {
	sort   int
	key    uint64
	voice  uint32 // of a source
	weight int64
	most   int64 // incidents that share it: not how many, which changes with every import
}

func (t *thing) sign(of *texts) Sign {
	return Sign{Code: rare[t.sort].code, Weight: t.weight, A: of.list[t.voice], N: t.most}
}

// live gives what an incident has that says something of whoever shares it, the heaviest first; of the same weight pages, then files, texts and sources, these in
// the order of their names.
func (x *Index) live(c *candidate) (out []thing) {
	see := func(sort int, key uint64, voice uint32) {
		k := band(len(x.blocks.of(key)))
		if w := rare[sort].weight[k]; w > 0 {
			out = append(out, thing{sort, key, voice, w, int64(bands[k])})
		}
	}
	for i, key := range c.things {
		switch i := int32(i); {
		case i < c.pages:
			see(ofAddress, key, 0)
		case i < c.files:
			see(ofFile, key, 0)
		default:
			see(ofReport, key, 0)
		}
	}
	for _, v := range x.sets.list[c.voices] {
		see(ofSource, sharedKey(ofSource, hash64(x.texts.list[v])), v)
	}
	slices.SortFunc(out, func(a, b thing) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.sort, b.sort), cmp.Compare(x.texts.list[a.voice], x.texts.list[b.voice]))
	})
	return out
}

// heaviest gives the heaviest thing that another shares with the one; none has no weight.
func (c *comparison) heaviest(o *candidate) thing {
	for i := range c.live {
		t := &c.live[i]
		if c.has(o, t) {
			return *t
		}
	}
	return thing{}
}

func (x *Index) has(c *candidate, t *thing) bool {
	var ok bool
	switch t.sort {
	case ofAddress:
		_, ok = slices.BinarySearch(c.things[:c.pages], t.key)
	case ofFile:
		_, ok = slices.BinarySearch(c.things[c.pages:c.files], t.key)
	case ofReport:
		_, ok = slices.BinarySearch(c.things[c.files:], t.key)
	default:
		_, ok = slices.BinarySearch(x.sets.list[c.voices], t.voice)
	}
	return ok
}
