package cli

import (
	"context"
	"errors"

	"mithaq/internal/app"
)

var (
	recordCopy    = &verb{name: "record copy", plain: true, min: 2, max: 2, run: runRecordCopy}
	recordBackup  = &verb{name: "record backup", plain: true, min: 1, max: 1, run: runRecordBackup}
	recordRestore = &verb{name: "record restore", plain: true, min: 2, max: 2, run: runRecordRestore}
)

func runRecordCopy(c *call) int { return c.copied(c.args[0], c.args[1], app.Copy) }

func runRecordBackup(c *call) int { return c.copied(c.recordPath(), c.args[0], app.Backup) }

func runRecordRestore(c *call) int { return c.copied(c.args[0], c.args[1], app.Restore(c.options())) }

// copied copies one record into another and tells what came.
func (c *call) copied(from, to string, how func(ctx context.Context, from, to string, progress func(done, total int64)) (*app.Copied, error)) int {
	c.record, c.opening = app.Shown(from), app.Shown(from)
	bar := c.progress("cli.progress.copying", app.Shown(to))
	r, err := how(c.ctx, from, to, bar.set)
	bar.end()
	c.opening = ""
	var differs *app.DiffersError
	if errors.As(err, &differs) {
		c.complain("cli.error.differs", "from", app.Shown(from), "to", app.Shown(to), "n", differs.Entry)
		return exitInput
	}
	if err != nil {
		return c.fail(err)
	}
	c.line(c.words.Plural("cli.record.copied", r.Added, "to", app.Shown(to)))
	c.line(c.words.Text("cli.record.entered", "n", r.Head.Seq, "hash", r.Head.Hash.String()[:12]))
	return exitFine
}
