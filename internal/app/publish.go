package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"mithaq/internal/evidence/guard"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/release"
	"mithaq/internal/evidence/review"
)

// PublishedKinds are the kinds that a publication speaks of, and MostRadius is the greatest distance, in metres, by which a place can be told less closely.
var PublishedKinds = []string{"incident", "source", "person", "coverage", "roster", "position", "tally"}

const MostRadius = 20_000_000

// Publish enters what the public may see of a subject, which must stand. The accounts named must be accounts of the incident.
func (a *App) Publish(ctx context.Context, p record.Publication) (record.Head, error) {
	return a.publish(ctx, p, func() error { return nil })
}

// PublishLooked is Publish of whoever looked at what it would let out (Preview.Looked). ErrLooked: it would let out something else by now, or another decided
// on the incident meanwhile. What is taken back needs no look.
func (a *App) PublishLooked(ctx context.Context, p record.Publication, looked string) (record.Head, error) {
	return a.publish(ctx, p, func() error {
		if !p.Public {
			return nil
		}
		pre, err := a.PreviewPublication(ctx, p)
		if err == nil && pre.Looked != looked {
			err = ErrLooked
		}
		return err
	})
}

// ErrLooked tells that nobody looked at what a publication would let out now.
var ErrLooked = errors.New("what it would let out is not what was looked at")

// publish enters a publication if nothing speaks against it. looked is asked upon the head on which the publication is entered.
func (a *App) publish(ctx context.Context, p record.Publication, looked func() error) (record.Head, error) {
	slices.SortFunc(p.Files, func(x, y record.Hash) int { return bytes.Compare(x[:], y[:]) })
	p.Files = slices.Compact(p.Files)
	return a.decide(ctx, func() ([]any, error) {
		if err := a.publishable(ctx, &p); err != nil {
			return nil, err
		}
		if err := looked(); err != nil {
			return nil, err
		}
		if p.Second != "" {
			if err := a.twoPersons(ctx, p.Second); err != nil {
				return nil, err
			}
		}
		p.By, p.When = a.who.ID, a.today()
		return []any{p}, nil
	})
}

// HideError tells that a publication is to hide what the incident has not: a slip of the pen would let out what was to be hidden.
type HideError struct {
	Word  string
	Known []string // what can be hidden of it
}

func (e *HideError) Error() string { return e.Word + " is nothing that can be hidden of it" }

// Hideable lists what a publication of an incident can hide: parts of it, and roles in it or in the amounts of its assessments.
func Hideable(b *record.Bundle) []string {
	known := []string{"note", "persons", "place", "title"}
	for _, w := range b.Incident.Roles {
		known = append(known, w.Role)
	}
	for i := range b.Assessments {
		for _, m := range b.Assessments[i].Amounts {
			known = append(known, m.Role)
		}
	}
	slices.Sort(known)
	return slices.Compact(known)
}

// publishable says whether whoever acts may publish, and whether what is named stands.
func (a *App) publishable(ctx context.Context, p *record.Publication) error {
	if err := a.require(review.Publish); err != nil {
		return err
	}
	if _, err := a.store.Standing(ctx, p.Kind, p.Subject); err != nil || p.Kind != record.KindIncident {
		return err
	}
	b, err := a.store.Bundle(ctx, p.Subject)
	if err != nil {
		return err
	}
	for _, id := range p.Accounts {
		if !slices.ContainsFunc(b.Accounts, func(x record.Account) bool { return x.ID == id }) {
			return fmt.Errorf("account %s: %w", id, record.ErrNotFound)
		}
	}
	known := Hideable(b)
	for _, word := range p.Hide {
		if !slices.Contains(known, word) {
			return &HideError{word, known}
		}
	}
	return nil
}

// Preview is what a publication would let out, for somebody to look at first.
type Preview struct {
	Texts    []string // those with a name in them that is left out, or with what may be one, marked (release.Marked)
	Names    int      // places that are left out
	Look     int      // places that may be names
	Withheld []release.Withheld
	Looked   string // names all of this, what was asked for and the subject as it stood
}

// PreviewPublication says what Publish would let out of an incident, and enters nothing. Of what is no incident there are no texts.
func (a *App) PreviewPublication(ctx context.Context, p record.Publication) (*Preview, error) {
	if err := a.publishable(ctx, &p); err != nil {
		return nil, err
	}
	out := &Preview{}
	if p.Kind != record.KindIncident {
		st, err := a.store.Standing(ctx, p.Kind, p.Subject)
		if err != nil {
			return nil, err
		}
		out.Looked = lookedDigest(&p, out, st.Payload)
		return out, nil
	}
	b, err := a.store.Bundle(ctx, p.Subject)
	if err != nil {
		return nil, err
	}
	view, err := guard.Told(ctx, a.store, a.today())
	if err != nil {
		return nil, err
	}
	view.Look = func(text string, spots []release.Spot) {
		if len(spots) == 0 {
			return
		}
		for _, s := range spots {
			if s.Sure {
				out.Names++
			} else {
				out.Look++
			}
		}
		out.Texts = append(out.Texts, release.Marked(text, spots))
	}
	shown := *b
	shown.Publication = p
	shown.Accounts = slices.DeleteFunc(slices.Clone(b.Accounts), func(x record.Account) bool { return !slices.Contains(p.Accounts, x.ID) })
	_, out.Withheld = view.Public(&shown)
	slices.Sort(out.Texts) // those of several languages come in any order
	out.Looked = lookedDigest(&p, out, b.Seq, b.Incident, b.Accounts)
	return out, nil
}

// lookedDigest names what somebody looked at before they let it out: what is asked for, what it would show, and the subject as it stood. Whatever came on an
// incident since is looked at again, also what another decided on letting it out.
func lookedDigest(p *record.Publication, pre *Preview, stood ...any) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %q %d %q %q %q\n", p.Kind, p.Subject, p.Accounts, p.Files, p.Radius, p.Date, p.Hide, p.Second)
	fmt.Fprintf(h, "%q %d %d %v\n", pre.Texts, pre.Names, pre.Look, pre.Withheld)
	fmt.Fprintf(h, "%+v\n", stood)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// EnterPerson enters somebody who suffered, saw or did something.
func (a *App) EnterPerson(ctx context.Context, p record.Person) (record.Head, error) {
	return a.decide(ctx, func() ([]any, error) { return []any{p}, a.require(review.Enter) })
}
