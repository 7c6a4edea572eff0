package intake

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"mithaq/internal/evidence/record"
	"mithaq/internal/testroot"
)

// These tests read the publishers' files where they stand beside the checkout, and compare with counts made another way.

func realFile(tb testing.TB, elem ...string) []byte {
	tb.Helper()
	data, err := os.ReadFile(testroot.Data(tb, append([]string{"data"}, elem...)...))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// rawRows reads a CSV file as plain maps.
func rawRows(t *testing.T, text string) []map[string]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, r := range all[1:] {
		m := map[string]string{}
		for i, h := range all[0] {
			m[h] = r[i]
		}
		rows = append(rows, m)
	}
	return rows
}

func TestRealAirwars(t *testing.T) {
	data := realFile(t, "airwars_syria", "incidents.csv")
	f := &fake{}
	start := time.Now()
	p := read(t, f, string(data), opts)
	t.Logf("parse and plan: %v", time.Since(start))
	if p.Refused {
		t.Fatal(describe(p.Diagnostics))
	}

	// Independently: which rows are sound, by grade and month.
	want := map[string]int{}
	good, killed := 0, 0
	for _, r := range rawRows(t, string(data)) {
		_, err := time.Parse(time.DateOnly, r["date"])
		bad := err != nil || r["date"] == "1970-01-01" || r["date_range_end"] != "" && r["date_range_end"] < r["date"]
		for _, c := range []string{"killed", "injured", "children_killed", "women_killed", "men_killed", "belligerents_killed"} {
			lo, errLo := strconv.Atoi(r[c+"_min"])
			hi, errHi := strconv.Atoi(r[c+"_max"])
			bad = bad || errLo == nil && errHi == nil && lo > hi
		}
		lon, err := strconv.ParseFloat(r["lon"], 64)
		bad = bad || err == nil && lon > 180
		if bad {
			continue
		}
		good++
		want[r["grade"]+" "+r["date"][:7]]++
		if n, err := strconv.Atoi(r["killed_min"]); err == nil {
			killed += n
		}
	}
	if _, err := p.Apply(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	got, gotKilled := map[string]int{}, 0
	for b, err := range f.Bundles(t.Context(), record.Cut{}) {
		if err != nil {
			t.Fatal(err)
		}
		a := b.Assessments[0]
		got[a.Verbatim+" "+b.Incident.When[:7]]++
		for _, m := range a.Amounts {
			if m.Role == "killed" && m.Total() {
				gotKilled += int(m.Range.Lo)
			}
		}
	}
	if p.Added != good || p.Rows != 5668 || p.Rejected != p.Rows-good || !maps.Equal(got, want) || gotKilled != killed {
		t.Errorf("added %d, want %d; rejected %d; killed %d, want %d; %d groups, want %d", p.Added, good, p.Rejected, gotKilled, killed, len(got), len(want))
	}
	for _, d := range p.Diagnostics {
		if !d.Span.Known() || d.Span.Start.Line < 2 {
			t.Errorf("%s", describe(p.Diagnostics))
		}
	}
	start = time.Now()
	again := read(t, f, string(data), opts)
	t.Logf("again: %v", time.Since(start))
	if !again.Empty() || again.Same != good {
		t.Errorf("again: %d same, %d changed, %d added", again.Same, again.Changed, again.Added)
	}
}

// usDate is the test's own reading of UCDP's American dates.
var usDate = regexp.MustCompile(`^(\d+)/(\d+)/(\d{4}) `)

func normalDate(s string) string {
	if m := usDate.FindStringSubmatch(s); m != nil {
		month, _ := strconv.Atoi(m[1])
		day, _ := strconv.Atoi(m[2])
		return fmt.Sprintf("%s-%02d-%02d", m[3], month, day)
	}
	return s[:10]
}

func TestRealUCDP(t *testing.T) {
	first := string(realFile(t, "ucdp_ged_ukraine", "ucdp_ukraine_20230203.csv"))
	raw := realFile(t, "ucdp_ged_ukraine", "ucdp_ukraine_20230503.csv")
	if p := read(t, &fake{}, string(raw), opts); !p.Refused || p.Diagnostics[0].Code != CodeBadByte || len(p.Diagnostics[0].Fixes) != 1 {
		t.Fatalf("not UTF-8: %s", describe(p.Diagnostics))
	}
	second, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	if err != nil {
		t.Fatal(err)
	}

	sound := func(r map[string]string) bool {
		n := map[string]int{}
		for _, c := range []string{"low", "best", "high"} {
			n[c], _ = strconv.Atoi(r[c])
		}
		return n["low"] <= n["best"] && n["best"] <= n["high"] && normalDate(r["date_start"]) <= normalDate(r["date_end"])
	}
	// What of a row counts: the columns that the rules read, trimmed, dates in one form. The publisher's other columns are not kept.
	columns := slices.Concat(ucdpRequired, ucdpKept, []string{"where_coordinates", "adm_1", "adm_2"})
	content := func(r map[string]string) string {
		var b strings.Builder
		for _, c := range columns {
			v := strings.TrimSpace(r[c])
			switch {
			case strings.HasPrefix(c, "date_s"), strings.HasPrefix(c, "date_e"):
				v = normalDate(v)
			case c == "adm_1" && r["where_prec"] != "1" && r["where_prec"] != "3" && r["where_prec"] != "4":
				v = ""
			case c == "adm_2" && r["where_prec"] != "1" && r["where_prec"] != "3":
				v = ""
			}
			b.WriteString(v + "\x00")
		}
		return b.String()
	}
	index := func(text string) (all, ok map[string]map[string]string) {
		all, ok = map[string]map[string]string{}, map[string]map[string]string{}
		for _, r := range rawRows(t, text) {
			all[r["id"]] = r
			if sound(r) {
				ok[r["id"]] = r
			}
		}
		return all, ok
	}
	_, was := index(first)
	all, now := index(string(second))
	var added, changed, same, gone []string
	for id, r := range now {
		switch old, there := was[id]; {
		case !there:
			added = append(added, id)
		case content(old) != content(r):
			changed = append(changed, id)
		default:
			same = append(same, id)
		}
	}
	for id := range was {
		if _, there := all[id]; !there {
			gone = append(gone, "ucdp:"+id)
		}
	}
	slices.Sort(gone)

	f := &fake{}
	p := read(t, f, first, opts)
	if p.Refused || p.Added != len(was) || p.Rejected != 3000-len(was) {
		t.Fatalf("first: added %d, want %d, rejected %d", p.Added, len(was), p.Rejected)
	}
	if _, err := p.Apply(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	opt := opts
	opt.Encoding = "windows-1252"
	p = read(t, f, string(raw), opt)
	if p.Added != len(added) || p.Changed != len(changed) || p.Same != len(same) || p.Withdrawn != len(gone) {
		t.Errorf("second: added %d, want %d; changed %d, want %d; same %d, want %d; withdrawn %d, want %d",
			p.Added, len(added), p.Changed, len(changed), p.Same, len(same), p.Withdrawn, len(gone))
	}
	if len(gone) == 0 || len(changed) == 0 {
		t.Error("the two releases do not differ: nothing was tested")
	}
	subjects := map[string]bool{}
	for _, d := range p.Diffs {
		id, _, _ := strings.Cut(d.Subject, "/")
		subjects[strings.TrimPrefix(id, "ucdp:")] = true
	}
	slices.Sort(changed)
	if got := slices.Sorted(maps.Keys(subjects)); !slices.Equal(got, changed) {
		t.Errorf("diffs of %v, want %v", got, changed)
	}
	var withdrawn []string
	for d := range p.Drafts() {
		if w, ok := d.Payload.(record.Withdrawal); ok {
			withdrawn = append(withdrawn, w.Subject)
		}
	}
	if !slices.Equal(withdrawn, gone) {
		t.Errorf("withdrawn %v, want %v", withdrawn, gone)
	}
	t.Logf("added %d, changed %d, same %d, withdrawn %d, rejected %d", p.Added, p.Changed, p.Same, p.Withdrawn, p.Rejected)
}

func BenchmarkPlanAirwars(b *testing.B) {
	data := realFile(b, "airwars_syria", "incidents.csv")
	for b.Loop() {
		p, err := Read(b.Context(), &fake{}, data, opts)
		if err != nil || p.Added == 0 {
			b.Fatal(p, err)
		}
	}
}
