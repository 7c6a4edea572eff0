package recordtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	gocmp "github.com/google/go-cmp/cmp"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// compare asks the store everything that the model can answer.
func (h *history) compare() {
	ctx := context.Background()
	if head, newer, err := record.Verify(h.store.Entries(ctx, 0)); err != nil || newer != 0 || int(head.Seq) != len(h.model.said) {
		h.Fatalf("the chain: %v, %d, %v", head, newer, err)
	}
	cuts := []record.Cut{{}, {Seq: int64(1 + h.pick("cut", len(h.model.said)+1))}, {Entered: int64(1000 + 10*h.pick("known", 30))}}
	cuts = append(cuts, record.Cut{Seq: cuts[1].Seq, Entered: cuts[2].Entered})
	for _, c := range cuts {
		h.compareCut(ctx, c)
	}
	h.compareSingle(ctx)
	h.comparePages(ctx)
	h.compareSights(ctx)
	h.compareTouched(ctx)
}

// compareFindings sees that the findings are the bundles without the words that none rests on.
func (h *history) compareFindings(ctx context.Context, c record.Cut, bundles []record.Bundle) {
	type finding struct {
		Said, Accounts, Assessments, Denials, Rest string
		Merged                                     []any
	}
	var of func(b *record.Bundle) finding
	as := func(b *record.Bundle) finding { // whatever it holds, so that words left in by mistake are seen
		rest := fmt.Sprint(b.Withdrawn, b.Into)
		if c.Entered == 0 {
			rest += fmt.Sprint(" ", b.Seq)
		}
		var merged []any
		for i := range b.Merged {
			merged = append(merged, of(&b.Merged[i]))
		}
		return finding{
			fmt.Sprintf("%+v", b.Incident), fmt.Sprintf("%+v", b.Accounts), fmt.Sprintf("%+v", b.Assessments), fmt.Sprintf("%+v", b.Denials), rest, merged,
		}
	}
	lean := func(b *record.Bundle) finding {
		inc, accounts, denials := b.Incident, slices.Clone(b.Accounts), slices.Clone(b.Denials)
		inc.Title, inc.Place.Name, inc.Verbatim = nil, nil, nil
		inc.Persons, inc.Related = nil, nil
		for i, a := range accounts {
			accounts[i] = record.Account{
				ID: a.ID, Source: a.Source, Incident: a.Incident, Published: a.Published, Lang: a.Lang, URL: a.URL, Note: a.Note, Cites: a.Cites,
			}
		}
		assessments := slices.Clone(b.Assessments)
		for i := range assessments {
			assessments[i].Status, assessments[i].Reliability, assessments[i].Degrees = "", "", nil
		}
		for i := range denials {
			denials[i].Says = nil
		}
		return as(&record.Bundle{
			Incident: inc, Accounts: accounts, Assessments: assessments, Denials: denials,
			Withdrawn: b.Withdrawn, Into: b.Into, Seq: b.Seq, Merged: b.Merged,
		})
	}
	got, want := map[string]finding{}, map[string]finding{}
	of = as
	for b, err := range h.store.Findings(ctx, c) {
		if err != nil {
			h.Fatal(err)
		}
		got[strings.Clone(b.Incident.ID)] = of(b)
	}
	of = lean
	for i := range bundles {
		want[bundles[i].Incident.ID] = of(&bundles[i])
	}
	h.same(fmt.Sprintf("findings at %+v", c), got, want)
}

func (h *history) compareCut(ctx context.Context, c record.Cut) {
	var want []record.Bundle
	for _, b := range h.model.bundles(c) {
		if !b.Withdrawn && b.Into == "" {
			want = append(want, b)
			h.met["merged in a cut"] = h.met["merged in a cut"] || len(b.Merged) > 0 && c != (record.Cut{})
		}
	}
	if c != (record.Cut{}) && len(want) != len(h.model.bundles(record.Cut{})) {
		h.met["cut differs"] = true
	}
	var got []record.Bundle
	for b, err := range h.store.Bundles(ctx, c) {
		if err != nil {
			h.Fatal(err)
		}
		got = append(got, *b)
	}
	if c.Entered > 0 { // clocks that go back leave open on which unseen entry a bundle rests
		for i := range got {
			unseen(&got[i])
		}
		for i := range want {
			unseen(&want[i])
		}
	}
	h.same(fmt.Sprintf("bundles at %+v", c), got, want)
	h.compareFindings(ctx, c, got)
	base, err := h.store.Base(ctx, c)
	if err != nil {
		h.Fatal(err)
	}
	wantBase := h.model.base(c, func(seq int64) record.Head { return h.heads[seq-1] })
	byHash := func(a, b record.AgreementText) int { return cmp.Compare(a.SHA256.String(), b.SHA256.String()) }
	slices.SortFunc(base.Texts, byHash) // their order has a test of its own
	slices.SortFunc(wantBase.Texts, byHash)
	h.same(fmt.Sprintf("base at %+v", c), base, wantBase)
}

func unseen(b *record.Bundle) {
	b.Seq = 0
	b.Merged = slices.Clone(b.Merged)
	for i := range b.Merged {
		b.Merged[i].Seq = 0
	}
}

// compareTouched sees that no incident that has changed since a position is left out.
func (h *history) compareTouched(ctx context.Context) {
	after := int64(max(0, len(h.model.said)-h.pick("touched after", 6)))
	ids, whole, err := h.store.Touched(ctx, after, 100)
	if err != nil {
		h.Fatal(err)
	}
	if whole {
		return
	}
	was := map[string]record.Bundle{}
	if after > 0 {
		for _, b := range h.model.bundles(record.Cut{Seq: after}) {
			was[b.Incident.ID] = b
		}
	}
	for _, b := range h.model.bundles(record.Cut{}) {
		id := b.Incident.ID
		if !gocmp.Equal(b, was[id]) && !slices.Contains(ids, id) {
			h.Fatalf("%s has changed since %d, touched are %v", id, after, ids)
		}
		if len(h.model.about(h.model.said, id)) > 0 && slices.Max(h.model.about(h.model.said, id)) <= after && slices.Contains(ids, id) {
			h.met["touched by a merge"] = true
		}
	}
}

func (h *history) compareSingle(ctx context.Context) {
	for _, want := range h.model.bundles(record.Cut{}) {
		id := want.Incident.ID
		got, err := h.store.Bundle(ctx, id)
		if err != nil {
			h.Fatal(err)
		}
		h.same("bundle "+id, *got, want)
		entries, err := h.store.History(ctx, record.KindIncident, id)
		if err != nil {
			h.Fatal(err)
		}
		h.same("history of "+id, seqs(entries), h.model.about(h.model.said, id))
	}
	h.compareStanding(ctx)
	for _, s := range h.model.said {
		if s.kind == record.KindIncident || s.kind == record.KindWithdrawal {
			continue
		}
		entries, err := h.store.History(ctx, s.kind, s.subject)
		if err != nil {
			h.Fatal(err)
		}
		var want []int64
		for _, o := range h.model.said {
			w, ok := o.payload.(record.Withdrawal)
			if o.kind == s.kind && o.subject == s.subject || ok && w.Kind == s.kind && w.Subject == s.subject {
				want = append(want, o.seq)
			}
		}
		h.same(fmt.Sprintf("history of %s %s", s.kind, s.subject), seqs(entries), want)
	}
	if _, err := h.store.Bundle(ctx, "nowhere"); !errors.Is(err, record.ErrNotFound) {
		h.Fatalf("an incident that is not there: %v", err)
	}
	if _, err := h.store.History(ctx, record.KindAccount, "nowhere"); !errors.Is(err, record.ErrNotFound) {
		h.Fatalf("the history of nothing: %v", err)
	}
}

// compareStanding asks for what stands of each kind, one by one and in order.
func (h *history) compareStanding(ctx context.Context) {
	kinds := map[record.Kind]bool{}
	for _, s := range h.model.said {
		kinds[s.kind] = true
	}
	for kind := range kinds {
		order, last, withdrawn := newest[any](h.model.said, kind)
		after, want, got := oneOf(h, "after", append(order, "")...), []string{}, []string{}
		for _, subject := range order {
			st, err := h.store.Standing(ctx, kind, subject)
			if withdrawn[subject] {
				if !errors.Is(err, record.ErrNotFound) {
					h.Fatalf("%s %s was withdrawn: %+v, %v", kind, subject, st, err)
				}
				continue
			}
			if err != nil || st.Entry.Subject != subject {
				h.Fatalf("%s %s: %+v, %v", kind, subject, st, err)
			}
			h.same(string(kind)+" "+subject, st.Payload, last[subject])
			if subject > after {
				want = append(want, subject)
			}
		}
		for st, err := range h.store.Each(ctx, kind, after) {
			if err != nil {
				h.Fatal(err)
			}
			got = append(got, st.Entry.Subject)
		}
		h.same(fmt.Sprintf("each %s after %q", kind, after), got, want)
	}
	if st, err := h.store.Standing(ctx, record.KindPerson, "nobody"); !errors.Is(err, record.ErrNotFound) {
		h.Fatalf("a person who is not there: %+v, %v", st, err)
	}
}

func seqs(es []record.Entry) []int64 {
	var out []int64
	for _, e := range es {
		out = append(out, e.Seq)
	}
	return out
}

func (h *history) comparePages(ctx context.Context) {
	g := grade.Grade(h.pick("of grade", 4))
	for _, q := range []record.Query{
		{},
		{Sort: "-date"},
		{Sort: "entered"},
		{Sort: "-entered"},
		{Sort: "killed"},
		{Sort: "-killed"},
		{Withdrawn: true},
		{Text: oneOf(h, "search", "SOMETHING near", "Scho", "دوما", "hara sta", "100%", "s", "ne som", "said", "example.org", "بدُوما", "قصف حرستا", "shelled", "contested", "fair", "resident", "denied")},
		{Text: oneOf(h, "phrase", `"was shelled"`, `"shelled was"`, `“Harasta was shelled” near`, `"قصفت حرستا" said`, `"something near douma"`, `"near something"`, `"school stood"`,
			`"school was"`, `"by a resident" "contested by"`, `"resid"`, `"school"`, `"never happened"`, `"dou`)},
		{Place: oneOf(h, "phrase in", `"douma"`, `"doum"`, `"something near"`, `"دوما"`)},
		{Text: oneOf(h, "search", "said", "near"), Act: "attack", From: "2015-11-01", To: "2016-01-05", Publisher: "pub", Sort: "-killed"},
		{Place: oneOf(h, "in", "دُوما", "HARAS", "gh", "school", "do dou")},
		{From: oneOf(h, "from", "2015-11-01", "2015-11-15"), To: oneOf(h, "to", "2015-11-30", "2016-01-01", "")},
		{Act: "attack", Waiting: true},
		{Party: oneOf(h, "party", "russia", "government"), Sort: "-date"},
		{Grade: &g},
		{Publisher: "pub"},
		{Source: oneOf(h, "source", "s0", "pub", "desk", "nobody")},
		{Received: record.Span{From: int64(1000 + 10*h.pick("received from", 30)), To: int64(1000 + 10*h.pick("received to", 60))}},
		{Visible: &record.Visible{}},
		{Visible: &record.Visible{Public: true, PutTo: oneOf(h, "put to", "russia", "government", "")}, Sort: "-date"},
		{Visible: &record.Visible{Enterer: "anna", Waiting: h.pick("or waiting", 2) == 0}, Text: oneOf(h, "seen", "", "school", `"something near"`), Place: oneOf(h, "seen in", "", "haras", "douma")},
		{Received: record.Span{UpTo: int64(1 + h.pick("up to", 30))}},
	} {
		q.Limit = 1 + h.pick("limit", 3)
		h.comparePage(ctx, q)
		by := []record.CountBy{record.ByGrade, record.ByMonth, record.ByYear, record.ByAttribution, record.ByAct, record.ByPublisher}
		by = slices.DeleteFunc(by, func(record.CountBy) bool { return h.pick("without", 2) == 0 })
		got, err := h.store.Count(ctx, by, q)
		if err != nil {
			h.Fatal(err)
		}
		groups := map[string]record.Group{}
		for _, g := range got {
			groups[strings.Join(g.Values, "\x00")] = g
		}
		if len(got) > 1 {
			h.met["several groups"] = true
		}
		if len(groups) != len(got) {
			h.Fatalf("a group comes twice: %+v", got)
		}
		h.same(fmt.Sprintf("count by %v of %+v", by, q), groups, h.model.count(by, q))
	}
}

func (h *history) comparePage(ctx context.Context, q record.Query) {
	var want, got []record.Row
	for _, hit := range h.model.hits(q) {
		want = append(want, hit.row)
	}
	h.met["party found"] = h.met["party found"] || q.Party != "" && len(want) > 0
	h.met["source found"] = h.met["source found"] || q.Source != "" && len(want) > 0
	h.met["received found"] = h.met["received found"] || q.Received != (record.Span{}) && len(want) > 0
	h.met["word found"] = h.met["word found"] || q.Text != "" && len(want) > 0
	if strings.Contains(q.Text, `"`) {
		h.met["phrase found"] = h.met["phrase found"] || len(want) > 0
		apart := q
		apart.Text = strings.ReplaceAll(q.Text, `"`, " ")
		h.met["phrase of words found apart"] = h.met["phrase of words found apart"] || len(h.model.hits(apart)) > len(want)
	}
	h.met["visible found"] = h.met["visible found"] || q.Visible != nil && len(want) > 0
	for pages := 0; ; pages++ {
		p, err := h.store.Incidents(ctx, q)
		if err != nil {
			h.Fatal(err)
		}
		if p.AtMost || p.Total != len(want) || len(p.Rows) > q.Limit || p.Next != "" && len(p.Rows) < q.Limit {
			h.Fatalf("%+v: %d rows of %d, want %d", q, len(p.Rows), p.Total, len(want))
		}
		got = append(got, p.Rows...)
		if p.Next == "" {
			break
		}
		h.met["second page"] = true
		if q.After = p.Next; pages > len(want) {
			h.Fatalf("%+v: the pages do not end", q)
		}
	}
	h.same(fmt.Sprintf("rows of %+v", q), got, want)
	ids, err := h.store.Matching(ctx, q)
	if err != nil {
		h.Fatal(err)
	}
	all := make([]string, len(want))
	for i := range want {
		all[i] = want[i].Incident.ID
	}
	slices.Sort(ids)
	slices.Sort(all)
	h.same(fmt.Sprintf("all that match %+v", q), ids, all)
	h.telling(ctx, q)
}
