package app

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// A key file holds the Ed25519 key (RFC 8032) with which a user signs entries:
//
//	# lines of comment
//	MITHAQ-KEY-1:BASE64 of the 32 bytes of the private key's seed
//
// or the same, encrypted with a passphrase in the armoured form of age (age-encryption.org/v1).
const keyMark = "MITHAQ-KEY-1:"

// Errors of ReadKey.
var (
	ErrNotAKey       = errors.New("not a key file of this program")
	ErrNoPassphrase  = errors.New("the key file is locked with a passphrase")
	ErrBadPassphrase = errors.New("the passphrase does not open the key file")
)

// MakeKey writes a new key into a file that must not be there yet, for its owner alone to read, and gives the public key in base64. With a
// passphrase the file is encrypted.
func MakeKey(path, passphrase string) (public string, err error) {
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", err
	}
	public = base64.StdEncoding.EncodeToString(pub)
	text := []byte(fmt.Sprintf("# Whoever has this file can sign in the name of its owner. Keep it apart from the record.\n# public: %s\n%s%s\n",
		public, keyMark, base64.StdEncoding.EncodeToString(key.Seed())))
	if passphrase != "" {
		if text, err = lock(text, passphrase); err != nil {
			return "", err
		}
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(path))
	}
	return public, nil
}

func lock(text []byte, passphrase string) ([]byte, error) {
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	a := armor.NewWriter(&out)
	w, err := age.Encrypt(a, to)
	if err != nil {
		return nil, err
	}
	if _, err = w.Write(text); err == nil {
		err = w.Close()
	}
	if err == nil {
		err = a.Close()
	}
	return out.Bytes(), err
}

// ReadKey reads a key file. passphrase "" is for one without.
func ReadKey(path, passphrase string) (ed25519.PrivateKey, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(text, []byte(armor.Header)) {
		if passphrase == "" {
			return nil, ErrNoPassphrase
		}
		id, err := age.NewScryptIdentity(passphrase)
		if err != nil {
			return nil, err
		}
		r, err := age.Decrypt(armor.NewReader(bytes.NewReader(text)), id)
		if err != nil {
			return nil, ErrBadPassphrase // what age says more could tell of the key
		}
		if text, err = io.ReadAll(r); err != nil {
			return nil, ErrBadPassphrase
		}
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), keyMark); ok {
			seed, err := base64.StdEncoding.DecodeString(rest)
			if err != nil || len(seed) != ed25519.SeedSize {
				return nil, ErrNotAKey
			}
			return ed25519.NewKeyFromSeed(seed), nil
		}
	}
	return nil, ErrNotAKey
}
