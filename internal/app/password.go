package app

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	unicodenorm "golang.org/x/text/unicode/norm"

	"mithaq/internal/evidence/record"
)

// Errors of passwords.
var (
	ErrCredentials  = errors.New("the name and the password do not go together") // also where there is no such user: who asks learns nothing
	ErrWeakPassword = errors.New("the password is too short, too long or too easily guessed")
)

// PasswordLength is how long a password may be, in characters. A phrase is better than signs (NIST SP 800-63B, section 5.1.1).
const (
	MinPassword = 12
	MaxPassword = 200
)

const passwordShelf = "password"

// argon are the costs of argon2id (RFC 9106): about 60 ms and 19 MiB. They stand in each hash, so that they may grow.
var argon = struct {
	time, memory uint32
	threads      uint8
	salt         int
	length       uint32
}{2, 19 << 10, 1, 16, 32}

// hashing bounds how many passwords are hashed at the same time: each takes 19 MiB.
var hashing = make(chan struct{}, 2)

// checkPassword says whether a password may be chosen by a user.
func checkPassword(user, password string) error {
	password = unicodenorm.NFC.String(password)
	n := utf8.RuneCountInString(password)
	lower := strings.ToLower(password)
	kinds := map[rune]bool{}
	for _, r := range lower {
		kinds[r] = true
	}
	if n < MinPassword || n > MaxPassword || len(kinds) < 5 || len(user) > 3 && strings.Contains(lower, strings.ToLower(user)) {
		return ErrWeakPassword
	}
	return nil
}

// hashPassword gives the PHC string of a password. The same characters typed on another machine give the same (RFC 8265, section 4.2: NFC).
func hashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, argon.salt)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	sum, err := argonOf(ctx, password, salt, argon.time, argon.memory, argon.threads, argon.length)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argon.memory, argon.time, argon.threads, b64(salt), b64(sum)), nil
}

// argonOf waits for its turn, as long as somebody waits for the answer.
func argonOf(ctx context.Context, password string, salt []byte, time, memory uint32, threads uint8, length uint32) ([]byte, error) {
	select {
	case hashing <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(unicodenorm.NFC.String(password)), salt, time, memory, threads, length), nil
}

// passwordIs says whether a password is the one that was hashed.
func passwordIs(ctx context.Context, password, phc string) (bool, error) {
	var version int
	var time, memory uint32
	var threads uint8
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, nil
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false, nil
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &time, &threads); err != nil {
		return false, nil
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(want) == 0 {
		return false, nil
	}
	sum, err := argonOf(ctx, password, salt, time, memory, threads, uint32(len(want)))
	return err == nil && subtle.ConstantTimeCompare(sum, want) == 1, err
}

// nobodysHash is what is compared where there is no such user, so that the time taken tells nothing.
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// CheckPassword says whether the password is the user's. Error: ErrCredentials.
func (d *Door) CheckPassword(ctx context.Context, user, password string) error {
	_, err := d.passwordOf(ctx, user, password)
	return err
}

// passwordOf is CheckPassword, and gives the version that it looked at.
func (d *Door) passwordOf(ctx context.Context, user, password string) (version int64, err error) {
	if utf8.RuneCountInString(unicodenorm.NFC.String(password)) > MaxPassword {
		return 0, ErrCredentials
	}
	phc := nobodysHash
	k, err := d.root.Aside().Kept(ctx, passwordShelf, user)
	missing := errors.Is(err, record.ErrNotFound)
	switch {
	case err == nil:
		phc = string(k.Value)
	case !missing:
		return 0, err
	}
	is, err := passwordIs(ctx, password, phc)
	if err != nil {
		return 0, err
	}
	if !is || missing {
		return 0, ErrCredentials
	}
	return k.Version, nil
}

// passwordKept gives a password of a user as it is kept.
func passwordKept(ctx context.Context, user, password string) (record.Kept, error) {
	if err := checkPassword(user, password); err != nil {
		return record.Kept{}, err
	}
	phc, err := hashPassword(ctx, password)
	return record.Kept{Shelf: passwordShelf, Key: user, Value: []byte(phc)}, err
}

// put keeps something aside over whatever stands.
func (a *App) put(ctx context.Context, k record.Kept) error {
	for n := 1; ; n++ {
		was, err := a.Aside().Kept(ctx, k.Shelf, k.Key)
		if err != nil && !errors.Is(err, record.ErrNotFound) {
			return err
		}
		k.Version = was.Version
		if _, err = a.Aside().Keep(ctx, k); n == tries || !errors.Is(err, record.ErrHeadMoved) {
			return err
		}
	}
}
