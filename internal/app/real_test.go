package app

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"mithaq/examples"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
	"mithaq/internal/testroot"
)

// These tests import the publishers' files where they stand beside the checkout, judge them, and compare with what the rules of
// docs/guide/intake.md make of the same rows when they are read here by other code. Only sums are compared; no row is kept.

func realFile(tb testing.TB, elem ...string) []byte {
	tb.Helper()
	data, err := os.ReadFile(testroot.Data(tb, append([]string{"data"}, elem...)...))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

type row map[string]string

func (r row) number(column string) (int, bool) {
	n, err := strconv.Atoi(r[column])
	return n, err == nil
}

func (r row) list(column string) (words []string) {
	for w := range strings.SplitSeq(r[column], ",") {
		if w = strings.TrimSpace(w); w != "" && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

func rowsOf(tb testing.TB, text string) (rows []row) {
	tb.Helper()
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	for _, fields := range all[1:] {
		r := row{}
		for i, h := range all[0] {
			r[h] = strings.TrimSpace(fields[i])
		}
		rows = append(rows, r)
	}
	return rows
}

// imported plans a file and writes it.
func imported(tb testing.TB, a *App, data []byte, opt intake.Options) *intake.Plan {
	tb.Helper()
	p, err := a.Plan(tb.Context(), data, opt)
	if err != nil || p.Refused {
		tb.Fatalf("%v %+v", err, p)
	}
	if _, err := a.Apply(tb.Context(), p); err != nil {
		tb.Fatal(err)
	}
	return p
}

// airwars is a record with the names of the example and the whole file of Airwars.
func airwars(tb testing.TB) (*App, []row) {
	tb.Helper()
	data := realFile(tb, "airwars_syria", "incidents.csv")
	a := empty(tb, &clock{time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)})
	names, err := examples.Syria2015.ReadFile(path.Join(exampleFolder, "record", "names.csv"))
	if err != nil {
		tb.Fatal(err)
	}
	enter(tb, a, "names", string(names))
	rows := rowsOf(tb, string(data))
	p := imported(tb, a, data, intake.Options{File: "incidents.csv"})
	if p.Added+p.Rejected != len(rows) || len(rows) != 5668 || p.Rejected == 0 || p.Rejected > 60 {
		tb.Errorf("%d added, %d rejected of %d", p.Added, p.Rejected, len(rows))
	}
	rows = slices.DeleteFunc(rows, func(r row) bool { return !airwarsSound(r) })
	if p.Added != len(rows) {
		tb.Errorf("%d added, %d rows are sound", p.Added, len(rows))
	}

	head, err := a.store.Head(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	again := imported(tb, a, data, intake.Options{File: "incidents.csv"})
	if after, err := a.store.Head(tb.Context()); err != nil || after != head || !again.Empty() {
		tb.Errorf("imported again, the head moved from %d to %d: %v", head.Seq, after.Seq, err)
	}
	return a, rows
}

func airwarsSound(r row) bool {
	if _, err := time.Parse(time.DateOnly, r["date"]); err != nil || r["date"] == "1970-01-01" {
		return false
	}
	if r["date_range_end"] != "" && r["date_range_end"] < r["date"] {
		return false
	}
	for _, c := range []string{"killed", "injured", "children_killed", "women_killed", "men_killed", "belligerents_killed"} {
		lo, ok := r.number(c + "_min")
		if hi, too := r.number(c + "_max"); ok && too && lo > hi {
			return false
		}
	}
	lon, err := strconv.ParseFloat(r["lon"], 64)
	return err != nil || lon <= 180
}

// airwarsDays gives the first and the last day that a row may be of.
func airwarsDays(r row) (from, to string) {
	from, to = r["date"], r["date"]
	if r["date_range_end"] != "" {
		to = r["date_range_end"]
	} else if r["date_type"] == "date_range" {
		to = r["published"]
	}
	return from, to
}

// noAttack are causes that are no attack.
var noAttack = []string{
	"Accidents related to conflict", "Run over by vehicle", "Planted explosives and unexploded ordnance (UXO)",
	"Denial of access to/destruction of objects indispensable to survival", "Use of objects and other means",
}

// strikesOf counts the attacks on civilians by Russia from day to day, as the rules have them: certain at a grade, and possible.
func strikesOf(rows []row, grades []string, from, to string) (certain, possible int, first, last string) {
	for _, r := range rows {
		if causes := r.list("cause"); len(causes) > 0 && !slices.ContainsFunc(causes, func(c string) bool { return !slices.Contains(noAttack, c) }) {
			continue
		}
		lo, hi := airwarsDays(r)
		if hi < from || lo > to {
			continue
		}
		listed := r.list("belligerent")
		russia := slices.Contains(listed, "Russian Military")
		nobody := len(listed) == 0 || len(listed) == 1 && listed[0] == "Unknown"
		if r["grade"] == "Discounted" {
			russia, nobody = false, !russia // whoever is listed did not do it; somebody else may have
		}
		if !russia && !nobody {
			continue
		}
		possible++
		if !russia || len(listed) != 1 || r["civilian_harm_reported"] != "Yes" || !slices.Contains(grades, r["grade"]) || lo < from || hi > to {
			continue
		}
		certain++
		if first == "" || lo < first {
			first = lo
		}
		last = max(last, hi)
	}
	return certain, possible, first, last
}

func TestRealAirwarsStatus(t *testing.T) {
	a, rows := airwars(t)
	texts, err := ExampleTexts()
	if err != nil {
		t.Fatal(err)
	}
	r := readAll(t, texts...)
	for _, asOf := range []string{"2015-12-31", "2017-12-31", "2026-10-31"} {
		j := judged(t, a, r, Cuts{AsOf: asOf})
		n := norm(t, j, "khatib.11a")
		for lane, grades := range map[int][]string{corroborated: {"Confirmed", "Fair"}, verified: {"Confirmed"}} {
			certain, possible, first, last := strikesOf(rows, grades, "2015-11-01", asOf)
			got := &n.Lanes[lane]
			if got.Acts != (fact.Range{Lo: int64(certain), Hi: int64(possible)}) {
				t.Errorf("as of %s, lane %d: %v, want %d to %d", asOf, lane, got.Acts, certain, possible)
			}
			if certain > 0 && (got.States != status.Of(status.Breached) || day(t, got.First)[:10] != first || !strings.HasSuffix(day(t, got.Last), last)) {
				t.Errorf("as of %s, lane %d: %v, %s to %s, want %s to %s", asOf, lane, got.States, day(t, got.First), day(t, got.Last), first, last)
			}
			if certain == 0 && got.States.Len() < 2 {
				t.Errorf("as of %s, lane %d: %v is settled", asOf, lane, got.States)
			}
		}
		if w := status.Word(status.Breached, status.VoiceOf(n.Bond, &n.Lanes[corroborated])); w != "not_met" {
			t.Errorf("as of %s: the word is %q", asOf, w)
		}
		t.Logf("as of %s: %v certain and possible at corroborated, %d words unbound", asOf, n.Lanes[corroborated].Acts, len(j.Result.Unbound))
	}
	unbound := map[string]int{}
	for _, u := range judged(t, a, r, Cuts{AsOf: "2017-12-31"}).Result.Unbound {
		if u.Sort == "party" {
			unbound[u.Word] = u.Count
		}
	}
	want := map[string]int{}
	bound := []string{"Russian Military", "Syrian Regime", "U.S.-led Coalition", "Turkish Military", "Iranian Military", "Unknown"}
	for _, r := range rows {
		for _, w := range r.list("belligerent") {
			if !slices.Contains(bound, w) {
				want[w]++
			}
		}
	}
	if !maps.Equal(unbound, want) {
		t.Errorf("parties not bound: %v, want %v", unbound, want)
	}
}

func TestRealAirwarsCount(t *testing.T) {
	a, rows := airwars(t)
	groups, err := a.store.Count(t.Context(), []record.CountBy{record.ByGrade, record.ByMonth, record.ByAttribution}, record.Query{})
	if err != nil {
		t.Fatal(err)
	}
	type sums struct{ n, killed int }
	want := map[string]sums{}
	for _, r := range rows {
		g := map[string]string{"Confirmed": "verified", "Fair": "corroborated"}[r["grade"]]
		if g == "" {
			g = "alleged"
		}
		lo, hi := airwarsDays(r)
		month := lo[:7]
		if hi[:7] != month {
			month += "/" + hi[:7]
		}
		var to []string
		if r["grade"] != "Discounted" {
			to = slices.DeleteFunc(r.list("belligerent"), func(w string) bool { return w == "Unknown" })
			slices.Sort(to)
		}
		key := strings.Join([]string{g, month, strings.Join(to, "; ")}, "|")
		s := want[key]
		s.n++
		killed, _ := r.number("killed_min")
		s.killed += killed
		want[key] = s
	}
	got := map[string]sums{}
	for _, g := range groups {
		got[strings.Join(g.Values, "|")] = sums{g.N, int(g.Killed.Lo)}
	}
	if len(want) < 300 || !maps.Equal(got, want) {
		for k, w := range want {
			if got[k] != w {
				t.Errorf("%s: %v, want %v", k, got[k], w)
			}
		}
		t.Errorf("%d groups, want %d", len(got), len(want))
	}
}

// ceasefire is one prohibition on the parties that UCDP names.
const ceasefire = `vocabulary east "The war in the east"
party ukraine "Ukraine"
party dpr "Donetsk"
act clash (between parties, at place, killed count)
act attack (doer party, harmed people, at place, killed count)
kind people { civilian }

agreement ceasefire "A made-up ceasefire"
  uses east
  agreed between ukraine and dpr
  dated 2015-02-12
  zone "Europe/Kyiv"
  standard alleged

term 1 "No fighting"
  1a: ukraine must not clash() from 2015-02-15T00:00 until 2015-12-31
  1b: dpr must not clash() from 2015-02-15T00:00 until 2015-12-31
`

func TestRealUCDPStatus(t *testing.T) {
	first := realFile(t, "ucdp_ged_ukraine", "ucdp_ukraine_20230203.csv")
	second := realFile(t, "ucdp_ged_ukraine", "ucdp_ukraine_20230503.csv")
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(second)
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{time.Date(2023, 2, 3, 12, 0, 0, 0, time.UTC)}
	a := empty(t, c)
	names := "scheme,sort,word,means,by\nucdp,party,Government of Ukraine,ukraine,test\nucdp,party,DPR,dpr,test\n"
	for _, n := range intake.ProposedNames(intake.LayoutUCDP) {
		names += strings.Join([]string{n.Scheme, n.Sort, n.Word, strings.Join(n.Means, "|"), "test"}, ",") + "\n"
	}
	enter(t, a, "names", names)
	imported(t, a, first, intake.Options{File: "first.csv"})
	head, err := a.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c.at = time.Date(2023, 5, 3, 12, 0, 0, 0, time.UTC)
	p := imported(t, a, second, intake.Options{File: "second.csv", Encoding: "windows-1252"})
	if p.Changed == 0 || p.Withdrawn == 0 || p.Added == 0 || p.Added+p.Changed+p.Same+p.Rejected != p.Rows {
		t.Errorf("second: %d added, %d changed, %d same, %d withdrawn, %d rejected of %d", p.Added, p.Changed, p.Same, p.Withdrawn, p.Rejected, p.Rows)
	}

	old, now := map[string]row{}, map[string]row{}
	for _, r := range rowsOf(t, string(first)) {
		if ucdpSound(r) {
			old[r["id"]] = r
		}
	}
	for _, r := range rowsOf(t, string(decoded)) {
		if ucdpSound(r) {
			now[r["id"]] = r
		} else if o, stood := old[r["id"]]; stood {
			now[r["id"]] = o // a row that cannot be read says nothing: what stands, stands
		}
	}
	page, err := a.store.Incidents(t.Context(), record.Query{Limit: 1})
	if err != nil || page.Total != len(now) {
		t.Errorf("%d incidents stand, want %d: %v", page.Total, len(now), err)
	}
	r := readAll(t, Text{Name: "ceasefire.mithaq", Content: ceasefire})
	var counts []fact.Range
	for _, k := range []struct {
		known string
		rows  map[string]row
	}{{"2023-02-03", old}, {fmt.Sprint("#", head.Seq), old}, {"2023-05-02", old}, {"2023-05-03", now}, {"", now}} {
		j := judged(t, a, r, Cuts{AsOf: "2016-12-31", KnownAt: k.known})
		for _, of := range []struct{ norm, side string }{{"ceasefire.1a", "Government of Ukraine"}, {"ceasefire.1b", "DPR"}} {
			n := norm(t, j, of.norm)
			want := clashesOf(k.rows, of.side, "2015-02-15", "2015-12-31")
			got := &n.Lanes[alleged]
			if got.States != status.Of(status.Breached) || got.Acts != want || !got.Bonded {
				t.Errorf("%s, known at %q: %v %v, want %v", of.norm, k.known, got.States, got.Acts, want)
			}
			if c := &n.Lanes[corroborated]; c.States.Len() < 2 || c.Acts.Lo != 0 {
				t.Errorf("%s, known at %q: corroborated %v %v", of.norm, k.known, c.States, c.Acts)
			}
			counts = append(counts, got.Acts)
		}
	}
	if counts[0] == counts[len(counts)-2] && counts[1] == counts[len(counts)-1] {
		t.Error("the two releases do not differ: nothing was tested")
	}
	t.Logf("first release %v, second %v", counts[:2], counts[len(counts)-2:])
}

func ucdpSound(r row) bool {
	low, _ := r.number("low")
	best, _ := r.number("best")
	high, _ := r.number("high")
	from, to := ucdpDay(r["date_start"]), ucdpDay(r["date_end"])
	return low <= best && best <= high && !to.Before(from)
}

// ucdpDay reads the forms of UCDP's dates.
func ucdpDay(s string) time.Time {
	s, _, _ = strings.Cut(strings.Replace(s, "T", " ", 1), " ")
	for _, form := range []string{time.DateOnly, "1/2/2006"} {
		if t, err := time.Parse(form, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

// clashesOf counts the clashes of a side from day to day: those that lie wholly in it, and those that may.
func clashesOf(rows map[string]row, side, from, to string) (n fact.Range) {
	for _, r := range rows {
		if r["type_of_violence"] == "3" {
			continue
		}
		unknown := strings.HasPrefix(r["side_a"], "XXX") || strings.HasPrefix(r["side_b"], "XXX") || r["side_a"] == "" || r["side_b"] == ""
		if r["side_a"] != side && r["side_b"] != side && !unknown {
			continue
		}
		lo, hi := ucdpDay(r["date_start"]), ucdpDay(r["date_end"])
		if lo.Equal(hi) {
			switch r["date_prec"] {
			case "2", "3":
				lo, hi = lo.AddDate(0, 0, -6), hi.AddDate(0, 0, 6)
			case "4":
				lo, hi = lo.AddDate(0, 0, -30), hi.AddDate(0, 0, 30)
			case "5":
				lo, hi = time.Date(lo.Year(), 1, 1, 0, 0, 0, 0, time.UTC), time.Date(lo.Year(), 12, 31, 0, 0, 0, 0, time.UTC)
			}
		}
		a, b := lo.Format(time.DateOnly), hi.Format(time.DateOnly)
		if b < from || a > to {
			continue
		}
		n.Hi++
		if a >= from && b <= to && !unknown {
			n.Lo++
		}
	}
	return n
}
