package seal

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
)

// Signature types of C2SP signed-note.
const (
	typeEd25519     = 0x01
	typeCosignature = 0x04 // tlog-cosignature, cosignature/v1
)

// Keys are texts in the form of C2SP signed-note: NAME+ID+BASE64 to verify, PRIVATE+KEY+NAME+ID+BASE64 to sign. The key of a log is of type 1,
// that of a witness of type 4, so that neither signature can pass for the other.

// NewLogKey makes the key of a log. Its name is the log's origin.
func NewLogKey(rand io.Reader, origin string) (private, public string, err error) {
	return newKey(rand, origin, typeEd25519)
}

// NewWitnessKey makes the key of a witness.
func NewWitnessKey(rand io.Reader, name string) (private, public string, err error) {
	return newKey(rand, name, typeCosignature)
}

func newKey(rand io.Reader, name string, sort byte) (private, public string, err error) {
	if !validName(name) {
		return "", "", fmt.Errorf("%w: the name %q is empty or holds a space or a plus sign", ErrForm, name)
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(rand, seed); err != nil {
		return "", "", err
	}
	pub := append([]byte{sort}, ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)...)
	id := keyID(name, pub)
	private = fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, id, base64.StdEncoding.EncodeToString(append([]byte{sort}, seed...)))
	public = fmt.Sprintf("%s+%08x+%s", name, id, base64.StdEncoding.EncodeToString(pub))
	return private, public, nil
}

func validName(name string) bool {
	return name != "" && utf8.ValidString(name) && !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r < 0x20 || r == '+' })
}

// keyID is that of C2SP signed-note: the first four bytes of SHA-256 over the name, a newline, the type and the public key.
func keyID(name string, typed []byte) uint32 {
	h := sha256.New()
	h.Write([]byte(name + "\n"))
	h.Write(typed)
	return binary.BigEndian.Uint32(h.Sum(nil))
}

// splitKey reads NAME+ID+BASE64.
func splitKey(key string) (name string, id uint32, typed []byte, err error) {
	parts := strings.Split(strings.TrimSpace(key), "+")
	if len(parts) < 3 {
		return "", 0, nil, fmt.Errorf("%w: a key is NAME+ID+BASE64", ErrForm)
	}
	name, b64 := parts[0], strings.Join(parts[2:], "+") // + is a digit of base64
	n, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil || len(parts[1]) != 8 || !validName(name) {
		return "", 0, nil, fmt.Errorf("%w: a key is NAME+ID+BASE64, the id of 8 hexadecimal digits", ErrForm)
	}
	if typed, err = base64.StdEncoding.Strict().DecodeString(b64); err != nil || len(typed) != 1+ed25519.PublicKeySize {
		return "", 0, nil, fmt.Errorf("%w: the key of %s is not 33 bytes in base64", ErrForm, name)
	}
	if typed[0] != typeEd25519 && typed[0] != typeCosignature {
		return "", 0, nil, fmt.Errorf("%w: the key of %s is of a type that this program does not know, %#x", ErrForm, name, typed[0])
	}
	return name, uint32(n), typed, nil
}

// Verifier reads a verifier key, of a log or of a witness.
type Verifier struct {
	name string
	id   uint32
	sort byte
	key  ed25519.PublicKey
}

// ParseVerifier reads NAME+ID+BASE64.
func ParseVerifier(key string) (*Verifier, error) {
	name, id, typed, err := splitKey(key)
	if err != nil {
		return nil, err
	}
	if keyID(name, typed) != id {
		return nil, fmt.Errorf("%w: the key of %s does not have the id %08x", ErrForm, name, id)
	}
	return &Verifier{name, id, typed[0], typed[1:]}, nil
}

// Name, KeyHash and Verify implement note.Verifier.
func (v *Verifier) Name() string { return v.name }

// KeyHash gives the key's id.
func (v *Verifier) KeyHash() uint32 { return v.id }

// ID gives the key's id as it stands in its text.
func (v *Verifier) ID() string { return fmt.Sprintf("%08x", v.id) }

// Witness says whether it is a witness's key.
func (v *Verifier) Witness() bool { return v.sort == typeCosignature }

// Verify says whether sig is the key's signature of msg.
func (v *Verifier) Verify(msg, sig []byte) bool {
	if v.sort == typeEd25519 {
		return ed25519.Verify(v.key, msg, sig)
	}
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(sig)
	return at < 1<<63 && ed25519.Verify(v.key, cosigned(at, msg), sig[8:])
}

// cosigned is the message that a witness signs (tlog-cosignature).
func cosigned(at uint64, text []byte) []byte {
	return append([]byte("cosignature/v1\ntime "+strconv.FormatUint(at, 10)+"\n"), text...)
}

// Signer signs checkpoints, as a log or as a witness.
type Signer struct {
	Verifier
	private ed25519.PrivateKey
	now     func() time.Time
}

// ParseSigner reads PRIVATE+KEY+NAME+ID+BASE64. now is the time of a witness's cosignatures.
func ParseSigner(key string, now func() time.Time) (*Signer, error) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(key), "PRIVATE+KEY+")
	if !ok {
		return nil, fmt.Errorf("%w: a private key begins PRIVATE+KEY+", ErrForm)
	}
	name, id, typed, err := splitKey(rest)
	if err != nil {
		return nil, err
	}
	private := ed25519.NewKeyFromSeed(typed[1:])
	pub := private.Public().(ed25519.PublicKey)
	if keyID(name, append([]byte{typed[0]}, pub...)) != id {
		return nil, fmt.Errorf("%w: the private key of %s does not have the id %08x", ErrForm, name, id)
	}
	return &Signer{Verifier{name, id, typed[0], pub}, private, now}, nil
}

// Sign implements note.Signer.
func (s *Signer) Sign(msg []byte) ([]byte, error) {
	if s.sort == typeEd25519 {
		return ed25519.Sign(s.private, msg), nil
	}
	at := uint64(s.now().Unix())
	return append(binary.BigEndian.AppendUint64(nil, at), ed25519.Sign(s.private, cosigned(at, msg))...), nil
}

// Public gives the verifier key as text.
func (v *Verifier) Public() string {
	return fmt.Sprintf("%s+%08x+%s", v.name, v.id, base64.StdEncoding.EncodeToString(append([]byte{v.sort}, v.key...)))
}

// cosignedAt reads when a witness signed.
func cosignedAt(s note.Signature) time.Time {
	raw, err := base64.StdEncoding.DecodeString(s.Base64)
	if err != nil || len(raw) != 4+8+ed25519.SignatureSize {
		return time.Time{}
	}
	return time.Unix(int64(binary.BigEndian.Uint64(raw[4:])), 0).UTC()
}
