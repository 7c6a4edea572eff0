package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// ErrPassphrase tells that a key file is locked, and was not opened with the passphrase given.
var ErrPassphrase = errors.New("the key is locked by a passphrase")

// LockKey encrypts a private key by a passphrase (age, scrypt), armored. work is the scrypt work factor; 0: age's own.
func LockKey(private, passphrase string, work int) ([]byte, error) {
	r, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	if work > 0 {
		r.SetWorkFactor(work)
	}
	var out bytes.Buffer
	armored := armor.NewWriter(&out)
	w, err := age.Encrypt(armored, r)
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(w, private+"\n"); err != nil {
		return nil, err
	}
	if err := errors.Join(w.Close(), armored.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Locked says whether a key file is encrypted.
func Locked(file []byte) bool { return bytes.HasPrefix(file, []byte(armor.Header)) }

// UnlockKey gives the private key of a key file, which may be encrypted. ErrPassphrase: it is, and the passphrase is not the one.
func UnlockKey(file []byte, passphrase string) (string, error) {
	if !Locked(file) {
		return string(file), nil
	}
	if passphrase == "" {
		return "", ErrPassphrase
	}
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return "", err
	}
	r, err := age.Decrypt(armor.NewReader(bytes.NewReader(file)), id)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrPassphrase, err)
	}
	b, err := io.ReadAll(io.LimitReader(r, 4096))
	return string(b), err
}
