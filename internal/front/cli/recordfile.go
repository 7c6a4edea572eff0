package cli

import (
	"crypto/x509"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/files/stamp"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal/ots"
	"mithaq/internal/front/board"
)

var (
	fileAdd = &verb{name: "record file add", min: 1, max: -1, run: runFileAdd, flags: []flag{
		{"account", "", "cli.value.id"},
		{"incident", "", "cli.value.id"},
		{"source", "", "cli.value.id"},
		{"url", "", "cli.value.address"},
		{"obtained", "", "cli.value.day"},
		{"note", "", "cli.value.word"},
		{"graphic", "", ""},
	}}
	fileShow = &verb{name: "record file show", min: 1, max: 1, run: runFileShow, flags: []flag{
		{"root", "", "cli.value.file"},
		blockFlag,
	}}
	fileGet = &verb{name: "record file get", min: 1, max: 1, run: runFileGet, flags: []flag{
		{"out", "", "cli.value.file"},
		{"original", "", ""},
	}}
	fileCheck = &verb{name: "record file check", run: runFileCheck}
)

func runFileAdd(c *call) int {
	return c.withRecord(func(a *app.App) int {
		code := exitFine
		for _, path := range c.args {
			added, err := a.AddFile(c.ctx, app.NewFile{
				Path: path, Account: c.get("account", ""), Incident: c.get("incident", ""), Source: c.get("source", ""),
				URL: c.get("url", ""), Obtained: c.get("obtained", ""), Note: c.get("note", ""), Graphic: c.set("graphic"),
			})
			switch {
			case err != nil:
				code = max(code, c.failFile(filepath.Base(path), err))
			case c.set("json"):
				code = max(code, c.json("fileadded", added, nil))
			default:
				c.tellAdded(added)
			}
			if c.ctx.Err() != nil {
				return exitInterrupted
			}
		}
		return code
	})
}

func (c *call) tellAdded(added *app.AddedFile) {
	rd := c.reader()
	c.line(added.File.SHA256.String() + "  " + rd.FileName(&added.File))
	key := "file.added"
	if !added.Kept {
		key = "file.there"
	}
	c.wrapped(2, c.words.Text(key, "size", rd.Bytes(added.File.Size), "type", added.File.Type))
	for _, w := range rd.FileWarnings(added.Look) {
		c.wrapped(2, w)
	}
	switch {
	case !added.Changed:
		c.wrapped(2, c.words.Text("cli.record.same"))
	case added.Account != "":
		c.wrapped(2, c.words.Text("file.with_account", "account", added.Account))
	default:
		c.wrapped(2, c.words.Text("file.with_none"))
	}
	if added.Changed {
		c.wrapped(2, c.words.Text("cli.record.entered", "n", added.Head.Seq, "hash", added.Head.Hash.String()[:12]))
	}
}

// failFile tells an error about a file.
func (c *call) failFile(what string, err error) int {
	var wrong *app.FileError
	var large *files.TooLargeError
	if errors.As(err, &large) {
		c.complain("cli.error.large_file", "what", board.EscapeName(what), "limit", large.Limit)
		return exitInput
	}
	if errors.As(err, &wrong) {
		c.complain("cli.error.file_"+wrong.What, "value", board.EscapeName(wrong.Value))
		return exitInput
	}
	return c.failAbout(what, err)
}

// file finds the file that the command speaks of.
func (c *call) file(a *app.App, work func(*record.File) int) int {
	h, err := a.FindFile(c.ctx, c.args[0])
	if err != nil {
		return c.failAbout(c.args[0], err)
	}
	f, err := a.File(c.ctx, h)
	if err != nil {
		return c.failAbout(c.args[0], err)
	}
	return work(f)
}

func runFileShow(c *call) int {
	trust, u, code := c.trust()
	switch {
	case u != nil:
		return c.misuse(u)
	case code != exitFine:
		return code
	}
	return c.withRecord(func(a *app.App) int {
		return c.file(a, func(f *record.File) int {
			v, err := a.ViewFile(c.ctx, f, trust)
			if err != nil {
				return c.fail(err)
			}
			if c.set("json") {
				code = c.json("file", v, nil)
			} else {
				c.showFile(v)
			}
			if v.State != app.FileKept {
				return exitInput
			}
			return code
		})
	})
}

// trust reads what stamps are checked against.
func (c *call) trust() (t stamp.Trust, u *usage, code int) {
	for _, path := range c.flags["root"] {
		pem, err := os.ReadFile(path)
		if err != nil {
			return t, nil, c.fail(err)
		}
		if t.Roots == nil {
			t.Roots = x509.NewCertPool()
		}
		if !t.Roots.AppendCertsFromPEM(pem) {
			c.complain("cli.error.no_certificate", "file", path)
			return t, nil, exitInput
		}
	}
	headers, u := c.blocks()
	if u != nil {
		return t, u, exitUsage
	}
	t.Headers = headers
	return t, nil, exitFine
}

// blocks reads the headers of Bitcoin blocks that the user brings, by height.
func (c *call) blocks() (headers map[uint64]*ots.Block, u *usage) {
	for _, word := range c.flags["block"] {
		height, header, _ := strings.Cut(word, ":")
		n, err1 := strconv.ParseUint(height, 10, 32)
		b, err2 := hex.DecodeString(header)
		block, err3 := ots.ParseHeader(b)
		if errors.Join(err1, err2, err3) != nil {
			return nil, &usage{"cli.usage.block", []any{"value", word}}
		}
		if headers == nil {
			headers = map[uint64]*ots.Block{}
		}
		headers[n] = block
	}
	return headers, nil
}

func (c *call) showFile(v *app.FileView) {
	rd := c.reader()
	f := &v.File
	c.hanging("", c.bold(rd.FileName(f)))
	if v.State != app.FileKept {
		c.wrapped(2, c.words.Text("file.state."+v.State))
	}
	for _, p := range rd.FileFacts(f) {
		if locale.Width(p.Value) > 60 { // a hash, which is never broken
			c.line("  " + p.Name)
			c.line("    " + p.Value)
			continue
		}
		c.line("  " + locale.Pad(p.Name, 16) + " " + p.Value)
	}
	if v.Look != nil {
		for _, w := range rd.FileWarnings(v.Look) {
			c.wrapped(2, w)
		}
		if len(v.Look.Meta) > 0 {
			c.line(c.bold(c.words.Text("file.metadata")))
			for _, p := range rd.FileMeta(v.Look) {
				c.hanging("  "+locale.Pad(p.Name, 28)+" ", p.Value)
			}
		}
	}
	if len(v.Stamps) > 0 {
		c.line(c.bold(c.words.Text("file.stamps.title")))
		for i := range v.Stamps {
			c.wrapped(2, rd.Stamp(&v.Stamps[i].Result, v.Stamps[i].Says))
		}
	}
	c.line(c.bold(c.words.Text("board.accounts.title")))
	for _, in := range v.Accounts {
		c.hanging("  ", c.words.Text("file.in", "account", in.Account, "incident", in.Incident, "source", in.Source))
	}
	if len(v.Accounts) == 0 {
		c.wrapped(2, c.words.Text("file.with_none"))
	}
}

func runFileGet(c *call) int {
	out := c.get("out", "")
	if out == "" {
		return c.misuse(&usage{"cli.usage.out", nil})
	}
	return c.withRecord(func(a *app.App) int {
		return c.file(a, func(f *record.File) int {
			original := c.set("original")
			n, err := a.SaveFile(c.ctx, f, out, original)
			if err != nil {
				return c.fail(err)
			}
			if c.set("json") {
				return c.json("filesaved", struct {
					SHA256   record.Hash `json:"sha256"`
					Out      string      `json:"out"`
					Size     int64       `json:"size"`
					Original bool        `json:"original"`
				}{f.SHA256, out, n, original}, nil)
			}
			key := "file.saved_copy"
			if original {
				key = "file.saved_original"
			}
			c.wrapped(0, c.words.Text(key, "file", out, "size", c.reader().Bytes(n)))
			return exitFine
		})
	})
}

func runFileCheck(c *call) int {
	return c.withRecord(func(a *app.App) int {
		bar := c.progress("cli.progress.files", "")
		rep, err := a.CheckFiles(c.ctx, bar.set)
		bar.end()
		if err != nil {
			return c.fail(err)
		}
		code := exitFine
		if len(rep.Missing)+len(rep.Damaged) > 0 {
			code = exitInput
		}
		if c.set("json") {
			return max(code, c.json("filecheck", rep, nil))
		}
		c.line(c.words.Plural("file.check", int64(rep.Files), "size", c.reader().Bytes(rep.Bytes)))
		for _, h := range rep.Damaged {
			c.wrapped(2, c.words.Text("file.check.damaged", "hash", h.String()))
		}
		for _, h := range rep.Missing {
			c.wrapped(2, c.words.Text("file.check.missing", "hash", h.String()))
		}
		for _, b := range rep.Orphans {
			c.wrapped(2, c.words.Text("file.check.orphan", "hash", b.SHA256.String(), "size", c.reader().Bytes(b.Size)))
		}
		return code
	})
}
