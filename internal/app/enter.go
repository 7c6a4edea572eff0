package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"

	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Plan reads a file against the record and says what importing it would do. Actor and Now are filled in. review.Refusals: whoever acts may not
// enter what the file says; then the plan is not given, for it tells what stands.
func (a *App) Plan(ctx context.Context, data []byte, opt intake.Options) (*intake.Plan, error) {
	p, err := a.read(ctx, data, opt)
	if err != nil {
		return nil, err
	}
	if err := a.mayEnter(ctx, p.Drafts()); err != nil {
		return nil, err
	}
	a.blind(p)
	return p, nil
}

// blind takes from a refused plan what stands: it has no entries left that could be held against what whoever acts may see.
func (a *App) blind(p *intake.Plan) {
	if p.Refused && !a.who.Whole() {
		p.Diffs = nil
	}
}

func (a *App) read(ctx context.Context, data []byte, opt intake.Options) (*intake.Plan, error) {
	opt.Actor, opt.Now = a.who.ID, a.Now().Unix()
	return intake.Read(ctx, a.store, data, opt)
}

// PlanPack is Plan for a table or metadata with files beside.
func (a *App) PlanPack(ctx context.Context, pack *intake.Pack, opt intake.Options) (*intake.Plan, error) {
	opt.Actor, opt.Now = a.who.ID, a.Now().Unix()
	p, err := intake.ReadPack(ctx, a.store, pack, opt)
	if err != nil {
		return nil, err
	}
	if err := a.mayEnter(ctx, p.Drafts()); err != nil {
		return p, err
	}
	a.blind(p)
	return p, nil
}

// keepFiles keeps what came with a plan, before its entries are made, and gives the record to make them in.
func (a *App) keepFiles(ctx context.Context, p *intake.Plan) (record.Store, error) {
	if len(p.Files) == 0 || p.Refused {
		return a.store, nil
	}
	store, err := a.Files()
	if err != nil {
		return nil, err
	}
	open := map[record.Hash]func() (io.ReadCloser, error){}
	for i := range p.Files {
		open[p.Files[i].SHA256] = p.Files[i].Open
	}
	return bringing{a.store, store, open}, p.KeepFiles(ctx, store, nil)
}

// Apply writes a plan, whole or not at all.
func (a *App) Apply(ctx context.Context, p *intake.Plan) (record.Head, error) {
	if err := a.mayEnter(ctx, p.Drafts()); err != nil {
		return record.Head{}, err
	}
	to, err := a.keepFiles(ctx, p)
	if err != nil {
		return record.Head{}, err
	}
	return p.Apply(ctx, to)
}

// ApplyParts writes the plan of a long file in parts of at least size entries; importing the file again goes on after an interruption.
func (a *App) ApplyParts(ctx context.Context, p *intake.Plan, size int, told func(done, of int64)) (record.Head, error) {
	if err := a.mayEnter(ctx, p.Drafts()); err != nil {
		return record.Head{}, err
	}
	to, err := a.keepFiles(ctx, p)
	if err != nil {
		return record.Head{}, err
	}
	return p.ApplyParts(ctx, to, size, told)
}

// Field is one field given on the command line: a column of a layout and its value.
type Field struct{ Name, Value string }

// PlanFields plans one row of a layout, as if it stood in a file: what is typed passes the same checks as what is imported.
func (a *App) PlanFields(ctx context.Context, layout string, fields []Field) (*intake.Plan, error) {
	names, values := make([]string, len(fields)), make([]string, len(fields))
	for i, f := range fields {
		names[i], values[i] = f.Name, f.Value
	}
	return a.planRows(ctx, layout, [][]string{names, values})
}

// planRows is PlanFields of several rows, the first of which names the columns.
func (a *App) planRows(ctx context.Context, layout string, rows [][]string) (*intake.Plan, error) {
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		return nil, err
	}
	return a.Plan(ctx, b.Bytes(), intake.Options{As: layout, Delimiter: ',', Strict: true})
}

// NameError tells that two different files would stand in the record under one name.
type NameError struct{ Name, First, Second string }

func (e *NameError) Error() string {
	return fmt.Sprintf("%s and %s are different files of one name, %s: in the record the second would pass for a newer version of the first", e.First, e.Second, e.Name)
}

// AddTexts stores the texts of agreements and the files that they name, each by its hash. A text that stands already, as the newest of its
// file, is left alone. It gives how many were new. Two different texts of one base name are a *NameError, and nothing is stored.
func (a *App) AddTexts(ctx context.Context, texts []Text) (added int, err error) {
	if refused := a.who.Require(review.Enter, review.State{}); refused != nil {
		return 0, refused
	}
	base, err := a.store.Base(ctx, record.Cut{})
	if err != nil {
		return 0, err
	}
	newest := map[string]record.Hash{}
	for _, t := range base.Texts {
		newest[t.File] = t.SHA256
	}
	stands := map[record.Hash]bool{} // a text is one thing, under whatever name
	for _, sum := range newest {
		stands[sum] = true
	}
	now := a.Now().Unix()
	first := map[string]Text{}
	var drafts []record.Draft
	for _, t := range texts {
		text := record.AgreementText{File: filepath.Base(t.Name), SHA256: sha256.Sum256([]byte(t.Content)), Text: t.Content}
		if one, twice := first[text.File]; twice && one.Content != t.Content {
			return 0, &NameError{text.File, one.Name, t.Name}
		} else if twice {
			continue
		}
		first[text.File] = t
		if stands[text.SHA256] {
			continue
		}
		stands[text.SHA256] = true
		drafts = append(drafts, record.Draft{
			Kind: record.KindText, Entered: now, Actor: a.who.ID,
			Origin: record.Origin{File: text.File}, Payload: text,
		})
	}
	if len(drafts) == 0 {
		return 0, nil
	}
	_, err = a.store.Append(ctx, &base.Head, func(yield func(record.Draft, error) bool) {
		for _, d := range drafts {
			if !yield(d, nil) {
				return
			}
		}
	})
	if err != nil {
		return 0, err
	}
	return len(drafts), nil
}
