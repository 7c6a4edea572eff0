package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal/ots"
	"mithaq/internal/evidence/seal/tsp"
)

// Attested is an OpenTimestamps proof of a checkpoint's text, held against the log. With no field but Size set it ends in nothing that this program can check.
type Attested struct {
	Size      int64
	Calendars []string  // that promise to have it attested; a promise says nothing of a time yet
	Height    uint64    // of the Bitcoin block that it leads to; 0: none
	Root      string    // the Merkle root that the block must have, as explorers print it
	Block     string    // hash of the block whose header the user gave, and which fits; "": none was given
	Time      time.Time // when that block was made, as it says itself
}

// CheckAttested holds an OpenTimestamps proof against a checkpoint. Errors: tsp.ErrOther: it is of something else than the checkpoint's text; ots.ErrOther:
// the header that the user gave is not one of the block that it leads to.
func CheckAttested(p *ots.Proof, c Checkpoint, headers map[uint64]*ots.Block) (Attested, error) {
	out := Attested{Size: c.Size}
	text := sha256.Sum256([]byte(c.Text()))
	if p.Hash != ots.SHA256 || !bytes.Equal(p.Digest, text[:]) {
		return out, tsp.ErrOther
	}
	for i := range p.Attestations {
		switch a := &p.Attestations[i]; a.Kind {
		case ots.Pending:
			if !slices.Contains(out.Calendars, a.Calendar) {
				out.Calendars = append(out.Calendars, a.Calendar)
			}
		case ots.Bitcoin:
			block := headers[a.Height]
			if block != nil {
				if err := a.Check(block.Root); err != nil {
					return out, err
				}
			}
			if out.Height != 0 && (out.Block != "" || block == nil) { // one that can be checked goes before one that cannot, then the first
				continue
			}
			root := slices.Clone(a.Message)
			slices.Reverse(root)
			out.Height, out.Root = a.Height, hex.EncodeToString(root)
			if block != nil {
				out.Block, out.Time = block.Hash, block.Time
			}
		}
	}
	return out, nil
}

func (v *verifier) holdAttested() {
	for _, s := range v.seals {
		if s.Sort != record.SealOTS {
			continue
		}
		p, err := ots.Parse(s.Body)
		root, known := v.roots[s.Size]
		if err == nil && (!known || root == (tlog.Hash{})) {
			err = tsp.ErrOther
		}
		var held Attested
		if err == nil {
			held, err = CheckAttested(p, Checkpoint{v.report.Origin, s.Size, root}, v.o.Headers)
		}
		if err != nil {
			v.fault(Fault{Kind: FaultStamp, Size: s.Size, Got: err.Error()})
			continue
		}
		v.report.Attested = append(v.report.Attested, held)
	}
}
