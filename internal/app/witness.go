package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"mithaq/internal/evidence/seal"
)

// ErrSeenElsewhere tells that another run of the same witness is at work, or ended in the middle.
var ErrSeenElsewhere = errors.New("the witness is at work elsewhere")

// witnessed is what a witness remembers: of each log, by its origin, the newest checkpoint that it cosigned. It stands beside its key, in KEY.seen.
type witnessed map[string]string

// Cosign does a witness's work once: it holds a log's growth against what it has seen of that log, remembers the new checkpoint, and gives it
// cosigned. log are the keys of the logs that it knows. What it has not seen yet must begin from nothing. It needs no record.
func Cosign(file []byte, key LogKey, log []*seal.Verifier, o Options) (cosigned []byte, grown *seal.Grown, err error) {
	signer, err := key.signer(o)
	if err != nil {
		return nil, nil, err
	}
	path := key.File + ".seen"
	lock, err := os.OpenFile(path+".lock", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, nil, fmt.Errorf("%s.lock: %w", path, ErrSeenElsewhere)
	}
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, lock.Close(), os.Remove(lock.Name())) }()
	all, err := readSeen(path)
	if err != nil {
		return nil, nil, err
	}
	before, err := all.of(file, log)
	if err != nil {
		return nil, nil, err
	}
	if grown, err = seal.CheckGrowth(file, before, log); err != nil {
		return nil, nil, err
	}
	if cosigned, err = grown.Cosign(signer); err != nil {
		return nil, nil, err
	}
	all[grown.Origin] = string(grown.Note)
	b, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		return nil, nil, err
	}
	if err := writeWhole(path, append(b, '\n'), 0o600); err != nil { // before the signature leaves (C2SP tlog-witness)
		return nil, nil, err
	}
	return cosigned, grown, nil
}

func readSeen(path string) (witnessed, error) {
	all := witnessed{}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &all)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return all, nil
}

// of gives what was seen of the log that a file speaks of.
func (s witnessed) of(file []byte, log []*seal.Verifier) (seal.Checkpoint, error) {
	_, note, _ := bytes.Cut(file, []byte("\n\n"))
	origin, _, _ := bytes.Cut(note, []byte("\n"))
	text, ok := s[string(origin)]
	if !ok {
		return seal.Checkpoint{}, nil
	}
	before, err := seal.OpenCheckpoint([]byte(text), log)
	if err != nil {
		return seal.Checkpoint{}, fmt.Errorf("what was seen of %s: %w", origin, err)
	}
	return before.Checkpoint, nil
}
