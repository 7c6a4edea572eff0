package app

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/evidence/seal/tsp"
)

// Errors of the sealed log that the front tells apart.
var (
	ErrLogKeyed         = errors.New("the log has a key already")
	ErrNotAdministrator = errors.New("not an administrator")
	ErrNoCheckpoint     = errors.New("no checkpoint is kept that is large enough")
)

// LogKey says where a signing key stands, and what opens it.
type LogKey struct {
	File       string
	Passphrase string // "": the key is not locked
}

// KeyFile gives where the key of a record's log stands when nobody says otherwise: beside the record's file, never in it. A record in a database has
// no such place: "".
func KeyFile(recordPath string) string {
	if strings.Contains(recordPath, "://") {
		return ""
	}
	return recordPath + ".logkey"
}

// Log gives the record's sealed log. Both stores have one.
func (a *App) Log() record.Log {
	return a.lent().(record.Log)
}

// Aside gives what is kept beside the record. Both stores keep it.
func (a *App) Aside() record.Aside { return a.lent().(record.Aside) }

// lent gives the store itself, also where another App will close it.
func (a *App) lent() record.Store {
	s := a.store
	for {
		b, ok := s.(borrowed)
		if !ok {
			return s
		}
		s = b.Store
	}
}

// InitLog makes the log's key: the private half into a new file that nobody else may read, the public half into the record. origin "": a name is made
// from the record's and chance. It gives the public half. ErrLogKeyed.
func (a *App) InitLog(ctx context.Context, origin string, key LogKey) (public string, err error) {
	if refused := a.who.Require(review.ManageUsers, review.State{}); refused != nil {
		return "", refused.OrNil()
	}
	switch _, err := seal.Keys(ctx, a.Log()); {
	case err == nil:
		return "", ErrLogKeyed
	case !errors.Is(err, seal.ErrNoKey):
		return "", err
	}
	if origin == "" {
		chance := make([]byte, 4)
		if _, err := rand.Read(chance); err != nil {
			return "", err
		}
		origin = "mithaq.log/" + nameOf(a.path) + "-" + hex.EncodeToString(chance)
	}
	private, public, err := seal.NewLogKey(rand.Reader, origin)
	if err != nil {
		return "", err
	}
	if err := writeKey(key, private); err != nil {
		return "", err
	}
	if err := a.Log().AddSeal(ctx, record.Seal{Sort: record.SealKey, Kept: a.Now().Unix(), Body: []byte(public)}); err != nil {
		return "", errors.Join(err, os.Remove(key.File)) // a key that no record knows is of no use
	}
	return public, nil
}

// nameOf gives a record's name, without its folder, its ending, or anything by which a database is reached.
func nameOf(path string) string {
	if u, err := url.Parse(path); err == nil && strings.Contains(path, "://") {
		path = u.Path
	}
	base := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	return strings.Map(plainName, base)
}

// plainName keeps letters and digits of a file's name for an origin.
func plainName(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '-':
		return r
	}
	return '-'
}

// NewWitness makes the key of a witness, in a new file that nobody else may read, and gives its public half.
func NewWitness(name string, key LogKey) (public string, err error) {
	private, public, err := seal.NewWitnessKey(rand.Reader, name)
	if err != nil {
		return "", err
	}
	return public, writeKey(key, private)
}

func writeKey(key LogKey, private string) error {
	content := []byte(private + "\n")
	if key.Passphrase != "" {
		var err error
		if content, err = seal.LockKey(private, key.Passphrase, 0); err != nil {
			return err
		}
	}
	f, err := os.OpenFile(key.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(key.File))
	}
	return nil
}

// signer reads a signing key.
func (k LogKey) signer(o Options) (*seal.Signer, error) {
	b, err := os.ReadFile(k.File)
	if err != nil {
		return nil, err
	}
	private, err := seal.UnlockKey(b, k.Passphrase)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", k.File, err)
	}
	s, err := seal.ParseSigner(private, o.now())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", k.File, err)
	}
	return s, nil
}

// MakeCheckpoint signs the log as it stands.
func (a *App) MakeCheckpoint(ctx context.Context, key LogKey) ([]byte, error) {
	if refused := a.who.Require(review.ManageUsers, review.State{}); refused != nil {
		return nil, refused.OrNil()
	}
	if err := a.settleKeys(ctx); err != nil {
		return nil, err
	}
	keys, err := seal.Keys(ctx, a.Log())
	if err != nil {
		return nil, err
	}
	s, err := a.keyOf(key, keys.Newest()).signer(a.opts)
	if err != nil {
		return nil, err
	}
	return seal.Make(ctx, a.Log(), s, a.Now().Unix())
}

// VerifyLog is seal.Verify of the record's log. To whom the record is not open as a whole it does not tell what a faulty entry is about.
func (a *App) VerifyLog(ctx context.Context, o seal.Options) (*seal.Report, error) {
	r, err := seal.Verify(ctx, a.Log(), o)
	if err == nil && !a.who.Whole() {
		for i := range r.Faults {
			r.Faults[i].About = ""
		}
	}
	return r, err
}

// newest gives the newest checkpoint kept that names at least so many entries. ErrNoCheckpoint.
func (a *App) newest(ctx context.Context, least int64) (seal.Kept, error) {
	keys, err := seal.Keys(ctx, a.Log())
	if err != nil {
		return seal.Kept{}, err
	}
	kept, err := seal.Checkpoints(ctx, a.Log(), keys)
	if err != nil {
		return seal.Kept{}, err
	}
	var best seal.Kept
	for _, k := range kept {
		if k.Size >= max(least, best.Size) { // of one size the last: it has the cosignatures that came back
			best = k
		}
	}
	if best.Note == nil {
		return seal.Kept{}, ErrNoCheckpoint
	}
	return best, nil
}

// Checkpoint gives the newest checkpoint with its signatures, to those who may read the record whole: it says how many entries there are. ErrNoCheckpoint.
func (a *App) Checkpoint(ctx context.Context) ([]byte, error) {
	if err := a.require(review.Read); err != nil {
		return nil, err
	}
	k, err := a.newest(ctx, 0)
	return k.Note, err
}

// Receipt gives the file that shows that an entry stands in the log. whole: with the entry's content. record.ErrNotFound, record.ErrRemoved, ErrNoCheckpoint.
func (a *App) Receipt(ctx context.Context, seq int64, whole bool) ([]byte, error) {
	if whole && !a.who.Whole() {
		return nil, a.who.Require(review.Read, review.State{}).OrNil()
	}
	e, err := seal.EntryAt(ctx, a.Log(), seq)
	if err != nil {
		return nil, err
	}
	leaf := e.ID[:]
	if whole {
		d, err := record.DecodeStored(e.Bytes)
		if err == nil && d.Gone() {
			err = fmt.Errorf("entry %d: %w", seq, record.ErrRemoved)
		}
		if err != nil {
			return nil, err
		}
		leaf = e.Bytes
	}
	k, err := a.newest(ctx, seq)
	if err != nil {
		return nil, err
	}
	return seal.ProveEntry(ctx, a.Log(), seq, leaf, k.Note)
}

// Growth gives the file that shows that the log grew from its first old entries: what a witness is sent.
func (a *App) Growth(ctx context.Context, old int64) ([]byte, error) {
	k, err := a.newest(ctx, old)
	if err != nil {
		return nil, err
	}
	return seal.ProveGrowth(ctx, a.Log(), old, k.Note)
}

// TimestampRequest gives a request of RFC 3161 for the newest checkpoint. The user sends it to an authority.
func (a *App) TimestampRequest(ctx context.Context) ([]byte, error) {
	k, err := a.newest(ctx, 0)
	if err != nil {
		return nil, err
	}
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 63))
	if err != nil {
		return nil, err
	}
	return (&tsp.Request{Hash: crypto.SHA256, Digest: seal.StampDigest(k.Checkpoint)(crypto.SHA256), Nonce: nonce}).Marshal()
}

// TakeStamp keeps an authority's answer, when it is a time stamp of a checkpoint that the record keeps. Without roots its authority is not Trusted.
func (a *App) TakeStamp(ctx context.Context, answer []byte, roots *x509.CertPool) (*seal.StampHeld, error) {
	stamp, err := tsp.Parse(answer)
	if err != nil {
		return nil, err
	}
	var held seal.StampHeld
	err = a.sealNewest(ctx, func(kept seal.Kept) (s record.Seal, err error) {
		held, err = seal.CheckStamp(stamp, kept.Checkpoint, roots)
		return record.Seal{Sort: record.SealStamp, Size: held.Size, Body: answer}, err
	})
	if err != nil {
		return nil, err
	}
	return &held, nil
}

// sealNewest keeps what somebody else says of a checkpoint: check holds it against one, the newest first, and gives the seal to be kept, or
// tsp.ErrOther where it speaks of another. Error: ErrNoCheckpoint, there is none at all.
func (a *App) sealNewest(ctx context.Context, check func(seal.Kept) (record.Seal, error)) error {
	if err := a.require(review.ManageUsers); err != nil {
		return err
	}
	keys, err := seal.Keys(ctx, a.Log())
	if err != nil {
		return err
	}
	kept, err := seal.Checkpoints(ctx, a.Log(), keys)
	if err != nil {
		return err
	}
	err = ErrNoCheckpoint
	for i := len(kept) - 1; i >= 0; i-- {
		var s record.Seal
		if s, err = check(kept[i]); err == nil {
			s.Kept = a.Now().Unix()
			return a.Log().AddSeal(ctx, s)
		}
		if !errors.Is(err, tsp.ErrOther) {
			return err
		}
	}
	return err
}

// TakeCosigned keeps a checkpoint that came back from a witness.
func (a *App) TakeCosigned(ctx context.Context, cosigned []byte, witnesses []*seal.Verifier) (*seal.Signed, error) {
	if refused := a.who.Require(review.ManageUsers, review.State{}); refused != nil {
		return nil, refused.OrNil()
	}
	return seal.Take(ctx, a.Log(), cosigned, witnesses, a.Now().Unix())
}

// ExportLog writes the log of the newest checkpoint into a new or empty folder, as files that any web server can serve.
func (a *App) ExportLog(ctx context.Context, dir string) (*seal.Kept, error) {
	k, err := a.newest(ctx, 0)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return &k, seal.Export(ctx, a.Log(), k.Note, func(path string, content []byte) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return writeWhole(filepath.Join(dir, filepath.FromSlash(path)), content, 0o644)
	})
}

// writeWhole writes a file so that a reader sees all of it or what was there before.
func writeWhole(path string, content []byte, mode os.FileMode) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".mithaq-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(content)
	if err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
