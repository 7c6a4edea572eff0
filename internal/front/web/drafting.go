package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/board"
	"mithaq/internal/front/drafting"
	"mithaq/internal/front/wording"
)

// draftBytes is how many bytes a form with a text may carry: a letter of Arabic takes six in a form, and two in the text.
const draftBytes = 4 * drafting.MostBytes

// How often one may ask of a text: an editor asks again when typing pauses.
const (
	askAgain  = 700 * time.Millisecond
	asksOfOne = 30
)

// draftingRoutes are those of the drafting room. They are for users alone, and on a board of one holder for the holder: what is asked
// there costs more of this machine than any page.
func (s *server) draftingRoutes() []route {
	return []route{
		{method: "GET", pattern: "/draft", needs: signedIn, page: s.draftPage},
		{method: "POST", pattern: "/draft", needs: signedIn, page: s.draftAsked, body: draftBytes},
		{method: "POST", pattern: "/draft/forget", needs: signedIn, page: s.forgetDraftText},
		{method: "POST", pattern: "/draft/panels", needs: signedIn, plain: s.draftPanels, body: draftBytes},
		{method: "GET", pattern: "/draft/on/{agreement}", needs: signedIn, page: s.onRecord},
		{method: "POST", pattern: "/draft/on/{agreement}", needs: signedIn, page: s.onRecord},
		{method: "GET", pattern: "/draft/lsp", needs: signedIn, plain: s.draftEditor},
	}
}

// draftRoom is what the room holds: nothing of any text.
type draftRoom struct {
	asks limits
	once sync.Once
	desk *drafting.Desk
	err  error
}

// open gives the desk that starts processes.
func (d *draftRoom) open() (*drafting.Desk, error) {
	d.once.Do(func() { d.desk, d.err = drafting.NewDesk() })
	return d.desk, d.err
}

// draftKeyOf names who asks of texts, for limits.
func (s *server) draftKeyOf(r *request) string {
	if r.session.User != "" {
		return "user " + r.session.User
	}
	return "address " + s.remote(r.Request)
}

// besideDraft gives the texts of the board, by bare names: where they lie on this machine is not for everybody.
func (s *server) besideDraft(ctx context.Context) (list []drafting.Text, err error) {
	texts, err := s.texts(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range texts {
		list = append(list, drafting.Text{Name: path.Base(strings.ReplaceAll(t.Name, "\\", "/")), Content: t.Content})
	}
	return list, nil
}

// draftPage shows the room with what one may begin with.
func (s *server) draftPage(r *request) (*answer, error) {
	beside, err := s.besideDraft(r.Context())
	if err != nil {
		return nil, err
	}
	v := &board.DraftView{}
	switch begin := r.values.Get("begin"); begin {
	case "":
	case exampleDraft:
		v.Text = drafting.Example(r.rd.Lang)
	default:
		for _, t := range beside {
			if t.Name == begin {
				v.Text = t.Content
			}
		}
		if v.Text == "" {
			return nil, errNotFound
		}
	}
	if id := r.values.Get("kept"); id != "" {
		kept, err := readDraftText(r, id)
		if err != nil {
			return nil, err
		}
		v.Text, v.KeptAs = kept.Text, id
	}
	return s.draftAnswer(r, v, beside)
}

// exampleDraft is the example that the program carries with it, in the list of what one may begin with.
const exampleDraft = "example"

// draftAnswer makes the page. Nothing of it is kept by browsers, nor on the way.
func (s *server) draftAnswer(r *request, v *board.DraftView, beside []drafting.Text) (*answer, error) {
	w := r.rd.W.Bare()
	begin := r.values.Get("begin")
	v.Begin = []board.Choice{{Value: "", Name: w.Text("draft.begin.empty")}, {Value: exampleDraft, Name: w.Text("draft.begin.example"), Chosen: begin == exampleDraft}}
	for _, t := range beside {
		if strings.HasSuffix(t.Name, app.Suffix) {
			v.Begin = append(v.Begin, board.Choice{Value: t.Name, Name: t.Name, Chosen: begin == t.Name})
		}
	}
	v.Layouts = []board.Choice{{Value: "same", Name: w.Text("draft.layout.same")}}
	for _, lang := range locale.Langs {
		v.Layouts = append(v.Layouts, board.Choice{Value: string(lang), Name: w.Text("lang." + string(lang))})
	}
	v.Most = drafting.MostBytes
	v.Keeps = mayKeepDrafts(r)
	var err error
	if v.Kept, err = draftTexts(r); err != nil {
		return nil, err
	}
	if v.Texts, err = s.comparable(r); err != nil {
		return nil, err
	}
	if v.Choices != nil {
		v.Choices.Texts = v.Texts
	}
	for len(v.Acts) < 2 {
		v.Acts = append(v.Acts, board.DraftAct{})
	}
	return &answer{page: "draft", section: "draft", title: w.Text("draft.title"), body: v, scripts: []string{"draft", "compare"}, unkept: true}, nil
}

// comparable lists the agreements of the board.
func (s *server) comparable(r *request) (list []board.Pair, err error) {
	reading, err := s.reads.read(r.Context(), s.texts)
	if err != nil || reading.Program == nil {
		return nil, err
	}
	for i := range reading.Program.Agreements {
		a := &reading.Program.Agreements[i]
		list = append(list, board.Pair{Name: a.ID, Value: wording.Name(r.rd.Lang, a.Names, a.ID)})
	}
	return list, nil
}

// draftAsked answers a form: the page comes back with the text as typed and what was asked of it.
func (s *server) draftAsked(r *request) (*answer, error) {
	v := &board.DraftView{KeptAs: r.form.Get("kept"), ComparedWith: r.form["compare"], Goal: r.form.Get("goal"), Acts: actsOf(r.form)}
	var turned bool
	v.Text, turned = textOf(r.form)
	beside, err := s.besideDraft(r.Context())
	if err != nil {
		return nil, err
	}
	if turned {
		v.Said = r.rd.W.Text("draft.marks")
	}
	do := r.form.Get("do")
	if do == "keep" && mayKeepDrafts(r) {
		if err := keepDraftText(r, v); err != nil {
			return nil, err
		}
		return s.draftAnswer(r, v, beside)
	}
	q := &drafting.Question{Lang: r.rd.Lang, Text: v.Text, Beside: beside, Fix: r.form.Get("fix")}
	switch do {
	case "layout":
		q.Layout = r.form.Get("layout")
	case "compare":
		if q.Compare = v.ComparedWith; len(q.Compare) == 0 {
			v.Compare = &board.DraftCompare{Wrong: r.rd.W.Text("draft.compare.choose")}
		}
	case "whatif":
		if q.Suppose, v.WhatIf = supposalOf(r, v); v.WhatIf != nil {
			q.Suppose = nil
		}
	}
	status := http.StatusOK
	wrong, unchosen := v.WhatIf, v.Compare
	a, err := s.askOfDraft(r, q)
	switch {
	case err == nil:
		v.DraftPanels = a.DraftPanels
		if a.Changed {
			v.Text = a.Text
		}
		if a.Done != "" {
			v.Said = strings.TrimSpace(v.Said + " " + r.rd.W.Text(a.Done))
		}
		if wrong != nil {
			v.WhatIf = wrong
		}
		if unchosen != nil {
			v.Compare = unchosen
		}
		v.Lines = board.Numbered(v.Text, v.Findings)
	case errors.Is(err, errTooOften):
		status, v.Wrong = http.StatusTooManyRequests, r.rd.W.Text("draft.often")
	case errors.Is(err, drafting.ErrBusy):
		status, v.Wrong = http.StatusServiceUnavailable, r.rd.W.Text("draft.busy")
	case errors.Is(err, drafting.ErrTooLong):
		status, v.Wrong = http.StatusRequestEntityTooLarge, r.rd.W.Text("draft.long", "n", drafting.MostBytes)
	case r.Context().Err() != nil:
		return nil, err
	default: // the text comes back: it stands nowhere else
		s.log.Error("draft", "error", err)
		status, v.Wrong = http.StatusInternalServerError, r.rd.W.Text("draft.failed")
	}
	page, err := s.draftAnswer(r, v, beside)
	if err == nil && status != http.StatusOK {
		page.status = status
	}
	return page, err
}

// askOfDraft asks of a text, within what one may ask.
func (s *server) askOfDraft(r *request, q *drafting.Question) (*drafting.Answer, error) {
	if !s.drafts.asks.allow(s.draftKeyOf(r), askAgain, asksOfOne, time.Now()) {
		return nil, errTooOften
	}
	desk, err := s.drafts.open()
	if err != nil {
		return nil, err
	}
	return desk.Ask(r.Context(), q)
}

// draftPanels answers an editor: what is said of the text as it stands, as a part of the page.
func (s *server) draftPanels(w http.ResponseWriter, r *request) {
	rd := r.rd
	if lang, err := locale.Parse(r.form.Get("lang")); err == nil {
		rd = rd.In(lang)
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	refuse := func(status int, key string, args ...any) {
		h.Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(rd.W.Bare().Text(key, args...)))
	}
	beside, err := s.besideDraft(r.Context())
	if err != nil {
		s.log.Error("draft", "error", err)
		refuse(http.StatusInternalServerError, "draft.failed")
		return
	}
	text, _ := textOf(r.form)
	a, err := s.askOfDraft(r, &drafting.Question{Lang: rd.Lang, Text: text, Beside: beside})
	switch {
	case r.Context().Err() != nil:
		return
	case errors.Is(err, errTooOften):
		refuse(http.StatusTooManyRequests, "draft.often")
	case errors.Is(err, drafting.ErrBusy):
		refuse(http.StatusServiceUnavailable, "draft.busy")
	case errors.Is(err, drafting.ErrTooLong):
		refuse(http.StatusRequestEntityTooLarge, "draft.long", "n", drafting.MostBytes)
	case err != nil:
		s.log.Error("draft", "error", err)
		refuse(http.StatusInternalServerError, "draft.failed")
	default:
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Language", string(rd.Lang))
		if err := board.RenderDraft(w, rd, &a.DraftPanels); err != nil && r.Context().Err() == nil {
			s.log.Error("draft", "error", err)
		}
	}
}

// textOf gives the text of a form, with one sort of line end, and without marks that turn the direction of writing: a page shows none
// (board.Render), and what one does not see one cannot mend.
func textOf(form url.Values) (text string, turned bool) {
	text = strings.ReplaceAll(strings.ToValidUTF8(form.Get("text"), "�"), "\r\n", "\n")
	bare := strings.Map(func(r rune) rune {
		if r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, text)
	return bare, bare != text
}

// actsOf gives the supposed acts of a form as typed, one more than were filled in.
func actsOf(form url.Values) (acts []board.DraftAct) {
	at := func(name string, i int) string {
		if list := form[name]; i < len(list) {
			return clip(list[i])
		}
		return ""
	}
	for i := range min(len(form["day"]), mostActs) {
		if a := (board.DraftAct{Day: at("day", i), Party: at("party", i), Act: at("deed", i), Roles: at("roles", i)}); a != (board.DraftAct{}) {
			acts = append(acts, a)
		}
	}
	return append(acts, board.DraftAct{})
}

// mostActs is how many acts may be supposed at once.
const mostActs = 12

// supposalOf gives what a form supposes, or what is wrong with it.
func supposalOf(r *request, v *board.DraftView) (*drafting.Supposal, *board.DraftWhatIf) {
	s := &drafting.Supposal{Goal: v.Goal, Within: 3}
	for i, a := range v.Acts {
		switch {
		case a == board.DraftAct{}:
			continue
		case a.Day == "" || a.Act == "":
			return nil, &board.DraftWhatIf{Wrong: []string{r.rd.W.Text("draft.whatif.unfinished", "n", strconv.Itoa(i+1))}}
		}
		s.Acts = append(s.Acts, strings.Join(strings.Fields(a.Day+" "+a.Party+" "+a.Act+"("+a.Roles+")"), " "))
	}
	return s, nil
}
