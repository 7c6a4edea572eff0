package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/fold"
	"mithaq/internal/evidence/guard"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/release"
	"mithaq/internal/evidence/review"
)

// PublishedKinds are the kinds that a publication speaks of, and MostRadius is the greatest distance, in metres, by which a place can be told less closely.
var PublishedKinds = []string{"incident", "source", "person", "coverage", "roster", "position", "tally"}

const MostRadius = 20_000_000

// Publish enters what the public may see of a subject, which must stand. The accounts named must be accounts of the incident. dated: ids may tell when it was more
// closely than p.Date (DatedError).
func (a *App) Publish(ctx context.Context, p record.Publication, dated bool) (record.Head, error) {
	return a.publish(ctx, p, dated, func() error { return nil })
}

// PublishLooked is Publish of whoever looked at what it would let out (Preview.Looked). ErrLooked: it would let out something else by now, or another decided
// on the incident meanwhile. What is taken back needs no look. reading holds the words that are known (PreviewPublication).
func (a *App) PublishLooked(ctx context.Context, p record.Publication, dated bool, looked string, reading *Reading) (record.Head, error) {
	return a.publish(ctx, p, dated, func() error {
		if !p.Public {
			return nil
		}
		pre, err := a.PreviewPublication(ctx, p, reading)
		if err == nil && pre.Looked != looked {
			err = ErrLooked
		}
		return err
	})
}

// ErrLooked tells that nobody looked at what a publication would let out now.
var ErrLooked = errors.New("what it would let out is not what was looked at")

// publish enters a publication if nothing speaks against it. looked is asked upon the head on which the publication is entered.
func (a *App) publish(ctx context.Context, p record.Publication, dated bool, looked func() error) (record.Head, error) {
	slices.SortFunc(p.Files, func(x, y record.Hash) int { return bytes.Compare(x[:], y[:]) })
	p.Files = slices.Compact(p.Files)
	return a.decide(ctx, func() ([]any, error) {
		if err := a.publishable(ctx, &p); err != nil {
			return nil, err
		}
		if err := looked(); err != nil {
			return nil, err
		}
		if !dated && p.Public {
			if err := a.undated(ctx, &p); err != nil {
				return nil, err
			}
		}
		if err := a.secondOf(ctx, &p); err != nil {
			return nil, err
		}
		p.By, p.When = a.who.ID, a.today()
		return []any{p}, nil
	})
}

// secondOf says whether the second person that a publication names stands behind it.
func (a *App) secondOf(ctx context.Context, p *record.Publication) error {
	if p.Second == "" {
		return nil
	}
	us, err := a.users(ctx)
	if err != nil {
		return err
	}
	c := &review.Case{Bundle: &record.Bundle{}, Users: us} // of what is no incident there are no findings
	if p.Kind == record.KindIncident {
		b, err := a.store.Bundle(ctx, p.Subject)
		if err != nil {
			return err
		}
		if c, err = a.caseOf(ctx, a.store, b, us); err != nil {
			return err
		}
	}
	return c.SecondOfPublication(a.who.ID, p.Second).OrNil()
}

// DatedError tells that ids which would go out tell when an incident was more closely than its publication does.
type DatedError struct {
	IDs  []string
	Unit string // "month" or "year": no closer than that it was to be told
}

func (e *DatedError) Error() string { return strings.Join(e.IDs, ", ") + " tell the date" }

// undated says whether the ids that go out with a publication tell no more of the date than it does. Error: DatedError.
func (a *App) undated(ctx context.Context, p *record.Publication) error {
	if p.Kind != record.KindIncident || p.Date == "" {
		return nil
	}
	b, err := a.store.Bundle(ctx, p.Subject)
	if err != nil {
		return err
	}
	if ids := release.DatedIDs(b, p); len(ids) > 0 {
		return &DatedError{ids, p.Date}
	}
	return nil
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
	Dated    []string // ids that go out and tell when it was more closely than is asked for: Publish refuses it unless it is told to let them
	Looked   string   // names all of this, what was asked for and the subject as it stood
}

// PreviewPublication says what Publish would let out of an incident, and enters nothing. Of what is no incident there are no texts. Words of roles that neither
// the texts that are read (nil: those of the record alone) nor the names table know may be names, whatever their letters.
func (a *App) PreviewPublication(ctx context.Context, p record.Publication, reading *Reading) (*Preview, error) {
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
	told, withheld := view.Public(&shown)
	out.Withheld, out.Dated = withheld, release.DatedIDs(b, &p)
	if told != nil {
		known, err := a.knownWords(ctx, reading)
		if err != nil {
			return nil, err
		}
		for _, role := range told.Incident.Roles {
			for _, word := range role.Words {
				if word != release.Gap && !known[fold.Text(word)] {
					out.Look++
					out.Texts = append(out.Texts, role.Role+": "+release.Marked(word, []release.Spot{{To: len(word)}}))
				}
			}
		}
	}
	slices.Sort(out.Texts) // those of several languages come in any order
	out.Looked = lookedDigest(&p, out, b.Seq, b.Incident, b.Accounts)
	return out, nil
}

// knownWords gives the words that stand for a kind, party or zone, folded: those of texts, of the names table, and those that the layouts of imports use.
func (a *App) knownWords(ctx context.Context, reading *Reading) (map[string]bool, error) {
	known := map[string]bool{}
	add := func(words ...string) {
		for _, w := range words {
			known[fold.Text(w)] = true
		}
	}
	add(record.Civils...)
	of := func(v *norms.Vocabulary) {
		for _, k := range v.Kinds {
			add(k.ID)
		}
		for _, p := range v.Parties {
			add(p.ID)
		}
		for _, z := range v.Zones {
			add(z.ID)
		}
	}
	if reading == nil {
		texts, err := a.RecordTexts(ctx)
		if err != nil {
			return nil, err
		}
		reading = Read(texts)
	}
	if reading.Program != nil {
		of(&reading.Program.Vocabulary)
	}
	base, err := a.view.Base(ctx, record.Cut{})
	if err != nil {
		return nil, err
	}
	names := base.Names
	for _, layout := range []string{intake.LayoutUCDP, intake.LayoutAirwars, intake.LayoutACLED} {
		names = append(names[:len(names):len(names)], intake.ProposedNames(layout)...)
	}
	for i := range names {
		add(names[i].Word)
		add(names[i].Means...)
	}
	return known, nil
}

// lookedDigest names what somebody looked at before they let it out: what is asked for, what it would show, and the subject as it stood. Whatever came on an
// incident since is looked at again, also what another decided on letting it out.
func lookedDigest(p *record.Publication, pre *Preview, stood ...any) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %q %d %q %q %q\n", p.Kind, p.Subject, p.Accounts, p.Files, p.Radius, p.Date, p.Hide, p.Second)
	fmt.Fprintf(h, "%q %d %d %v %q\n", pre.Texts, pre.Names, pre.Look, pre.Withheld, pre.Dated)
	fmt.Fprintf(h, "%+v\n", stood)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// EnterPerson enters somebody who suffered, saw or did something.
func (a *App) EnterPerson(ctx context.Context, p record.Person) (record.Head, error) {
	return a.decide(ctx, func() ([]any, error) { return []any{p}, a.require(review.Enter) })
}
