package cli

import (
	"bytes"
	"os"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
)

var logCheck = &verb{name: "log check", min: 1, max: 1, run: runLogCheck, flags: []flag{knownFlag, {"since", "", "cli.value.file"}}}

// shownJSON is what a file shows.
type shownJSON struct {
	Shows     string          `json:"shows"` // entry, growth, checkpoint
	Origin    string          `json:"origin"`
	Size      int64           `json:"size"`
	Root      string          `json:"root"`
	Cosigners []cosignerJSON  `json:"cosigners,omitempty"`
	Unknown   []string        `json:"unknown,omitempty"` // signers that are not known
	Seq       int64           `json:"seq,omitempty"`
	ID        string          `json:"id,omitempty"`
	Entry     *wholeEntryJSON `json:"entry,omitempty"`
	Since     *int64          `json:"since,omitempty"`
}

// runLogCheck checks what somebody was given, without the record.
func runLogCheck(c *call) int {
	file, err := os.ReadFile(c.args[0])
	if err != nil {
		return c.fail(err)
	}
	known, err := c.known()
	if err != nil {
		return c.fail(err)
	}
	if len(known) == 0 {
		return c.misuse(&usage{"cli.usage.known", nil})
	}
	switch {
	case bytes.HasPrefix(file, []byte("c2sp.org/tlog-proof@")):
		got, err := seal.CheckEntry(file, known)
		if err != nil {
			return c.fail(err)
		}
		return c.showEntry(got)
	case bytes.HasPrefix(file, []byte("old ")):
		return c.checkGrowth(file, known)
	}
	signed, err := seal.OpenCheckpoint(file, known)
	if err != nil {
		return c.fail(err)
	}
	if c.set("json") {
		return c.json("logcheck", shownData("checkpoint", signed), nil)
	}
	c.wrapped(0, c.words.Text("cli.log.shows_checkpoint", "name", signed.Origin, "size", signed.Size))
	c.signers(signed)
	return exitFine
}

func (c *call) checkGrowth(file []byte, known []*seal.Verifier) int {
	var before seal.Checkpoint
	if name := c.get("since", ""); name != "" {
		b, err := os.ReadFile(name)
		if err != nil {
			return c.fail(err)
		}
		signed, err := seal.OpenCheckpoint(b, known)
		if err != nil {
			return c.fail(err)
		}
		before = signed.Checkpoint
	}
	got, err := seal.CheckGrowth(file, before, known)
	if err != nil {
		return c.fail(err)
	}
	if c.set("json") {
		d := shownData("growth", &got.Signed)
		d.Since = &got.Old
		return c.json("logcheck", d, nil)
	}
	c.wrapped(0, c.words.Text("cli.log.shows_growth", "name", got.Origin, "size", got.Size, "old", got.Old))
	c.signers(&got.Signed)
	return exitFine
}

func (c *call) showEntry(got *seal.Included) int {
	if c.set("json") {
		d := shownData("entry", &got.Signed)
		d.Seq, d.ID = got.Seq, got.ID.String()
		if got.Entry != nil {
			e, err := logEntry(got.Entry)
			if err != nil {
				return c.fail(err)
			}
			d.Entry = e
		}
		return c.json("logcheck", d, nil)
	}
	c.wrapped(0, c.words.Text("cli.log.shows_entry", "n", got.Seq, "id", got.ID.String(), "name", got.Origin, "size", got.Size))
	if e := got.Entry; e != nil {
		c.wrapped(0, c.words.Text("cli.log.shows_content", "kind", string(e.Kind), "about", e.Subject, "actor", e.Actor, "date", instant(e.Entered)))
	}
	c.signers(&got.Signed)
	return exitFine
}

func (c *call) signers(s *seal.Signed) {
	if len(s.Cosigners) > 0 {
		c.wrapped(0, c.words.Text("cli.log.cosigned_by", "cosigners", c.cosigners(s.Cosigners)))
	}
	if len(s.Unknown) > 0 {
		c.wrapped(0, c.words.Text("cli.log.unknown", "list", c.words.Series(s.Unknown)))
	}
}

func shownData(shows string, s *seal.Signed) shownJSON {
	return shownJSON{Shows: shows, Origin: s.Origin, Size: s.Size, Root: s.Root.String(), Cosigners: cosignersJSON(s.Cosigners), Unknown: s.Unknown}
}

// wholeEntryJSON is an entry as a receipt brings it.
type wholeEntryJSON struct {
	Kind    record.Kind `json:"kind"`
	Version int         `json:"version"`
	Subject string      `json:"subject"`
	Entered string      `json:"entered"`
	Actor   string      `json:"actor"`
	Payload any         `json:"payload,omitempty"` // absent: a newer program wrote it
}

func logEntry(e *record.Entry) (*wholeEntryJSON, error) {
	out := &wholeEntryJSON{Kind: e.Kind, Version: e.Version, Subject: e.Subject, Entered: instant(e.Entered), Actor: e.Actor}
	p, err := record.Decode(e.Kind, e.Version, e.Payload)
	if record.IsNewer(err) {
		return out, nil
	}
	out.Payload = p
	return out, err
}
