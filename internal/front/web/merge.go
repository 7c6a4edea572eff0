package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/link"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

const (
	laterShelf = "later" // pairs that a user set aside, under the user's id
	laterDays  = 30      // for so long, unless more speaks for a pair
	whyDays    = 365     // for so long it is known that a pair was set aside, and why: also when it comes back

	// judgedAtOnce is up to how many incidents what a merge would change is judged without being asked for: it takes a whole run.
	judgedAtOnce = 2000
)

// later is why a pair is not shown to whoever set it aside.
type later struct {
	Score int64  `json:"score"` // as it was: with a greater one it is shown again
	Why   string `json:"why,omitempty"`
	Until int64  `json:"until,omitempty"` // when it is shown again in any case
}

func laterKey(r *request, a, b string) string { return draftKey(r, record.Key(min(a, b), max(a, b))) }

// laters gives what the visitor set aside, by the two incidents; also what has come back since.
func laters(r *request) (map[string]later, error) {
	out := map[string]later{}
	kept, err := r.app.Aside().AllKept(r.Context(), laterShelf, draftKey(r, ""))
	if err != nil {
		return nil, err
	}
	for _, k := range kept {
		l := later{}
		if json.Unmarshal(k.Value, &l) != nil {
			continue
		}
		if l.Until == 0 || k.Until < l.Until {
			l.Until = k.Until // it is kept no longer
		}
		_, pair, _ := strings.Cut(k.Key, "/")
		out[pair] = l
	}
	return out, nil
}

// setAside says which pairs are not shown now: those that no more speaks for than when they were set aside, for a while.
func setAside(aside map[string]later, now int64) func(*link.Pair) bool {
	return func(p *link.Pair) bool {
		l, ok := aside[record.Key(p.A, p.B)]
		return ok && now < l.Until && p.Score <= l.Score
	}
}

// asideOf tells whoever set a pair aside that they did, and why: while it is aside, and when it has come back.
func asideOf(r *request, aside map[string]later, p *link.Pair) (text, why string) {
	l, ok := aside[record.Key(p.A, p.B)]
	if !ok {
		return "", ""
	}
	key := "board.merge.aside"
	if !setAside(aside, r.app.Now().Unix())(p) {
		key = "board.merge.back"
	}
	return r.rd.W.Text(key, "until", r.rd.Instant(l.Until)), l.Why
}

// merging is two incidents that are looked at, with what was typed.
type merging struct {
	r    *request
	run  *board.Run
	pair *link.Pair
	both [2]*record.Bundle
	into string
	v    *board.MergeView
}

// pairPage answers with two incidents side by side: those that the address names, else the first of the queue behind the cursor.
func (s *server) pairPage(r *request) (*answer, error) {
	a, b := r.values.Get("a"), r.values.Get("b")
	if a == "" && b == "" {
		return s.nextPair(r)
	}
	if a == b {
		return nil, &badValue{"board.merge.two", clip(b)}
	}
	m, err := s.merging(r, a, b)
	if err != nil {
		return nil, err
	}
	return s.pair(m, r.values.Get("look") != "", 0)
}

// nextPair goes on to the first pair behind the cursor, or back to the queue where there is none.
func (s *server) nextPair(r *request) (*answer, error) {
	aside, err := laters(r)
	if err != nil {
		return nil, err
	}
	after := r.values.Get("after")
	d, err := r.app.DuplicatesBut(r.impatient(), 0, after, 1, setAside(aside, r.app.Now().Unix()))
	if errors.Is(err, record.ErrCursor) {
		return nil, &badValue{"board.filter.after", clip(after)}
	}
	if err != nil {
		return nil, err
	}
	to, q := "/duplicates", url.Values{}
	if done := r.values.Get("done"); done != "" {
		q.Set("done", done)
	}
	if len(d.Pairs) > 0 {
		to = "/duplicates/pair"
		q.Set("a", d.Pairs[0].A)
		q.Set("b", d.Pairs[0].B)
	}
	return &answer{to: "/" + string(r.rd.Lang) + to + "?" + q.Encode()}, nil
}

func (s *server) merging(r *request, a, b string) (*merging, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	m := &merging{r: r, run: run}
	m.pair, m.both, err = r.app.Proposal(r.impatient(), a, b)
	return m, err
}

// pair makes the page. look: what a merge would change is judged, however long it takes.
func (s *server) pair(m *merging, look bool, status int) (*answer, error) {
	r, ctx := m.r, m.r.Context()
	typed := m.v
	m.v = m.run.Merge(r.rd, m.pair, m.both[0], m.both[1], m.into)
	v := m.v
	v.Seen = app.PairSeen(m.both)
	if typed != nil {
		v.Why, v.Wrong = typed.Why, typed.Wrong
	}
	v.Said = r.done("board.merge.done")
	v.After, v.May = app.CursorAfter(m.pair), r.app.Who().May(review.Assess, review.State{})
	person := r.rd.Persons(r.app.Person(ctx))
	for i, to := range []**board.IncidentView{&v.One, &v.Other} {
		c, err := r.app.Case(ctx, m.both[i].Incident.ID)
		if err != nil {
			return nil, err
		}
		*to = m.run.IncidentPage(r.rd, c, person, r.app.Today())
		if err := s.addFiles(r, m.both[i], *to); err != nil {
			return nil, err
		}
	}
	aside, err := laters(r)
	if err != nil {
		return nil, err
	}
	v.Aside, v.AsideWhy = asideOf(r, aside, m.pair)
	if v.Decided != "merge" && m.both[0].Stands() && m.both[1].Stands() {
		if err := s.judgeMerge(ctx, m, look); err != nil {
			return nil, err
		}
	}
	return &answer{page: "pair", section: "desk", title: r.rd.W.Bare().Text("board.merge.title"), body: v, run: m.run, status: status}, nil
}

// judgeMerge says which statuses the merge would change, where that is quick or was asked for.
func (s *server) judgeMerge(ctx context.Context, m *merging, look bool) error {
	page, err := m.r.app.Store().Incidents(ctx, record.Query{Limit: 1})
	if err != nil || page.Total > judgedAtOnce && !look {
		return err
	}
	reading, err := s.reads.read(ctx, s.texts)
	if err != nil {
		return err
	}
	from := m.pair.A
	if from == m.v.Into {
		from = m.pair.B
	}
	list, err := m.r.app.MergeEffects(ctx, reading, from, m.v.Into)
	if err != nil {
		return err
	}
	m.v.Judged, m.v.Effects = true, m.run.OtherwiseRows(m.r.rd, boardEffects(list))
	return nil
}

// boardEffects hands what the app found to the pages.
func boardEffects(list []app.Effect) (out []board.Effect) {
	for _, e := range list {
		out = append(out, board.Effect{Agreement: e.Agreement, Before: e.Before, After: e.After, Was: e.Was, Is: e.Is, Members: e.Members})
	}
	return out
}

// decidePair takes what was decided of two incidents, and goes on to the next pair.
func (s *server) decidePair(r *request) (*answer, error) {
	a, b, do, why := r.form.Get("a"), r.form.Get("b"), r.form.Get("do"), strings.TrimSpace(r.form.Get("why"))
	if a == b || a == "" || b == "" {
		return nil, &badValue{"board.merge.two", clip(b)}
	}
	m, err := s.merging(r, a, b)
	if err != nil {
		return nil, err
	}
	if m.into = r.form.Get("into"); m.into != "" && m.into != a && m.into != b {
		return nil, &badValue{"board.merge.into", clip(m.into)}
	}
	m.v = &board.MergeView{Why: r.form.Get("why")}
	ctx, seen := r.Context(), r.form.Get("seen")
	var head record.Head
	switch do {
	case "look":
		return s.pair(m, true, 0)
	case "later":
		err = setLater(r, m.pair, why)
	case "same":
		into := m.into
		if into == "" {
			into = m.run.Merge(r.rd, m.pair, m.both[0], m.both[1], "").Into
		}
		head, err = r.app.Decide(ctx, a, b, "merge", into, why, seen)
	case "apart", "open":
		head, err = r.app.Decide(ctx, a, b, do, "", why, seen)
	default:
		return nil, &badValue{"board.review.do", clip(do)}
	}
	if errors.Is(err, app.ErrChanged) {
		m.v.Wrong = []string{r.rd.W.Text("board.merge.changed")}
		return s.pair(m, false, http.StatusConflict)
	}
	var refused review.Refusals
	if errors.As(err, &refused) {
		m.v.Wrong = r.rd.Refusals(refused)
		status := http.StatusUnprocessableEntity
		if slices.ContainsFunc(refused, func(x review.Refusal) bool { return x.Code == "right" || x.Code == "who" }) {
			status = http.StatusForbidden
		}
		return s.pair(m, false, status)
	}
	if err != nil {
		return nil, err
	}
	q := url.Values{}
	if head.Seq > 0 {
		q.Set("done", strconv.FormatInt(head.Seq, 10))
	}
	if do == "open" {
		q.Set("a", a)
		q.Set("b", b)
	} else if after := r.form.Get("after"); after != "" {
		q.Set("after", after)
	}
	return &answer{to: "/" + string(r.rd.Lang) + "/duplicates/pair?" + q.Encode()}, nil
}

// setLater sets a pair aside for the visitor alone. Nothing is decided.
func setLater(r *request, p *link.Pair, why string) error {
	value, err := json.Marshal(later{p.Score, clip(why), r.app.Now().AddDate(0, 0, laterDays).Unix()})
	if err != nil {
		return err
	}
	return keep(r, laterShelf, laterKey(r, p.A, p.B), value, whyDays*24*time.Hour)
}

// keep puts something aside over what stands there, for a while.
func keep(r *request, shelf, key string, value []byte, long time.Duration) error {
	k := record.Kept{Shelf: shelf, Key: key, Value: value}
	if long > 0 {
		k.Until = r.app.Now().Add(long).Unix()
	}
	was, err := r.app.Aside().Kept(r.Context(), shelf, key)
	if err != nil && !errors.Is(err, record.ErrNotFound) {
		return err
	}
	k.Version = was.Version
	_, err = r.app.Aside().Keep(r.Context(), k)
	return err
}
