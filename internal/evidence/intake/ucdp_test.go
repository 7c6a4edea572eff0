package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
)

var (
	ucdpHeader = slices.Concat(ucdpRequired, ucdpOptional)
	ucdpRow    = map[string]string{
		"id": "501", "type_of_violence": "1", "side_a": "Government of Northland", "side_b": "Southern Front", "where_prec": "1",
		"latitude": "50.45", "longitude": "-0.52333", "country": "Northland", "date_prec": "1", "date_start": "2014-02-18T00:00:00",
		"date_end": "2014-02-18T00:00:00", "best": "4", "high": "6", "low": "2", "year": "2014", "adm_1": "North province",
		"adm_2": "Bridge district", "where_coordinates": "Bridge town", "number_of_sources": "9",
	}
)

// TestUCDP holds what a row asserts: the whole of the incident and the assessment, in print.
func TestUCDP(t *testing.T) {
	for _, x := range []struct {
		name  string
		cells []string
		want  []string
	}{
		{"state-based", nil, []string{
			"Act:clash", "When:2014-02-18", "Roles:[]", "Zones:[Bridge district North province Northland]", "Lat:504500000 Lon:-5233300 Radius:5000",
			"Grade:alleged", "Attributions:[{To:Government of Northland Grade:alleged} {To:Southern Front Grade:alleged}] OneOf:false",
			"Amounts:[{Role:killed Range:{Lo:2 Best:4 Hi:6}}]", "Rule:ucdp.clash", "Contested:false",
		}},
		{"non-state", []string{"type_of_violence", "2"}, []string{"Act:clash", "Rule:ucdp.clash"}},
		{"one-sided", []string{"type_of_violence", "3", "side_b", "Civilians"}, []string{
			"Act:attack", "Roles:[{Role:harmed Words:[civilian] OneOf:false}]", "Attributions:[{To:Government of Northland Grade:alleged}]", "Rule:ucdp.onesided",
		}},
		{"a placeholder side", []string{"side_b", "XXX7"}, []string{"Attributions:[]", "Rule:ucdp.clash.placeholder", "side_b:XXX7"}},
		{"a placeholder doer", []string{"type_of_violence", "3", "side_a", "XXX7"}, []string{"Attributions:[]", "Rule:ucdp.onesided.placeholder", "harmed"}},
		{"near a place", []string{"where_prec", "2"}, []string{"Zones:[Northland]", "Radius:25000"}},
		{"a district", []string{"where_prec", "3"}, []string{"Zones:[Bridge district North province Northland]", "Lat:0 Lon:0 Radius:0", "latitude:50.45"}},
		{"a province", []string{"where_prec", "4"}, []string{"Zones:[North province Northland]", "Radius:0"}},
		{"a feature", []string{"where_prec", "5"}, []string{"Zones:[Northland]", "Radius:0"}},
		{"a country", []string{"where_prec", "6"}, []string{"Zones:[Northland]", "Radius:0"}},
		{"the sea", []string{"where_prec", "7"}, []string{"Zones:[]", "Radius:0"}},
		{"dates with a blank", []string{"date_start", "2014-02-18 00:00:00.000", "date_end", "2014-02-19 00:00:00.000"}, []string{"When:2014-02-18/2014-02-19"}},
		{"American dates", []string{"date_start", "9/3/2014 12:00:00 AM", "date_end", "09/30/2014 00:00"}, []string{"When:2014-09-03/2014-09-30"}},
		{"a month", []string{"date_prec", "4", "date_start", "2014-10-01", "date_end", "2014-10-31"}, []string{"When:2014-10 "}},
		{"a day that is not the day", []string{"date_prec", "2"}, []string{"When:2014-02-12/2014-02-24"}},
		{"a week", []string{"date_prec", "3"}, []string{"When:2014-02-12/2014-02-24"}},
		{"within a month", []string{"date_prec", "4"}, []string{"When:2014-01-19/2014-03-20"}},
		{"within the year", []string{"date_prec", "5"}, []string{"When:2014 "}},
	} {
		t.Run(x.name, func(t *testing.T) {
			f := &fake{}
			load(t, f, sheet(ucdpHeader, with(ucdpRow, x.cells...)), opts)
			b := bundle(t, f, "ucdp:501")
			got := strings.ReplaceAll(fmt.Sprintf("%+v %+v", b.Incident, b.Assessments), " Civil: Sex: Age: Unit: Method:", "")
			for _, w := range x.want {
				if !strings.Contains(got, w) {
					t.Errorf("want %s\ngot %s", w, got)
				}
			}
		})
	}
}

// TestUCDPOlder: a release with only the columns that every release has, in another order.
func TestUCDPOlder(t *testing.T) {
	f := &fake{}
	header := slices.Clone(ucdpRequired)
	slices.Reverse(header)
	if p := load(t, f, sheet(header, ucdpRow), opts); p.Layout != LayoutUCDP || p.Added != 1 {
		t.Errorf("%+v", p)
	}
}

// TestUCDPOldNames: figures under the names of older releases.
func TestUCDPOldNames(t *testing.T) {
	f := &fake{}
	file := sheet(ucdpHeader, ucdpRow)
	load(t, f, file, opts)
	if p := load(t, f, strings.NewReplacer(",best,", ",best_est,", ",high,", ",high_est,", ",low,", ",low_est,").Replace(file), opts); p.Same != 1 || !p.Empty() {
		t.Errorf("%+v", p)
	}
}

// TestHeaderless: a file without a header is read where its shape tells what it is, and says so; where not every row has it, the caller has to say so.
func TestHeaderless(t *testing.T) {
	row := with(ucdpRow, "id", "502", "source_headline", "\"a; b\", c", "date_start", "2/18/2014 12:00:00 AM", "date_end", "2/18/2014 12:00:00 AM", "side_b", "XXX7")
	whole := sheet(ucdpOrder, ucdpRow, row)
	_, bare, _ := strings.Cut(whole, "\n")
	f := &fake{}
	load(t, f, whole, opts)
	p := load(t, f, bare, opts)
	if got := describe(p.Diagnostics); p.Layout != LayoutUCDP || p.Same != 2 || p.Rows != 2 || !strings.Contains(got, "M7054 0:0 layout=ucdp n=2 of=2 columns=49") {
		t.Errorf("%+v\n%s", p, got)
	}
	// A row that has not the shape: the file might be another one.
	odd := bare + strings.SplitN(sheet(ucdpOrder, with(ucdpRow, "id", "503", "best", "several")), "\n", 2)[1]
	if p := read(t, f, odd, opts); !p.Refused || !strings.HasPrefix(describe(p.Diagnostics), "M7055 1:1 layout=ucdp n=2 of=3") {
		t.Errorf("%s", describe(p.Diagnostics))
	}
	opt := opts
	opt.NoHeader = true
	p = read(t, f, odd, opt)
	if got := describe(p.Diagnostics); p.Refused || p.Same != 2 || p.Rejected != 1 || !strings.Contains(got, "M7018 3:") {
		t.Errorf("%+v\n%s", p, got)
	}
	// Half of the columns in another order is no such file.
	swapped := slices.Clone(ucdpOrder)
	swapped[0], swapped[5] = swapped[5], swapped[0]
	_, bare, _ = strings.Cut(sheet(swapped, ucdpRow, row), "\n")
	if p := read(t, f, bare, opt); !p.Refused || !strings.HasPrefix(describe(p.Diagnostics), "M7006 1:1") {
		t.Errorf("%s", describe(p.Diagnostics))
	}
}

// TestReleases: twice the same, a correction, a withdrawal within the years and countries of the file, and a return.
func TestReleases(t *testing.T) {
	f := &fake{}
	other := with(ucdpRow, "id", "502", "date_start", "2015-05-01", "date_end", "2015-05-01", "year", "2015")
	later := with(ucdpRow, "id", "503", "date_start", "2019-05-01", "date_end", "2019-05-01", "year", "2019")
	abroad := with(ucdpRow, "id", "504", "country", "Eastland")
	first := sheet(ucdpHeader, ucdpRow, other, later, abroad)
	p := load(t, f, first, opts)
	if p.Added != 4 || p.Scope.From != "2014-01-01" || p.Scope.To != "2019-12-31" || joined(p.Scope.Countries) != "Eastland, Northland" {
		t.Fatalf("%+v", p)
	}
	entries := len(f.entries)
	if p := load(t, f, first, opts); p.Same != 4 || !p.Empty() || len(f.entries) != entries {
		t.Fatalf("importing twice: %+v, %d entries more", p, len(f.entries)-entries)
	}

	// The next release: 501 corrected, 502 gone, nothing said of 2019 or of Eastland.
	second := sheet(ucdpHeader, with(ucdpRow, "high", "8"), with(ucdpRow, "id", "505", "date_start", "2015-01-01", "date_end", "2015-01-01", "year", "2015"))
	p = load(t, f, second, opts)
	if p.Added != 1 || p.Changed != 1 || p.Withdrawn != 1 || p.Same != 0 {
		t.Fatalf("%+v", p)
	}
	if want := []Diff{{record.KindAssessment, "ucdp:501/ucdp", 2, "amounts.killed.range.hi", "6", "8"}}; !slices.Equal(p.Diffs, want) {
		t.Errorf("got %+v", p.Diffs)
	}
	for id, gone := range map[string]bool{"ucdp:501": false, "ucdp:502": true, "ucdp:503": false, "ucdp:504": false} {
		if b := bundle(t, f, id); b.Withdrawn != gone {
			t.Errorf("%s: withdrawn is %v", id, b.Withdrawn)
		}
	}
	// 502 comes back: it stands again, with its assessment.
	p = load(t, f, sheet(ucdpHeader, with(ucdpRow, "high", "8"), other), Options{File: "third.csv", Release: ReleasePart})
	if b := bundle(t, f, "ucdp:502"); p.Restored != 1 || p.Same != 1 || p.Withdrawn != 0 || b.Withdrawn || len(b.Assessments) != 1 {
		t.Errorf("%+v, %+v", p, b)
	}
	// The whole: everything else is gone.
	if p := read(t, f, sheet(ucdpHeader, other), Options{Release: ReleaseWhole}); p.Withdrawn != 4 {
		t.Errorf("whole: %+v", p)
	}
	// A file of one month does not speak for its year.
	if p := read(t, f, sheet(ucdpHeader, with(ucdpRow, "id", "506", "date_start", "2014-11-05", "date_end", "2014-11-05")), opts); p.Withdrawn != 0 || p.Scope.From != "2014-11-01" {
		t.Errorf("one month: %+v", p)
	}
}

// TestRejectedIsNotWithdrawn: a row that is there but cannot be read keeps what stands.
func TestRejectedIsNotWithdrawn(t *testing.T) {
	f := &fake{}
	load(t, f, sheet(ucdpHeader, ucdpRow, with(ucdpRow, "id", "502", "date_start", "2014-08-01", "date_end", "2014-08-01")), opts)
	p := read(t, f, sheet(ucdpHeader, with(ucdpRow, "high", "-1"), with(ucdpRow, "id", "502", "date_start", "2014-08-01", "date_end", "2014-08-01")), opts)
	if p.Withdrawn != 0 || p.Rejected != 1 || p.Same != 1 || !strings.Contains(describe(p.Diagnostics), "M7029") {
		t.Errorf("%+v\n%s", p, describe(p.Diagnostics))
	}
}

// TestOurCorrectionStands: what the desk corrected is not undone by the same words of the publisher, and is by new ones.
func TestOurCorrectionStands(t *testing.T) {
	f := &fake{}
	file := sheet(ucdpHeader, ucdpRow)
	load(t, f, file, opts)
	i := bundle(t, f, "ucdp:501").Incident
	i.Note = "seen by the desk"
	if _, err := f.Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
		yield(record.Draft{Kind: record.KindIncident, Subject: i.ID, Actor: "desk", Payload: i}, nil)
	}); err != nil {
		t.Fatal(err)
	}
	if p := load(t, f, file, opts); !p.Empty() || p.Same != 1 || bundle(t, f, "ucdp:501").Incident.Note == "" {
		t.Errorf("%+v", p)
	}
	if p := load(t, f, sheet(ucdpHeader, with(ucdpRow, "where_coordinates", "Other town")), opts); p.Changed != 1 {
		t.Errorf("%+v", p)
	}
}

// TestOurAdditionsStay: what the desk added and no file speaks of is still there when a newer row corrects the rest.
func TestOurAdditionsStay(t *testing.T) {
	f := &fake{}
	load(t, f, sheet(ucdpHeader, ucdpRow), opts)
	b := bundle(t, f, "ucdp:501")
	b.Incident.Persons = []record.Involved{{Person: "p", As: "victim"}}
	b.Accounts[0].Words, b.Accounts[0].Lang, b.Accounts[0].Cites = "قالوا", "ar", []string{"radio"}
	b.Accounts[0].Claim.By = []string{"north"}
	b.Assessments[0].Degrees = []record.Degree{{To: "Southern Front", How: "ordered"}}
	if _, err := f.Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
		for _, p := range []any{b.Incident, b.Accounts[0], b.Assessments[0]} {
			kind, subject, _ := record.SubjectOf(p)
			yield(record.Draft{Kind: kind, Subject: subject, Actor: "desk", Payload: p}, nil)
		}
	}); err != nil {
		t.Fatal(err)
	}
	p := load(t, f, sheet(ucdpHeader, with(ucdpRow, "where_coordinates", "Other town", "high", "8")), opts)
	b = bundle(t, f, "ucdp:501")
	got := fmt.Sprintf("%+v %+v %+v", b.Incident, b.Accounts, b.Assessments)
	for _, want := range []string{"Other town", "Person:p", "Words:قالوا", "Cites:[radio]", "By:[north]", "How:ordered", "Hi:8"} {
		if !strings.Contains(got, want) {
			t.Errorf("want %s\ngot %s", want, got)
		}
	}
	if p.Changed != 1 {
		t.Errorf("%+v", p.Diffs)
	}
}

// TestOurWithdrawalStands: what the desk withdrew does not come back with the same words, and does with others.
func TestOurWithdrawalStands(t *testing.T) {
	f := &fake{}
	other := with(ucdpRow, "id", "502")
	file := sheet(ucdpHeader, ucdpRow, other)
	load(t, f, file, opts)
	w := record.Withdrawal{Kind: record.KindIncident, Subject: "ucdp:501", By: "desk"}
	if _, err := f.Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
		yield(record.Draft{Kind: record.KindWithdrawal, Subject: record.Key("incident", "ucdp:501"), Actor: "desk", Payload: w}, nil)
	}); err != nil {
		t.Fatal(err)
	}
	if p := load(t, f, file, opts); !p.Empty() || p.Same != 2 {
		t.Errorf("%+v", p)
	}
	if p := load(t, f, sheet(ucdpHeader, with(ucdpRow, "where_coordinates", "Other town"), other), opts); p.Restored != 1 || bundle(t, f, "ucdp:501").Withdrawn {
		t.Errorf("%+v", p)
	}
}

// TestTyped: what is typed in leaves no entry that a file was read.
func TestTyped(t *testing.T) {
	f := &fake{}
	load(t, f, "incident,act,when\nb1,meet,2016\n", Options{As: LayoutIncidents, Delimiter: ','})
	if len(f.entries) != 1 || f.entries[0].Kind != record.KindIncident {
		t.Errorf("%+v", f.entries)
	}
}

// TestHeadMoved: a plan is good for the record that it was made against.
func TestHeadMoved(t *testing.T) {
	f := &fake{}
	p := read(t, f, sheet(ucdpHeader, ucdpRow), opts)
	load(t, f, sheet(airwarsHeader, airwarsRow), opts)
	n := len(f.entries)
	if _, err := p.Apply(t.Context(), f); !errors.Is(err, record.ErrHeadMoved) || len(f.entries) != n {
		t.Errorf("%v, %d entries", err, len(f.entries)-n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p = read(t, f, sheet(ucdpHeader, ucdpRow), opts)
	if _, err := p.Apply(ctx, f); !errors.Is(err, context.Canceled) || len(f.entries) != n {
		t.Errorf("interrupted: %v, %d entries", err, len(f.entries)-n)
	}
}
