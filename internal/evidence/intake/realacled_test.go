package intake

import (
	"maps"
	"strconv"
	"strings"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
)

// TestRealACLED: both layouts, all rows; by type and month as many as a count made another way, and as many killed.
func TestRealACLED(t *testing.T) {
	for _, x := range []struct {
		folder, file, form string
		rows               int
	}{
		{"acled_syria_battles", "acled_syria_2000.csv", "2 January 2006", 2000},
		{"acled_ukraine_sample", "acled_ukraine_1000.csv", "02/01/2006 15:04:05", 1000},
	} {
		t.Run(x.folder, func(t *testing.T) {
			text := strings.TrimPrefix(string(realFile(t, x.folder, x.file)), "\uFEFF")
			want, killed := map[string]int{}, 0
			for _, r := range rawRows(t, text) {
				day, err := time.Parse(x.form, r["event_date"])
				if err != nil {
					t.Fatal("a date in another form")
				}
				if r["time_precision"] != "2" { // a week may lie in two months
					want[r["event_type"]+" "+day.Format("2006-01")]++
				}
				n, err := strconv.Atoi(r["fatalities"])
				if err != nil {
					t.Fatal(err)
				}
				killed += n
			}
			f := &fake{}
			p := load(t, f, text, opts)
			got, gotKilled, acts := map[string]int{}, 0, map[string]string{}
			for b, err := range f.Bundles(t.Context(), record.Cut{}) {
				if err != nil {
					t.Fatal(err)
				}
				i := &b.Incident
				acts[i.Verbatim["event_type"]] = i.Act
				if i.Verbatim["time_precision"] != "2" {
					got[i.Verbatim["event_type"]+" "+i.When[:7]]++
				}
				for _, a := range b.Assessments[0].Amounts {
					gotKilled += int(a.Range.Best)
					if a.Range.Hi != -1 || a.Range.Lo < 1 {
						t.Errorf("%s: %+v", i.ID, a.Range)
					}
				}
				if a := b.Assessments[0]; i.Verbatim["event_type"] == "Battles" && i.Verbatim["actor1"] != i.Verbatim["actor2"] && len(a.Attributions) != 2 && !strings.HasSuffix(a.Rule, ".unidentified") {
					t.Errorf("%s: a battle of %d", i.ID, len(a.Attributions))
				}
			}
			if p.Layout != LayoutACLED || p.Added != x.rows || !maps.Equal(got, want) || gotKilled != killed || acts["Battles"] != "clash" {
				t.Errorf("%s: added %d of %d; killed %d, want %d; %d groups, want %d; %v", p.Layout, p.Added, x.rows, gotKilled, killed, len(got), len(want), acts)
			}
			if again := read(t, f, text, opts); !again.Empty() || again.Same != x.rows {
				t.Errorf("again: %d same", again.Same)
			}
		})
	}
}

// TestRealAirwarsSources: all sources of the incidents that stand, by the platform on which they spoke.
func TestRealAirwarsSources(t *testing.T) {
	incidents, sources := string(realFile(t, "airwars_syria", "incidents.csv")), string(realFile(t, "airwars_syria", "sources.csv"))
	f := &fake{}
	p := read(t, f, incidents, opts)
	if _, err := p.Apply(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	stands := map[string]bool{}
	for _, e := range f.entries {
		if e.Kind == record.KindIncident {
			stands[strings.TrimPrefix(e.Subject, "airwars:")] = true
		}
	}
	join := map[string]bool{} // of the incidents that stand, by both columns
	for _, r := range rawRows(t, incidents) {
		if stands[r["airwars_id"]] {
			join[r["code"]+" "+r["seq"]] = true
		}
	}
	want, all, months := map[string]int{}, 0, map[string]int{}
	rows := rawRows(t, sources)
	for _, r := range rows {
		d := strings.ToLower(r["domain"])
		if !join[r["code"]+" "+r["seq"]] || !strings.Contains(d, ".") {
			continue
		}
		all++
		switch {
		case d == "x.com", d == "twitter.com", strings.HasSuffix(d, ".twitter.com"), d == "t.co":
			want["web:x.com"]++
		case d == "airwars.org", d == "www.airwars.org":
			want["airwars"]++
		case d == "facebook.com", strings.HasSuffix(d, ".facebook.com"), d == "fb.watch", d == "fb.com":
			want["web:facebook.com"]++
		}
		if r["date"] != "" {
			months[strings.Fields(r["date"])[2]]++
		}
	}
	start := time.Now()
	p = read(t, f, sources, opts)
	t.Logf("plan: %v, %d added, %d rejected", time.Since(start), p.Added, p.Rejected)
	if p.Added != all || p.Rows != len(rows) || p.Rejected != len(rows)-all || len(p.Diffs) != 0 {
		t.Errorf("added %d, want %d; rejected %d of %d", p.Added, all, p.Rejected, p.Rows)
	}
	got, gotMonths := map[string]int{}, map[string]int{}
	for d := range p.Drafts() {
		a, ok := d.Payload.(record.Account)
		if !ok || !strings.Contains(a.ID, sourceAccount) {
			continue
		}
		if want[a.Source] > 0 {
			got[a.Source]++
		}
		if a.Published != "" {
			gotMonths[a.Published[:4]]++
		}
	}
	if !maps.Equal(got, want) || !maps.Equal(gotMonths, months) {
		t.Errorf("got %v, want %v; %v, want %v", got, want, gotMonths, months)
	}
}
