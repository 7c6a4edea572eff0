package link

// rare gives what it weighs that two incidents share something, by how many of the record share it (bands). The chance that two strangers do is about
// that number over the number of incidents, and larger among those of one day and place; so a band of ten times as many weighs less by about half of log2(10).
var rare = map[string][]int64{
	"address.shared": {8000, 4000, 0, 0}, // m 0.25
	"file.shared":    {7000, 3500, 0, 0}, // m 0.10
	"report.shared":  {5000, 2500, 0, 0}, // m 0.15
	"source.shared":  {3000, 2000, 1000, 0},
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
func (c *candidate) shares() (out []uint64) {
	for _, a := range c.addresses {
		out = append(out, sharedKey(ofAddress, a))
	}
	for _, f := range c.files {
		out = append(out, sharedKey(ofFile, f))
	}
	for _, r := range c.reports {
		out = append(out, sharedKey(ofReport, r))
	}
	for _, v := range c.voices {
		out = append(out, sharedKey(ofSource, hash64(v)))
	}
	return out
}

// shared gives the heaviest sign of something that both share; none has an empty code.
func (x *Index) shared(a, b *candidate) (heaviest Sign) {
	see := func(code, name string, key uint64) {
		k := band(len(x.blocks[key]))
		if w := rare[code][k]; w > heaviest.Weight {
			heaviest = Sign{Code: code, Weight: w, A: name, N: int64(bands[k])} // not how many: that changes with every import
		}
	}
	for _, both := range []struct {
		code string
		sort uint64
		a, b []uint64
	}{{"address.shared", ofAddress, a.addresses, b.addresses}, {"file.shared", ofFile, a.files, b.files}, {"report.shared", ofReport, a.reports, b.reports}} {
		for thing := range common(both.a, both.b) {
			see(both.code, "", sharedKey(both.sort, thing))
		}
	}
	for voice := range common(a.voices, b.voices) {
		see("source.shared", voice, sharedKey(ofSource, hash64(voice)))
	}
	return heaviest
}
