package seal

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is the state of a log at one size (C2SP tlog-checkpoint).
type Checkpoint struct {
	Origin string
	Size   int64
	Root   tlog.Hash
}

// Text is what is signed: three lines. Our checkpoints have no extension lines.
func (c Checkpoint) Text() string {
	return c.Origin + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + c.Root.String() + "\n"
}

func parseText(text string) (Checkpoint, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 3 || lines[0] == "" || !strings.HasSuffix(text, "\n") {
		return Checkpoint{}, fmt.Errorf("%w: a checkpoint has an origin, a size and a root", ErrForm)
	}
	for _, extension := range lines[3:] { // opaque (tlog-checkpoint); signed with the rest
		if extension == "" {
			return Checkpoint{}, fmt.Errorf("%w: a checkpoint with an empty line", ErrForm)
		}
	}
	size, err := parseSize(lines[1])
	if err != nil {
		return Checkpoint{}, err
	}
	root, err := parseHash(lines[2])
	return Checkpoint{lines[0], size, root}, err
}

func parseSize(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != s {
		return 0, fmt.Errorf("%w: the number %q", ErrForm, s)
	}
	return n, nil
}

func parseHash(s string) (tlog.Hash, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != tlog.HashSize {
		return tlog.Hash{}, fmt.Errorf("%w: the hash %q", ErrForm, s)
	}
	return tlog.Hash(b), nil
}

// Cosigner is a witness whose cosignature a checkpoint carries.
type Cosigner struct {
	Name string
	At   time.Time // when it held the checkpoint against what it had seen
}

// Signed is a checkpoint whose signatures by known keys were checked.
type Signed struct {
	Checkpoint
	Keys      []*Verifier // the log's keys that signed
	Cosigners []Cosigner  // known witnesses that cosigned
	Unknown   []string    // names of signers that are not known; what they signed counts for nothing
}

// maxNote is the longest signed checkpoint read, in bytes.
const maxNote = 1 << 20

// OpenCheckpoint reads a signed checkpoint. One of the keys must be of its log and have signed it. ErrForm, ErrSignature.
func OpenCheckpoint(b []byte, keys []*Verifier) (*Signed, error) {
	if len(b) > maxNote {
		return nil, fmt.Errorf("%w: %d bytes", ErrForm, len(b))
	}
	var list []note.Verifier
	by := map[string]*Verifier{}
	for _, k := range keys {
		id := fmt.Sprintf("%s+%08x", k.name, k.id)
		if _, twice := by[id]; !twice {
			list = append(list, k)
			by[id] = k
		}
	}
	n, err := note.Open(b, note.VerifierList(list...))
	var unverified *note.UnverifiedNoteError
	var invalid *note.InvalidSignatureError
	switch {
	case errors.As(err, &unverified):
		n = unverified.Note
	case errors.As(err, &invalid):
		return nil, fmt.Errorf("%w: the signature of %s is not one of this text", ErrSignature, invalid.Name)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	c, err := parseText(n.Text)
	if err != nil {
		return nil, err
	}
	out := &Signed{Checkpoint: c}
	for _, s := range n.Sigs {
		if k := by[fmt.Sprintf("%s+%08x", s.Name, s.Hash)]; k.Witness() {
			out.Cosigners = append(out.Cosigners, Cosigner{s.Name, cosignedAt(s)})
		} else if s.Name == c.Origin { // another log's key says nothing of this one
			out.Keys = append(out.Keys, k)
		} else {
			out.Unknown = append(out.Unknown, s.Name)
		}
	}
	for _, s := range n.UnverifiedSigs {
		out.Unknown = append(out.Unknown, s.Name)
	}
	if len(out.Keys) == 0 {
		return nil, fmt.Errorf("%w: it is signed by %s", ErrSignature, strings.Join(out.Unknown, ", "))
	}
	return out, nil
}

// Sign signs a checkpoint as its log, by one key or by several.
func (c Checkpoint) Sign(keys ...*Signer) ([]byte, error) {
	var signers []note.Signer
	for _, key := range keys {
		if key.Witness() {
			return nil, fmt.Errorf("%w: the key of %s is a witness's", ErrForm, key.name)
		}
		signers = append(signers, key)
	}
	return note.Sign(&note.Note{Text: c.Text()}, signers...)
}

// Join gives one note with the signatures of two notes of the same text: a checkpoint, and the same with a witness's cosignature.
func Join(a, b []byte) ([]byte, error) {
	textA, sigsA, okA := cutNote(a)
	textB, sigsB, okB := cutNote(b)
	if !okA || !okB {
		return nil, fmt.Errorf("%w: no signatures stand in it", ErrForm)
	}
	if textA != textB {
		return nil, fmt.Errorf("%w: they are of different checkpoints", ErrOtherLog)
	}
	for line := range strings.Lines(sigsB) {
		if !strings.Contains("\n"+sigsA, "\n"+line) {
			sigsA += line
		}
	}
	return []byte(textA + "\n" + sigsA), nil
}

// cutNote parts a note into its text and its signature lines.
func cutNote(b []byte) (text, sigs string, ok bool) {
	i := bytes.LastIndex(b, []byte("\n\n"))
	if i < 0 || !bytes.HasSuffix(b, []byte("\n")) || i+2 == len(b) {
		return "", "", false
	}
	return string(b[:i+1]), string(b[i+2:]), true
}
