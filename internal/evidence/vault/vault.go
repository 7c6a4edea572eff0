// Package vault keeps who a source or a person is, apart from the record and encrypted (DESIGN 7).
//
// A name is sealed in a box: an age file (age-encryption.org/v1) for at least two recipients, each with a key of their own. Boxes stand in a
// folder beside the record, never in it:
//
//	NAME.identities/          mode 0700
//	NAME.identities/HASH.age  mode 0600; HASH is the SHA-256 of the file, in hexadecimal
//
// The record's entry (record.Identity) holds the hash and the recipients, and nothing of the content. What is encrypted is
//
//	"mithaq/identity/v1" LF  kind LF  subject LF  length LF  content  zeros
//
// filled up with zeros to Block bytes or the next power of two, so that the size of a box does not betray the length of a name, and bound to
// its subject, so that a box put in another's place is found when it is opened.
//
// Errors name hashes, kinds and ids; never content.
package vault

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"filippo.io/age"

	"mithaq/internal/evidence/record"
)

// Errors that callers tell apart.
var (
	ErrFew     = errors.New("an identity is sealed to at least two recipients, each with a name and a key of their own")
	ErrKey     = errors.New("not an age recipient (age1...)")
	ErrNoKey   = errors.New("none of the keys at hand opens it")
	ErrMissing = errors.New("the box is not there")
	ErrDamaged = errors.New("the box is damaged, or is another one")
	ErrContent = errors.New("an identity is a text of 1 to 65536 bytes")
)

const (
	// Block is the least size of what is encrypted, in bytes.
	Block = 2048
	// MostContent is how long an identity may be, in bytes.
	MostContent = 65536

	magic = "mithaq/identity/v1\n"
)

// Of says whose identity it is.
type Of struct {
	Kind    record.Kind // source or person
	Subject string
}

// Seal encrypts a content for its recipients.
func Seal(of Of, content []byte, to []record.Recipient) ([]byte, error) {
	recipients, err := parse(to)
	if err != nil {
		return nil, err
	}
	if len(content) == 0 || len(content) > MostContent {
		return nil, ErrContent
	}
	plain := pad(of, content)
	defer clear(plain)
	var box bytes.Buffer
	w, err := age.Encrypt(&box, recipients...)
	if err != nil {
		return nil, fmt.Errorf("sealing: %w", err) // of keys that age does not let stand together
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return box.Bytes(), nil
}

// parse reads the recipients' keys: at least two names, at least two keys.
func parse(to []record.Recipient) ([]age.Recipient, error) {
	names, keys := map[string]bool{}, map[string]bool{}
	var out []age.Recipient
	for _, r := range to {
		one, err := age.ParseRecipients(bytes.NewReader([]byte(r.Key)))
		if err != nil || len(one) != 1 {
			return nil, fmt.Errorf("%q: %w", r.Name, ErrKey)
		}
		if r.Name == "" || names[r.Name] || keys[r.Key] {
			return nil, ErrFew
		}
		names[r.Name], keys[r.Key] = true, true
		out = append(out, one...)
	}
	if len(out) < 2 {
		return nil, ErrFew
	}
	return out, nil
}

func pad(of Of, content []byte) []byte {
	head := magic + string(of.Kind) + "\n" + strconv.Quote(of.Subject) + "\n" + strconv.Itoa(len(content)) + "\n"
	size := Block
	for size < len(head)+len(content) {
		size *= 2
	}
	plain := make([]byte, size)
	copy(plain[copy(plain, head):], content)
	return plain
}

// Open decrypts a box with the keys at hand. The caller wipes the content when it has been shown.
func Open(of Of, box []byte, keys []age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(box), keys...)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) || len(keys) == 0 {
		return nil, ErrNoKey
	}
	if err != nil {
		return nil, ErrDamaged
	}
	plain, err := io.ReadAll(io.LimitReader(r, 2*MostContent+Block))
	if err != nil {
		return nil, ErrDamaged
	}
	defer clear(plain)
	return unpad(of, plain)
}

func unpad(of Of, plain []byte) ([]byte, error) {
	rest, ok := bytes.CutPrefix(plain, []byte(magic+string(of.Kind)+"\n"+strconv.Quote(of.Subject)+"\n"))
	length, rest, two := bytes.Cut(rest, []byte("\n"))
	n, err := strconv.Atoi(string(length))
	if !ok || !two || err != nil || n < 1 || n > len(rest) || slices.ContainsFunc(rest[n:], func(b byte) bool { return b != 0 }) {
		return nil, ErrDamaged
	}
	return slices.Clone(rest[:n]), nil
}

// Name gives the hash under which a box is kept.
func Name(box []byte) record.Hash { return sha256.Sum256(box) }

// Keys reads a file of age identities: one a line, with comments. Its errors hold nothing of the file.
func Keys(r io.Reader) ([]age.Identity, error) {
	keys, err := age.ParseIdentities(r)
	if err != nil {
		return nil, errors.New("not a file of age identities (AGE-SECRET-KEY-...), one a line")
	}
	return keys, nil
}

// NewKey makes a key, as a line of a file of keys, and the recipient that belongs to it.
func NewKey() (key, recipient string, err error) {
	k, err := age.GenerateX25519Identity()
	if err != nil {
		return "", "", err
	}
	return k.String(), k.Recipient().String(), nil
}

// Recipient gives the recipient that a key belongs to, as entries write it; "" for a key that has none.
func Recipient(key age.Identity) string {
	switch k := key.(type) {
	case *age.X25519Identity:
		return k.Recipient().String()
	case *age.HybridIdentity:
		return k.Recipient().String()
	}
	return ""
}
