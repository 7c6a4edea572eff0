package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/review"
)

// beforehand is under which a request of the server's own says as whom it asks. Nothing that comes from outside can say so.
type beforehand struct{}

// Prepare makes what is made once after a start and takes seconds over a large record, so that no reader waits for it: the statuses, the incidents in memory, where what
// sources say comes from, what waits, what would go out. It asks for the pages that rest on these, one after another, as each kind of visitor sees them, and throws
// them away. It ends with ctx.
func (h *Handler) Prepare(ctx context.Context) {
	s, mux := h.s, h.s.mux()
	s.before(ctx, "incidents", func() error { return s.door.Hold(ctx) })
	var readers []*app.App
	s.before(ctx, "visitors", func() (err error) {
		readers, err = s.door.Readers(ctx)
		return err
	})
	for i, a := range readers {
		var list []string
		s.before(ctx, "texts", func() (err error) {
			list, err = s.first(ctx, a, i == len(readers)-1)
			return err
		})
		as := context.WithValue(ctx, beforehand{}, a)
		for _, path := range list {
			s.before(ctx, path, func() error { return asked(as, mux, path) })
		}
	}
	s.before(ctx, "files", func() error { return s.door.FindHolders(ctx) })
}

// before does one thing beforehand, unless ctx has ended. What fails is told, and left to whoever asks for it first; not even a fault of the program ends the server,
// as in a request.
func (s *server) before(ctx context.Context, what string, do func() error) {
	defer func() {
		if fault := recover(); fault != nil {
			s.log.Error("made beforehand", "what", what, "fault", fault)
		}
	}()
	if ctx.Err() != nil {
		return
	}
	if err := do(); err != nil && ctx.Err() == nil {
		s.log.Warn("made beforehand", "what", what, "error", err)
	}
}

// asked asks for a page.
func asked(ctx context.Context, mux http.Handler, path string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	out := &paper{header: http.Header{}}
	mux.ServeHTTP(out, r)
	if code := cmp.Or(out.status, http.StatusOK); code != http.StatusOK {
		return fmt.Errorf("status %d", code)
	}
	return nil
}

// first gives the addresses of which something is made once after a start, what most ask for first. For the public all languages: their pages are kept for all of them.
// With last, the comparisons of texts come at the end: they are the same for everybody, and some take long.
func (s *server) first(ctx context.Context, a *app.App, last bool) (list []string, err error) {
	reading, err := s.reads.read(ctx, s.texts)
	if err != nil || reading.Program == nil {
		return nil, err // the pages say what is wrong with the texts
	}
	langs := []locale.Lang{locale.Langs[0]}
	if !a.Insider() {
		langs = locale.Langs
	}
	for _, lang := range langs {
		list = append(list, "/"+string(lang)+"/")
	}
	base := "/" + string(langs[0])
	for i := range reading.Program.Agreements {
		for _, lang := range langs {
			of := "/" + string(lang) + "/a/" + url.PathEscape(reading.Program.Agreements[i].ID)
			list = append(list, of, of+"/timeline", of+"/sequence")
		}
	}
	list = append(list, base+"/map", base+"/incidents", base+"/coverage", base+"/sources", base+"/report")
	if a.Insider() {
		list = append(list, base+"/desk")
	}
	if right(review.Publish).meets(a.Who()) {
		list = append(list, base+"/publish")
	}
	for i := range reading.Program.Agreements {
		if last {
			list = append(list, base+"/a/"+url.PathEscape(reading.Program.Agreements[i].ID)+"/compare")
		}
	}
	return list, nil
}
