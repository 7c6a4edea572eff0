package seal

import (
	"crypto"
	"crypto/x509"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal/tsp"
)

// StampHeld is a time stamp of a checkpoint's text, held against the log.
type StampHeld struct {
	Size    int64
	Time    time.Time
	Signer  string // of the authority's certificate
	Trusted bool   // it leads to a root that the user gave
}

// StampDigest gives the hash that an authority stamps for a checkpoint: that of its text, which any signature may join later.
func StampDigest(c Checkpoint) func(crypto.Hash) []byte {
	return func(h crypto.Hash) []byte {
		w := h.New()
		w.Write([]byte(c.Text()))
		return w.Sum(nil)
	}
}

// holdStamps: a stamp of Size entries is one of the checkpoint's text that the entries themselves give.
func (v *verifier) holdStamps() {
	for _, s := range v.seals {
		if s.Sort != record.SealStamp {
			continue
		}
		held, err := v.holdStamp(s)
		if err != nil {
			v.fault(Fault{Kind: FaultStamp, Size: s.Size, Got: err.Error()})
			continue
		}
		v.report.Stamps = append(v.report.Stamps, held)
	}
}

func (v *verifier) holdStamp(s record.Seal) (StampHeld, error) {
	stamp, err := tsp.Parse(s.Body)
	if err != nil {
		return StampHeld{}, err
	}
	root, known := v.roots[s.Size]
	if !known || root == (tlog.Hash{}) {
		return StampHeld{}, tsp.ErrOther
	}
	return CheckStamp(stamp, Checkpoint{v.report.Origin, s.Size, root}, v.o.Roots)
}

// CheckStamp holds a time stamp against a checkpoint. Without roots, or with others than the authority's, the stamp is in order but not Trusted.
func CheckStamp(stamp *tsp.Stamp, c Checkpoint, roots *x509.CertPool) (StampHeld, error) {
	signer, err := stamp.Check(tsp.Options{Digest: StampDigest(c), Roots: roots})
	if err != nil && signer == nil {
		return StampHeld{}, err
	}
	return StampHeld{Size: c.Size, Time: stamp.Time, Signer: signer.Subject.String(), Trusted: err == nil}, nil
}
