package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/answers"
)

var recordImport = &verb{name: "record import", min: 1, max: -1, run: runRecordImport, flags: []flag{
	{"as", "", "cli.value.layout"},
	{"mapping", "", "cli.value.file"},
	{"encoding", "", "cli.value.encoding"},
	{"sheet", "", "cli.value.sheet"},
	{"no-header", "", ""},
	{"dry-run", "n", ""},
	{"strict", "", ""},
	{"release", "", "cli.value.release"},
	{"in-parts", "", "cli.value.number"},
	{"propose", "", ""},
	{"root", "", "cli.value.file"},
	blockFlag,
}}

func runRecordImport(c *call) int {
	opt := intake.Options{As: c.get("as", ""), Encoding: c.get("encoding", ""), Sheet: c.get("sheet", ""), NoHeader: c.set("no-header"), Strict: c.set("strict")}
	if opt.As != "" && !slices.Contains(intake.Layouts, opt.As) {
		return c.misuse(&usage{"cli.usage.layout", []any{"value", opt.As, "layouts", strings.Join(intake.Layouts, ", "), "near", suggest.Nearest(opt.As, intake.Layouts)}})
	}
	if word := c.get("release", ""); word != "" {
		var ok bool
		if opt.Release, ok = intake.ParseRelease(word); !ok {
			return c.misuse(&usage{"cli.usage.release", []any{"value", word, "near", suggest.Nearest(word, []string{"auto", "whole", "part"})}})
		}
	}
	if n := c.get("in-parts", ""); n != "" {
		if size, err := strconv.Atoi(n); err != nil || size < 1 {
			return c.misuse(&usage{"cli.usage.in_parts", []any{"value", n}})
		}
	}
	if path := c.get("mapping", ""); path != "" {
		data, err := c.readInput(path)
		if err != nil {
			return c.fail(err)
		}
		m, ds := intake.ParseMapping(base(path), data)
		if m == nil {
			c.remarks(c.err, ds, nil)
			return exitInput
		}
		opt.Mapping = m
	}
	if c.set("propose") {
		return c.propose(c.args[0], opt)
	}
	trust, u, code := c.trust()
	switch {
	case u != nil:
		return c.misuse(u)
	case code != exitFine:
		return code
	}
	opt.Trust = trust
	return c.withRecord(func(a *app.App) int {
		code := exitFine
		for _, path := range c.args {
			code = max(code, c.importFile(a, path, opt))
			if c.ctx.Err() != nil {
				return exitInterrupted
			}
		}
		return code
	})
}

// importFile plans one file, tells the plan and, unless it is a dry run, writes it.
func (c *call) importFile(a *app.App, path string, opt intake.Options) int {
	pack, is, code := c.openPack(path)
	if code != exitFine {
		return code
	}
	var data []byte
	if is {
		defer pack.Close()
	} else if data, code = c.readTable(path); code != exitFine {
		return code
	}
	opt.File = base(path)
	bar := c.progress("cli.progress.reading", opt.File)
	opt.Progress = bar.set
	var plan *intake.Plan
	var err error
	if is {
		plan, err = a.PlanPack(c.ctx, pack, opt)
	} else {
		plan, err = a.Plan(c.ctx, data, opt)
	}
	bar.end()
	if err != nil {
		return c.fail(err)
	}
	if !c.set("json") {
		c.tellPlan(plan)
	}
	effects, err := c.effects(a, plan)
	if err != nil {
		return c.fail(err)
	}
	if plan.Refused || c.set("dry-run") {
		return c.planned(plan, effects, nil)
	}
	head, err := c.apply(a, plan)
	if err != nil {
		return c.fail(err)
	}
	return c.planned(plan, effects, &head)
}

// openPack opens what is a pack: an archive or a folder with files of evidence.
func (c *call) openPack(path string) (p *intake.Pack, is bool, code int) {
	if path == "-" {
		return nil, false, exitFine
	}
	p, is, ds, err := intake.OpenPack(path)
	switch {
	case err != nil:
		return nil, is, c.fail(err)
	case ds != nil:
		c.remarks(c.err, ds, nil)
		return nil, is, exitInput
	}
	return p, is, exitFine
}

// apply writes a plan: whole, or in parts of --in-parts entries.
func (c *call) apply(a *app.App, plan *intake.Plan) (record.Head, error) {
	size, err := strconv.Atoi(c.get("in-parts", "0"))
	bar := c.progress("cli.progress.writing", plan.File)
	defer bar.end()
	if err != nil || size == 0 {
		plan.Writing = bar.set
		return a.Apply(c.ctx, plan)
	}
	return a.ApplyParts(c.ctx, plan, size, bar.set)
}

// planned ends an answer about a plan: head is where the record stands after it, nil when nothing was to be written.
func (c *call) planned(p *intake.Plan, effects []answers.Effect, head *record.Head) int {
	code := exitFine
	if p.Refused {
		code = exitInput
	}
	switch {
	case c.set("json"):
		return max(code, c.json("import", answers.PlanOf(c.words, p, effects, head), nil))
	case head == nil:
	case p.Empty():
		c.line(c.words.Text("cli.record.same"))
	default:
		c.line(c.words.Text("cli.record.entered", "n", head.Seq, "hash", head.Hash.String()[:12]))
	}
	return code
}

// maxTold is how many rejected rows and changed fields are printed, other than by a dry run; all of them are in the JSON.
const maxTold = 40

func (c *call) tellPlan(p *intake.Plan) {
	most := maxTold
	if c.set("dry-run") { // the full report: every rejected row
		most = len(p.Diagnostics) + len(p.Diffs)
	}
	told := p.Diagnostics[:min(len(p.Diagnostics), most)]
	c.remarks(c.err, told, nil)
	if n := len(p.Diagnostics) - len(told); n > 0 {
		fmt.Fprintln(c.err, c.words.Plural("cli.import.more", int64(n)))
	}
	if p.Refused {
		c.line(c.words.Text("cli.import.refused", "file", p.File))
		return
	}
	for i, d := range p.Diffs {
		if i == most {
			c.line(c.words.Plural("cli.import.more_changes", int64(len(p.Diffs)-most)))
			break
		}
		c.line(c.words.Text("cli.import.diff", "subject", d.Subject, "field", d.Field, "before", d.Before, "after", d.After))
	}
	c.tellFiles(p.Files)
	c.line(c.words.Text("cli.import.sum", "file", p.File, "layout", p.Layout,
		"rows", p.Rows, "added", p.Added, "changed", p.Changed, "same", p.Same, "withdrawn", p.Withdrawn, "restored", p.Restored, "rejected", p.Rejected))
}

// tellFiles tells which files are kept, and what a check of what stands beside them found.
func (c *call) tellFiles(list []intake.PlanFile) {
	rd := c.reader()
	for i := range list {
		f := &list[i]
		key := "file.import.kept"
		if f.Known {
			key = "file.import.known"
		}
		c.wrapped(0, c.words.Text(key, "name", c.words.Foreign(f.Name), "type", f.Type, "size", rd.Bytes(f.Size)))
		for j := range f.Stamps {
			c.wrapped(2, rd.Stamp(&f.Stamps[j], ""))
		}
	}
}

// bar shows how far a long work is, on a terminal and only after a second.
type bar struct {
	c       *call
	key     string
	name    string
	started time.Time
	shown   bool
}

func (c *call) progress(key, name string) *bar {
	return &bar{c: c, key: key, name: name, started: time.Now()}
}

func (b *bar) set(done, total int64) {
	if !b.c.errTTY || total <= 0 || time.Since(b.started) < time.Second {
		return
	}
	b.shown = true
	fmt.Fprintf(b.c.err, "\r%s %d %%", b.c.words.Text(b.key, "file", b.name), 100*done/total)
}

func (b *bar) end() {
	if b.shown {
		fmt.Fprintln(b.c.err)
	}
}

// readTable reads a file that is to be imported, and gives up early where nothing good can come of it.
func (c *call) readTable(path string) ([]byte, int) {
	r, size := c.in, int64(0)
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, c.fail(err)
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			size = info.Size()
		}
		r = f
	}
	data, ds, err := intake.Load(r, base(path), size)
	switch {
	case err != nil:
		return nil, c.fail(err)
	case ds != nil:
		c.remarks(c.err, ds, nil)
		return nil, exitInput
	}
	return data, exitFine
}

func readAll(r io.Reader) ([]byte, error) { return io.ReadAll(io.LimitReader(r, intake.MaxFile+1)) }
