package web

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
)

// draftTextShelf holds texts of agreements that users asked to be kept, under the user's id and an id of its own.
const draftTextShelf = "text"

// mostDraftTexts is how many may be kept of one user.
const mostDraftTexts = 20

// draftText is what is kept of a text.
type draftText struct {
	Title string `json:"title"`
	Text  string `json:"text"`
	Kept  int64  `json:"kept"`
}

// mayKeepDrafts says whether texts can be kept for the visitor: whoever may write here at all.
func mayKeepDrafts(r *request) bool { return signedIn.meets(r.app.Who()) }

// draftTextsOf gives those that are kept of the visitor, and still are.
func draftTextsOf(r *request) (list []record.Kept, err error) {
	kept, err := r.app.Aside().AllKept(r.Context(), draftTextShelf, draftKey(r, ""))
	if err != nil {
		return nil, err
	}
	now := r.app.Now().Unix()
	return slices.DeleteFunc(kept, func(k record.Kept) bool { return k.Until <= now }), nil
}

// draftTexts lists them.
func draftTexts(r *request) (rows []board.DraftRow, err error) {
	kept, err := draftTextsOf(r)
	if err != nil {
		return nil, err
	}
	for _, k := range kept {
		var d draftText
		if err := json.Unmarshal(k.Value, &d); err != nil {
			return nil, err
		}
		_, id, _ := strings.Cut(k.Key, "/")
		rows = append(rows, board.DraftRow{ID: id, Title: d.Title, Kept: r.rd.Instant(d.Kept), Until: r.rd.Instant(k.Until)})
	}
	return rows, nil
}

// readDraftText gives a text of the visitor. Another's is not here.
func readDraftText(r *request, id string) (*draftText, error) {
	k, err := r.app.Aside().Kept(r.Context(), draftTextShelf, draftKey(r, id))
	if err != nil {
		return nil, err
	}
	if k.Until <= r.app.Now().Unix() {
		return nil, errNotFound
	}
	d := &draftText{}
	return d, json.Unmarshal(k.Value, d)
}

// keepDraftText keeps a text as the visitor asked, over the one that it came from.
func keepDraftText(r *request, v *board.DraftView) error {
	kept, err := draftTextsOf(r)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(kept, func(k record.Kept) bool { return v.KeptAs != "" && k.Key == draftKey(r, v.KeptAs) })
	if at < 0 && len(kept) >= mostDraftTexts {
		v.Wrong = r.rd.W.Text("draft.kept.many", "n", len(kept))
		return nil
	}
	now := r.app.Now()
	k := record.Kept{Shelf: draftTextShelf, Until: now.Add(draftDays * 24 * time.Hour).Unix()}
	if at >= 0 {
		k.Version = kept[at].Version
	} else {
		v.KeptAs = strings.ToLower(rand.Text())
	}
	k.Key = draftKey(r, v.KeptAs)
	if k.Value, err = json.Marshal(draftText{titleOfDraft(r, v.Text), v.Text, now.Unix()}); err != nil {
		return err
	}
	if _, err := r.app.Aside().Keep(r.Context(), k); err != nil {
		return err
	}
	v.Said = r.rd.W.Text("draft.kept.done", "until", r.rd.Instant(k.Until))
	return nil
}

// titleOfDraft gives the first title in a text, else its first words.
func titleOfDraft(r *request, text string) string {
	if _, rest, ok := strings.Cut(text, `"`); ok {
		if title, _, ok := strings.Cut(rest, `"`); ok && strings.TrimSpace(title) != "" {
			return clip(title)
		}
	}
	return clip(cmp.Or(strings.Join(strings.Fields(text)[:min(len(strings.Fields(text)), 8)], " "), r.rd.W.Bare().Text("draft.kept.untitled")))
}

// forgetDraftText takes away a text of the visitor's.
func (s *server) forgetDraftText(r *request) (*answer, error) {
	if err := r.app.Aside().Drop(r.Context(), draftTextShelf, draftKey(r, r.form.Get("kept"))); err != nil {
		return nil, err
	}
	return &answer{to: "/" + string(r.rd.Lang) + "/draft"}, nil
}
