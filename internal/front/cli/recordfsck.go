package cli

import (
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
)

var recordFsck = &verb{name: "record fsck", run: runRecordFsck, flags: []flag{{"mend", "", ""}}}

// fsckJSON is what a check of the whole record went through and found.
type fsckJSON struct {
	Record record.Head       `json:"record"` // whose position is the number of entries checked
	Newer  int               `json:"newer"`  // entries of a newer program
	Tables bool              `json:"tables"` // the tables that follow from the entries were compared
	Faults []recordFaultJSON `json:"faults"`
	Mended int               `json:"mended"` // files and sealed identities of removed entries that were seen to
	Due    int               `json:"due"`    // of them that are still to be taken away
}

type recordFaultJSON struct {
	Sort      record.FaultSort `json:"sort"`
	Entry     int64            `json:"entry,omitempty"`
	Table     string           `json:"table,omitempty"` // or column
	Differ    int64            `json:"differ,omitempty"`
	Incidents []string         `json:"incidents,omitempty"`
	Detail    string           `json:"detail,omitempty"`
}

// runRecordFsck tells everything that is wrong with the record. It writes nothing, unless it is to finish what removals left.
func runRecordFsck(c *call) int {
	return c.withRecord(func(a *app.App) int {
		mended := 0
		if c.set("mend") {
			var err error
			if mended, err = a.Mend(c.ctx); err != nil {
				return c.fail(err)
			}
		}
		faults := []recordFaultJSON{}
		report := func(f record.Fault) { c.line(c.words.Text("fsck."+string(f.Sort), faultArgs(&f)...)) }
		if c.set("json") {
			report = func(f record.Fault) {
				faults = append(faults, recordFaultJSON{Sort: f.Sort, Entry: f.Entry, Table: f.Table, Differ: f.N, Incidents: f.Incidents, Detail: f.Detail})
			}
		}
		bar := c.progress("cli.progress.examining", app.Shown(c.recordPath()))
		x, err := a.Examine(c.ctx, report, bar.set)
		bar.end()
		if err != nil {
			return c.fail(err)
		}
		due, err := a.Due(c.ctx)
		if err != nil {
			return c.fail(err)
		}
		code := exitFine
		if x.Faults > 0 || len(due) > 0 {
			code = exitInput
		}
		if c.set("json") {
			return max(code, c.json("fsck", fsckJSON{Record: x.Head, Newer: x.Newer, Tables: x.Tables, Faults: faults, Mended: mended, Due: len(due)}, nil))
		}
		if x.Newer > 0 {
			c.line(c.words.Plural("fsck.newer", int64(x.Newer)))
		}
		if !x.Tables {
			c.line(c.words.Text("fsck.no_tables"))
		}
		if mended > 0 {
			c.line(c.words.Plural("fsck.mended", int64(mended)))
		}
		if len(due) > 0 {
			c.line(c.words.Plural("fsck.due", int64(len(due))))
		}
		c.line(c.words.Plural("fsck.sum", int64(x.Faults), "entries", x.Head.Seq))
		return code
	})
}

func faultArgs(f *record.Fault) []any {
	return []any{"entry", f.Entry, "table", f.Table, "differ", f.N, "incidents", strings.Join(f.Incidents, ", "), "detail", f.Detail}
}
