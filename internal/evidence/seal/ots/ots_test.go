package ots

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" // SHA-256 of nothing

func file(rest ...[]byte) []byte {
	return slices.Concat(append([][]byte{magic, {1, 8}}, rest...)...)
}

func pending(address string) []byte {
	return slices.Concat([]byte{0}, tagPending[:], []byte{byte(len(address) + 1), byte(len(address))}, []byte(address))
}

// TestPublicExamples: files and answers of calendars that others published.
func TestPublicExamples(t *testing.T) {
	for _, c := range []struct {
		name, hex string
		want      []string
	}{
		// python-opentimestamps, tests/core/test_timestamp.py, test_serialization.
		{
			"one promise", "004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e89294 01 08" + empty + "00 83dfe30d2ef90c8e 07 06 666f6f626172",
			[]string{"pending foobar after 0"},
		},
		// incomplete.txt.ots of opentimestamps-client's examples.
		{
			"incomplete.txt", `004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e89294010805c4f616a8e5310d19d938cfd769864d7f4ccdc2ca8b479b10af83564b097af9
			f010e754bf93806a7ebaa680ef7bd0114bf408f010b573e8850cfd9e63d1f043fbb6fc250e08f10457cfa5c4f0086fb1ac8d4e4eb0e70083dfe30d2ef90c8e2e2d
			68747470733a2f2f616c6963652e6274632e63616c656e6461722e6f70656e74696d657374616d70732e6f7267`,
			[]string{"pending https://alice.btc.calendar.opentimestamps.org after 6"},
		},
		// rust-opentimestamps, SMALL_TEST: promises of two calendars.
		{
			"two calendars", `004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e89294 01 08 a70dfe69c5a0d62816781abb6e1777854718624a0d194231adb14c32ee5438a4
			f0107a4605de0a5b37cb211759c6812bfe2e08fff010244b79d578aa38e34f427b0f3ed255a508f10458a4c257f008a1a92c61d54172060083dfe30d2ef90c8e2c2b
			68747470733a2f2f626f622e6274632e63616c656e6461722e6f70656e74696d657374616d70732e6f7267f010e0278591e2886819ba7b3ddd632ed3fe08f10458a4
			c256f00838f2c7f4baf4bcd70083dfe30d2ef90c8e2e2d68747470733a2f2f616c6963652e6274632e63616c656e6461722e6f70656e74696d657374616d70732e6f7267`,
			[]string{"pending https://bob.btc.calendar.opentimestamps.org after 6", "pending https://alice.btc.calendar.opentimestamps.org after 6"},
		},
	} {
		p, err := Parse(unhex(t, c.hex))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := told(p); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func told(p *Proof) (out []string) {
	for _, a := range p.Attestations {
		switch a.Kind {
		case Pending:
			out = append(out, fmt.Sprintf("pending %s after %d", a.Calendar, a.Steps))
		case Unknown:
			out = append(out, fmt.Sprintf("unknown %x after %d", a.Tag, a.Steps))
		default:
			out = append(out, fmt.Sprintf("%s %d after %d", a.Kind, a.Height, a.Steps))
		}
	}
	return out
}

// TestCalendarAnswer: the answer of a calendar (bob, in javascript-opentimestamps, test/timestamp.js) that went into Bitcoin block 515277. Another
// calendar's transaction (alice, there) is in the same block, and names as its neighbour the hash to which all but the last steps must lead here.
func TestCalendarAnswer(t *testing.T) {
	digest := unhex(t, "c858838f62f908c922f9cd734e49c8fa6ee9a3b8a77093ac0969cba429249412")
	text, err := os.ReadFile("testdata/bob.base64")
	if err != nil {
		t.Fatal(err)
	}
	answer, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Parse(file(digest, answer))
	if err != nil {
		t.Fatal(err)
	}
	if got := told(p); !slices.Equal(got, []string{"pending https://bob.btc.calendar.opentimestamps.org after 8", "bitcoin 515277 after 73"}) {
		t.Errorf("%q", got)
	}
	alice := unhex(t, "f020 ae999dea50be815dd74c052e8b782610dbb882085168b92d5d32a52554b9da15") // joins alice's side
	before, _, found := bytes.Cut(answer, alice)
	if p, err = Parse(file(digest, before, pending("here"))); err != nil || !found {
		t.Fatal(err)
	}
	if got := hex.EncodeToString(p.Attestations[1].Message); got != "3cee68cfdfc21a18f4d5c98ae02d47096f5cd2105634918c72f2736bb4147329" {
		t.Errorf("it leads to %s, which is not what alice's side names", got)
	}
}

func TestOperations(t *testing.T) {
	for _, c := range []struct{ ops, in, want string }{
		{"08", "666f6f626172", "c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2"}, // python-opentimestamps, Test_cat_sha256
		{"f003626172 08", "666f6f", "c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2"},
		{"f103666f6f 08", "626172", "c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2"},
		{"02", "616263", "a9993e364706816aba3e25717850c26c9cd0d89d"},                   // FIPS 180-2
		{"03", "616263", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"},                   // the RIPEMD-160 page
		{"67", "", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"}, // Keccak's own tests
		{"f2", "010203", "030201"},
		{"f3", "00ff", "30306666"},
	} {
		r := &reader{in: append(unhex(t, c.ops), pending("x")...)}
		p := &Proof{}
		r.timestamp(p, unhex(t, c.in), 0, 0)
		if r.err != nil || len(p.Attestations) != 1 || hex.EncodeToString(p.Attestations[0].Message) != c.want {
			t.Errorf("%s on %s: %+v, %v", c.ops, c.in, p, r.err)
		}
	}
}

// TestBad: what python-opentimestamps refuses in its tests is refused here, and more.
func TestBad(t *testing.T) {
	digest := unhex(t, empty)
	deep := func(n int) []byte { return file(digest, bytes.Repeat([]byte{8}, n), pending("deep")) }
	long := func(n int) []byte { // appends until the message has n bytes
		return file(digest, []byte{0xf0, 0x80 | byte(n-32)&0x7f, byte((n - 32) >> 7)}, make([]byte, n-32), pending("long"))
	}
	for name, c := range map[string]struct {
		in   []byte
		want error
	}{
		"nothing":              {nil, ErrMalformed},
		"another magic":        {[]byte("\x00Not a OpenTimestamps Proof \x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01"), ErrMalformed},
		"version 0":            {slices.Concat(magic, []byte{0}), ErrUnsupported},
		"hash 0x42":            {slices.Concat(magic, []byte{1, 0x42}, make([]byte, 32), pending("foobar")), ErrUnsupported},
		"a file by Keccak-256": {slices.Concat(magic, []byte{1, 0x67}, make([]byte, 32), pending("foobar")), ErrUnsupported},
		"after its end":        {append(file(digest, pending("foobar")), "trailing garbage"...), ErrMalformed},
		"operation 0x42":       {file(digest, []byte{0x42}, pending("x")), ErrUnsupported},
		"255 deep":             {deep(255), nil},
		"256 deep":             {deep(256), ErrMalformed},
		"4096 bytes":           {long(4096), nil},
		"4097 bytes":           {long(4097), ErrMalformed},
		"4096 bytes in hex":    {file(digest, bytes.Repeat([]byte{0xf3}, 8), pending("x")), ErrMalformed},
		"nothing appended":     {file(digest, []byte{0xf0, 0}, pending("x")), ErrMalformed},
		"a query":              {file(digest, pending("https://x?y")), ErrMalformed},
		"a promise with more":  {file(digest, []byte{0}, tagPending[:], []byte{3, 1, 'x', 'y'}), ErrMalformed},
		"a height too long":    {file(digest, []byte{0}, tagBitcoin[:], []byte{10, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1}), ErrMalformed},
		"a height cut short":   {file(digest, []byte{0}, tagBitcoin[:], []byte{1, 0x80}), ErrMalformed},
		"an unknown kind":      {file(digest, []byte{0}, []byte("12345678"), []byte{2, 1, 2}), nil},
		"too many ends":        {file(digest, bytes.Repeat(append([]byte{0xff}, pending("x")...), maxAttestations), pending("x")), ErrMalformed},
		"too large":            {file(digest, make([]byte, maxSize)), ErrMalformed},
	} {
		p, err := Parse(c.in)
		if !errors.Is(err, c.want) || (err == nil) != (p != nil) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	whole := file(digest, []byte{0xff}, pending("one"), []byte{8}, []byte{0}, tagBitcoin[:], []byte{3, 0xce, 0xb9, 0x1f})
	if p, err := Parse(whole); err != nil || !slices.Equal(told(p), []string{"pending one after 0", "bitcoin 515278 after 1"}) {
		t.Errorf("%v, %v", p, err)
	}
	for n := range whole {
		if _, err := Parse(whole[:n]); err == nil {
			t.Errorf("the first %d of %d bytes were read", n, len(whole))
		}
	}
}

// genesis is the header of Bitcoin's first block.
const genesis = `0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa
4b1e5e4a29ab5f49ffff001d1dac2b7c`

func TestHeader(t *testing.T) {
	header := unhex(t, genesis)
	b, err := ParseHeader(header)
	if err != nil {
		t.Fatal(err)
	}
	root, err := RootOf("4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b")
	if err != nil || !bytes.Equal(root, b.Root) {
		t.Errorf("root %x, %v", b.Root, err)
	}
	if b.Hash != "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f" || !b.Time.Equal(time.Date(2009, 1, 3, 18, 15, 5, 0, time.UTC)) {
		t.Errorf("%+v", b)
	}
	for i := range header { // a changed header carries no work, wherever it is changed
		changed := bytes.Clone(header)
		changed[i] ^= 1
		if i >= 72 && i < 76 { // the work that it claims
			continue
		}
		if _, err := ParseHeader(changed); !errors.Is(err, ErrHeader) {
			t.Errorf("byte %d changed: %v", i, err)
		}
	}
	for _, bad := range [][]byte{nil, header[:79], append(bytes.Clone(header), 0)} {
		if _, err := ParseHeader(bad); !errors.Is(err, ErrHeader) {
			t.Errorf("%d bytes: %v", len(bad), err)
		}
	}
	for bits, want := range map[uint32]string{0x1d00ffff: "ffff" + strings.Repeat("0", 52), 0x03123456: "123456", 0x02123456: "1234", 0x04923456: "0", 0x21000001: "0"} {
		if got := target(bits).Text(16); got != want {
			t.Errorf("%#x: %s, want %s", bits, got, want)
		}
	}
}

// TestCheck: an attestation holds for the block that it leads to, and for no other.
func TestCheck(t *testing.T) {
	content := []byte("a made-up file\n")
	digest := sha256.Sum256(content)
	p, err := Parse(file(digest[:], []byte{0xf0, 4, 1, 2, 3, 4, 8, 8, 0xff, 0}, tagBitcoin[:], []byte{1, 9}, pending("x")))
	if err != nil {
		t.Fatal(err)
	}
	block := &p.Attestations[0]
	header := make([]byte, HeaderSize)
	copy(header[36:], block.Message)
	binary.LittleEndian.PutUint32(header[72:], 0x207fffff) // the least work: a few tries find it
	var b *Block
	for nonce := uint32(0); b == nil; nonce++ {
		binary.LittleEndian.PutUint32(header[76:], nonce)
		b, _ = ParseHeader(header)
	}
	if err := block.Check(b.Root); err != nil {
		t.Error(err)
	}
	if err := p.Attestations[1].Check(p.Attestations[1].Message); !errors.Is(err, ErrOther) {
		t.Errorf("a promise was taken for a block: %v", err)
	}
	genesisRoot, _ := RootOf("4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b")
	if err := block.Check(genesisRoot); !errors.Is(err, ErrOther) {
		t.Errorf("another block: %v", err)
	}
	for _, bad := range []string{"", "4a5e", strings.Repeat("x", 64)} {
		if _, err := RootOf(bad); !errors.Is(err, ErrHeader) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// FuzzParse: any bytes give an error or a proof whose ends lie within the limits.
func FuzzParse(f *testing.F) {
	digest := unhex(f, empty)
	f.Add(file(digest, pending("foobar")))
	f.Add(file(digest, []byte{0xff}, pending("one"), []byte{8, 0xf3, 0xf2}, []byte{0}, tagBitcoin[:], []byte{3, 0xce, 0xb9, 0x1f}))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Parse(b)
		if err != nil {
			if p != nil {
				t.Fatal("a proof beside an error")
			}
			return
		}
		if len(p.Attestations) == 0 || len(p.Digest) != p.Hash.New().Size() {
			t.Fatalf("%+v", p)
		}
		for _, a := range p.Attestations {
			if a.Steps >= maxDepth || len(a.Message) > maxMessage {
				t.Fatalf("%+v", a)
			}
		}
	})
}
