package seal

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"mithaq/internal/evidence/record"
)

// successionHeader begins the statement that a key follows on another. It keeps the statement apart from every checkpoint: no log is called so, and
// no number stands in its second line.
const successionHeader = "mithaq/log-key/v1"

func successionText(old, next string) string {
	return successionHeader + "\nold " + old + "\nnew " + next + "\n"
}

// Succeed makes the statement that the key next follows on old. signer is the old key's private half; nil: it is lost.
func Succeed(old *Verifier, signer, next *Signer) (string, error) {
	signers := []note.Signer{next}
	if signer != nil {
		if signer.Public() != old.Public() {
			return "", fmt.Errorf("%w: the key %s is not the log's newest, %s", ErrRetired, signer.ID(), old.ID())
		}
		signers = append(signers, signer)
	}
	b, err := note.Sign(&note.Note{Text: successionText(old.Public(), next.Public())}, signers...)
	return string(b), err
}

// Key is a key of the log and the sizes for which it speaks.
type Key struct {
	*Verifier
	From   int64  // position of the entry that names it; 0: the first key
	Until  int64  // position of the entry that names the next; 0: none does
	Signed bool   // the key before it signed for it; of the first key: false
	By     string // who changed the key
	Second string // another administrator, where the key before did not sign
}

// Speaks says whether the key speaks for the log at a size. At the size at which the next one is named both do, so that who knows the old key alone
// can follow.
func (k *Key) Speaks(size int64) bool { return size >= k.From && (k.Until == 0 || size <= k.Until) }

// Ring are the keys of a log in their order, each named by an entry but the first.
type Ring []Key

// Origin gives the log's name.
func (r Ring) Origin() string { return r[0].Name() }

// Newest gives the key that speaks for the log now.
func (r Ring) Newest() *Key { return &r[len(r)-1] }

// Verifiers gives the keys as OpenCheckpoint takes them.
func (r Ring) Verifiers() (out []*Verifier) {
	for i := range r {
		out = append(out, r[i].Verifier)
	}
	return out
}

func (r Ring) find(public string) *Key {
	for i := range r {
		if r[i].Public() == public {
			return &r[i]
		}
	}
	return nil
}

// Open is OpenCheckpoint, by keys that speak for the log at the checkpoint's size: ErrRetired. others are keys besides, of witnesses.
func (r Ring) Open(b []byte, others ...*Verifier) (*Signed, error) {
	s, err := OpenCheckpoint(b, append(r.Verifiers(), others...))
	if err == nil {
		err = r.speak(s)
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// speak holds who signed against when they spoke for the log. A key that is not in the ring is one that the user knows, and counts.
func (r Ring) speak(s *Signed) error {
	for _, v := range s.Keys {
		if k := r.find(v.Public()); k == nil || k.Speaks(s.Size) {
			return nil
		}
	}
	return fmt.Errorf("%w: %s, at %d entries", ErrRetired, s.Keys[0].ID(), s.Size)
}

// follow takes the next key, which the entry at seq names.
func (r Ring) follow(l *record.LogKey, seq int64) (Ring, error) {
	next, err := ParseVerifier(l.Key)
	if err != nil {
		return r, err
	}
	switch {
	case len(r) == 0:
		return r, ErrNoKey
	case next.Witness(), next.Name() != r.Origin():
		return r, fmt.Errorf("%w: the new key is one of %s", ErrOtherLog, next.Name())
	case r.find(l.Key) != nil:
		return r, errors.New("the log had this key already")
	case l.Old != r.Newest().Public():
		return r, fmt.Errorf("it follows on another key than %s, the newest", r.Newest().ID())
	}
	n, err := note.Open([]byte(l.Note), note.VerifierList(r.Newest(), next))
	if err != nil {
		return r, fmt.Errorf("%w: the statement: %w", ErrSignature, err)
	}
	k := Key{Verifier: next, From: seq, By: l.By, Second: l.Second}
	byNext := false
	for _, s := range n.Sigs {
		byNext = byNext || s.Hash == next.KeyHash()
		k.Signed = k.Signed || s.Hash == r.Newest().KeyHash()
	}
	switch {
	case n.Text != successionText(l.Old, l.Key):
		return r, fmt.Errorf("%w: the statement names other keys", ErrSignature)
	case !byNext:
		return r, fmt.Errorf("%w: the new key did not sign the statement", ErrSignature)
	case !k.Signed && (l.By == "" || l.Second == "" || l.By == l.Second):
		return r, errors.New("the key before it did not sign, and it was not decided by two persons")
	}
	out := append(Ring{}, r...)
	out[len(out)-1].Until = seq
	return append(out, k), nil
}

// trusted gives the keys of the ring that follow from keys that the user knows, and the others. A key that is known vouches for one that it signed
// for, and for the one that its own statement says it follows on. known without a key of a log: all are taken as they stand.
func (r Ring) trusted(known []*Verifier) (in, out Ring) {
	any := false
	ok := make([]bool, len(r))
	for _, v := range known {
		any = any || !v.Witness()
		for i := range r {
			ok[i] = ok[i] || r[i].Public() == v.Public()
		}
	}
	for i := len(r) - 1; i > 0; i-- {
		ok[i-1] = ok[i-1] || ok[i]
	}
	for i := 1; i < len(r); i++ {
		ok[i] = ok[i] || ok[i-1] && r[i].Signed
	}
	for i := range r {
		if ok[i] || !any {
			in = append(in, r[i])
		} else {
			out = append(out, r[i])
		}
	}
	return in, out
}
