package cli

import (
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
)

var recordFsck = &verb{name: "record fsck", plain: true, run: runRecordFsck}

// runRecordFsck tells everything that is wrong with the record.
func runRecordFsck(c *call) int {
	return c.withRecord(func(a *app.App) int {
		bar := c.progress("cli.progress.examining", app.Shown(c.recordPath()))
		x, err := a.Examine(c.ctx, func(f record.Fault) { c.line(c.words.Text("fsck."+string(f.Sort), faultArgs(&f)...)) }, bar.set)
		bar.end()
		if err != nil {
			return c.fail(err)
		}
		if x.Newer > 0 {
			c.line(c.words.Plural("fsck.newer", int64(x.Newer)))
		}
		if !x.Tables {
			c.line(c.words.Text("fsck.no_tables"))
		}
		c.line(c.words.Plural("fsck.sum", int64(x.Faults), "entries", x.Head.Seq))
		if x.Faults > 0 {
			return exitInput
		}
		return exitFine
	})
}

func faultArgs(f *record.Fault) []any {
	return []any{"entry", f.Entry, "table", f.Table, "differ", f.N, "incidents", strings.Join(f.Incidents, ", "), "detail", f.Detail}
}
