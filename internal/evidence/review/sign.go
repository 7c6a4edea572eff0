package review

import (
	"crypto/ed25519"
	"encoding/base64"
	"slices"

	"mithaq/internal/evidence/record"
)

// signed is what stands before the id of an entry where it is signed (record.Signature).
const signed = "mithaq/signature/v1\n"

// Message gives the bytes that a signature under an entry is over.
func Message(entry record.Hash) []byte { return append([]byte(signed), entry[:]...) }

// SignEntry signs an entry.
func SignEntry(entry record.Hash, user string, key ed25519.PrivateKey) record.Signature {
	pub, _ := key.Public().(ed25519.PublicKey) // of this key it is nothing else
	return record.Signature{
		Entry: entry, User: user, Key: base64.StdEncoding.EncodeToString(pub), Sig: ed25519.Sign(key, Message(entry)),
	}
}

// Checks says whether a signature holds, with a key that the user's entry names.
func (us Users) Checks(s *record.Signature) bool {
	if !slices.Contains(us[s.User].Keys, s.Key) {
		return false
	}
	pub, err := base64.StdEncoding.DecodeString(s.Key)
	return err == nil && len(pub) == ed25519.PublicKeySize && len(s.Sig) == ed25519.SignatureSize && ed25519.Verify(pub, Message(s.Entry), s.Sig)
}

// Person is somebody who took part in a step. Whoever did not sign is declared by the one who entered it: nothing but their word says that
// there were two.
type Person struct {
	ID     string `json:"id"`
	Signed bool   `json:"signed"`
}

// persons gives those named, and whether each signed the entry.
func (c *Case) persons(entry record.Hash, ids ...string) []Person {
	var out []Person
	for _, id := range ids {
		if id == "" {
			continue
		}
		ok := slices.ContainsFunc(c.Signatures, func(s record.Signature) bool { return s.Entry == entry && s.User == id && c.Users.Checks(&s) })
		out = append(out, Person{id, ok})
	}
	return out
}
