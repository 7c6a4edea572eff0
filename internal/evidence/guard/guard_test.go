package guard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/sqlite"
	"mithaq/internal/evidence/review"
)

// world is a record of random incidents. Everything said of incident i holds the word zq<i>x, so that it is found wherever it is told;
// what no outsider may see even of a published one holds zh<i>x.
type world struct {
	t     *testing.T
	r     *rand.Rand
	store *sqlite.Store
	facts []facts

	drafts []record.Draft
	links  int64 // the entry before the links, which come last
}

// facts is what the test itself knows of an incident.
type facts struct {
	enterer                     string
	waiting, public, putToNorth bool
	withdrawn                   bool
	assessed                    bool
}

func zq(i int) string { return fmt.Sprintf("zq%dx", i) }
func zh(i int) string { return fmt.Sprintf("zq%dx zh%dx", i, i) }

func (w *world) add(actor string, payload any) {
	w.drafts = append(w.drafts, record.Draft{Entered: int64(1000 + w.r.IntN(100)), Actor: actor, Payload: payload})
}

// flush appends what was added.
func (w *world) flush() record.Head {
	w.t.Helper()
	head, err := w.store.Append(context.Background(), nil, func(yield func(record.Draft, error) bool) {
		for _, d := range w.drafts {
			if !yield(d, nil) {
				return
			}
		}
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.drafts = nil
	return head
}

func (w *world) one(n int) bool { return w.r.IntN(n) == 0 }

func newWorld(t *testing.T, seed uint64, n int) *world {
	store, err := sqlite.Create(context.Background(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	w := &world{t: t, r: rand.New(rand.NewPCG(seed, 1)), store: store, facts: make([]facts, n)}
	w.add("anna", record.User{ID: "anna", Roles: []string{"administrator"}})
	w.add("anna", record.Access{ID: "x", User: "anna", What: "zprivate"})
	for i := range n {
		w.incident(i)
	}
	w.links = w.flush().Seq
	for i := range n {
		if j := w.r.IntN(n); j != i && w.one(2) {
			a, b := id(min(i, j)), id(max(i, j))
			w.add("anna", record.Link{A: min(a, b), B: max(a, b), Decision: "apart", By: "anna", Why: zh(i) + zh(j)})
		}
	}
	w.flush()
	return w
}

func id(i int) string { return "i-" + zq(i) }

func (w *world) incident(i int) {
	f := &w.facts[i]
	f.enterer, f.waiting = []string{"anna", "rami", "lina"}[w.r.IntN(3)], true
	in := record.Incident{
		ID: id(i), Act: "act-" + zq(i), Title: record.Text{"en": zq(i)}, When: fmt.Sprintf("2015-11-%02d", 1+w.r.IntN(28)),
		Place: record.Place{Name: record.Text{"en": zq(i)}, Lat: 335000000, Lon: 363000000, Radius: 100},
		Roles: []record.Words{{Role: "object", Words: []string{zq(i)}}}, Publisher: "p-" + zq(i), Key: zh(i), Note: zh(i),
		Persons: []record.Involved{{Person: zh(i), As: "victim"}}, Verbatim: map[string]string{"x": zh(i)},
	}
	if i > 0 && w.one(3) {
		in.Related = []record.Related{{Incident: id(i - 1), How: "follows"}}
	}
	w.add(f.enterer, in)
	for k := range w.r.IntN(3) {
		w.add(f.enterer, record.Source{ID: fmt.Sprintf("s-%s-%d", zq(i), k), Name: record.Text{"en": zq(i)}, Sort: "witness", Note: "zh"})
		if i%3 != 0 {
			w.add(f.enterer, record.Consent{Kind: record.KindSource, Subject: fmt.Sprintf("s-%s-%d", zq(i), k), Record: true, Publish: i%3 == 1, How: zh(i)})
		}
		w.add(f.enterer, record.Account{
			ID: fmt.Sprintf("a-%s-%d", zq(i), k), Source: fmt.Sprintf("s-%s-%d", zq(i), k), Incident: id(i), Says: record.Text{"en": zq(i)}, Note: zh(i),
			Words: zq(i), Lang: "en", Translations: []record.Translation{{Lang: "ar", Text: zq(i), By: zh(i)}},
		})
	}
	if w.one(3) {
		w.add(f.enterer, record.Assessment{Incident: id(i), Assessor: "p-" + zq(i), Grade: grade.Alleged, Rule: "pub.row"})
	}
	public := w.one(3)
	if w.one(2) {
		f.assessed, f.waiting = true, false
		w.assessed(i, public)
	}
	if w.one(4) {
		w.add(f.enterer, record.Position{ID: "d-" + zq(i), Party: "north", Stance: "deny", When: "2015-12-01", About: id(i), Source: zq(i)})
	}
	if public {
		p := record.Publication{Kind: record.KindIncident, Subject: id(i), Public: true, By: zh(i), Why: zh(i), Accounts: []string{fmt.Sprintf("a-%s-0", zq(i))}}
		if w.one(2) {
			p.Radius, p.Date, p.Hide = 5000, "month", []string{"title"}
		}
		w.add("anna", p)
		if f.public = true; w.one(4) { // and taken back
			p.Public, f.public = false, false
			w.add("anna", p)
		}
	}
	if w.one(8) {
		f.withdrawn = true
		w.add(f.enterer, record.Withdrawal{Kind: record.KindIncident, Subject: id(i), By: "anna", Why: zh(i)})
	}
}

// assessed adds an assessment, and how far it came.
func (w *world) assessed(i int, public bool) {
	f := &w.facts[i]
	stage := record.Stages[w.r.IntN(len(record.Stages))]
	back := w.one(4) // changed afterwards
	why := zh(i)
	if stage == review.Published && !back || stage == review.Put && !back {
		why = zq(i)
	}
	if stage == review.Put && public { // the public does not see it, the party does: neither word fits, so none is said
		why = ""
	}
	a := record.Assessment{Incident: id(i), Assessor: "desk", Grade: grade.Corroborated, Attributions: []record.Attribution{{To: "north", Grade: grade.Alleged}}, Why: why}
	a.Degrees = []record.Degree{{Person: zh(i), How: "ordered", Grade: grade.Alleged}}
	w.add("lina", a)
	hash := w.flush().Hash
	r := record.Review{Incident: id(i), Assessor: "desk", Stage: stage, By: zh(i), Second: "second-" + zh(i), Finding: hash, When: "2016-01-01", Why: zh(i)}
	if stage == review.Put || stage == review.Published {
		r.Put = []record.Put{{Party: "north", Asked: "2016-01-02", Answered: "2016-01-03", Answer: record.Text{"en": zq(i)}}}
		if w.one(3) {
			r.Put[0].Party = "south"
		}
		f.putToNorth = r.Put[0].Party == "north" && !back
	}
	w.add("lina", r)
	w.add("rami", record.Dissent{Incident: id(i), Assessor: "desk", By: zh(i), When: "2016-01-02", Says: record.Text{"en": why + "."}})
	if back {
		a.Grade, a.Why = grade.Alleged, zh(i)
		w.add("lina", a)
	}
}

// sees says, from what the test knows, whether a principal may see an incident at all.
func (f *facts) sees(p review.Principal) bool {
	switch {
	case slices.Contains(p.Roles, "recorder"):
		return f.enterer == p.ID || f.waiting
	case slices.Contains(p.Roles, "reader"):
		return true
	}
	return (f.public || p.Party == "north" && f.putToNorth) && !f.withdrawn
}

// answers asks a reader everything and gives what each method told.
func answers(w *world, r record.Reader) map[string]string {
	t, ids := w.t, len(w.facts)
	t.Helper()
	ctx := context.Background()
	out := map[string]string{}
	tell := func(method string, v any, err error) {
		if err != nil {
			if !errors.Is(err, record.ErrNotFound) {
				t.Fatalf("%s: %v", method, err)
			}
			return // its words name what was asked for
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out[method] += string(b) + fmt.Sprintf("%+v\n", v)
	}
	entry := func(method string, e *record.Entry) {
		tell(method, e, nil)
		out[method] += string(e.Payload) + "\n"
	}
	for _, cut := range []record.Cut{{}, {Seq: 20}, {Entered: 1050}} {
		b, err := r.Base(ctx, cut)
		tell("Base", b, err)
		each(t, r.Bundles(ctx, cut), func(b **record.Bundle) { tell("Bundles", *b, nil) })
		each(t, r.Findings(ctx, cut), func(b **record.Bundle) { tell("Findings", *b, nil) })
	}
	each(t, r.Entries(ctx, 0), func(e *record.Entry) { entry("Entries", e) })
	for kind := range kinds {
		each(t, r.Each(ctx, kind, ""), func(st *record.Standing) {
			tell("Each", st.Payload, nil)
			entry("Each", &st.Entry)
		})
	}
	for i := range ids {
		b, err := r.Bundle(ctx, id(i))
		tell("Bundle", b, err)
		for kind, subjects := range kinds {
			for _, subject := range subjects(i) {
				st, err := r.Standing(ctx, kind, subject)
				tell("Standing", st.Payload, err)
				entry("Standing", &st.Entry)
				h, err := r.History(ctx, kind, subject)
				tell("History", len(h), err)
				for k := range h {
					entry("History", &h[k])
				}
			}
		}
	}
	g := grade.Corroborated
	for _, q := range []record.Query{{}, {Sort: "-date", Limit: 2}, {Party: "north"}, {Grade: &g}, {Waiting: true}, {Withdrawn: true}, {From: "2015-11-10"}} {
		p, err := r.Incidents(ctx, q)
		tell("Incidents", p, err)
		for _, by := range [][]record.CountBy{{record.ByAct}, {record.ByPublisher, record.ByGrade}, {record.ByMonth}} {
			gs, err := r.Count(ctx, by, q)
			tell("Count", gs, err)
			ids, err := r.Matching(ctx, q)
			slices.Sort(ids)
			tell("Matching", ids, err)
		}
	}
	all := make([]string, ids)
	for i := range ids {
		all[i] = id(i)
	}
	several, err := r.Several(ctx, all)
	tell("Several", len(several), err)
	for _, id := range all {
		if b := several[id]; b != nil {
			tell("Several", b, nil)
		}
	}
	for _, v := range []record.Visible{{Public: true, PutTo: "north"}, {Waiting: true}, {Enterer: "anna"}, {Enterer: "lina"}} {
		seen, err := r.Seen(ctx, v, all)
		tell("Seen", seen, err)
		each(t, r.Sights(ctx, v), func(at *record.Sight) { tell("Sights", at.Bundle, nil) })
	}
	touched, _, err := r.Touched(ctx, w.links, 1<<30)
	tell("Touched", touched, err)
	return out
}

func each[T any](t *testing.T, all iter.Seq2[T, error], do func(*T)) {
	t.Helper()
	for x, err := range all {
		if err != nil {
			t.Fatal(err)
		}
		do(&x)
	}
}

// kinds are those whose subjects an incident has, with the subjects.
var kinds = map[record.Kind]func(i int) []string{
	record.KindIncident: func(i int) []string { return []string{id(i)} },
	record.KindAccount: func(i int) []string {
		return []string{fmt.Sprintf("a-%s-0", zq(i)), fmt.Sprintf("a-%s-1", zq(i))}
	},
	record.KindSource:      func(i int) []string { return []string{fmt.Sprintf("s-%s-0", zq(i))} },
	record.KindAssessment:  func(i int) []string { return []string{record.Key(id(i), "desk"), record.Key(id(i), "p-"+zq(i))} },
	record.KindReview:      func(i int) []string { return []string{record.Key(id(i), "desk")} },
	record.KindDissent:     func(i int) []string { return []string{record.Key(id(i), "desk", zh(i))} },
	record.KindPosition:    func(i int) []string { return []string{"d-" + zq(i)} },
	record.KindPublication: func(i int) []string { return []string{record.Key("incident", id(i))} },
	record.KindLink:        func(i int) []string { return nil },
	record.KindWithdrawal:  func(i int) []string { return []string{record.Key("incident", id(i))} },
	record.KindAccess:      func(i int) []string { return []string{"x"} },
}

// leaks gives the methods that told something they must not.
func leaks(w *world, p review.Principal, told map[string]string) map[string]string {
	out := map[string]string{}
	insider := slices.Contains(p.Roles, "recorder") || slices.Contains(p.Roles, "reader")
	for method, text := range told {
		if insider { // sources are of no incident: any new account may name them
			text = strings.Join(slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool { return strings.Contains(line, "s-zq") && !strings.Contains(line, "i-zq") }), "\n")
		}
		for i := range w.facts {
			switch f := &w.facts[i]; {
			case !f.sees(p) && strings.Contains(text, zq(i)):
				out[method] += "incident " + zq(i) + "; "
			case !insider && strings.Contains(text, zh(i)):
				out[method] += "what is hidden of " + zq(i) + "; "
			}
		}
		if strings.Contains(text, "zprivate") {
			out[method] += "what is private; "
		}
	}
	return out
}

func today() string { return "2017-01-01" }

var principals = []review.Principal{
	review.Public,
	{ID: "obs", Roles: []string{"observer"}, Party: "north"},
	{ID: "rami", Roles: []string{"recorder"}},
	{ID: "reem", Roles: []string{"reader"}},
}

func TestNothingLeaks(t *testing.T) {
	const worlds, size = 3, 10
	met := map[string]int{}
	for seed := range uint64(worlds) {
		w := newWorld(t, seed, size)
		for _, p := range principals {
			v := View(w.store, p, today)
			for method, what := range leaks(w, p, answers(w, v)) {
				t.Errorf("world %d, %+v, %s tells %s", seed, p, method, what)
			}
			seen := 0
			for i := range w.facts {
				f := &w.facts[i]
				if f.sees(p) && !f.withdrawn {
					seen++
				}
				page, err := v.Incidents(context.Background(), record.Query{Text: zq(i)})
				if err != nil || !f.sees(p) && page.Total != 0 {
					t.Errorf("world %d, %+v: a search finds %s: %+v, %v", seed, p, zq(i), page, err)
				}
			}
			page, err := v.Incidents(context.Background(), record.Query{Limit: 1})
			counted, err2 := v.Count(context.Background(), nil, record.Query{})
			if err != nil || err2 != nil || page.Total != seen || seen > 0 && counted[0].N != seen {
				t.Errorf("world %d, %+v: %d in all, counted %+v; %d are seen", seed, p, page.Total, counted, seen)
			}
			met[fmt.Sprint(p.Roles)] += seen
			met["all"+fmt.Sprint(p.Roles)] += size
		}
	}
	for _, p := range principals[:3] {
		roles := fmt.Sprint(p.Roles)
		if n, all := met[roles], met["all"+roles]; n*10 < all || n*10 > all*9 {
			t.Errorf("%s sees %d of %d: the worlds do not test it", roles, n, all)
		}
	}
}

// TestBrokenGuard: a view of which one method answers from the record itself is caught, whichever method it is.
func TestBrokenGuard(t *testing.T) {
	const size = 9
	w := newWorld(t, 3, size)
	for _, p := range principals[:3] {
		for _, method := range []string{"Base", "Bundles", "Findings", "Entries", "Each", "Bundle", "Standing", "History", "Incidents", "Count", "Matching", "Touched", "Seen", "Sights"} {
			if method == "Base" && p.ID == "rami" { // a recorder's is the record's
				continue
			}
			b := &broken{Reader: View(w.store, p, today), raw: w.store, method: method}
			if found := leaks(w, p, answers(w, b)); found[method] == "" {
				t.Errorf("%+v: nobody notices that %s is not guarded", p, method)
			}
		}
	}
}

type broken struct {
	record.Reader
	raw    record.Reader
	method string
}

func (b *broken) of(method string) record.Reader {
	if method == b.method {
		return b.raw
	}
	return b.Reader
}

func (b *broken) Base(ctx context.Context, c record.Cut) (*record.Base, error) {
	return b.of("Base").Base(ctx, c)
}

func (b *broken) Bundles(ctx context.Context, c record.Cut) iter.Seq2[*record.Bundle, error] {
	return b.of("Bundles").Bundles(ctx, c)
}

func (b *broken) Findings(ctx context.Context, c record.Cut) iter.Seq2[*record.Bundle, error] {
	return b.of("Findings").Findings(ctx, c)
}

func (b *broken) Entries(ctx context.Context, after int64) iter.Seq2[record.Entry, error] {
	return b.of("Entries").Entries(ctx, after)
}

func (b *broken) Each(ctx context.Context, k record.Kind, after string) iter.Seq2[record.Standing, error] {
	return b.of("Each").Each(ctx, k, after)
}

func (b *broken) Bundle(ctx context.Context, id string) (*record.Bundle, error) {
	return b.of("Bundle").Bundle(ctx, id)
}

func (b *broken) Several(ctx context.Context, ids []string) (map[string]*record.Bundle, error) {
	return b.of("Several").Several(ctx, ids)
}

func (b *broken) Standing(ctx context.Context, k record.Kind, s string) (record.Standing, error) {
	return b.of("Standing").Standing(ctx, k, s)
}

func (b *broken) History(ctx context.Context, k record.Kind, s string) ([]record.Entry, error) {
	return b.of("History").History(ctx, k, s)
}

func (b *broken) Incidents(ctx context.Context, q record.Query) (*record.Page, error) {
	return b.of("Incidents").Incidents(ctx, q)
}

func (b *broken) Count(ctx context.Context, by []record.CountBy, q record.Query) ([]record.Group, error) {
	return b.of("Count").Count(ctx, by, q)
}

func (b *broken) Matching(ctx context.Context, q record.Query) ([]string, error) {
	return b.of("Matching").Matching(ctx, q)
}

func (b *broken) Touched(ctx context.Context, after int64, most int) ([]string, bool, error) {
	return b.of("Touched").Touched(ctx, after, most)
}

func (b *broken) Seen(ctx context.Context, v record.Visible, ids []string) (map[string]bool, error) {
	return b.of("Seen").Seen(ctx, v, ids)
}

func (b *broken) Sights(ctx context.Context, v record.Visible) iter.Seq2[record.Sight, error] {
	return b.of("Sights").Sights(ctx, v)
}
