package app

import (
	"path/filepath"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// deskOf makes a record with users, and its door.
func deskOf(t *testing.T, now func() time.Time, payloads ...any) (*App, *Door) {
	t.Helper()
	a, err := Create(t.Context(), filepath.Join(t.TempDir(), "desk.db"), Options{Actor: "holder", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	_, err = a.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
		for _, p := range payloads {
			if !yield(record.Draft{Entered: now().Unix(), Actor: "holder", Payload: p}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return a, NewDoor(a)
}

// Only an observer looks with a party's eyes: with whoever has other roles the public shares what was judged.
func TestPartyIsAnObservers(t *testing.T) {
	now := func() time.Time { return time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC) }
	_, d := deskOf(t, now,
		record.User{ID: "anna", Roles: []string{review.Administrator}, Party: "north"}, // as an observer who became one
		record.User{ID: "nada", Roles: []string{review.Observer}, Party: "north"},
	)
	for user, party := range map[string]string{"anna": "", "nada": "north", "": ""} {
		a, err := d.as(t.Context(), user)
		if err != nil {
			t.Fatal(err)
		}
		if sight := a.Sight(); a.Who().Party != party || (sight == "public") != (party == "") {
			t.Errorf("%q looks as %+v, with the sight %q", user, a.Who(), sight)
		}
	}
	admin, err := d.as(t.Context(), "anna")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := admin.SetUser(t.Context(), "nada", "", func(u *record.User) { u.Roles = []string{review.Reader} }); err != nil {
		t.Fatal(err)
	}
	if us, err := admin.Users(t.Context()); err != nil || us["nada"].Party != "" {
		t.Errorf("%+v, %v", us["nada"], err)
	}
}

// What was judged for the public on one day is not what is judged on the next: a consent may have ended with the day.
func TestJudgedByTheDay(t *testing.T) {
	at := time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC)
	a, d := deskOf(t, func() time.Time { return at })
	if err := a.LoadExample(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err := a.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
		for _, p := range []any{
			record.User{ID: "anna", Roles: []string{review.Administrator}},
			record.Source{ID: "witness", Sort: "witness"},
			record.Incident{ID: "zz-1", Act: "attack", When: "2016-03-01"},
			record.Account{ID: "zz-1:1", Source: "witness", Incident: "zz-1"},
			record.Publication{Kind: record.KindIncident, Subject: "zz-1", Public: true, By: "desk", Accounts: []string{"zz-1:1"}},
			record.Consent{Kind: record.KindSource, Subject: "witness", Record: true, Publish: true, Until: "2016-03-31"},
		} {
			if !yield(record.Draft{Entered: at.Unix(), Actor: "holder", Payload: p}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	accounts := func() (n int) {
		t.Helper()
		public, err := d.as(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		texts, err := a.RecordTexts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		j, err := public.Judge(t.Context(), Read(texts), Cuts{AsOf: "2016-03-30"})
		if err != nil {
			t.Fatal(err)
		}
		for i := range j.Facts.Facts {
			n += len(j.Facts.Facts[i].Accounts)
		}
		return n
	}
	if n := accounts(); n == 0 {
		t.Fatal("the public sees nothing while the consent stands")
	}
	at = at.AddDate(0, 0, 3)
	if n := accounts(); n != 0 {
		t.Errorf("%d accounts are judged after the consent has ended", n)
	}
}

// A record that was lent twice is the same record.
func TestLentTwice(t *testing.T) {
	now := func() time.Time { return time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC) }
	a, _ := deskOf(t, now, record.User{ID: "anna", Roles: []string{review.Administrator}})
	once, err := a.As(t.Context(), "anna")
	if err != nil {
		t.Fatal(err)
	}
	defer once.Close()
	twice, err := once.As(t.Context(), "anna")
	if err != nil {
		t.Fatal(err)
	}
	defer twice.Close()
	if _, err := twice.Invite(t.Context(), "anna"); err != nil {
		t.Error(err)
	}
	if twice.Log() != a.Log() {
		t.Error("another log")
	}
}

// What outsiders see of a record is held once for all who see the same; who works on it sees by their own rights.
func TestOutsidersShareTheirView(t *testing.T) {
	now := func() time.Time { return time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC) }
	_, d := deskOf(t, now,
		record.User{ID: "anna", Roles: []string{review.Administrator}},
		record.User{ID: "nada", Roles: []string{review.Observer}, Party: "north"},
		record.User{ID: "noor", Roles: []string{review.Observer}, Party: "north"},
		record.User{ID: "sami", Roles: []string{review.Observer}, Party: "south"},
		record.User{ID: "rami", Roles: []string{review.Recorder}},
		record.User{ID: "rana", Roles: []string{review.Recorder}},
	)
	view := func(user string) record.Reader {
		a, err := d.as(t.Context(), user)
		if err != nil {
			t.Fatal(err)
		}
		return a.view
	}
	public := d.Public().view
	for _, c := range []struct {
		what       string
		one, other record.Reader
		same       bool
	}{
		{"everybody and who is not signed in", public, view(""), true},
		{"everybody and who keeps accounts alone", public, view("anna"), true},
		{"observers of a party", view("nada"), view("noor"), true},
		{"observers of two parties", view("nada"), view("sami"), false},
		{"everybody and an observer", public, view("nada"), false},
		{"everybody and a recorder", public, view("rami"), false},
		{"recorders", view("rami"), view("rana"), false},
	} {
		if (c.one == c.other) != c.same {
			t.Errorf("%s: the same view: %v", c.what, !c.same)
		}
	}
}
