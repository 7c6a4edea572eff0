package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/link"
	"mithaq/internal/evidence/record"
)

// How long files are written: one with fewer entries in one transaction, so that all of it stands or nothing; a longer one in parts of whole rows, so that others can
// write between them and an interruption loses little. The record says of itself that an import in parts is not finished.
const (
	importAtOnce = 20_000
	importPart   = 5_000
)

// OtherwiseError tells that the record changed since a file was looked at, so that importing it would now do something that nobody has looked at.
// What was written before stands.
type OtherwiseError struct{ Plan *Planned }

func (e *OtherwiseError) Error() string { return "importing it would do something else by now" }

// looked is what somebody looked at before they let it be entered: each entry, and each value that it replaces.
type looked map[[16]byte]bool

// lookedAt takes it from a plan. What says that the file was read, and when, is left out.
func lookedAt(p *intake.Plan) (looked, error) {
	l := looked{}
	err := eachLooked(p, func(sum [16]byte) { l[sum] = true })
	return l, err
}

// Digest names what importing a plan would do: the same as long as it is the same.
func Digest(p *intake.Plan) (string, error) {
	h := sha256.New()
	err := eachLooked(p, func(sum [16]byte) { h.Write(sum[:]) })
	return hex.EncodeToString(h.Sum(nil)[:16]), err
}

func eachLooked(p *intake.Plan, visit func([16]byte)) error {
	sum := func(parts ...any) {
		h := sha256.New()
		for _, part := range parts {
			fmt.Fprintf(h, "%q\n", part)
		}
		visit([16]byte(h.Sum(nil)[:16]))
	}
	for d := range p.Drafts() {
		if d.Kind == record.KindImport {
			continue
		}
		kind, subject, payload, _, err := record.EncodePayload(d.Payload)
		if err != nil {
			return err
		}
		sum("entry", kind, subject, payload)
	}
	for i := range p.Diffs {
		d := &p.Diffs[i]
		sum("change", d.Kind, d.Subject, d.Field, d.Before, d.After)
	}
	return nil
}

// holds says that a plan does nothing but what was looked at, or less because the rest stands by now.
func (l looked) holds(p *intake.Plan) (bool, error) {
	ok := !p.Refused
	err := eachLooked(p, func(sum [16]byte) { ok = ok && l[sum] })
	return ok, err
}

// Import enters what was looked at of an upload, and takes its bytes away. If others write meanwhile, the file is read again, and goes in as long as
// that does nothing else; otherwise *OtherwiseError. An interruption leaves whole rows, and importing the upload again enters the rest. The plan is closed.
func (a *App) Import(ctx context.Context, u *Upload, p *Planned, told func(done, of int64)) (head record.Head, err error) {
	defer func() {
		if p != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	l, err := lookedAt(p.Plan)
	if err != nil {
		return head, err
	}
	count := 0
	for range p.Drafts() {
		count++
	}
	u.Stage, u.Of = UploadWriting, count
	if err := a.KeepUpload(ctx, u); err != nil {
		return head, err
	}
	for {
		if count > importAtOnce {
			head, err = a.ApplyParts(ctx, p.Plan, importPart, told)
		} else {
			p.Writing = told
			head, err = a.Apply(ctx, p.Plan)
		}
		if !errors.Is(err, record.ErrHeadMoved) {
			break
		}
		if err := p.Close(); err != nil {
			return head, err
		}
		if p, err = a.PlanUpload(ctx, u, nil); err != nil {
			return head, err
		}
		ok, err := l.holds(p.Plan)
		if err != nil {
			return head, err
		}
		if !ok {
			other := &OtherwiseError{p}
			p = nil // it is the caller's now
			return head, errors.Join(a.waits(ctx, u), other)
		}
	}
	if err != nil {
		return head, errors.Join(err, a.waits(context.WithoutCancel(ctx), u))
	}
	return head, a.EndUpload(context.WithoutCancel(ctx), u, head)
}

// waits says that an upload is not being written any more.
func (a *App) waits(ctx context.Context, u *Upload) error {
	u.Stage = ""
	return a.KeepUpload(ctx, u)
}

// DuplicatesOf proposes pairs of incidents that may be one once a plan is entered, those with at least one incident that it brings or changes, the most
// alike first. What whoever acts may not see is not compared.
func (a *App) DuplicatesOf(ctx context.Context, p *intake.Plan) ([]link.Pair, link.Left, error) {
	supposed, err := suppose(ctx, a.Store(), p.Drafts())
	if err != nil {
		return nil, link.Left{}, err
	}
	x, err := link.NewIndex(supposed.base, supposed.bundlesOf(a.Store().Bundles(ctx, record.Cut{})))
	if err != nil {
		return nil, link.Left{}, err
	}
	return x.Propose(ctx, slices.Sorted(maps.Keys(supposed.bundles)))
}

// bundlesOf gives the incidents of a view as they would stand, and those that come.
func (s *supposed) bundlesOf(view iter.Seq2[*record.Bundle, error]) iter.Seq2[*record.Bundle, error] {
	return func(yield func(*record.Bundle, error) bool) {
		for b, err := range view {
			if err == nil && s.bundles[b.Incident.ID] != nil {
				continue
			}
			if !yield(b, err) {
				return
			}
		}
		for _, id := range slices.Sorted(maps.Keys(s.bundles)) {
			if b := s.bundles[id]; b.Stands() && !yield(b, nil) {
				return
			}
		}
	}
}
