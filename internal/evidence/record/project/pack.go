package project

import (
	"encoding/binary"
	"errors"
	"slices"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// Form is the form of what this package derives: the columns, the keys of the index, and packed bundles. Raise it with every change of any of them: a
// record with another number has its projections made anew from its entries when it is opened.
const Form = 9

// A packed bundle is the fields of record.Bundle in the order below: numbers as varints, strings and lists with their length before them, maps sorted by key.
// It is a cache and no format: it never leaves its store, and it is read a hundred thousand times for one status, which is why it is not CBOR.
type packer struct{ out []byte }

// Pack appends b, packed, to out. Its first byte says whether a merge holds it, in either direction (merging).
func Pack(out []byte, b *record.Bundle) []byte {
	p := &packer{out}
	p.bools(b.Merging())
	p.bundle(b)
	return p.out
}

// merging reads the first byte of a packed bundle.
func merging(packed string) bool { return packed != "" && packed[0] == 1 }

func (p *packer) bundle(b *record.Bundle) {
	p.incident(&b.Incident)
	p.count(len(b.Accounts))
	for i := range b.Accounts {
		a := &b.Accounts[i]
		p.strings(a.ID, a.Source, a.Published, a.Lang, a.URL, a.Note)
		p.text(a.Says)
		p.list(a.Cites)
	}
	p.count(len(b.Assessments))
	for i := range b.Assessments {
		p.assessment(&b.Assessments[i])
	}
	p.count(len(b.Denials))
	for i := range b.Denials {
		d := &b.Denials[i]
		p.strings(d.ID, d.Party, d.Stance, d.Agree, d.Term, d.When, d.Source, d.URL)
		p.text(d.Says)
	}
	p.bools(b.Withdrawn)
	p.int(b.Seq)
	p.strings(b.Into)
	p.tail(b)
	p.count(len(b.Merged))
	for i := range b.Merged {
		p.bundle(&b.Merged[i])
	}
}

func (p *packer) incident(i *record.Incident) {
	p.strings(i.ID, i.Scheme, i.Act, i.When, i.Zone, i.Publisher, i.Key, i.Note)
	p.text(i.Title)
	p.text(i.Place.Name)
	p.list(i.Place.Zones)
	p.int(i.Place.Lat)
	p.int(i.Place.Lon)
	p.int(i.Place.Radius)
	p.count(len(i.Roles))
	for _, r := range i.Roles {
		p.strings(r.Role)
		p.list(r.Words)
		p.bools(r.OneOf)
	}
	p.text(i.Verbatim)
	p.bools(i.Graphic)
}

func (p *packer) assessment(a *record.Assessment) {
	p.strings(a.Assessor, a.When, a.Verbatim, a.Scheme, a.Method, a.Rule, a.Why)
	p.out = append(p.out, byte(a.Grade), byte(a.Group))
	p.bools(a.OneOf, a.Exhaustive, a.Contested)
	p.count(len(a.Attributions))
	for _, t := range a.Attributions {
		p.strings(t.To)
		p.out = append(p.out, byte(t.Grade))
	}
	p.list(a.Excuses)
	p.count(len(a.Amounts))
	for _, m := range a.Amounts {
		p.strings(m.Role)
		p.rng(m.Range)
		plain := m.Total() && m.Unit == "" && m.Method == ""
		p.bools(plain)
		if !plain {
			p.strings(m.Civil, m.Sex, m.Age, m.Unit, m.Method)
		}
	}
	p.rng(a.Acts)
}

func (p *packer) count(n int) { p.out = binary.AppendUvarint(p.out, uint64(n)) }
func (p *packer) int(n int64) { p.out = binary.AppendVarint(p.out, n) }

func (p *packer) rng(r record.Range) {
	p.int(r.Lo)
	p.int(r.Best)
	p.int(r.Hi)
}

func (p *packer) bools(bs ...bool) {
	var v byte
	for i, b := range bs {
		if b {
			v |= 1 << i
		}
	}
	p.out = append(p.out, v)
}

func (p *packer) strings(ss ...string) {
	for _, s := range ss {
		p.count(len(s))
		p.out = append(p.out, s...)
	}
}

func (p *packer) list(ss []string) {
	p.count(len(ss))
	p.strings(ss...)
}

func (p *packer) text(m map[string]string) {
	p.count(len(m))
	if len(m) < 2 {
		for k, v := range m {
			p.strings(k, v)
		}
		return
	}
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		p.strings(k, m[k])
	}
}

var errPacked = errors.New("a packed bundle is damaged")

// unpacker reads what packer wrote. Strings are parts of the input, so that a bundle costs few allocations.
type unpacker struct {
	in   string
	lean bool // words that no finding rests on are passed over: translations, titles, what accounts say
	bad  bool
}

// Unpack fills b anew; nothing of its former content stays reachable from it.
func Unpack(in string, b *record.Bundle) error {
	*b = record.Bundle{}
	return (&unpacker{in: in}).all(b)
}

// UnpackLean fills b with what findings rest on, into the lists that it has.
func UnpackLean(in string, b *record.Bundle) error {
	return (&unpacker{in: in, lean: true}).all(b)
}

func (u *unpacker) all(b *record.Bundle) error {
	var merging bool
	u.bools(&merging)
	u.bundle(b)
	if u.bad || u.in != "" {
		*b = record.Bundle{}
		return errPacked
	}
	return nil
}

func (u *unpacker) bundle(b *record.Bundle) {
	u.incident(&b.Incident)
	b.Accounts = sized(b.Accounts, u.count())
	for i := range b.Accounts {
		a := &b.Accounts[i]
		u.strings(&a.ID, &a.Source, &a.Published, &a.Lang, &a.URL, &a.Note)
		a.Says = u.text()
		a.Cites = u.list(a.Cites)
		a.Incident = b.Incident.ID
	}
	b.Assessments = sized(b.Assessments, u.count())
	for i := range b.Assessments {
		b.Assessments[i].Incident = b.Incident.ID
		u.assessment(&b.Assessments[i])
	}
	b.Denials = sized(b.Denials, u.count())
	for i := range b.Denials {
		d := &b.Denials[i]
		u.strings(&d.ID, &d.Party, &d.Stance, &d.Agree, &d.Term, &d.When, &d.Source, &d.URL)
		d.Says = u.text()
		d.About = b.Incident.ID
	}
	u.bools(&b.Withdrawn)
	b.Seq = u.int()
	u.strings(&b.Into)
	u.tail(b)
	b.Merged = sized(b.Merged, u.count())
	for i := range b.Merged {
		u.bundle(&b.Merged[i])
	}
}

// sized gives a list of n items, the same one where it is long enough; what its items hold is written over.
func sized[T any](list []T, n int) []T {
	if n <= cap(list) {
		return list[:n]
	}
	return make([]T, n)
}

func (u *unpacker) incident(i *record.Incident) {
	u.strings(&i.ID, &i.Scheme, &i.Act, &i.When, &i.Zone, &i.Publisher, &i.Key, &i.Note)
	i.Title = u.text()
	i.Place.Name = u.text()
	i.Place.Zones = u.list(i.Place.Zones)
	i.Place.Lat = u.int()
	i.Place.Lon = u.int()
	i.Place.Radius = u.int()
	i.Roles = sized(i.Roles, u.count())
	for j := range i.Roles {
		r := &i.Roles[j]
		u.strings(&r.Role)
		r.Words = u.list(r.Words)
		u.bools(&r.OneOf)
	}
	i.Verbatim = u.text()
	u.bools(&i.Graphic)
}

func (u *unpacker) assessment(a *record.Assessment) {
	u.strings(&a.Assessor, &a.When, &a.Verbatim, &a.Scheme, &a.Method, &a.Rule, &a.Why)
	a.Grade, a.Group = u.grade(), u.grade()
	u.bools(&a.OneOf, &a.Exhaustive, &a.Contested)
	a.Attributions = sized(a.Attributions, u.count())
	for i := range a.Attributions {
		u.strings(&a.Attributions[i].To)
		a.Attributions[i].Grade = u.grade()
	}
	a.Excuses = u.list(a.Excuses)
	a.Amounts = sized(a.Amounts, u.count())
	for i := range a.Amounts {
		u.strings(&a.Amounts[i].Role)
		a.Amounts[i].Range = u.rng()
		u.amountParts(&a.Amounts[i])
	}
	a.Acts = u.rng()
}

func (u *unpacker) amountParts(m *record.Amount) {
	plain := false
	if u.bools(&plain); plain {
		m.Civil, m.Sex, m.Age, m.Unit, m.Method = "", "", "", "", ""
		return
	}
	u.strings(&m.Civil, &m.Sex, &m.Age, &m.Unit, &m.Method)
}

// uvarint reads a number in the form of encoding/binary, from a string. Nearly all of them are one byte.
func (u *unpacker) uvarint() uint64 {
	if u.in != "" && u.in[0] < 0x80 {
		v := u.in[0]
		u.in = u.in[1:]
		return uint64(v)
	}
	return u.longUvarint()
}

func (u *unpacker) longUvarint() (v uint64) {
	for i := 0; i < len(u.in) && i < binary.MaxVarintLen64; i++ {
		c := u.in[i]
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			u.in = u.in[i+1:]
			return v
		}
	}
	u.bad, u.in = true, ""
	return 0
}

// count reads a length. Whatever is counted takes at least a byte, so that damage cannot ask for more than there is.
func (u *unpacker) count() int {
	n := u.uvarint()
	if n > uint64(len(u.in)) {
		u.bad, u.in = true, ""
		return 0
	}
	return int(n)
}

func (u *unpacker) int() int64 {
	v := u.uvarint()
	return int64(v>>1) ^ -int64(v&1)
}

func (u *unpacker) rng() record.Range { return record.Range{Lo: u.int(), Best: u.int(), Hi: u.int()} }

func (u *unpacker) byte() byte {
	if u.in == "" {
		u.bad = true
		return 0
	}
	c := u.in[0]
	u.in = u.in[1:]
	return c
}

func (u *unpacker) grade() grade.Grade {
	g := grade.Grade(u.byte())
	if g > grade.Verified {
		u.bad = true
		return grade.Discounted
	}
	return g
}

func (u *unpacker) bools(bs ...*bool) {
	v := u.byte()
	for i, b := range bs {
		*b = v>>i&1 == 1
	}
}

func (u *unpacker) strings(ss ...*string) {
	in := u.in
	for _, s := range ss {
		n := 0
		if in != "" && int(in[0]) < min(0x80, len(in)) { // as count does, in registers
			n, in = int(in[0]), in[1:]
		} else {
			u.in = in
			n, in = u.count(), u.in
		}
		*s, in = in[:n], in[n:]
	}
	u.in = in
}

// pass passes over strings.
func (u *unpacker) pass(n int) {
	for range n {
		u.in = u.in[u.count():]
	}
}

func (u *unpacker) list(into []string) []string {
	out := sized(into, u.count())
	for i := range out {
		u.strings(&out[i])
	}
	return out
}

func (u *unpacker) text() map[string]string {
	n := u.count()
	if n == 0 {
		return nil
	}
	if u.lean {
		u.pass(2 * n)
		return nil
	}
	m := make(map[string]string, n)
	for range n {
		var k, v string
		u.strings(&k, &v)
		m[k] = v
	}
	return m
}
