package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"filippo.io/age"

	"mithaq/internal/app"
	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/vault"
)

var (
	identityFolder = flag{"identities", "", "cli.value.folder"}
	keyFlag        = flag{"key", "k", "cli.value.file"}
	toFlag         = flag{"to", "", "cli.value.recipient"}
	whyFlag        = flag{"why", "", "cli.value.words"}

	identityKey      = &verb{name: "record identity key", plain: true, min: 1, max: 1, run: runIdentityKey}
	identitySeal     = &verb{name: "record identity seal", plain: true, min: 2, max: 2, run: runIdentitySeal, flags: []flag{toFlag, identityFolder}}
	identityOpen     = &verb{name: "record identity open", plain: true, min: 2, max: 2, run: runIdentityOpen, flags: []flag{keyFlag, whyFlag, identityFolder}}
	identityRehearse = &verb{name: "record identity rehearse", run: runIdentityRehearse, flags: []flag{keyFlag, identityFolder}}
	identityRewrap   = &verb{name: "record identity rewrap", plain: true, max: 2, run: runIdentityRewrap, flags: []flag{keyFlag, toFlag, identityFolder}}
)

// held reads KIND and SUBJECT of somebody whose identity or consent is spoken of.
func (c *call) held() (vault.Of, *usage) {
	of := vault.Of{Kind: record.Kind(c.args[0]), Subject: c.args[1]}
	if of.Kind != record.KindSource && of.Kind != record.KindPerson {
		return of, &usage{"cli.usage.held", []any{"value", c.args[0], "near", suggest.Nearest(c.args[0], []string{"source", "person"})}}
	}
	return of, nil
}

// recipients reads --to NAME=KEY, as often as it was given.
func (c *call) recipients() ([]record.Recipient, *usage) {
	var out []record.Recipient
	for _, w := range c.flags["to"] {
		name, key, ok := strings.Cut(w, "=")
		if !ok || name == "" || key == "" {
			return nil, &usage{"cli.usage.recipient", []any{"value", name}}
		}
		out = append(out, record.Recipient{Name: name, Key: key})
	}
	if len(out) < 2 {
		return nil, &usage{"cli.usage.recipients", nil}
	}
	return out, nil
}

// keys reads the files of keys that --key names.
func (c *call) keys() ([]age.Identity, error) {
	var out []age.Identity
	for _, path := range c.flags["key"] {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		keys, err := vault.Keys(f)
		_ = f.Close() // nothing was written
		if err != nil {
			return nil, &fileError{path, err}
		}
		out = append(out, keys...)
	}
	return out, nil
}

// fileError names the file that an error speaks of.
type fileError struct {
	path string
	err  error
}

func (e *fileError) Error() string { return e.path + ": " + e.err.Error() }
func (e *fileError) Unwrap() error { return e.err }

// runIdentityKey makes a key in a new file that only its owner reads, and prints the recipient that goes with it.
func runIdentityKey(c *call) int {
	key, recipient, err := vault.NewKey()
	if err != nil {
		return c.fail(err)
	}
	f, err := os.OpenFile(c.args[0], os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return c.fail(err)
	}
	_, err = fmt.Fprintf(f, "# %s\n%s\n", recipient, key)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return c.fail(err)
	}
	fmt.Fprintln(c.out, recipient)
	return exitFine
}

func runIdentitySeal(c *call) int {
	of, u := c.held()
	if u != nil {
		return c.misuse(u)
	}
	to, u := c.recipients()
	if u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		if isTerminal(os.Stdin) {
			c.say("cli.identity.prompt")
		}
		content, err := io.ReadAll(io.LimitReader(c.in, vault.MostContent+1)) // never from the command line: others see that
		if err != nil {
			return c.fail(err)
		}
		defer clear(content)
		head, err := a.SealIdentity(c.ctx, of, bytes.TrimRight(content, "\r\n"), to)
		if err != nil {
			return c.failAbout(of.Subject, err)
		}
		c.line(c.words.Text("cli.record.entered", "n", head.Seq, "hash", head.Hash.String()[:12]))
		return exitFine
	})
}

func runIdentityOpen(c *call) int {
	of, u := c.held()
	if u != nil {
		return c.misuse(u)
	}
	keys, err := c.keys()
	if err != nil {
		return c.failKeys(err)
	}
	return c.withRecord(func(a *app.App) int {
		content, err := a.OpenIdentity(c.ctx, of, keys, c.get("why", ""))
		if err != nil {
			return c.failAbout(of.Subject, err)
		}
		defer clear(content)
		for line := range strings.Lines(string(content)) {
			c.line(c.words.Foreign(strings.TrimRight(line, "\r\n")))
		}
		return exitFine
	})
}

type foundJSON struct {
	Kind    record.Kind `json:"kind"`
	Subject string      `json:"subject"`
	Box     record.Hash `json:"box"`
	Opened  []string    `json:"opened"`
	Shut    []string    `json:"shut"`
	Unseen  []string    `json:"unseen"`
	Fault   string      `json:"fault,omitempty"` // missing, damaged
}

func runIdentityRehearse(c *call) int {
	keys, err := c.keys()
	if err != nil {
		return c.failKeys(err)
	}
	return c.withRecord(func(a *app.App) int {
		r, err := a.RehearseIdentities(c.ctx, keys)
		if err != nil {
			return c.fail(err)
		}
		code := exitFine
		for i := range r.Boxes {
			if f := &r.Boxes[i]; !f.Recoverable() || len(f.Shut) > 0 {
				code = exitRemarks
			}
		}
		if c.set("json") {
			return max(code, c.json("rehearsal", rehearsalData(r), nil))
		}
		for i := range r.Boxes {
			c.tellFound(&r.Boxes[i])
		}
		if len(r.Boxes) == 0 {
			c.line(c.words.Text("cli.identity.none"))
		}
		if n := len(r.Orphans); n > 0 {
			c.line(c.words.Plural("cli.identity.orphans", int64(n)))
		}
		return code
	})
}

func (c *call) tellFound(f *vault.Found) {
	c.line(c.words.Text("entry."+string(f.Kind)) + " " + c.words.Foreign(f.Subject))
	for _, of := range []struct {
		key   string
		names []string
	}{{"cli.identity.opened", f.Opened}, {"cli.identity.shut", f.Shut}, {"cli.identity.unseen", f.Unseen}} {
		if len(of.names) > 0 {
			c.wrapped(2, c.words.Text(of.key, "names", c.words.Series(c.foreign(of.names))))
		}
	}
	switch {
	case errors.Is(f.Err, vault.ErrMissing):
		c.wrapped(2, c.words.Text("cli.identity.missing", "box", f.Box.String()[:12]))
	case f.Err != nil:
		c.wrapped(2, c.words.Text("cli.identity.damaged", "box", f.Box.String()[:12]))
	case !f.Recoverable():
		c.wrapped(2, c.words.Text("cli.identity.nobody"))
	}
}

func rehearsalData(r *vault.Rehearsal) any {
	out := struct {
		Boxes   []foundJSON   `json:"boxes"`
		Orphans []record.Hash `json:"orphans"`
	}{[]foundJSON{}, append([]record.Hash{}, r.Orphans...)}
	for _, f := range r.Boxes {
		j := foundJSON{f.Kind, f.Subject, f.Box, append([]string{}, f.Opened...), append([]string{}, f.Shut...), append([]string{}, f.Unseen...), ""}
		switch {
		case errors.Is(f.Err, vault.ErrMissing):
			j.Fault = "missing"
		case f.Err != nil:
			j.Fault = "damaged"
		}
		out.Boxes = append(out.Boxes, j)
	}
	return out
}

func runIdentityRewrap(c *call) int {
	var of *vault.Of
	switch len(c.args) {
	case 1:
		return c.misuse(&usage{"cli.usage.few", []any{"verb", c.verb.name}})
	case 2:
		one, u := c.held()
		if u != nil {
			return c.misuse(u)
		}
		of = &one
	}
	to, u := c.recipients()
	if u != nil {
		return c.misuse(u)
	}
	keys, err := c.keys()
	if err != nil {
		return c.failKeys(err)
	}
	return c.withRecord(func(a *app.App) int {
		n, err := a.Rewrap(c.ctx, of, keys, to)
		c.line(c.words.Plural("cli.identity.rewrapped", int64(n)))
		if err != nil {
			return c.failEach(err)
		}
		return exitFine
	})
}

// failKeys is fail for an error of a file of keys.
func (c *call) failKeys(err error) int {
	var f *fileError
	if errors.As(err, &f) {
		c.complain("cli.error.keys", "file", f.path)
		return exitInput
	}
	return c.fail(err)
}

// positions reads "3,5-7".
func seqs(list string) ([]int64, error) {
	var out []int64
	for _, part := range strings.Split(list, ",") {
		var from, to int64
		lo, hi, span := strings.Cut(part, "-")
		if !span {
			hi = lo
		}
		if n, err := fmt.Sscan(lo+" "+hi, &from, &to); n != 2 || err != nil || from < 1 || to < from || to-from > 1_000_000 {
			return nil, fmt.Errorf("%q is not a list of entries", list)
		}
		for s := from; s <= to; s++ {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}
