package intake

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/record"
)

// Plan is what an import would do. Nothing is written until Apply.
type Plan struct {
	File      string       `json:"file"`
	SHA256    record.Hash  `json:"sha256"`
	Form      string       `json:"form,omitempty"` // "csv", "xlsx", "kobo", "geojson"; "": none could be made out
	Sheet     string       `json:"sheet,omitempty"`
	Layout    string       `json:"layout"`
	Publisher string       `json:"publisher,omitempty"`
	Mapping   string       `json:"mapping,omitempty"`
	Scope     record.Scope `json:"scope,omitzero"`

	Rows      int `json:"rows"`      // read, without the header, tags and blank lines
	Added     int `json:"added"`     // incidents (or coverage entries, rosters, ...) that were not in the record
	Changed   int `json:"changed"`   // corrected
	Restored  int `json:"restored"`  // withdrawn before, and back; counted among Added in the import entry
	Same      int `json:"same"`      // as they stand
	Withdrawn int `json:"withdrawn"` // missing from this release
	Rejected  int `json:"rejected"`  // rows left out, each with its reason

	Diagnostics []diag.Diagnostic `json:"diagnostics,omitempty"` // sorted
	Diffs       []Diff            `json:"diffs,omitempty"`       // of what changed, in the order of the file
	Files       []PlanFile        `json:"files,omitempty"`       // that came with it and are kept
	Refused     bool              `json:"refused"`               // nothing can be imported

	Writing func(done, of int64) `json:"-"` // told by Apply as it goes: entries of entries; may be nil

	drafts []record.Draft
	kept   []record.File // what is entered of Files
	head   record.Head
	before int // entries that an interrupted import of this file wrote
}

// Drafts gives the entries that Apply would make, in order.
func (p *Plan) Drafts() iter.Seq[record.Draft] { return slices.Values(p.drafts) }

// Only gives the plan with the entries of one kind alone.
func (p *Plan) Only(kind record.Kind) *Plan {
	out := *p
	out.drafts = slices.DeleteFunc(slices.Clone(p.drafts), func(d record.Draft) bool { return d.Kind != kind })
	return &out
}

// Stands gives how many entries an interrupted import of this file wrote; what the plan holds is the rest.
func (p *Plan) Stands() int { return p.before }

// Head gives the head of the record that the plan was made upon.
func (p *Plan) Head() record.Head { return p.head }

// Empty says whether there is nothing to write.
func (p *Plan) Empty() bool { return len(p.drafts) == 0 }

// Apply writes the plan in one transaction, or nothing. record.ErrHeadMoved says that the record changed since the plan was made: read
// the file again. A refused plan is an error; an empty one writes nothing, not even that the file was read.
func (p *Plan) Apply(ctx context.Context, store record.Store) (record.Head, error) {
	switch {
	case p.Refused:
		return record.Head{}, fmt.Errorf("%s: refused", p.File)
	case p.Empty():
		return p.head, nil
	}
	return store.Append(ctx, &p.head, untilDone(ctx, p.drafts, p.Writing))
}

// untilDone gives the drafts, or what ended the context, and tells how far it is.
func untilDone(ctx context.Context, drafts []record.Draft, told func(done, of int64)) iter.Seq2[record.Draft, error] {
	return func(yield func(record.Draft, error) bool) {
		for i, d := range drafts {
			if told != nil && i%500 == 0 {
				told(int64(i), int64(len(drafts)))
			}
			if err := ctx.Err(); err != nil {
				yield(record.Draft{}, err)
				return
			}
			if !yield(d, nil) {
				return
			}
		}
	}
}

// Read reads a whole file against the record and says what importing it would do. What is wrong with the file stands in the plan's
// diagnostics; the error is the store's, or the context's.
func Read(ctx context.Context, store record.Store, data []byte, opt Options) (*Plan, error) {
	p := &Plan{File: opt.File, SHA256: sha256.Sum256(data)}
	refuse := func(ds []diag.Diagnostic) (*Plan, error) {
		p.Refused, p.Diagnostics = true, append(p.Diagnostics, ds...)
		diag.Sort(p.Diagnostics)
		return p, nil
	}
	t, ds := open(data, opt)
	if ds != nil {
		return refuse(ds)
	}
	p.Form, p.Sheet = t.form, t.sheet
	if opt.Mapping != nil {
		t.divide(opt.Mapping)
	}
	if ds := t.nameColumns(opt); ds != nil {
		return refuse(ds)
	}
	name, ds := chooseLayout(t, opt)
	if ds != nil {
		return refuse(ds)
	}
	p.Layout = name
	head, err := store.Head(ctx)
	if err != nil {
		return nil, err
	}
	p.head = head
	base, err := store.Base(ctx, record.Cut{})
	if err != nil {
		return nil, err
	}
	if opt.Now != 0 {
		t.today = civil.UTC.DateOf(opt.Now)
	}
	in := &intake{ctx: ctx, store: store, opt: opt, plan: p, table: t, base: base}
	if name != LayoutZones {
		if t.ground, err = in.ground(); err != nil {
			return nil, err
		}
	}
	switch own := ownLayout(name); {
	case name == LayoutZones:
		err = in.readZones(t.json)
	case own != nil:
		err = in.readOwn(own)
	case name == LayoutAirwarsSources:
		err = in.readAirwarsSources()
	default:
		err = in.readPublisher(publisherLayout(name, opt))
	}
	if err != nil {
		return nil, err
	}
	p.Diagnostics = append(p.Diagnostics, t.after()...)
	diag.Sort(p.Diagnostics)
	if p.Refused || opt.Strict && p.Rejected > 0 {
		p.Refused, p.drafts = true, nil
		return p, nil
	}
	in.finish()
	return p, nil
}

func publisherLayout(name string, opt Options) *layout {
	l := builtin(name)
	if opt.Mapping != nil {
		l = byMapping(opt.Mapping)
	}
	if opt.pack != nil && l != nil {
		l = opt.pack.layout(l)
	}
	return l
}

// chooseLayout takes what the caller says, or lets the header decide.
func chooseLayout(t *table, opt Options) (string, []diag.Diagnostic) {
	if zones := t.form == FormGeoJSON; zones || opt.As == LayoutZones {
		if !zones || opt.Mapping != nil || opt.As != "" && opt.As != LayoutZones {
			return "", t.one(CodeNotForm)
		}
		return LayoutZones, nil
	}
	switch {
	case opt.Mapping != nil:
		if what, value := opt.Mapping.fault(); what != "" {
			return "", []diag.Diagnostic{{Code: CodeMapping, Span: source.Span{File: opt.Mapping.ID}, Args: diag.Args("what", what, "value", value)}}
		}
		return cmp.Or(opt.Mapping.Layout, LayoutGeneric), nil
	case opt.As != "" && requiredOf(opt.As) != nil:
		return opt.As, nil
	}
	name, nearest := detect(t.header)
	switch {
	case opt.As == "" && name != "":
		return name, nil
	case opt.As == "" && nearest != "":
		return nearest, nil // then the message names the columns that are missing
	case opt.As == "" && t.headless():
		return "", t.one(CodeNoHeader, "layout", "", "first", t.header[0])
	}
	switch {
	case opt.As == LayoutGeneric:
		return "", t.one(CodeMapping, "what", "mapping", "value", "")
	case opt.As != "":
		ds := t.one(CodeNoLayout, "layout", opt.As, "layouts", joined(Layouts))
		if n := near(opt.As, Layouts); n != "" {
			ds[0].Fixes = []diag.Fix{{Key: "near", Args: diag.Args("near", n)}}
		}
		return "", ds
	}
	return "", t.one(CodeLayout, "columns", short(joined(t.header)))
}

// intake is one run of Read.
type intake struct {
	ctx   context.Context
	store record.Store
	opt   Options
	plan  *Plan
	table *table
	base  *record.Base

	sources map[string]bool // ids that the record knows, or will
}

// reject notes what is wrong with a row.
func (in *intake) reject(ds []diag.Diagnostic) {
	in.plan.Rejected++
	in.plan.Diagnostics = append(in.plan.Diagnostics, ds...)
}

// rows reads all rows; each is given with what is wrong with its form.
func (in *intake) rows(yield func(*row, []diag.Diagnostic)) error {
	for {
		r, ds, stop := in.table.next()
		if stop {
			if ds != nil {
				in.plan.Refused = true
				in.plan.Diagnostics = append(in.plan.Diagnostics, ds...)
			}
			if in.opt.Progress != nil {
				_, total := in.table.grid.progress()
				in.opt.Progress(total, total)
			}
			return nil
		}
		in.plan.Rows++
		yield(r, ds)
		if in.plan.Rows%500 == 0 {
			if err := in.ctx.Err(); err != nil {
				return err
			}
			if in.opt.Progress != nil {
				in.opt.Progress(in.table.grid.progress())
			}
		}
	}
}

func (in *intake) draft(kind record.Kind, line int, payload any) record.Draft {
	_, subject, err := record.SubjectOf(payload)
	if err != nil {
		panic(err) // keys are checked when the row is read
	}
	return record.Draft{
		Kind: kind, Subject: subject, Entered: in.opt.Now, Actor: in.opt.Actor,
		Origin: record.Origin{File: in.opt.File, Line: line}, Payload: payload,
	}
}

// readPublisher reads a publisher's incidents, compares them with what stands, and finds what was withdrawn.
func (in *intake) readPublisher(l *layout) error {
	p := in.plan
	p.Publisher, p.Mapping = l.publisher, l.mapping
	in.table.header = renamed(in.table.header, l.older)
	if ds := in.table.bind(l.name, l.required, l.optional); ds != nil {
		p.Refused, p.Diagnostics = true, ds
		return nil
	}
	var items []Item
	lines := map[string]source.Pos{} // where every key of the file stands, also of rejected rows: what is there was not withdrawn
	at := map[string]int{}           // index into items
	twice := map[string]bool{}
	scope := newScope(l.exact)
	err := in.rows(func(r *row, ds []diag.Diagnostic) {
		key := r.get(l.key)
		first, again := lines[key]
		switch {
		case ds != nil:
		case key == "":
			ds = []diag.Diagnostic{r.bad(CodeNoKey, l.key)}
		case unseen(key):
			ds = []diag.Diagnostic{r.bad(CodeUnseenKey, l.key)}
		case again:
			d := r.bad(CodeRepeated, l.key, "first", strconv.Itoa(first.Line))
			d.Related = []diag.Related{{Key: "first", Span: in.table.span(first)}}
			ds = []diag.Diagnostic{d}
			if i, ok := at[key]; ok && !twice[key] { // which of the two is right is not known: neither is taken
				p.Rejected++
				items[i].Line = 0
			}
			twice[key] = true
		default:
			lines[key] = r.posOf(l.key)
		}
		var item Item
		if ds == nil {
			item, ds = l.read(r, l.publisher+":"+key)
		}
		if ds != nil {
			in.reject(ds)
			return
		}
		item.Incident.Publisher = l.publisher
		at[key] = len(items)
		items = append(items, item)
		scope.add(&item)
	})
	if err != nil || p.Refused {
		return err
	}
	items = slices.DeleteFunc(items, func(i Item) bool { return i.Line == 0 })
	if l.all != nil {
		l.all(items)
	}
	p.Scope = scope.of(l, in.opt.Release)

	in.addSource(l.source, 0)
	for i := range items {
		for _, s := range items[i].Sources {
			in.addSource(s, items[i].Line)
		}
	}
	if err := in.addMapping(); err != nil {
		return err
	}
	gone, err := in.compare(items, func(i *record.Incident) bool {
		if i.Publisher != l.publisher || !scope.covers(l, in.opt.Release, i) {
			return false
		}
		_, there := lines[i.Key]
		return !there
	}, func(i *record.Incident) bool {
		_, there := lines[i.Key]
		return i.Publisher == l.publisher && there
	})
	if err != nil {
		return err
	}
	if n := p.Same + p.Changed + len(gone); len(gone) > 10 && len(gone)*10 > n {
		p.Diagnostics = append(p.Diagnostics, diag.Diagnostic{
			Code: CodeManyWithdrawn, Severity: diag.Note, Span: source.Span{File: in.opt.File},
			Args: diag.Args("n", strconv.Itoa(len(gone)), "of", strconv.Itoa(n)),
		})
	}
	for _, id := range gone {
		p.Withdrawn++
		p.drafts = append(p.drafts, in.draft(record.KindWithdrawal, 0, record.Withdrawal{
			Kind: record.KindIncident, Subject: id, By: l.publisher, Why: "missing from release",
		}))
	}
	return nil
}

// addSource drafts a source that the record does not know. What the record holds of it stands.
func (in *intake) addSource(s record.Source, line int) {
	if in.sources == nil {
		in.sources = map[string]bool{}
		for _, o := range in.base.Sources {
			in.sources[o.ID] = true
		}
	}
	if !in.sources[s.ID] {
		in.plan.drafts = append(in.plan.drafts, in.draft(record.KindSource, line, s))
		in.base.Sources = append(in.base.Sources, s)
		in.sources[s.ID] = true
	}
}

// addMapping drafts the saved mapping by which the file is read, when this import is the first to use it in this form.
func (in *intake) addMapping() error {
	m := in.opt.Mapping
	if m == nil || m.ID == "" {
		return nil
	}
	payload := record.Mapping{ID: m.ID, Publisher: m.Publisher, JSON: string(m.JSON())}
	was, err := in.newest(record.KindMapping, m.ID)
	if err != nil {
		return err
	}
	if was != payload {
		in.plan.drafts = append(in.plan.drafts, in.draft(record.KindMapping, 0, payload))
	}
	return nil
}

// finish adds the entry that says that the file was read. A file that changes nothing leaves no trace.
func (in *intake) finish() {
	p := in.plan
	i := record.Import{
		File: p.File, SHA256: p.SHA256, Publisher: cmp.Or(p.Publisher, p.Layout), Mapping: p.Mapping,
		Added: p.Added + p.Restored, Changed: p.Changed, Same: p.Same, Withdrawn: p.Withdrawn, Scope: p.Scope,
	}
	for _, was := range in.base.Imports {
		if was.SHA256 == p.SHA256 && was.Publisher == i.Publisher {
			if p.before = was.Done; was.Done > 0 { // that plan was of the whole file, this one is of the rest
				i.Added, i.Changed, i.Same, i.Withdrawn = was.Added, was.Changed, was.Same, was.Withdrawn
			}
		}
	}
	if p.Added+p.Changed+p.Restored+p.Withdrawn == 0 && p.before == 0 {
		p.drafts = nil
		return
	}
	if p.File == "" { // typed in, not read from a file
		return
	}
	p.drafts = append(p.drafts, in.draft(record.KindImport, 0, i))
}
