package recordtest

import (
	"cmp"
	"maps"
	"math"
	"net/url"
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/fold"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// model is a record as a list of statements. Everything is found by looking through all of it, straight from spec/record.md section 5; it shares no
// code with any store.
type model struct{ said []said }

type said struct {
	seq, entered int64
	kind         record.Kind
	subject      string
	payload      any
	actor        string
}

func (m *model) within(c record.Cut) []said {
	seq, entered := c.Seq, c.Entered
	if seq == 0 {
		seq = math.MaxInt64
	}
	if entered == 0 {
		entered = math.MaxInt64
	}
	var out []said
	for _, s := range m.said {
		if s.seq <= seq && s.entered <= entered {
			out = append(out, s)
		}
	}
	return out
}

// newest gives the last payload on each subject of a kind, and whether a withdrawal came after it.
func newest[T any](all []said, kind record.Kind) (order []string, last map[string]T, withdrawn map[string]bool) {
	last, withdrawn = map[string]T{}, map[string]bool{}
	for _, s := range all {
		if s.kind == kind {
			last[s.subject] = s.payload.(T)
			withdrawn[s.subject] = false
		}
		if w, ok := s.payload.(record.Withdrawal); ok && w.Kind == kind {
			withdrawn[w.Subject] = true
		}
	}
	for subject := range last {
		order = append(order, subject)
	}
	slices.Sort(order)
	return order, last, withdrawn
}

func standing[T any](all []said, kind record.Kind) []T {
	order, last, withdrawn := newest[T](all, kind)
	var out []T
	for _, subject := range order {
		if !withdrawn[subject] {
			out = append(out, last[subject])
		}
	}
	return out
}

// bundles gives all incidents within the cut, also those withdrawn or merged, by ID.
func (m *model) bundles(c record.Cut) []record.Bundle {
	all := m.within(c)
	order, last, withdrawn := newest[record.Incident](all, record.KindIncident)
	var out []record.Bundle
	for _, id := range order {
		b := record.Bundle{Incident: last[id], Withdrawn: withdrawn[id], Seq: m.newestOf(all, id)}
		for _, a := range standing[record.Account](all, record.KindAccount) {
			if a.Incident == id {
				b.Accounts = append(b.Accounts, a)
			}
		}
		for _, a := range standing[record.Assessment](all, record.KindAssessment) {
			if a.Incident == id {
				b.Assessments = append(b.Assessments, a)
			}
		}
		for _, p := range standing[record.Position](all, record.KindPosition) {
			if p.About == id {
				b.Denials = append(b.Denials, p)
			}
		}
		slices.SortFunc(b.Assessments, func(x, y record.Assessment) int { return cmp.Compare(x.Assessor, y.Assessor) })
		for _, r := range standing[record.Review](all, record.KindReview) {
			if r.Incident == id {
				b.Reviews = append(b.Reviews, r)
			}
		}
		for _, d := range standing[record.Dissent](all, record.KindDissent) {
			if d.Incident == id {
				b.Dissents = append(b.Dissents, d)
			}
		}
		for _, l := range standing[record.Link](all, record.KindLink) {
			if l.A == id || l.B == id {
				b.Links = append(b.Links, l)
			}
		}
		for _, p := range standing[record.Publication](all, record.KindPublication) {
			if p.Kind == record.KindIncident && p.Subject == id {
				b.Publication = p
			}
		}
		out = append(out, b)
	}
	return m.merge(all, out)
}

// about gives the positions of the entries that concern an incident: they speak of it, or their subject once did.
func (m *model) about(all []said, id string) []int64 {
	subjects := map[string]bool{}
	var out []int64
	for _, s := range all {
		key := string(s.kind) + "\x00" + s.subject
		if w, ok := s.payload.(record.Withdrawal); ok {
			key = string(w.Kind) + "\x00" + w.Subject
		}
		if slices.Contains(speaksOf(s.payload), id) {
			subjects[key] = true
		}
		if subjects[key] {
			out = append(out, s.seq)
		}
	}
	return out
}

func (m *model) newestOf(all []said, id string) int64 { return slices.Max(m.about(all, id)) }

func speaksOf(payload any) []string {
	switch p := payload.(type) {
	case record.Incident:
		return []string{p.ID}
	case record.Account:
		return []string{p.Incident}
	case record.Assessment:
		return []string{p.Incident}
	case record.Review:
		return []string{p.Incident}
	case record.Dissent:
		return []string{p.Incident}
	case record.Link:
		return []string{p.A, p.B}
	case record.Publication:
		if p.Kind == record.KindIncident {
			return []string{p.Subject}
		}
	case record.Position:
		if p.About != "" {
			return []string{p.About}
		}
	}
	return nil
}

func (m *model) base(c record.Cut, head func(seq int64) record.Head) *record.Base {
	all := m.within(c)
	b := &record.Base{
		Sources:  standing[record.Source](all, record.KindSource),
		Coverage: standing[record.Coverage](all, record.KindCoverage),
		Rosters:  standing[record.Roster](all, record.KindRoster),
		Tallies:  standing[record.Tally](all, record.KindTally),
		Names:    standing[record.Name](all, record.KindName),
		Texts:    standing[record.AgreementText](all, record.KindText),
	}
	for _, p := range standing[record.Position](all, record.KindPosition) {
		if p.About == "" {
			b.Positions = append(b.Positions, p)
		}
	}
	if len(all) > 0 {
		b.Head = head(all[len(all)-1].seq)
	}
	return b
}

// hit is an incident on a page.
type hit struct {
	row       record.Row
	lo, hi    int64 // days as numbers; unknown: the greatest, the least
	first     int64
	month     string
	year      string
	withdrawn bool
}

func (m *model) hits(q record.Query) []hit {
	var out []hit
	for _, b := range m.bundles(record.Cut{}) {
		h := m.hit(&b)
		if b.Into == "" && h.withdrawn == q.Withdrawn && m.received(&h, q.Received) && m.visible(&b, &h, q.Visible) && matches(&b, &h, &q) {
			out = append(out, h)
		}
	}
	less := map[string]func(a, b hit) int{
		"":         func(a, b hit) int { return cmp.Or(cmp.Compare(a.lo, b.lo), cmp.Compare(a.first, b.first)) },
		"date":     func(a, b hit) int { return cmp.Or(cmp.Compare(a.lo, b.lo), cmp.Compare(a.first, b.first)) },
		"-date":    func(a, b hit) int { return cmp.Or(cmp.Compare(b.hi, a.hi), cmp.Compare(b.first, a.first)) },
		"entered":  func(a, b hit) int { return cmp.Compare(a.first, b.first) },
		"-entered": func(a, b hit) int { return cmp.Compare(b.first, a.first) },
		"killed": func(a, b hit) int {
			return cmp.Or(cmp.Compare(a.row.Killed.Lo, b.row.Killed.Lo), cmp.Compare(a.first, b.first))
		},
		"-killed": func(a, b hit) int {
			return cmp.Or(cmp.Compare(b.row.Killed.Lo, a.row.Killed.Lo), cmp.Compare(b.first, a.first))
		},
	}
	slices.SortFunc(out, less[q.Sort])
	return out
}

func (m *model) received(h *hit, s record.Span) bool {
	entered := m.said[h.first-1].entered
	return entered >= s.From && (s.To == 0 || entered <= s.To) && (s.UpTo == 0 || h.first <= s.UpTo)
}

func (m *model) hit(own *record.Bundle) hit {
	joined := together(own)
	b := &joined
	h := hit{row: record.Row{Incident: b.Incident, Seq: b.Seq}, lo: math.MaxInt64, hi: math.MinInt64, withdrawn: b.Withdrawn}
	h.first = m.about(m.said, b.Incident.ID)[0]
	if e, err := civil.ParseEDTF(b.Incident.When); err == nil && b.Incident.When != "" { // the suite writes no open ends
		h.lo, h.hi = number(e.Lo), number(e.Hi)
		h.month, h.year = e.Lo.String()[:7], e.Lo.String()[:4]
		if to := e.Hi.String()[:7]; to != h.month {
			h.month += "/" + to
		}
		if to := e.Hi.String()[:4]; to != h.year {
			h.year += "/" + to
		}
	}
	words := map[string]bool{}
	var killed []record.Range
	for _, a := range b.Assessments {
		h.row.Assessed = true
		h.row.Grade = max(h.row.Grade, a.Grade)
		for _, t := range a.Attributions {
			if t.Grade != grade.Discounted {
				words[t.To] = true
			}
		}
		for _, n := range a.Amounts {
			if n.Role == "killed" && n.Sex == "" && a.Grade != grade.Discounted {
				killed = append(killed, n.Range)
			}
		}
	}
	for w := range words {
		h.row.Parties = append(h.row.Parties, w)
	}
	slices.Sort(h.row.Parties)
	h.row.Killed = spread(killed)
	return h
}

// spread gives the lowest and the highest of several ranges, and the best number if all give the same.
func spread(rs []record.Range) record.Range {
	if len(rs) == 0 {
		return record.Range{Lo: 0, Best: -1, Hi: -1}
	}
	out := rs[0]
	for _, r := range rs {
		out.Lo = min(out.Lo, r.Lo)
		if out.Best != r.Best {
			out.Best = -1
		}
		if r.Hi == -1 || out.Hi == -1 {
			out.Hi = -1
		} else {
			out.Hi = max(out.Hi, r.Hi)
		}
	}
	return out
}

func number(d civil.Date) int64 { return int64(d.Year)*10000 + int64(d.Month)*100 + int64(d.Day) }

func matches(own *record.Bundle, h *hit, q *record.Query) bool {
	joined := together(own)
	b := &joined
	i := &b.Incident
	if q.From != "" {
		d, _ := civil.ParseDate(q.From) // of the suite's own making
		if h.hi < number(d) {
			return false
		}
	}
	if q.To != "" {
		d, _ := civil.ParseDate(q.To)
		if h.lo > number(d) {
			return false
		}
	}
	ours := slices.ContainsFunc(b.Assessments, func(a record.Assessment) bool { return a.Rule == "" })
	switch {
	case q.Act != "" && i.Act != q.Act,
		q.Publisher != "" && i.Publisher != q.Publisher,
		q.Party != "" && !slices.Contains(h.row.Parties, q.Party),
		q.Grade != nil && (!h.row.Assessed || h.row.Grade != *q.Grade),
		q.Source != "" && !saidBy(b, q.Source),
		q.Waiting && ours:
		return false
	}
	place, body := textsOf(own)
	for j := range own.Merged {
		if q.Visible != nil { // whoever may see it may perhaps not see them
			break
		}
		p, w := textsOf(&own.Merged[j])
		place, body = append(place, p...), append(body, w...)
	}
	return found(place, q.Place) && found(body, q.Text)
}

// textsOf gives the names of the incident's place, and all that is searched.
func textsOf(b *record.Bundle) (place, body []string) {
	i := &b.Incident
	place = slices.AppendSeq(slices.Clone(i.Place.Zones), maps.Values(i.Place.Name))
	body = append(slices.Clone(place), i.ID, i.Note)
	body = slices.AppendSeq(slices.AppendSeq(body, maps.Values(i.Title)), maps.Values(i.Verbatim))
	for _, r := range i.Roles {
		body = append(body, r.Words...)
	}
	for _, a := range b.Accounts {
		body = append(slices.AppendSeq(body, maps.Values(a.Says)), a.Note, a.Words)
		for _, t := range a.Translations {
			body = append(body, t.Text)
		}
		if u, err := url.Parse(a.URL); err == nil {
			body = append(body, u.Host)
		}
	}
	for _, a := range b.Assessments {
		body = append(body, a.Verbatim, a.Why)
	}
	for _, p := range b.Denials {
		body = slices.AppendSeq(body, maps.Values(p.Says))
	}
	for _, r := range b.Reviews {
		for _, p := range r.Put {
			body = slices.AppendSeq(body, maps.Values(p.Answer))
		}
	}
	for _, d := range b.Dissents {
		body = slices.AppendSeq(body, maps.Values(d.Says))
	}
	return place, body
}

// found says whether a search finds some texts: each of its words one of them, and each of its phrases.
func found(texts []string, search string) bool {
	s := fold.Sought(search)
	for _, w := range s.Words {
		if !slices.ContainsFunc(texts, func(text string) bool {
			has := false
			fold.Tokens(text, func(t string) { has = has || w.Finds(t) })
			return has
		}) {
			return false
		}
	}
	for _, phrase := range s.Phrases {
		if !slices.ContainsFunc(texts, func(text string) bool { return fold.Holds(text, phrase) }) {
			return false
		}
	}
	return true
}

func saidBy(b *record.Bundle, source string) bool {
	return slices.ContainsFunc(b.Accounts, func(a record.Account) bool { return a.Source == source }) ||
		slices.ContainsFunc(b.Assessments, func(a record.Assessment) bool { return a.Assessor == source })
}

// count is Count by looking through everything.
func (m *model) count(by []record.CountBy, q record.Query) map[string]record.Group {
	out := map[string]record.Group{}
	for _, h := range m.hits(q) {
		values := make([]string, len(by))
		for i, b := range by {
			values[i] = h.value(b)
		}
		key := strings.Join(values, "\x00")
		g, ok := out[key]
		if !ok {
			out[key] = record.Group{Values: values, N: 1, Killed: h.row.Killed}
			continue
		}
		g.N++
		g.Killed = sum(g.Killed, h.row.Killed)
		out[key] = g
	}
	return out
}

func (h *hit) value(b record.CountBy) string {
	switch b {
	case record.ByGrade:
		if h.row.Assessed {
			return h.row.Grade.String()
		}
	case record.ByMonth:
		return h.month
	case record.ByYear:
		return h.year
	case record.ByAttribution:
		return strings.Join(h.row.Parties, "; ")
	case record.ByAct:
		return h.row.Incident.Act
	case record.ByPublisher:
		return h.row.Incident.Publisher
	}
	return ""
}

func sum(a, b record.Range) record.Range {
	out := record.Range{Lo: a.Lo + b.Lo, Best: a.Best + b.Best, Hi: a.Hi + b.Hi}
	if a.Best < 0 || b.Best < 0 {
		out.Best = -1
	}
	if a.Hi < 0 || b.Hi < 0 {
		out.Hi = -1
	}
	return out
}

func (m *model) visible(b *record.Bundle, h *hit, v *record.Visible) bool {
	if v == nil {
		return true
	}
	ours := slices.ContainsFunc(together(b).Assessments, func(a record.Assessment) bool { return a.Rule == "" })
	put := slices.ContainsFunc(b.Reviews, func(r record.Review) bool {
		return slices.ContainsFunc(r.Put, func(p record.Put) bool { return p.Party == v.PutTo })
	})
	return v.Public && b.Publication.Public || v.PutTo != "" && put || v.Waiting && !ours || m.said[h.first-1].actor == v.Enterer
}
