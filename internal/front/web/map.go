package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/ground"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
)

func (s *server) mapRoutes() []route {
	return []route{
		{method: "GET", pattern: "/map", needs: anybody, live: true, page: s.mapPage, kept: true},
		{method: "GET", pattern: "/map/points.json", needs: anybody, plain: s.mapPoints},
		{method: "GET", pattern: "/map/base.json", needs: anybody, plain: s.mapBase},
		{method: "GET", pattern: "/map/incidents.json", needs: anybody, plain: s.mapIncidents},
		{method: "GET", pattern: "/map/outlines.json", needs: anybody, plain: s.mapOutlines},
	}
}

// mapped is what every answer about the map needs.
type mapped struct {
	run       *board.Run
	agreement string
	given     map[string]string
	uncut     bool // it shows what is known now, although another day is asked for
	of        board.MapOf
}

// mapped reads the address of a map: the filters of the list of incidents, and a text to whose incidents it keeps.
func (s *server) mapped(r *request) (*mapped, error) {
	q, given, err := r.incidentQuery()
	if err != nil {
		return nil, err
	}
	m := &mapped{given: given, agreement: r.values.Get("agreement")}
	if m.run, err = s.run(r); err != nil {
		return nil, err
	}
	if m.agreement != "" {
		if a, _ := m.run.Agreement(m.agreement); a == nil {
			return nil, errNotFound
		}
	}
	store, uncut, err := r.then(m.run)
	if err != nil {
		return nil, err
	}
	m.uncut = uncut
	k := s.groundOf(r)
	if r.state.KnownAt != "" && !uncut {
		k = s.grounds.at(store)
	}
	selection, err := k.selection(r, store, &q, m.run, m.agreement)
	if err != nil {
		return nil, err
	}
	m.of = board.MapOf{Selection: selection, Zones: m.run.ZonesOfTexts(r.rd), Days: m.days(&q)}
	m.of.Zones, err = withRecordZones(r, m.of.Zones)
	return m, err
}

// days gives the days of which coverage is told: those of the filters, and where they leave an end open, as far as any entry speaks.
func (m *mapped) days(q *record.Query) board.Period {
	last := zoneOf(m.run.Program).DateOf(m.run.Result.At)
	var p board.Period
	p.From, _ = civil.ParseDate(q.From) // both are days, or empty
	p.To, _ = civil.ParseDate(q.To)
	return m.run.CoveredDays(p.From, p.To, last)
}

// withRecordZones adds the zones of the record that the texts do not outline.
func withRecordZones(r *request, zones []board.MapZone) ([]board.MapZone, error) {
	known := map[string]bool{}
	for i := range zones {
		known[zones[i].ID] = true
	}
	for st, err := range r.app.Store().Each(r.Context(), record.KindZone, "") {
		if err != nil {
			return nil, err
		}
		if z, ok := st.Payload.(record.Zone); ok && !known[z.ID] {
			zones = append(zones, r.rd.ZoneOfRecord(&z))
		}
	}
	return zones, nil
}

// mapPage answers with the map as a drawing, which a script makes live.
func (s *server) mapPage(r *request) (*answer, error) {
	m, err := s.mapped(r)
	if err != nil {
		return nil, err
	}
	if m.of.Borders, m.of.Fine, err = s.borders.countries(); err != nil {
		return nil, err
	}
	v := &board.MapView{Agreement: m.agreement, OwnBorders: s.borders.own != nil}
	v.Query = m.given
	values := url.Values{}
	for key := range r.values {
		if key != "sort" && key != "after" && r.values.Get(key) != "" {
			values.Set(key, r.values.Get(key))
		}
	}
	v.SetQuestion(values)
	m.run.Choices(r.rd, &v.IncidentsView)
	m.run.MapPage(r.rd, m.of, v)
	a := &answer{page: "map", section: "map", title: r.rd.W.Text("board.map.title"), body: v, run: m.run, uncut: m.uncut}
	if v.Drawing != nil {
		a.scripts = []string{"map"}
	}
	return a, nil
}

// mapPoints answers with the signs of a part of the map.
func (s *server) mapPoints(w http.ResponseWriter, r *request) {
	view, err := r.view()
	if err == nil { // whoever moved the map by less than a cell, or has another window, is told the same
		same := maps.Clone(r.values)
		same.Del("zoom")
		same.Set("bbox", fmt.Sprint(view))
		r.same = same.Encode()
	}
	s.mapKept(w, r, func(r *request) (any, error) {
		if err != nil {
			return nil, err
		}
		m, err := s.mapped(r)
		if err != nil {
			return nil, err
		}
		clusters := m.of.Selection.Clusters(view)
		return map[string]any{
			"says": r.rd.MapSays(m.of.Selection), "total": m.of.Selection.Total, "placed": m.of.Selection.Placed, "signs": m.run.MapSigns(r.rd, clusters),
		}, nil
	})
}

// mapBase answers with what lies beneath the signs: zones with who could look there, and names of countries.
func (s *server) mapBase(w http.ResponseWriter, r *request) {
	s.mapKept(w, r, func(r *request) (any, error) {
		m, err := s.mapped(r)
		if err == nil {
			m.of.Borders, m.of.Fine, err = s.borders.countries()
		}
		if err != nil {
			return nil, err
		}
		return m.run.MapBase(r.rd, m.of), nil
	})
}

// mapKept answers a script with what is made of a run, and keeps it as a page is kept. The address names the language: what is plain stands below none.
func (s *server) mapKept(w http.ResponseWriter, r *request, of func(*request) (any, error)) {
	rd, err := r.langOf()
	var p *page
	if err == nil {
		r.rd = rd
		p, err = s.keep(r, "", func(r *request) (*page, error) {
			v, err := of(r)
			if err != nil {
				return nil, err
			}
			text, err := json.Marshal(v)
			return plainPage("application/json; charset=utf-8", append(text, '\n')), err
		})
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	p.send(w, r, http.StatusOK)
}

// mapIncidents answers with what some incidents are, those of a sign that was opened.
func (s *server) mapIncidents(w http.ResponseWriter, r *request) {
	rd, err := r.langOf()
	var run *board.Run
	if err == nil {
		run, err = s.run(r)
	}
	cuts := r.cuts()
	if err == nil {
		var uncut bool
		if _, uncut, err = r.then(run); uncut {
			cuts = app.Cuts{} // as the signs are: one of now opens to what is known now
		}
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	rows := []board.MapIncident{}
	for _, id := range r.values["id"][:min(len(r.values["id"]), 12)] {
		b, err := r.app.BundleAt(r.Context(), id, cuts, zoneOf(run.Program))
		if err != nil {
			continue // it is not there, no longer, or was not yet
		}
		rows = append(rows, run.MapIncident(rd, b))
	}
	sendJSON(w, rows)
}

// mapOutlines answers with the outlines of countries in a part of the map.
func (s *server) mapOutlines(w http.ResponseWriter, r *request) {
	box, err := r.box()
	var of board.MapOf
	if err == nil {
		of.Borders, of.Fine, err = s.borders.countries()
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	sendJSON(w, of.Outlines(box))
}

// box reads the part of the map that is asked for.
func (r *request) box() (box ground.Box, err error) {
	numbers := [4]float64{}
	given := strings.Split(r.values.Get("bbox"), ",")
	if len(given) != 4 {
		return box, &badValue{"board.map.box", clip(r.values.Get("bbox"))}
	}
	for i, s := range given {
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || !(n >= -1000 && n <= 1000) {
			return box, &badValue{"board.map.box", clip(r.values.Get("bbox"))}
		}
		numbers[i] = n
	}
	return ground.Box{West: numbers[0], South: numbers[1], East: numbers[2], North: numbers[3]}, nil
}

// view reads the part of the map, and the zoom in which it is looked at.
func (r *request) view() (ground.View, error) {
	box, err := r.box()
	if err != nil {
		return ground.View{}, err
	}
	zoom, err := strconv.Atoi(r.values.Get("zoom"))
	if err != nil || zoom < 0 || zoom > ground.MaxZoom {
		return ground.View{}, &badValue{"board.map.zoom", clip(r.values.Get("zoom"))}
	}
	return box.View(zoom), nil
}

// sendJSON sends what a script asked for.
func sendJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "private, no-cache")
	_ = json.NewEncoder(w).Encode(v) // the reader has gone: nobody is left to tell
}
