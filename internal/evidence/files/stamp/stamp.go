// Package stamp checks, offline, what stands beside a file and speaks for its age or wholeness: time stamps of RFC 3161, OpenTimestamps,
// and hashes that were stated where the file came from. Nothing here reaches for a network. What it takes to check a stamp to its end
// (the root of an authority, the header of a Bitcoin block) the user brings; without it the answer says that it is missing.
package stamp

import (
	"crypto"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"hash"
	"slices"
	"strings"
	"time"

	"mithaq/internal/evidence/seal/ots"
	"mithaq/internal/evidence/seal/tsp"
)

// States of a check. Their words stand in front/wording under "file.stamp.STATE".
const (
	Checked    = "checked"    // to a root, or a block header, that the user gave
	Sound      = "sound"      // of this file and in order in itself; the root or the header is missing
	Pending    = "pending"    // a calendar's promise only
	Fails      = "fails"      // of another file, or not what was signed
	Unreadable = "unreadable" // not of a form that is known
	Same       = "same"       // of a stated hash: it is the file's
	Missing    = "missing"    // the stamp's own file is not in the store
)

// States lists them.
var States = []string{Checked, Sound, Pending, Fails, Unreadable, Same, Missing}

// Result is what a check found.
type Result struct {
	Sort   string    `json:"sort"`             // record.ProofSorts
	State  string    `json:"state"`            // of States
	Time   time.Time `json:"time,omitzero"`    // when the file existed, as the authority or the block says; UTC
	By     string    `json:"by,omitempty"`     // the authority, by its certificate, or the calendar
	Height uint64    `json:"height,omitempty"` // of the Bitcoin block that is needed or was used
	Root   string    `json:"root,omitempty"`   // the Merkle root that the block must have, as explorers print it
	Block  string    `json:"block,omitempty"`  // hash of the block whose header was used: to be compared with another source
}

// Trust is what the user brings. The zero Trust checks nothing to its end.
type Trust struct {
	Roots   *x509.CertPool        // of time stamp authorities
	Headers map[uint64]*ots.Block // by height; ots.ParseHeader
}

// Digests gives the hash of the file by an algorithm's name in lower case ("sha256"); nil: not known here.
type Digests func(algorithm string) []byte

// news makes hashes, by the names that archivers write them under.
var news = map[string]func() hash.Hash{
	"sha256": sha256.New, "sha512": sha512.New, "sha384": sha512.New384, "sha1": sha1.New, "md5": md5.New,
	"sha3512": func() hash.Hash { return sha3.New512() }, "sha3256": func() hash.Hash { return sha3.New256() },
}

// New begins a hash by its name, however it is written ("SHA3-512", "sha_256"); nil: not known.
func New(algorithm string) hash.Hash {
	if n := news[plain(algorithm)]; n != nil {
		return n()
	}
	return nil
}

func plain(algorithm string) string {
	return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(algorithm))
}

// ParseStated reads a stated hash, "<alg>:<hexadecimal>" as auto-archiver writes it. ok is false where it is none, or of an algorithm that
// is not known.
func ParseStated(s string) (algorithm string, sum []byte, ok bool) {
	name, digits, found := strings.Cut(strings.TrimSpace(s), ":")
	sum, err := hex.DecodeString(strings.TrimSpace(digits))
	h := New(name)
	if !found || err != nil || h == nil || len(sum) != h.Size() {
		return "", nil, false
	}
	return plain(name), sum, true
}

// Stated holds a stated hash against the file.
func Stated(said string, of Digests) Result {
	r := Result{Sort: "hash", State: Unreadable}
	if algorithm, sum, ok := ParseStated(said); ok {
		r.State = Fails
		if slices.Equal(of(algorithm), sum) {
			r.State = Same
		}
	}
	return r
}

// ListPrefix begins what record.FileProof says of a stamp that is not of the file but of a list of hashes that names it; the list's own
// SHA-256 follows. Auto-archiver stamps such lists: the hashes of all files of an item, one a line.
const ListPrefix = "list:"

// Names says whether a list of hashes, one a line, with or without their algorithm, names the file.
func Names(list []byte, of Digests) bool {
	for line := range strings.Lines(string(list)) {
		line = strings.TrimSpace(line)
		if algorithm, digits, ok := strings.Cut(line, ":"); ok && New(algorithm) != nil {
			line = digits
		}
		sum, err := hex.DecodeString(line)
		if err != nil {
			continue
		}
		for _, algorithm := range []string{"sha256", "sha3512", "sha512"} { // MD5 and SHA-1 would let another file pass for this one
			if slices.Equal(of(algorithm), sum) {
				return true
			}
		}
	}
	return false
}

// DigestsOf gives the hashes of bytes.
func DigestsOf(b []byte) Digests {
	return func(algorithm string) []byte {
		h := New(algorithm)
		if h == nil {
			return nil
		}
		h.Write(b)
		return h.Sum(nil)
	}
}

// RFC3161 checks a time stamp, response or bare token.
func RFC3161(der []byte, of Digests, t Trust) Result {
	r := Result{Sort: "rfc3161", State: Unreadable}
	s, err := tsp.Parse(der)
	if err != nil {
		return r
	}
	r.Time = s.Time
	signer, err := s.Check(tsp.Options{Roots: t.Roots, Digest: func(h crypto.Hash) []byte { return of(plain(h.String())) }})
	if signer != nil {
		r.By = signer.Subject.CommonName
	}
	switch {
	case err == nil:
		r.State = Checked
	case errors.Is(err, tsp.ErrUntrusted):
		r.State = Sound
	case errors.Is(err, tsp.ErrUnsupported), errors.Is(err, tsp.ErrWeak):
		r.Time = time.Time{}
	default:
		r.State, r.Time, r.By = Fails, time.Time{}, ""
	}
	return r
}

// OpenTimestamps checks a proof file: by its best attestation.
func OpenTimestamps(b []byte, of Digests, t Trust) Result {
	r := Result{Sort: "opentimestamps", State: Unreadable}
	p, err := ots.Parse(b)
	if err != nil {
		return r
	}
	if !slices.Equal(of(plain(p.Hash.String())), p.Digest) {
		r.State = Fails
		return r
	}
	best := r
	for i := range p.Attestations {
		if got := attested(&p.Attestations[i], t); rank(got.State) > rank(best.State) {
			best = got
		}
	}
	return best
}

func attested(a *ots.Attestation, t Trust) Result {
	r := Result{Sort: "opentimestamps", State: Unreadable}
	switch a.Kind {
	case ots.Pending:
		r.State, r.By = Pending, a.Calendar
	case ots.Bitcoin:
		r.State, r.Height = Sound, a.Height
		printed := slices.Clone(a.Message)
		slices.Reverse(printed)
		r.Root = hex.EncodeToString(printed)
		if block := t.Headers[a.Height]; block != nil {
			r.Block, r.State = block.Hash, Fails
			if a.Check(block.Root) == nil {
				r.State, r.Time = Checked, block.Time
			}
		}
	}
	return r
}

// rank orders states: a header that does not fit outweighs that none is needed, and one that fits outweighs all.
func rank(state string) int {
	return slices.Index([]string{Unreadable, Pending, Sound, Fails, Checked}, state)
}
