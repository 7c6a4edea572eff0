package intake

import (
	"context"
	"io"
	"slices"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/files/look"
	"mithaq/internal/evidence/record"
)

// readUwazi reads what Uwazi exports and imports (HURIDOCS; wiki "Import CSV"): import.csv, read by a mapping like any table, and the files that its
// columns File and Attachments name. Beside the columns of the table a mapping may name parts of their cells:
//
//	place_geolocation.lat, .lon   of "33.51|36.27"
//	period.from, period.to        of a range of days, "2015/11/01:2015/11/05", "2015/11/01:", ":2015/11/05"
//	source.label, source.url      of a link, "label|https://..."
//	seen.day                      a day as Uwazi writes it, 2015/11/01, as 2015-11-01
//
// Several values of one cell are separated by "|"; a mapping says so ("separator"). Columns of a language are columns like others (title__ar).
func (p *Pack) readUwazi(ctx context.Context, store record.Store, opt Options) (*Plan, error) {
	data, ds, err := p.Table()
	if err != nil {
		return nil, err
	}
	if ds != nil {
		return &Plan{File: p.Name, SHA256: p.SHA256, Form: FormUwazi, Refused: true, Diagnostics: ds}, nil
	}
	opt.pack = &attaching{pack: p, plan: &Plan{}}
	opt.File = p.Name + "/import.csv"
	plan, err := Read(ctx, store, data, opt)
	if err != nil {
		return nil, err
	}
	plan.Form = FormUwazi
	if plan.Refused || len(plan.drafts) == 0 {
		return plan, nil
	}
	return plan, opt.pack.enter(ctx, store, plan, &intake{opt: opt})
}

// attaching is the part of an import that finds the files which rows name.
type attaching struct {
	pack *Pack
	plan *Plan // collects the files of all rows, also of those that are rejected for another reason
}

// The columns of a Uwazi table that name files.
var fileColumns = []string{"File", "Attachments"}

// layout adds the columns of files to a layout.
func (a *attaching) layout(l *layout) *layout {
	out := *l
	out.optional = slices.Concat(l.optional, fileColumns)
	out.read = func(r *row, id string) (Item, []diag.Diagnostic) {
		item, ds := l.read(r, id)
		hashes, more := a.files(r)
		if len(item.Accounts) > 0 {
			item.Accounts[0].Files = hashes
		}
		return item, append(ds, more...)
	}
	return &out
}

// files finds the files that a row names.
func (a *attaching) files(r *row) (hashes []record.Hash, ds []diag.Diagnostic) {
	for _, column := range fileColumns {
		for _, name := range list(r.get(column), "|") {
			m := a.pack.all.Get(name)
			if m == nil {
				ds = append(ds, r.bad(CodeNoFile, column, "name", look.Escape(name)))
				continue
			}
			c := a.pack.content(m)
			if c.err != nil {
				ds = append(ds, r.bad(CodeMember, column, "name", look.Escape(name)))
				continue
			}
			a.plan.keep(c, a.pack.entry(c))
			hashes = append(hashes, c.sha256)
		}
	}
	slices.SortFunc(hashes, func(x, y record.Hash) int { return slices.Compare(x[:], y[:]) })
	return slices.Compact(hashes), ds
}

// enter keeps of the files those that the plan's accounts hold, and drafts their entries before the others.
func (a *attaching) enter(ctx context.Context, store record.Store, plan *Plan, in *intake) error {
	held := map[record.Hash]bool{}
	for _, d := range plan.drafts {
		if acc, ok := d.Payload.(record.Account); ok {
			for _, h := range acc.Files {
				held[h] = true
			}
		}
	}
	for i, f := range a.plan.Files {
		if held[f.SHA256] {
			plan.Files = append(plan.Files, f)
			plan.kept = append(plan.kept, a.plan.kept[i])
		}
	}
	drafts, err := plan.fileDrafts(ctx, store, in.draft)
	plan.drafts = append(drafts, plan.drafts...)
	return err
}

// parts are the ends of names by which a mapping names a part of a cell.
var parts = map[string]func(string) string{
	".lat":   func(s string) string { return cut(s, "|", 0) },
	".lon":   func(s string) string { return cut(s, "|", 1) },
	".label": func(s string) string { return cut(s, "|", 0) },
	".url":   func(s string) string { return cut(s, "|", 1) },
	".from":  func(s string) string { return dashed(cut(s, ":", 0)) },
	".to":    func(s string) string { return dashed(cut(s, ":", 1)) },
	".day":   dashed,
}

func cut(s, sep string, i int) string {
	before, after, _ := strings.Cut(s, sep)
	if i == 0 {
		return before
	}
	return after
}

func dashed(s string) string { return strings.ReplaceAll(strings.TrimSpace(s), "/", "-") }

// divided is a grid with further columns that are parts of others.
type divided struct {
	grid
	width int // columns of the grid itself
	of    []int
	part  []func(string) string
	cells []string
}

// divide adds the parts of columns that a mapping names.
func (t *table) divide(m *Mapping) {
	g := &divided{grid: t.grid, width: len(t.header)}
	for _, name := range m.columns() {
		if slices.ContainsFunc(t.header, func(h string) bool { return strings.EqualFold(h, name) }) {
			continue
		}
		i := strings.LastIndexByte(name, '.')
		if i < 0 || parts[name[i:]] == nil {
			continue
		}
		at := slices.IndexFunc(t.header[:g.width], func(h string) bool { return strings.EqualFold(h, name[:i]) })
		if at < 0 {
			continue
		}
		g.of, g.part = append(g.of, at), append(g.part, parts[name[i:]])
		t.header, t.hpos = append(t.header, name), append(t.hpos, t.hpos[at])
	}
	if g.of != nil {
		t.grid = g
	}
}

func (g *divided) read() ([]string, error) {
	cells, err := g.grid.read()
	if err != nil {
		return nil, err
	}
	g.cells = append(g.cells[:0], cells...)
	for len(g.cells) < g.width {
		g.cells = append(g.cells, "")
	}
	g.cells = g.cells[:g.width]
	for i, at := range g.of {
		g.cells = append(g.cells, g.part[i](g.cells[at]))
	}
	return g.cells, nil
}

func (g *divided) place(i int) source.Pos {
	if i >= g.width && i-g.width < len(g.of) {
		i = g.of[i-g.width]
	}
	return g.grid.place(i)
}

func (g *divided) count() int { return g.grid.count() + len(g.of) }

var (
	_ grid      = (*divided)(nil)
	_ io.Closer = (*Pack)(nil)
)
