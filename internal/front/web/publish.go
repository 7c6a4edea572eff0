package web

import (
	"cmp"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

func (s *server) publishRoutes() []route {
	publish := right(review.Publish)
	return []route{
		{method: "GET", pattern: "/publish", needs: publish, live: true, page: s.publishRoom},
		{method: "POST", pattern: "/publish/bundle", needs: publish, plain: s.bundle},
		{method: "GET", pattern: "/publish/one", needs: publish, page: s.publishForm},
		{method: "POST", pattern: "/publish/one", needs: publish, page: s.publishOne, givesBack: true},
	}
}

// publishRoom answers with what is public, what a bundle of it would leave out, and which statuses rest on what stays inside.
func (s *server) publishRoom(r *request) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	public := s.door.Public()
	out, err := r.app.PreviewBundle(r.Context(), public)
	if err != nil {
		return nil, err
	}
	v := &board.PublishView{Public: out.Incidents, Inside: out.Inside}
	for _, w := range out.Withheld {
		v.Withheld = append(v.Withheld, r.rd.Withheld(w.What, w.Why, w.N))
	}
	reading, err := s.reads.read(r.Context(), s.texts)
	if err != nil {
		return nil, err
	}
	if reading.Program != nil {
		other, err := s.runsFor(public.Sight()).get(r.Context(), public, reading, r.cuts(), s.log)
		if err != nil {
			return nil, err
		}
		v.Differs = run.Differs(r.rd, other)
	}
	return &answer{page: "publish", section: "desk", title: r.rd.W.Bare().Text("board.publish.title"), body: v, run: run}, nil
}

// bundle gives what is public as one archive, made whole before its first byte goes out.
func (s *server) bundle(w http.ResponseWriter, r *request) {
	f, err := r.app.BundleFile(r.Context(), s.program(), s.still)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	if err := sendArchive(w, f, "mithaq-public-"+r.app.Today().String()); err != nil {
		s.refuse(w, r, err)
	}
}

// sendArchive sends a file under a name, and takes it away. After its first byte there are no errors: the length was promised, so that who has gone knows that
// it is not whole.
func sendArchive(w http.ResponseWriter, f *app.Taken, name string) error {
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + ".zip"}))
	h.Set("Cache-Control", "no-store")
	_, _ = io.Copy(w, f)
	return nil
}

func (s *server) publishForm(r *request) (*answer, error) {
	b, err := r.app.Store().Bundle(r.Context(), r.values.Get("incident"))
	if err != nil {
		return nil, err
	}
	return s.publishPage(r, b, &b.Publication, func(*board.PublishOneView) error { return nil }, 0)
}

func (s *server) publishPage(r *request, b *record.Bundle, p *record.Publication, more func(*board.PublishOneView) error, code int, wrong ...string) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	v := run.PublishOne(r.rd, b, p, app.Hideable(b), func(h record.Hash) string {
		if f, err := r.app.File(r.Context(), h); err == nil {
			return r.rd.FileName(f)
		}
		return h.String()[:12]
	})
	v.Wrong = wrong
	if err := more(v); err != nil {
		return nil, err
	}
	at := "/publish/one?incident=" + url.QueryEscape(b.Incident.ID)
	return &answer{page: "publishone", section: "desk", title: r.rd.W.Bare().Text("board.publish.title"), body: v, run: run, at: strings.SplitN(at, "?", 2)[0], status: code}, nil
}

// publishOne looks at what a publication would let out, makes it, or takes one back.
func (s *server) publishOne(r *request) (*answer, error) {
	b, err := r.app.Store().Bundle(r.Context(), r.values.Get("incident"))
	if err != nil {
		return nil, err
	}
	w := r.rd.W
	none := func(*board.PublishOneView) error { return nil }
	p := record.Publication{
		Kind: record.KindIncident, Subject: b.Incident.ID, Public: r.form.Get("do") != "withdraw", Second: strings.TrimSpace(r.form.Get("second")), Why: strings.TrimSpace(r.form.Get("why")),
		Accounts: chosen(r.form["account"]), Hide: chosen(r.form["hide"]), Date: r.form.Get("date"),
	}
	if text := strings.TrimSpace(r.form.Get("radius")); text != "" {
		if p.Radius, err = strconv.ParseInt(text, 10, 64); err != nil || p.Radius < 0 || p.Radius > app.MostRadius {
			p.Radius = 0
			typed := func(v *board.PublishOneView) error {
				v.Radius, v.RadiusWrong = clip(text), w.Text("board.mapping.wrong.radius")
				return nil
			}
			return s.publishPage(r, b, &p, typed, http.StatusUnprocessableEntity, w.Text("board.publish.radius")+": "+w.Text("board.mapping.wrong.radius"))
		}
	}
	if !slices.Contains([]string{"", "month", "year"}, p.Date) {
		return nil, &badValue{"board.error.form", clip(p.Date)}
	}
	for _, word := range chosen(r.form["file"]) {
		var h record.Hash
		if err := h.UnmarshalText([]byte(word)); err != nil {
			return nil, &badValue{"board.error.form", clip(word)}
		}
		p.Files = append(p.Files, h)
	}
	reading, err := s.reads.read(r.Context(), s.texts)
	if err != nil {
		return nil, err
	}
	pre, err := r.app.PreviewPublication(r.Context(), p, reading)
	var dated *app.DatedError
	var refused review.Refusals
	var hide *app.HideError
	if do := r.form.Get("do"); err == nil && (do == "withdraw" || do == "publish") {
		switch _, err = r.app.PublishLooked(r.Context(), p, r.form.Get("dated") == "yes", r.form.Get("looked"), reading); {
		case err == nil:
			return &answer{to: "/" + string(r.rd.Lang) + "/publish/one?incident=" + url.QueryEscape(b.Incident.ID)}, nil
		case errors.Is(err, app.ErrLooked), errors.As(err, &dated): // it is shown first
			pre, err = r.app.PreviewPublication(r.Context(), p, reading)
		}
	}
	switch {
	case errors.As(err, &refused):
		var list []string
		for _, x := range refused {
			list = append(list, w.Refusal(x))
		}
		return s.publishPage(r, b, &p, none, http.StatusForbidden, list...)
	case errors.As(err, &hide):
		return nil, &badValue{"board.error.form", clip(hide.Word)}
	case err != nil:
		return nil, err
	}
	code := 0
	if dated != nil {
		code = http.StatusUnprocessableEntity
	}
	return s.publishPage(r, b, &p, func(v *board.PublishOneView) error {
		v.Looked, v.Texts, v.Names, v.Look, v.Dated = pre.Looked, pre.Texts, pre.Names, pre.Look, pre.Dated
		if dated != nil {
			v.Wrong = append(v.Wrong, w.Text("board.publish.dated.refused"))
		}
		for _, x := range pre.Withheld {
			v.Withheld = append(v.Withheld, r.rd.Withheld(x.What, x.Why, x.N))
		}
		c, err := r.app.Case(r.Context(), b.Incident.ID)
		if err != nil {
			return err
		}
		for _, f := range c.Findings() {
			if f.Stage != review.Published {
				continue
			}
			line := w.Text("board.publish.finding", "assessor", f.Assessor)
			for _, put := range r.rd.Finding(c, f.Assessor, func(party string) string { return party }, r.app.Today()).Put {
				line += " " + put
			}
			v.Findings = append(v.Findings, line)
		}
		return nil
	}, code)
}

// chosen are the values of boxes that were marked, sorted, each once.
func chosen(values []string) []string { return slices.Compact(slices.Sorted(slices.Values(values))) }

// program names this program in what goes out.
func (s *server) program() string { return cmp.Or(s.opts.Program, "mithaq") }
