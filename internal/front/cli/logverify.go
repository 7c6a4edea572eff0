package cli

import (
	"os"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
)

var logVerify = &verb{name: "log verify", run: runLogVerify, flags: []flag{{"checkpoint", "", "cli.value.file"}, knownFlag, rootsFlag, blockFlag}}

func runLogVerify(c *call) int {
	var o seal.Options
	var err error
	if o.Keys, err = c.known(); err != nil {
		return c.fail(err)
	}
	if o.Roots, err = c.roots(); err != nil {
		return c.fail(err)
	}
	var u *usage
	if o.Headers, u = c.blocks(); u != nil {
		return c.misuse(u)
	}
	for _, name := range c.flags["checkpoint"] {
		b, err := os.ReadFile(name)
		if err != nil {
			return c.fail(err)
		}
		o.Outside = append(o.Outside, seal.Outside{File: name, Body: b})
	}
	return c.withRecord(func(a *app.App) int {
		bar := c.progress("cli.progress.verifying", app.Shown(c.recordPath()))
		o.Told = bar.set
		r, err := a.VerifyLog(c.ctx, o)
		bar.end()
		if err != nil {
			return c.fail(err)
		}
		code := exitFine
		if len(r.Faults) > 0 {
			code = exitRemarks
		}
		if c.set("json") {
			return max(code, c.json("logverify", verifyData(r), nil))
		}
		c.verified(r)
		return code
	})
}

func (c *call) verified(r *seal.Report) {
	c.wrapped(0, c.words.Text("cli.log.read", "size", r.Head.Seq, "hash", r.Head.Hash.String()))
	if r.Removed > 0 {
		c.wrapped(0, c.words.Plural("cli.log.removed", r.Removed))
	}
	for i := range r.Faults {
		c.hanging("- ", c.logFault(&r.Faults[i]))
	}
	if r.More > 0 {
		c.line(c.words.Plural("cli.log.more", int64(r.More)))
	}
	c.spokeKeys(r)
	outside := int64(-1) // the largest that something outside vouches for
	for i := range r.Checkpoints {
		h := &r.Checkpoints[i]
		if !h.Agrees {
			continue
		}
		c.wrapped(0, c.agreed(h, len(r.Keys) > 1))
		if h.File != "" || len(h.Cosigners) > 0 {
			outside = max(outside, h.Size)
		}
	}
	for i := range r.Stamps {
		c.wrapped(0, c.stampHeld(&r.Stamps[i]))
		if r.Stamps[i].Trusted {
			outside = max(outside, r.Stamps[i].Size)
		}
	}
	for i := range r.Attested {
		c.wrapped(0, c.attested(&r.Attested[i]))
		if r.Attested[i].Block != "" {
			outside = max(outside, r.Attested[i].Size)
		}
	}
	if len(r.Faults) > 0 {
		return
	}
	switch {
	case outside < 0:
		c.wrapped(0, c.words.Text("cli.log.sound_alone"))
	case outside < r.Head.Seq:
		c.wrapped(0, c.words.Text("cli.log.sound_upto", "size", outside))
	default:
		c.wrapped(0, c.words.Text("cli.log.sound"))
	}
	c.wrapped(0, c.words.Text("cli.log.limits"))
}

// spokeKeys tells which keys spoke for the log, where it had more than one.
func (c *call) spokeKeys(r *seal.Report) {
	for i := range r.Keys {
		k := &r.Keys[i]
		if len(r.Keys) == 1 && k.From == 0 {
			return
		}
		text := c.words.Text("cli.log.key_first", "id", k.ID())
		switch {
		case k.From > 0 && k.Signed:
			text = c.words.Text("cli.log.key_signed", "id", k.ID(), "n", k.From)
		case k.From > 0:
			text = c.words.Text("cli.log.key_decided", "id", k.ID(), "n", k.From, "by", k.By, "second", k.Second)
		}
		if k.Until > 0 {
			text += " " + c.words.Text("cli.log.key_until", "n", k.Until)
		}
		c.wrapped(0, text)
	}
}

// agreed tells of a checkpoint that the log agrees with; signed: also by which of its keys.
func (c *call) agreed(h *seal.Held, signed bool) string {
	text := c.words.Text("cli.log.agrees_kept", "size", h.Size, "date", c.moment(time.Unix(h.Kept, 0)))
	if h.File != "" {
		text = c.words.Text("cli.log.agrees_given", "size", h.Size, "file", h.File)
	}
	if signed {
		text += " " + c.words.Text("cli.log.signed_by", "keys", c.words.Series(keyIDs(h.Keys)))
	}
	if len(h.Cosigners) > 0 {
		text += " " + c.words.Text("cli.log.cosigned_by", "cosigners", c.cosigners(h.Cosigners))
	}
	return text
}

// logFault says what is wrong, in words.
func (c *call) logFault(f *seal.Fault) string {
	entries := c.words.Text("cli.log.entry", "n", f.Seq)
	switch {
	case f.Until > f.Seq && f.Seq > 0:
		entries = c.words.Text("cli.log.entries", "n", f.Seq, "until", f.Until)
	case f.Entry != "" && f.About != "" && c.words.Has("entry."+string(f.Entry)):
		entries = c.words.Text("cli.log.entry_of", "n", f.Seq, "kind", c.words.Text("entry."+string(f.Entry)), "about", f.About)
	}
	checkpoint := c.words.Text("cli.log.kept", "size", f.Size)
	if f.File != "" {
		checkpoint = c.words.Text("cli.log.given", "file", f.File)
	}
	key := "log.fault." + string(f.Kind)
	if f.Kind == seal.FaultForked && f.Since > 0 {
		key += "_since"
	}
	return c.words.Text(key, "entries", entries, "checkpoint", checkpoint, "other", f.Other, "size", f.Size, "since", f.Since,
		"until", f.Until, "level", f.Level, "tile", f.Tile, "want", f.Want, "got", f.Got)
}

type verifyJSON struct {
	Head        record.Head      `json:"head"`
	Root        string           `json:"root"`
	Origin      string           `json:"origin,omitempty"`
	Keys        []string         `json:"keys,omitempty"`
	Spoke       []spokeJSON      `json:"spoke,omitempty"` // for which sizes each key speaks, where there were several
	Removed     int64            `json:"removed,omitempty"`
	Sound       bool             `json:"sound"`
	Faults      []seal.Fault     `json:"faults"`
	More        int              `json:"more,omitempty"`
	Checkpoints []checkpointJSON `json:"checkpoints"`
	Timestamps  []stampJSON      `json:"timestamps"`
	Attested    []attestedJSON   `json:"opentimestamps,omitempty"`
}

// spokeJSON is a key of the log and the sizes for which it speaks.
type spokeJSON struct {
	Key    string `json:"key"`              // its id
	From   int64  `json:"from,omitempty"`   // the entry that names it
	Until  int64  `json:"until,omitempty"`  // the entry that names the next
	Signed bool   `json:"signed,omitempty"` // the key before it signed for it
	By     string `json:"by,omitempty"`
	Second string `json:"second,omitempty"`
}

func keyIDs(list []*seal.Verifier) (out []string) {
	for _, k := range list {
		out = append(out, k.ID())
	}
	return out
}

type checkpointJSON struct {
	Size      int64          `json:"size"`
	Root      string         `json:"root,omitempty"`
	File      string         `json:"file,omitempty"`
	Kept      string         `json:"kept,omitempty"`
	Keys      []string       `json:"keys,omitempty"` // ids of the log's keys that signed it
	Cosigners []cosignerJSON `json:"cosigners,omitempty"`
	Agrees    bool           `json:"agrees"`
}

type cosignerJSON struct {
	Name string `json:"name"`
	At   string `json:"at"`
}

type stampJSON struct {
	Size    int64  `json:"size"`
	Time    string `json:"time"`
	Signer  string `json:"signer"`
	Trusted bool   `json:"trusted"`
}

func verifyData(r *seal.Report) verifyJSON {
	d := verifyJSON{
		Head: r.Head, Root: r.Root.String(), Origin: r.Origin, Removed: r.Removed, Sound: len(r.Faults) == 0,
		Faults: append([]seal.Fault{}, r.Faults...), More: r.More, Checkpoints: []checkpointJSON{}, Timestamps: []stampJSON{},
	}
	for i := range r.Keys {
		k := &r.Keys[i]
		d.Keys = append(d.Keys, k.Public())
		if len(r.Keys) > 1 {
			d.Spoke = append(d.Spoke, spokeJSON{k.ID(), k.From, k.Until, k.Signed, k.By, k.Second})
		}
	}
	for _, h := range r.Checkpoints {
		j := checkpointJSON{Size: h.Size, File: h.File, Keys: keyIDs(h.Keys), Cosigners: cosignersJSON(h.Cosigners), Agrees: h.Agrees}
		if h.Agrees {
			j.Root = h.Root.String()
		}
		if h.File == "" {
			j.Kept = instant(h.Kept)
		}
		d.Checkpoints = append(d.Checkpoints, j)
	}
	for _, s := range r.Stamps {
		d.Timestamps = append(d.Timestamps, stampJSON{s.Size, s.Time.Format(time.RFC3339Nano), s.Signer, s.Trusted})
	}
	d.Attested = attestedData(r.Attested)
	return d
}

func cosignersJSON(list []seal.Cosigner) (out []cosignerJSON) {
	for _, w := range list {
		out = append(out, cosignerJSON{w.Name, w.At.Format(time.RFC3339)})
	}
	return out
}
