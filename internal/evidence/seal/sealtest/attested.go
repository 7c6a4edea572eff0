package sealtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/evidence/seal/ots"
)

// OTS makes an OpenTimestamps proof file of a text, with a calendar's promise and, where height is not 0, an attestation of the Bitcoin block at that
// height (below 128), whose Merkle root it says is SHA-256 of the text.
func OTS(text []byte, height byte) []byte {
	head, _ := hex.DecodeString("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e892940108")
	promise, _ := hex.DecodeString("0083dfe30d2ef90c8e0706666f6f626172") // of a calendar called foobar
	sum := sha256.Sum256(text)
	out := slices.Concat(head, sum[:])
	if height > 0 {
		bitcoin, _ := hex.DecodeString("000588960d73d7190101")
		out = slices.Concat(out, []byte{0xff}, bitcoin, []byte{height})
	}
	return append(out, promise...)
}

// block makes a block header whose Merkle root is given, with as little work as the form allows.
func block(t *testing.T, root [32]byte) *ots.Block {
	t.Helper()
	h := make([]byte, ots.HeaderSize)
	copy(h[36:], root[:])
	binary.LittleEndian.PutUint32(h[68:], 1456826400)
	binary.LittleEndian.PutUint32(h[72:], 0x207fffff)
	for nonce := range uint32(1000) {
		binary.LittleEndian.PutUint32(h[76:], nonce)
		if b, err := ots.ParseHeader(h); err == nil {
			return b
		}
	}
	t.Fatal("no header was found")
	return nil
}

// attested: an OpenTimestamps proof is held against the checkpoint that the entries give, and against the header where it is given.
func attested(t *testing.T, s *scene) {
	ctx := context.Background()
	held, err := seal.OpenCheckpoint(s.outside[1].Body, s.known)
	if err != nil {
		t.Fatal(err)
	}
	text := []byte(held.Text())
	file := OTS(text, 100)
	if err := s.v.AddSeal(ctx, record.Seal{Sort: record.SealOTS, Size: 600, Body: file}); err != nil {
		t.Fatal(err)
	}
	if r := s.expect(nil); len(r.Attested) != 1 || r.Attested[0].Height != 100 || r.Attested[0].Block != "" || !slices.Equal(r.Attested[0].Calendars, []string{"foobar"}) {
		t.Errorf("%+v", r.Attested)
	}
	right := block(t, sha256.Sum256(text))
	s.headers = map[uint64]*ots.Block{100: right}
	if r := s.expect(nil); len(r.Attested) != 1 || r.Attested[0].Block != right.Hash || !r.Attested[0].Time.Equal(right.Time) {
		t.Errorf("%+v", r.Attested)
	}
	s.headers = map[uint64]*ots.Block{100: block(t, [32]byte{1})}
	s.expect([]seal.Fault{{Kind: seal.FaultStamp, Size: 600}})
	s.headers = nil
	s.exec("UPDATE seal SET size = 300 WHERE sort = 'ots'")
	s.expect([]seal.Fault{{Kind: seal.FaultStamp, Size: 300}})
	for _, other := range [][]byte{OTS([]byte("something else"), 100), file[:len(file)-1], bytes.Replace(file, []byte{0x01, 0x08}, []byte{0x01, 0x02}, 1)} {
		s.exec("UPDATE seal SET size = 600, body = $1 WHERE sort = 'ots'", other)
		s.expect([]seal.Fault{{Kind: seal.FaultStamp, Size: 600}})
	}
	s.exec("UPDATE seal SET body = $1 WHERE sort = 'ots'", file)
	s.rewrite(600, true) // the text that was stamped is not that of these entries any more
	s.exec("DELETE FROM seal WHERE sort = 'checkpoint'")
	s.expect([]seal.Fault{{Kind: seal.FaultStamp, Size: 600}})
}
