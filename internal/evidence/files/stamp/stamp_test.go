package stamp_test

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"mithaq/internal/evidence/files/stamp"
	"mithaq/internal/evidence/seal/ots"
	"mithaq/internal/testroot"
)

// stamped is what the time stamp of the tests is of.
const stamped = "a made-up file\n"

func digests(content string) stamp.Digests { return stamp.DigestsOf([]byte(content)) }

func testdata(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(testroot.Root(t), "internal", "evidence", "seal", "tsp", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRFC3161(t *testing.T) {
	tsr := testdata(t, "made-up.tsr")
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(testdata(t, "root.pem"))
	changed := slices.Clone(tsr)
	changed[len(changed)-5] ^= 1
	for _, c := range []struct {
		what    string
		der     []byte
		content string
		trust   stamp.Trust
		state   string
	}{
		{"with its root", tsr, stamped, stamp.Trust{Roots: roots}, stamp.Checked},
		{"without a root", tsr, stamped, stamp.Trust{}, stamp.Sound},
		{"with another root", tsr, stamped, stamp.Trust{Roots: x509.NewCertPool()}, stamp.Sound},
		{"of another file", tsr, "another", stamp.Trust{Roots: roots}, stamp.Fails},
		{"with another signature", changed, stamped, stamp.Trust{Roots: roots}, stamp.Fails},
		{"no stamp", []byte("hello"), stamped, stamp.Trust{Roots: roots}, stamp.Unreadable},
	} {
		r := stamp.RFC3161(c.der, digests(c.content), c.trust)
		if r.State != c.state || r.Sort != "rfc3161" {
			t.Errorf("%s: %+v", c.what, r)
		}
		if told := !r.Time.IsZero() && r.By != ""; told != (c.state == stamp.Checked || c.state == stamp.Sound) {
			t.Errorf("%s: by %q at %s", c.what, r.By, r.Time) // a stamp that fails says nothing of when
		}
	}
}

// otsFile makes a proof of the content: a promise, and an attestation by a block whose Merkle root is the hash of the hash and "x".
func otsFile(content string, bitcoin bool) (b, message []byte) {
	sum := sha256.Sum256([]byte(content))
	b, _ = hex.DecodeString("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e892940108")
	b = append(b, sum[:]...)
	pending, _ := hex.DecodeString("0083dfe30d2ef90c8e" + "0706" + hex.EncodeToString([]byte("foobar")))
	if !bitcoin {
		return append(b, pending...), nil
	}
	b = append(append(b, 0xff), pending...)
	next := sha256.Sum256(append(sum[:], 'x'))
	b = append(b, 0xf0, 1, 'x', 0x08, 0x00, 0x05, 0x88, 0x96, 0x0d, 0x73, 0xd7, 0x19, 0x01, 0x03, 0xcd, 0xb9, 0x1f) // height 515277
	return b, next[:]
}

func TestOpenTimestamps(t *testing.T) {
	promise, _ := otsFile(stamped, false)
	full, root := otsFile(stamped, true)
	when := time.Date(2018, 3, 26, 0, 0, 0, 0, time.UTC)
	right := stamp.Trust{Headers: map[uint64]*ots.Block{515277: {Hash: "00ab", Root: root, Time: when}}}
	wrong := stamp.Trust{Headers: map[uint64]*ots.Block{515277: {Hash: "00ab", Root: make([]byte, 32), Time: when}}}
	other := stamp.Trust{Headers: map[uint64]*ots.Block{515278: {Hash: "00ab", Root: root, Time: when}}}
	for _, c := range []struct {
		what    string
		b       []byte
		content string
		trust   stamp.Trust
		state   string
	}{
		{"a promise", promise, stamped, right, stamp.Pending},
		{"without the header", full, stamped, stamp.Trust{}, stamp.Sound},
		{"with another block's header", full, stamped, other, stamp.Sound},
		{"with the header", full, stamped, right, stamp.Checked},
		{"with a header that does not fit", full, stamped, wrong, stamp.Fails},
		{"of another file", full, "another", right, stamp.Fails},
		{"cut short", full[:60], stamped, right, stamp.Unreadable},
		{"nothing", nil, stamped, right, stamp.Unreadable},
	} {
		r := stamp.OpenTimestamps(c.b, digests(c.content), c.trust)
		if r.State != c.state {
			t.Errorf("%s: %+v", c.what, r)
		}
		if c.state == stamp.Checked && (!r.Time.Equal(when) || r.Block != "00ab") || c.state != stamp.Checked && !r.Time.IsZero() {
			t.Errorf("%s: at %s, block %q", c.what, r.Time, r.Block)
		}
		if c.state == stamp.Sound && (r.Height != 515277 || len(r.Root) != 64) {
			t.Errorf("%s: what is needed is not told: %+v", c.what, r)
		}
	}
}

// TestStated: hashes as archivers write them; the values are those of "abc" in FIPS 180-4 and FIPS 202.
func TestStated(t *testing.T) {
	for said, want := range map[string]string{
		"SHA-256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad":                                                                  stamp.Same,
		"sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD":                                                                   stamp.Same,
		"SHA3-512:b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0": stamp.Same,
		"SHA1:a9993e364706816aba3e25717850c26c9cd0d89d":                                                                                             stamp.Same,
		"md5:900150983cd24fb0d6963f7d28e17f72":                                                                                                      stamp.Same,
		"SHA-256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ae":                                                                  stamp.Fails,
		"SHA-256:ba78": stamp.Unreadable, "ba7816bf": stamp.Unreadable, "whirlpool:00": stamp.Unreadable, "": stamp.Unreadable,
	} {
		if r := stamp.Stated(said, digests("abc")); r.State != want {
			t.Errorf("%s: %s", said, r.State)
		}
	}
}

// TestNames: a list names a file by a strong hash, in any of its usual forms.
func TestNames(t *testing.T) {
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	for list, want := range map[string]bool{
		abc: true, "00\n" + abc + "\n11": true, "SHA-256:" + abc + "\r\n": true, "": false, "\n\n": false, abc[:62]: false,
		"900150983cd24fb0d6963f7d28e17f72": false, "md5:900150983cd24fb0d6963f7d28e17f72": false,
	} {
		if got := stamp.Names([]byte(list), digests("abc")); got != want {
			t.Errorf("%q: %v", list, got)
		}
	}
}
