package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/x509"
	"errors"
	"os"
	"strconv"
	"strings"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/evidence/seal/ots"
	"mithaq/internal/evidence/seal/tsp"
)

var (
	logKeyFlag        = flag{"key", "", "cli.value.file"}
	logPassphraseFlag = flag{"passphrase", "", "cli.value.file"}
	knownFlag         = flag{"known", "", "cli.value.public_key"}
	rootsFlag         = flag{"roots", "", "cli.value.file"}
	blockFlag         = flag{"block", "", "cli.value.block"}
	outFlag           = flag{"out", "", "cli.value.file"}

	logInit       = &verb{name: "log init", plain: true, run: runLogInit, flags: []flag{{"origin", "", "cli.value.name"}, logKeyFlag, logPassphraseFlag}}
	logCheckpoint = &verb{name: "log checkpoint", plain: true, run: runLogCheckpoint, flags: []flag{logKeyFlag, logPassphraseFlag, outFlag}}
	logReceipt    = &verb{name: "log receipt", plain: true, min: 1, max: 1, run: runLogReceipt, flags: []flag{{"whole", "", ""}, outFlag}}
	logGrowth     = &verb{name: "log growth", plain: true, run: runLogGrowth, flags: []flag{{"since", "", "cli.value.since"}, outFlag}}
	logTimestamp  = &verb{name: "log timestamp", plain: true, run: runLogTimestamp, flags: []flag{{"ots", "", ""}, outFlag}}
	logTake       = &verb{name: "log take", plain: true, min: 1, max: 1, run: runLogTake, flags: []flag{knownFlag, rootsFlag, blockFlag}}
	logExport     = &verb{name: "log export", plain: true, min: 1, max: 1, run: runLogExport}
	logCosign     = &verb{name: "log cosign", plain: true, max: 1, run: runLogCosign, flags: []flag{{"new", "", "cli.value.name"}, logKeyFlag, logPassphraseFlag, knownFlag, outFlag}}
)

// logKey reads which signing key is meant, and its passphrase: the first line of a file, or $MITHAQ_LOG_PASSPHRASE. It never stands among the words
// of a command, where others on the machine could see it.
func (c *call) logKey(otherwise string) (app.LogKey, error) {
	k := app.LogKey{File: c.get("key", cmp.Or(c.getenv("MITHAQ_LOG_KEY"), otherwise)), Passphrase: c.getenv("MITHAQ_LOG_PASSPHRASE")}
	if name := c.get("passphrase", ""); name != "" {
		f, err := os.Open(name)
		if err != nil {
			return k, err
		}
		defer f.Close()
		line := bufio.NewScanner(f)
		line.Scan()
		if err := line.Err(); err != nil {
			return k, err
		}
		k.Passphrase = line.Text()
	}
	return k, nil
}

// known reads verifier keys: each --known is one, or a file that holds some, one a line.
func (c *call) known() ([]*seal.Verifier, error) {
	var out []*seal.Verifier
	for _, word := range c.flags["known"] {
		lines := []string{word}
		if b, err := os.ReadFile(word); err == nil {
			lines = strings.Split(strings.TrimSpace(string(b)), "\n")
		}
		for _, line := range lines {
			v, err := seal.ParseVerifier(line)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
	}
	return out, nil
}

// roots reads the roots of time-stamping authorities; nil: none were given.
func (c *call) roots() (*x509.CertPool, error) {
	name := c.get("roots", "")
	if name == "" {
		return nil, nil
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(b) {
		return nil, &os.PathError{Op: "read", Path: name, Err: errors.New("no certificate in PEM stands in it")}
	}
	return pool, nil
}

// give writes an answer that is a file: into --out, or to standard output.
func (c *call) give(b []byte) int {
	name := c.get("out", "")
	if name == "" {
		if _, err := c.out.Write(b); err != nil {
			return c.fail(err)
		}
		return exitFine
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return c.fail(err)
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Close()); err != nil {
		return c.fail(err)
	}
	c.say("cli.log.written", "file", name)
	return exitFine
}

func runLogInit(c *call) int {
	key, err := c.logKey(app.KeyFile(c.recordPath()))
	switch {
	case err != nil:
		return c.fail(err)
	case key.File == "":
		return c.misuse(&usage{"cli.usage.log_key", nil})
	}
	return c.withRecord(func(a *app.App) int {
		public, err := a.InitLog(c.ctx, c.get("origin", ""), key)
		if err != nil {
			return c.fail(err)
		}
		c.madeKey("cli.log.made", key.File, public)
		return exitFine
	})
}

// madeKey tells where a new key stands, and prints its public half on a line of its own.
func (c *call) madeKey(sentence, file, public string) {
	name, _, _ := strings.Cut(public, "+")
	c.wrapped(0, c.words.Text(sentence, "name", name, "file", file))
	c.line(c.words.Text("cli.log.public"))
	c.line(public)
}

func runLogCheckpoint(c *call) int {
	key, err := c.logKey(app.KeyFile(c.recordPath()))
	switch {
	case err != nil:
		return c.fail(err)
	case key.File == "":
		return c.misuse(&usage{"cli.usage.log_key", nil})
	}
	return c.withRecord(func(a *app.App) int {
		note, err := a.MakeCheckpoint(c.ctx, key)
		if err != nil {
			return c.fail(err)
		}
		return c.give(note)
	})
}

func runLogReceipt(c *call) int {
	seq, err := strconv.ParseInt(strings.TrimPrefix(c.args[0], "#"), 10, 64)
	if err != nil || seq < 1 {
		return c.misuse(&usage{"cli.usage.position", []any{"value", c.args[0]}})
	}
	return c.withRecord(func(a *app.App) int {
		file, err := a.Receipt(c.ctx, seq, c.set("whole"))
		if err != nil {
			return c.failAbout(c.args[0], err)
		}
		return c.give(file)
	})
}

func runLogGrowth(c *call) int {
	since, err := strconv.ParseInt(c.get("since", "0"), 10, 64)
	if err != nil || since < 0 {
		return c.misuse(&usage{"cli.usage.since", []any{"value", c.get("since", "")}})
	}
	return c.withRecord(func(a *app.App) int {
		file, err := a.Growth(c.ctx, since)
		if err != nil {
			return c.fail(err)
		}
		return c.give(file)
	})
}

func runLogTimestamp(c *call) int {
	return c.withRecord(func(a *app.App) int {
		asks := a.TimestampRequest
		if c.set("ots") {
			asks = a.CheckpointText
		}
		request, err := asks(c.ctx)
		if err != nil {
			return c.fail(err)
		}
		return c.give(request)
	})
}

func runLogTake(c *call) int {
	answer, err := os.ReadFile(c.args[0])
	if err != nil {
		return c.fail(err)
	}
	known, err := c.known()
	if err != nil {
		return c.fail(err)
	}
	roots, err := c.roots()
	if err != nil {
		return c.fail(err)
	}
	blocks, u := c.blocks()
	if u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		if ots.Begins(answer) {
			held, err := a.TakeAttested(c.ctx, answer, blocks)
			if err != nil {
				return c.fail(err)
			}
			c.wrapped(0, c.attested(held))
			return exitFine
		}
		if bytes.HasPrefix(answer, []byte{0x30}) { // DER: a sequence. A checkpoint is text
			held, err := a.TakeStamp(c.ctx, answer, roots)
			if err != nil {
				return c.fail(err)
			}
			c.wrapped(0, c.stampHeld(held))
			return exitFine
		}
		signed, err := a.TakeCosigned(c.ctx, answer, known)
		if err != nil {
			return c.fail(err)
		}
		c.wrapped(0, c.words.Text("cli.log.taken", "size", signed.Size, "cosigners", c.cosigners(signed.Cosigners)))
		return exitFine
	})
}

func runLogExport(c *call) int {
	return c.withRecord(func(a *app.App) int {
		k, err := a.ExportLog(c.ctx, c.args[0])
		if err != nil {
			return c.fail(err)
		}
		c.line(c.words.Text("cli.log.exported", "size", k.Size, "folder", c.args[0]))
		return exitFine
	})
}

func runLogCosign(c *call) int {
	key, err := c.logKey("")
	known, bad := c.known()
	switch err := errors.Join(err, bad); {
	case err != nil:
		return c.fail(err)
	case key.File == "", !c.set("new") && len(c.args) == 0:
		return c.misuse(&usage{"cli.usage.cosign", nil})
	case c.set("new"):
		public, err := app.NewWitness(c.get("new", ""), key)
		if err != nil {
			return c.fail(err)
		}
		c.madeKey("cli.log.witness", key.File, public)
		return exitFine
	}
	file, err := os.ReadFile(c.args[0])
	if err != nil {
		return c.fail(err)
	}
	cosigned, grown, err := app.Cosign(file, key, known, c.options())
	if err != nil {
		return c.fail(err)
	}
	c.say("cli.log.cosigned", "name", grown.Origin, "old", grown.Old, "size", grown.Size)
	return c.give(cosigned)
}

// moment writes an instant in the reader's language, UTC.
func (c *call) moment(t time.Time) string {
	return locale.DateTime(c.words.Lang(), t.Unix(), civil.UTC)
}

func (c *call) cosigners(list []seal.Cosigner) string {
	var out []string
	for _, w := range list {
		out = append(out, c.words.Text("cli.log.cosigner", "name", w.Name, "date", c.moment(w.At)))
	}
	return c.words.Series(out)
}

func (c *call) stampHeld(s *seal.StampHeld) string {
	key := "cli.log.stamp"
	if !s.Trusted {
		key = "cli.log.stamp_untrusted"
	}
	return c.words.Text(key, "size", s.Size, "date", c.moment(s.Time), "signer", s.Signer)
}

// logErrors have sentences of their own, as known has.
var logErrors = []struct {
	err  error
	key  string
	code int
}{
	{app.ErrLogKeyed, "log_keyed", exitInput},
	{app.ErrNoCheckpoint, "log_no_checkpoint", exitInput},
	{app.ErrSeenElsewhere, "log_seen_elsewhere", exitUnfinished},
	{record.ErrRemoved, "log_removed", exitInput},
	{seal.ErrNoKey, "log_no_key", exitInput},
	{seal.ErrPassphrase, "log_passphrase", exitInput},
	{seal.ErrSignature, "log_signature", exitInput},
	{seal.ErrOtherLog, "log_other_log", exitInput},
	{seal.ErrBehind, "log_behind", exitInput},
	{seal.ErrRetired, "log_retired", exitInput},
	{seal.ErrProof, "log_does_not_lead", exitInput},
	{seal.ErrForm, "log_form", exitInput},
	{ots.ErrMalformed, "log_form", exitInput},
	{ots.ErrUnsupported, "log_stamp_unsupported", exitInput},
	{ots.ErrOther, "log_stamp_block", exitInput},
	{tsp.ErrOther, "log_stamp_other", exitInput},
	{tsp.ErrRejected, "log_stamp_refused", exitInput},
	{tsp.ErrMalformed, "log_form", exitInput},
	{tsp.ErrSignature, "log_stamp_signature", exitInput},
	{tsp.ErrWeak, "log_stamp_weak", exitInput},
	{tsp.ErrUnsupported, "log_stamp_unsupported", exitInput},
	{tsp.ErrUntrusted, "log_stamp_untrusted", exitInput},
}
