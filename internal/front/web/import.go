package web

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/link"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// What a page of an import shows at most, and how long it waits for a small file.
const (
	faultsPage   = 50
	diffsShown   = 200
	pairsShown   = 50
	effectsShown = 200
	importWait   = 1500 * time.Millisecond
	pastImports  = 12
)

func (s *server) importRoutes() []route {
	enter := right(review.Enter)
	return slices.Concat(s.attachRoutes(), s.publishRoutes(), []route{
		{method: "GET", pattern: "/import", needs: enter, page: s.importRoom},
		{method: "POST", pattern: "/import", needs: enter, page: s.bring, stream: app.MaxUpload + 1<<20},
		{method: "GET", pattern: "/import/{upload}", needs: enter, page: s.importFile},
		{method: "POST", pattern: "/import/{upload}", needs: enter, page: s.importDo},
		{method: "GET", pattern: "/import/{upload}/faults.csv", needs: enter, plain: s.importFaults},
		{method: "GET", pattern: "/import/{upload}/events", needs: enter, plain: s.importEvents},
	})
}

// importRoom answers with the room in which files are brought.
func (s *server) importRoom(r *request) (*answer, error) { return s.importsPage(r, 0) }

func (s *server) importsPage(r *request, code int, wrong ...string) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	v := &board.ImportsView{Most: r.rd.Bytes(app.MaxUpload), Hours: app.UploadHours, Many: app.MaxUploads, Wrong: wrong, Past: run.PastImports(pastImports)}
	list, err := r.app.Uploads(r.Context())
	if err != nil {
		return nil, err
	}
	for _, u := range list {
		state := "waits"
		switch {
		case u.Stage == app.UploadDone:
			state = "done"
		case u.Stage == app.UploadWriting:
			state = "begun"
			if j := s.imports.find(r.app.Who().ID, u.ID); j != nil {
				if seen := j.see(); seen.busy() {
					state = "writing"
				}
			}
		}
		v.Waiting = append(v.Waiting, board.UploadRow{ID: u.ID, Name: u.Name, Size: r.rd.Bytes(u.Size), Until: r.rd.Instant(u.Until), State: r.rd.W.Text("board.import.state." + state)})
	}
	return &answer{page: "imports", section: "desk", title: r.rd.W.Bare().Text("board.import.title"), body: v, run: run, at: "/import", status: code}, nil
}

// bring takes a file in, as it comes.
func (s *server) bring(r *request) (*answer, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, &badValue{"board.error.form", clip(err.Error())}
	}
	part, err := filePart(parts)
	if err != nil {
		return nil, err
	}
	if part == nil {
		return s.importsPage(r, http.StatusUnprocessableEntity, r.rd.W.Text("board.import.none"))
	}
	u, err := r.app.Bring(r.Context(), part.FileName(), part)
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, app.ErrUploadSize), errors.As(err, &large):
		return s.importsPage(r, http.StatusRequestEntityTooLarge, r.rd.W.Text("board.import.large", "size", r.rd.Bytes(app.MaxUpload)))
	case errors.Is(err, app.ErrUploadMany):
		return s.importsPage(r, http.StatusConflict, r.rd.W.Text("board.import.many", "n", app.MaxUploads))
	case errors.Is(err, app.ErrUploadEmpty):
		return s.importsPage(r, http.StatusUnprocessableEntity, r.rd.W.Text("board.import.empty"))
	case err != nil:
		return nil, err
	}
	sweep := r.app
	time.AfterFunc(app.UploadHours*time.Hour+time.Minute, func() { s.sweep(sweep) }) // also when nobody comes any more
	s.imports.read(r, u, false)
	return &answer{to: r.importAt(u)}, nil
}

// filePart gives the first part that holds a file; nil: none does.
func filePart(parts *multipart.Reader) (*multipart.Part, error) {
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return nil, nil
		case err != nil:
			return nil, uploadError(err)
		case part.FileName() != "":
			return part, nil
		}
	}
}

// uploadError tells a body that is too large from one that is no form.
func uploadError(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return errTooLarge
	}
	return &badValue{"board.error.form", clip(err.Error())}
}

func (r *request) importAt(u *app.Upload) string { return "/" + string(r.rd.Lang) + "/import/" + u.ID }

// importFile answers with one file: what is made out of it, and what importing it would do.
func (s *server) importFile(r *request) (*answer, error) {
	u, err := r.app.Upload(r.Context(), r.PathValue("upload"))
	if err != nil {
		return nil, err
	}
	return s.importPage(r, u, nil, nil)
}

// importPage makes the page. form and wrong are those of a mapping that cannot be used; nil: none was sent.
func (s *server) importPage(r *request, u *app.Upload, form func(string) string, wrong map[string][]string) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	w := r.rd.W
	j := s.imports.find(r.app.Who().ID, u.ID)
	if j != nil && j.see().stage == importEnded { // it was entered, or stopped, perhaps just now: what was known of it may be of before
		if u, err = r.app.Upload(r.Context(), u.ID); err != nil {
			return nil, err
		}
		j = nil
	}
	v := &board.ImportView{ID: u.ID, Name: u.Name, Size: r.rd.Bytes(u.Size), Hash: u.SHA256.String()[:16], Until: r.rd.Instant(u.Until)}
	a := &answer{page: "import", section: "desk", title: w.Bare().Text("board.import.title"), body: v, run: run, at: "/import/" + u.ID}
	if u.Stage == app.UploadDone {
		v.Done = w.Text("board.import.done", "n", u.Seq)
		return a, nil
	}
	if j == nil {
		j = s.imports.read(r, u, false)
	}
	seen := s.imports.wait(r.Context(), j, importWait)
	if seen.stage == importEnded { // it was entered just now, or stopped
		return &answer{to: r.importAt(u)}, nil
	}
	if seen.busy() {
		v.Busy, v.CanStop = w.Text("board.import.stage."+string(seen.stage)), true
		if seen.total > 0 {
			v.Percent = int(100 * seen.done / seen.total)
		}
		a.scripts = []string{"import"}
		return a, nil
	}
	if seen.err != nil {
		if err := s.importFailed(r, v, seen.err); err != nil {
			return nil, err
		}
		if len(v.Wrong) > 0 {
			a.status = http.StatusUnprocessableEntity
		}
		return a, nil
	}
	if seen.looked == nil { // it is being entered since
		return &answer{to: r.importAt(u)}, nil
	}
	if err := s.lookInto(r, run, v, u, &seen); err != nil {
		return nil, err
	}
	if err := s.offer(r, run, v, u, seen.looked, form, wrong); err != nil {
		return nil, err
	}
	if len(wrong) > 0 {
		v.Wrong = append(v.Wrong, w.Plural("board.enter.wrong", int64(len(wrong))))
		a.status = http.StatusUnprocessableEntity
	}
	return a, nil
}

// importFailed tells why nothing can be done with a file; an error that is nobody's business stays one.
func (s *server) importFailed(r *request, v *board.ImportView, err error) error {
	var refused review.Refusals
	switch {
	case errors.As(err, &refused):
		for _, x := range refused {
			v.Wrong = append(v.Wrong, r.rd.W.Refusal(x))
		}
	case errors.Is(err, app.ErrUploadGone):
		v.Wrong = append(v.Wrong, r.rd.W.Text("board.import.gone"))
	case errors.Is(err, context.Canceled):
		v.Said, v.Again = append(v.Said, r.rd.W.Text("board.import.stopped")), true
	default:
		s.log.Error("import", "error", err)
		v.Wrong, v.Again = append(v.Wrong, r.rd.W.Text("board.import.failed")), true
	}
	return nil
}

// lookInto puts on the page what importing the file would do.
func (s *server) lookInto(r *request, run *board.Run, v *board.ImportView, u *app.Upload, seen *importSeen) error {
	w, l := r.rd.W, seen.looked
	p := l.planned
	v.Refused, v.Rows = p.Refused, p.Rows
	v.Empty, v.LeftOut = !p.Refused && p.Plan.Empty(), p.Rejected > 0
	v.Sums = r.rd.ImportSums(p.Added, p.Changed, p.Same, p.Withdrawn, p.Restored, p.Rejected)
	if !p.Refused && !v.Empty {
		v.Looked = l.digest
	}
	switch {
	case seen.other:
		v.Said = append(v.Said, w.Text("board.import.other"))
	case u.Stage == app.UploadWriting && v.Empty:
		v.Said = append(v.Said, w.Text("board.import.all_stands"))
	case u.Stage == app.UploadWriting || p.Stands() > 0:
		v.Said = append(v.Said, w.Text("board.import.begun", "n", p.Stands(), "of", max(u.Of, p.Stands())))
	}
	for _, x := range []struct{ key, value string }{{"form", p.Form}, {"layout", p.Layout}, {"sheet", p.Sheet}, {"publisher", p.Publisher}, {"mapping", p.Mapping}} {
		if x.value != "" && !(x.key == "mapping" && x.value == p.Publisher) {
			v.Read = append(v.Read, board.Pair{Name: w.Text("board.import.is." + x.key), Value: x.value})
		}
	}
	if err := s.faults(r, v, p.Plan); err != nil {
		return err
	}
	v.DiffsTotal = len(p.Diffs)
	for _, d := range p.Diffs[:min(len(p.Diffs), diffsShown)] {
		v.Diffs = append(v.Diffs, r.rd.DiffRow(d.Subject, d.Field, clip(d.Before), clip(d.After)))
	}
	for i := range p.Files {
		v.Files = append(v.Files, board.Pair{Name: p.Files[i].Name, Value: p.Files[i].Type + " · " + r.rd.Bytes(p.Files[i].Size)})
	}
	v.Judged = l.judged != nil
	for i := range l.effects[:min(len(l.effects), effectsShown)] {
		v.Effects = append(v.Effects, effectRow(w, l.judged, &l.effects[i]))
	}
	return pairRows(r, v, l)
}

// faults puts a page of what is wrong with the file on the page.
func (s *server) faults(r *request, v *board.ImportView, p *intake.Plan) error {
	from, err := r.number("faults", len(p.Diagnostics))
	if err != nil {
		return err
	}
	v.FaultsTotal = len(p.Diagnostics)
	to := min(from+faultsPage, len(p.Diagnostics))
	for _, d := range p.Diagnostics[from:to] {
		v.Faults = append(v.Faults, r.rd.FaultOf(d))
	}
	if to < len(p.Diagnostics) {
		v.Next = r.with("faults", strconv.Itoa(to))
	}
	if from > 0 {
		v.First = r.with("faults", "")
	}
	return nil
}

// pairRows puts pairs that may be one on the page.
func pairRows(r *request, v *board.ImportView, l *importLooked) error {
	stands := func(id string) bool {
		_, err := r.app.Store().Bundle(r.Context(), id)
		return err == nil
	}
	v.PairsTotal = len(l.pairs)
	for i := range l.pairs[:min(len(l.pairs), pairsShown)] {
		p := &l.pairs[i]
		row := board.PairRow{A: p.A, B: p.B, Stands: [2]bool{stands(p.A), stands(p.B)}, Score: link.Weight(p.Score)}
		var signs []string
		for _, sign := range p.Signs {
			if len(signs) < 3 {
				signs = append(signs, r.rd.W.Sign(sign))
			}
		}
		row.For = strings.Join(signs, " · ")
		v.Pairs = append(v.Pairs, row)
	}
	if l.left != (link.Left{}) {
		v.PairsLeft = r.rd.W.Text("cli.duplicates.left", "undated", l.left.Undated, "placeless", l.left.Placeless, "crowded", l.left.Crowded)
	}
	return nil
}

// effectRow tells of a status that would change.
func effectRow(w *wording.Words, reading *app.Reading, e *app.Effect) board.EffectRow {
	var out board.EffectRow
	l := wording.Lookup{Program: reading.Program}.In(w)
	for lane := range status.Lanes {
		var was, is string
		if e.After != nil {
			out.Name = e.After.Key.Norm
			was, is = w.State(e.Before.Lanes[lane], e.Before).Word, w.State(e.After.Lanes[lane], e.After).Word
		} else {
			out.Name = e.Is.Key.Norm
			was, is = w.Claim(l, e.Was, lane).Word, w.Claim(l, e.Is, lane).Word
		}
		if was != is {
			out.Lanes = append(out.Lanes, board.Pair{Value: w.Text("cli.import.effect", "standard", w.Grade(grade.Standards[lane]).Word, "before", was, "after", is)})
		}
	}
	if e.Members > 0 {
		out.Also = w.Plural("cli.import.members", int64(e.Members))
	}
	return out
}

// importDo takes a step with a file.
func (s *server) importDo(r *request) (*answer, error) {
	u, err := r.app.Upload(r.Context(), r.PathValue("upload"))
	if err != nil {
		return nil, err
	}
	j := s.imports.find(r.app.Who().ID, u.ID)
	switch r.form.Get("do") {
	case "drop":
		if j != nil {
			if seen := j.see(); seen.stage == importWriting {
				return &answer{to: r.importAt(u)}, nil
			}
			s.imports.drop(r.app.Who().ID+"/"+u.ID, j)
		}
		if err := r.app.DropUpload(r.Context(), u); err != nil {
			return nil, err
		}
		return &answer{to: "/" + string(r.rd.Lang) + "/import"}, nil
	case "stop":
		if j != nil {
			j.end()
			s.imports.wait(r.Context(), j, importWait)
		}
		return &answer{to: r.importAt(u)}, nil
	case "read":
		if j != nil && j.see().stage == importWriting || u.Stage == app.UploadDone {
			return &answer{to: r.importAt(u)}, nil
		}
		return s.readAgain(r, u)
	case "retry":
		if (j == nil || j.see().stage != importWriting) && u.Stage != app.UploadDone {
			s.imports.read(r, u, false)
		}
		return &answer{to: r.importAt(u)}, nil
	case "import":
		return s.importIt(r, u, j)
	}
	return nil, &badValue{"board.error.form", clip(r.form.Get("do"))}
}

// importIt begins to enter a file, if it would do just what its user looked at.
func (s *server) importIt(r *request, u *app.Upload, j *importJob) (*answer, error) {
	if j == nil && u.Stage != app.UploadDone { // the server was begun anew since, or it was long ago
		j = s.imports.read(r, u, false)
		s.imports.wait(r.Context(), j, importWait)
	}
	if j == nil {
		return &answer{to: r.importAt(u)}, nil
	}
	l := j.take(r.form.Get("looked"))
	if l == nil {
		return &answer{to: r.importAt(u)}, nil
	}
	s.imports.enter(r, u, l)
	return &answer{to: r.importAt(u)}, nil
}

// take takes what was found of a file out of a job, to enter it: once, and if it is what was looked at. nil: it is not.
func (j *importJob) take(looked string) *importLooked {
	j.mu.Lock()
	defer j.mu.Unlock()
	l := j.looked
	if l == nil || l.planned.Refused || l.planned.Plan.Empty() {
		return nil
	}
	if l.digest != looked {
		j.other = true
		return nil
	}
	j.looked = nil
	return l
}

// sweep takes away files that were kept long enough.
func (s *server) sweep(a *app.App) {
	if err := a.SweepUploads(context.Background()); err != nil {
		s.log.Warn("uploads", "error", err)
	}
}
