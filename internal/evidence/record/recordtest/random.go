package recordtest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// testRandom compares a store with the model on random histories.
func testRandom(t *testing.T, open func(*testing.T) record.Store) {
	met := map[string]int{}
	cases := 0
	one := func(rt *rapid.T) {
		cases++
		s := open(t)
		defer s.Close()
		h := &history{T: rt, store: s, met: map[string]bool{}}
		h.merging = h.pick("much merging", 3) > 0
		batches := rapid.IntRange(2, 8).Draw(rt, "batches")
		held := h.pick("held from", 2*batches)
		for i := range batches {
			h.batch()
			if i >= held {
				askOften(t, s)
			}
		}
		h.compare()
		for what, is := range h.met {
			if is {
				met[what]++
			}
		}
	}
	rapid.Check(t, one)
	for more := 0; more < 4 && len(rare(met, cases)) > 0; more++ { // the rarest are met in 5 or so of 100: a hundred may have none
		rapid.Check(t, one)
	}
	for _, what := range rare(met, cases) {
		t.Errorf("%q was met in %d of %d cases only: the histories do not test it", what, met[what], cases)
	}
	t.Logf("%d histories: %v", cases, met)
}

// worthMeeting are the cases without which the histories would test little.
var worthMeeting = []string{
	"refused batch", "withdrawn incident", "incident back", "account moved", "position moved", "withdrawn account", "withdrawn assessment",
	"withdrawn base", "reassessed", "merge", "merge undone", "chain", "refused merge", "merged withdrawn", "another stands for a withdrawn one",
	"merged in a cut", "account on a merged incident", "touched by a merge", "review", "dissent", "link", "publication", "person", "older clock", "cut differs", "coarse date", "no date", "second page", "several groups", "party found", "source found", "sources told of", "received found", "word found", "phrase found", "phrase of words found apart", "visible found", "some are seen, others not", "visible, though it does not stand",
}

// rare gives those that fewer than 2 % of the histories met.
func rare(met map[string]int, cases int) (out []string) {
	for _, what := range worthMeeting {
		if met[what]*50 < cases {
			out = append(out, what)
		}
	}
	return out
}

// history is one random history, in the store and in the model.
type history struct {
	*rapid.T
	store record.Store
	model model
	heads []record.Head // after each entry
	met   map[string]bool

	merging bool // every other entry is one that merges turn on
}

func (h *history) pick(what string, n int) int { return rapid.IntRange(0, n-1).Draw(h.T, what) }

func oneOf[T any](h *history, what string, from ...T) T { return from[h.pick(what, len(from))] }

// batch appends some drafts; at times one of them speaks of an incident that is not there, and nothing may be kept.
func (h *history) batch() {
	var drafts []record.Draft
	next := h.model
	next.said = slices.Clone(next.said)
	bad, idle := h.pick("bad", 6) == 0, false
	n := 1 + h.pick("drafts", 8)
	for i := range n {
		d := record.Draft{Entered: int64(1000 + 10*h.pick("clock", 30)), Actor: oneOf(h, "actor", "desk", "anna")}
		d.Payload = h.payload(&next)
		if bad && i == n-1 {
			d.Payload = record.Account{ID: "lost", Source: "s0", Incident: "nowhere"}
			h.met["refused batch"] = true
		}
		kind, subject, _, _, err := record.EncodePayload(d.Payload)
		if err != nil {
			h.Fatal(err)
		}
		seq := int64(len(next.said)) + 1
		if seq > 1 && d.Entered < next.said[seq-2].entered {
			h.met["older clock"] = true
		}
		h.note(&next, kind, subject, d.Payload)
		next.said = append(next.said, said{seq, d.Entered, kind, subject, d.Payload, d.Actor})
		drafts = append(drafts, d)
		if idle = kind == record.KindLink && next.merges().idle > 0; idle {
			h.met["refused merge"] = true
			break
		}
	}
	head, err := h.store.Append(context.Background(), nil, seqOf(drafts))
	if idle {
		if !errors.Is(err, record.ErrMerge) {
			h.Fatalf("a merge that does not count: %v", err)
		}
		return
	}
	if bad {
		if !errors.Is(err, record.ErrNotFound) {
			h.Fatalf("a batch that speaks of nothing: %v", err)
		}
		return
	}
	if err != nil {
		h.Fatal(err)
	}
	h.model = next
	i := int64(len(h.heads))
	for e, err := range h.store.Entries(context.Background(), i) {
		if err != nil {
			h.Fatal(err)
		}
		i++
		h.heads = append(h.heads, record.Head{Seq: e.Seq, Hash: e.ID})
		if want := h.model.said[i-1]; e.Seq != i || e.Kind != want.kind || e.Subject != want.subject || e.Entered != want.entered || e.Actor != want.actor {
			h.Fatalf("entry %d is %+v, want %+v", i, e, want)
		}
	}
	if len(h.heads) != len(h.model.said) || head != h.heads[len(h.heads)-1] {
		h.Fatalf("%d entries and the head %v, want %d", len(h.heads), head, len(h.model.said))
	}
}

// note says which of the cases worth meeting this is.
func (h *history) note(m *model, kind record.Kind, subject string, payload any) {
	h.met[string(kind)] = true
	h.noteMerges(m, payload)
	for i := len(m.said) - 1; i >= 0; i-- {
		was := m.said[i]
		if w, ok := was.payload.(record.Withdrawal); ok && w.Kind == kind && w.Subject == subject && kind == record.KindIncident {
			h.met["incident back"] = true
			return
		}
		if was.kind != kind || was.subject != subject {
			continue
		}
		if kind == record.KindAssessment {
			h.met["reassessed"] = true
		}
		if !slices.Equal(speaksOf(was.payload), speaksOf(payload)) {
			h.met[string(kind)+" moved"] = true
		}
		return
	}
}

func (h *history) payload(m *model) any {
	all := m.within(record.Cut{})
	ids, _, _ := newest[record.Incident](all, record.KindIncident)
	if len(ids) == 0 {
		return h.incident()
	}
	id := oneOf(h, "incident", ids...)
	if h.merging && len(ids) < 3 {
		i := h.incident()
		i.ID = fmt.Sprint("i", len(ids))
		return i
	}
	if h.merging && h.pick("of merges", 4) < 2 {
		switch other := oneOf(h, "other", ids...); h.pick("merge", 6) {
		default:
			if other != id {
				return h.link(id, other, "u0")
			}
		case 1:
			return h.account(id)
		case 2:
			if links := standing[record.Link](all, record.KindLink); len(links) > 0 {
				l := oneOf(h, "undone", links...)
				l.Decision, l.Into = "open", ""
				return l
			}
		case 3:
			h.met["withdrawn incident"] = true
			return record.Withdrawal{Kind: record.KindIncident, Subject: id, By: "pub"}
		}
	}
	switch h.pick("kind", 24) {
	case 0, 1, 2:
		return h.incident()
	case 3, 4:
		return h.account(id)
	case 5, 6, 7:
		return h.assessment(id)
	case 8, 16, 17:
		return record.Position{ID: oneOf(h, "position", "p0", "p1"), Party: "russia", Stance: "deny", When: "2015-12-01", About: oneOf(h, "about", id, ""), Says: oneOf(h, "denied", nil, record.Text{"en": "Denied, it never happened"})}
	case 9:
		return record.Source{ID: oneOf(h, "source", "s0", "s1"), Name: record.Text{"en": fmt.Sprint(h.pick("name", 3))}}
	case 10:
		return oneOf[any](h, "other",
			record.Coverage{ID: "c0", Observer: "o", Zone: "z", From: "2015-11-01", To: "2015-12-01"},
			record.Roster{ID: "r0", Complete: h.pick("complete", 2) == 0},
			record.Tally{ID: "t0", Source: "s0", Act: "attack", What: "acts", Number: record.Range{Lo: int64(h.pick("n", 9)), Best: -1, Hi: -1}, From: "2015", To: "2016"})
	case 11:
		return record.Name{Scheme: "pub", Sort: "party", Word: oneOf(h, "word", "Russian Military", "a/b"), Means: oneOf(h, "means", []string{"russia"}, []string{})}
	case 12:
		text := oneOf(h, "text", "term 1", "term 2")
		return record.AgreementText{File: "k.mithaq", SHA256: sha256.Sum256([]byte(text)), Text: text}
	}
	if p := h.decision(ids, id); p != nil {
		return p
	}
	from := all
	if h.pick("hanging", 2) == 0 { // accounts and assessments are few among all that can be withdrawn
		hanging := slices.DeleteFunc(slices.Clone(all), func(s said) bool { return s.kind != record.KindAccount && s.kind != record.KindAssessment })
		if len(hanging) > 0 {
			from = hanging
		}
	}
	s := oneOf(h, "withdrawn", from...)
	if s.kind == record.KindWithdrawal || s.kind == record.KindLink {
		return h.incident()
	}
	switch s.kind {
	case record.KindIncident, record.KindAccount, record.KindAssessment:
		h.met["withdrawn "+string(s.kind)] = true
	default:
		h.met["withdrawn base"] = true
	}
	return record.Withdrawal{Kind: s.kind, Subject: s.subject, By: "pub"}
}

// decision is what persons decide of an incident, or a person in it; nil: neither.
func (h *history) decision(ids []string, id string) any {
	by := oneOf(h, "by", "u0", "u1")
	switch h.pick("decision", 9) {
	case 0:
		return record.Review{Incident: id, Assessor: "desk", Stage: oneOf(h, "stage", record.Stages...), By: by, When: "2016-01-01", Put: h.put()}
	case 1:
		return record.Dissent{Incident: id, Assessor: "desk", By: by, When: "2016-01-02", Says: record.Text{"en": oneOf(h, "dissent", "No.", "No, the school stood.")}}
	case 2:
		return record.Publication{Kind: record.KindIncident, Subject: id, Public: h.pick("public", 2) == 0, By: by}
	case 3:
		if other := oneOf(h, "other", ids...); other != id {
			return h.link(id, other, by)
		}
	case 5, 6:
		if other := oneOf(h, "other", ids...); other != id {
			return h.link(id, other, by)
		}
	case 7:
		return record.Zone{
			ID: oneOf(h, "zone", "z0", "z/1"), Shape: record.ShapeLine, Since: "2016", Parts: [][][]int64{{{0, 0, int64(h.pick("to", 90)) * 1e7, 1}}},
		}
	case 4:
		return record.Person{ID: oneOf(h, "person", "p/0", "p1"), Sex: oneOf(h, "sex", record.Sexes...)}
	}
	return nil
}

func (h *history) link(id, other, by string) any {
	l := record.Link{A: min(id, other), B: max(id, other), Decision: oneOf(h, "decision of two", "merge", "merge", "merge", "apart", "open"), By: by}
	if l.Decision == "merge" {
		l.Into = oneOf(h, "into", l.A, l.B)
	}
	return l
}

func (h *history) account(id string) any {
	a := record.Account{
		ID: oneOf(h, "account", "a0", "a1", "a/2"), Source: "s0", Incident: id, Says: record.Text{"en": "said"}, Published: "2015-11",
		Words: oneOf(h, "words", "", "قُصِفت حرستا والمدرسة"), URL: oneOf(h, "url", "", "https://www.example.org/a?b"),
		Translations: oneOf(h, "translations", nil, []record.Translation{{Lang: "en", Text: "Harasta was shelled", By: "desk"}}),
	}
	if h.pick("told", 2) == 0 {
		a.Words, a.Lang, a.Cites = "قالوا", "ar", []string{"s1"}
		a.Translations = []record.Translation{{Lang: "en", Text: "they said", By: "u0"}}
		a.Claim = record.Claim{By: []string{"russia"}, Amounts: []record.Amount{{Role: "killed", Range: record.Range{Lo: 3, Best: -1, Hi: 5}}}}
	}
	return a
}

func (h *history) incident() record.Incident {
	when := oneOf(h, "when", "2015-10-03", "2015-11-01", "2015-11-30", "2016-01-05", "2015-11", "2015", "2015-12-30/2016-01-02", "2015-11-02~", "")
	switch {
	case when == "":
		h.met["no date"] = true
	case len(when) != 10:
		h.met["coarse date"] = true
	}
	p := oneOf(h, "place", record.Text{"en": "Douma", "ar": "دوما"}, record.Text{"en": "Harasta"}, nil)
	return record.Incident{
		ID: oneOf(h, "id", "i0", "i1", "i2", "i3", "i/4"), Act: oneOf(h, "act", "attack", "release"), When: when, Publisher: oneOf(h, "publisher", "pub", ""),
		Title: record.Text{"en": "Something near " + p["en"]}, Place: record.Place{Name: p, Zones: []string{"ghouta"}},
		Roles:    []record.Words{{Role: "object", Words: []string{oneOf(h, "object", "school", "market")}}},
		Verbatim: oneOf(h, "verbatim", nil, map[string]string{"Civilian harm": "Contested by Moscow"}),
	}
}

func (h *history) assessment(id string) any {
	a := record.Assessment{
		Incident: id, Assessor: oneOf(h, "assessor", "pub", "desk"), Grade: grade.Grade(h.pick("grade", 4)),
		Why: oneOf(h, "why", "", "Seen from Douma by a resident"), Verbatim: oneOf(h, "graded", "", "Fair"),
	}
	if a.Assessor == "pub" {
		a.Rule = "pub.row"
	}
	for _, to := range []string{"government", "russia"}[:h.pick("attributions", 3)] {
		a.Attributions = append(a.Attributions, record.Attribution{To: to, Grade: grade.Grade(h.pick("attributed", 4))})
	}
	if h.pick("killed", 3) > 0 {
		lo := int64(h.pick("lo", 4))
		if h.pick("parts", 3) == 0 {
			a.Amounts = []record.Amount{{Role: "killed", Civil: "civilian", Sex: "female", Range: record.Range{Lo: lo, Best: -1, Hi: 9}}}
			a.Status, a.Degrees = "likely", []record.Degree{{To: "russia", How: "ordered", Grade: grade.Alleged}}
		}
		total := []record.Amount{{Role: "killed", Range: oneOf(h, "range", record.Range{Lo: lo, Best: lo, Hi: lo}, record.Range{Lo: lo, Best: -1, Hi: lo + 2}, record.Range{Lo: lo, Best: lo, Hi: -1})}}
		if h.pick("total", 4) > 0 {
			a.Amounts = append(total, a.Amounts...)
		}
	}
	return a
}

func seqOf(drafts []record.Draft) iter.Seq2[record.Draft, error] {
	return func(yield func(record.Draft, error) bool) {
		for _, d := range drafts {
			if !yield(d, nil) {
				return
			}
		}
	}
}

// same compares up to the difference between no list and an empty one.
func (h *history) same(what string, got, want any) {
	h.Helper()
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		h.Fatalf("%s (- want, + got):\n%s", what, d)
	}
}

// put says to whom a finding was put.
func (h *history) put() []record.Put {
	var out []record.Put
	for _, party := range []string{"government", "russia"}[:h.pick("put", 3)] {
		p := record.Put{Party: party, Asked: "2016-01-01"}
		if h.pick("answered", 2) == 0 {
			p.Answered, p.Answer = "2016-02-01", record.Text{"en": "The school was empty"}
		}
		out = append(out, p)
	}
	return out
}
