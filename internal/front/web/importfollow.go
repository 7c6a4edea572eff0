package web

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"mithaq/internal/evidence/export"
)

// seenOf finds the work on a visitor's own upload.
func (s *server) seenOf(r *request) (*importJob, error) {
	u, err := r.app.Upload(r.Context(), r.PathValue("upload"))
	if err != nil {
		return nil, err
	}
	return s.imports.find(r.app.Who().ID, u.ID), nil
}

// importFaults answers with all that is wrong with a file as a table, for whoever has to mend it.
func (s *server) importFaults(w http.ResponseWriter, r *request) {
	j, err := s.seenOf(r)
	if err == nil && j == nil {
		err = errNotFound
	}
	rd, langErr := r.langOf()
	if err == nil {
		err = langErr
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	seen := s.imports.wait(r.Context(), j, importWait)
	if seen.looked == nil {
		s.refuse(w, r, errNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="faults.csv"`)
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("\uFEFF")) // spreadsheets take it for UTF-8 by this
	out := csv.NewWriter(w)
	rd.W = rd.W.Bare()
	var head []string
	for _, name := range []string{"row", "place", "column", "value", "code", "sort", "wrong", "right"} {
		head = append(head, rd.W.Text("board.import.col."+name))
	}
	_ = out.Write(head) // who has gone needs no answer
	for _, d := range seen.looked.planned.Diagnostics {
		f := rd.FaultOf(d)
		sort := rd.W.Text("board.import.fault")
		if f.Note {
			sort = rd.W.Text("board.import.note")
		}
		line := []string{digits(f.Line), digits(f.At), f.Column, f.Value, f.Code, sort, f.Says[0], strings.Join(f.Says[1:], " ")}
		for i := range line {
			line[i] = export.Cell(line[i])
		}
		_ = out.Write(line)
	}
	out.Flush()
}

func digits(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// importEvents tells an open page how far the work on a file is (server-sent events): "progress" with a number from 0 to 100, and "end" once there is something to
// be seen.
func (s *server) importEvents(w http.ResponseWriter, r *request) {
	j, err := s.seenOf(r)
	if err == nil && j == nil {
		err = errNotFound
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", eventStream)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	if r.Method == http.MethodHead {
		return
	}
	line := http.NewResponseController(w)
	_ = line.SetReadDeadline(time.Time{}) // a line that knows no limits needs none
	send := func(name string, value int64) bool {
		_ = line.SetWriteDeadline(time.Now().Add(sendTimeout))
		_, err := fmt.Fprintf(w, "event: %s\ndata: %d\n\n", name, value)
		return err == nil && line.Flush() == nil
	}
	stop, _ := r.Context().Value(stopping{}).(<-chan struct{})
	ctx, end := context.WithTimeout(r.Context(), uploadLongest)
	defer end()
	told := int64(-1)
	for {
		seen := j.see()
		if !seen.busy() {
			send("end", 100)
			return
		}
		if seen.total > 0 {
			if now := 100 * seen.done / seen.total; now != told {
				if told = now; !send("progress", now) {
					return
				}
			}
		}
		select {
		case <-seen.news:
		case <-stop:
			return
		case <-ctx.Done():
			return
		}
	}
}

// number reads a number from the address, from 0 to less than a limit; 0 where none is given.
func (r *request) number(name string, limit int) (int, error) {
	v := r.values.Get(name)
	if v == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n >= limit {
		return 0, &badValue{"board.filter.after", clip(v)}
	}
	return n, nil
}
