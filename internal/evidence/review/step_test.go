package review

import (
	"crypto/ed25519"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// file is a record of one incident, made entry by entry.
type file struct {
	t *testing.T
	c Case
}

func (f *file) add(actor string, payload any) record.Hash {
	f.t.Helper()
	kind, subject, b, read, err := record.EncodePayload(payload)
	if err != nil {
		f.t.Fatal(err)
	}
	e := record.Entry{
		Seq: int64(len(f.c.History) + 1), Kind: kind, Version: record.Version(kind), Subject: subject, Actor: actor, Payload: b,
		ID: record.Hash{byte(len(f.c.History) + 1)},
	}
	f.c.History = append(f.c.History, e)
	f.c.Bundle.Apply("i1", e.Seq, read)
	return e.ID
}

func (f *file) refused(what string, r record.Review, want ...string) {
	f.t.Helper()
	var got []string
	for _, x := range f.c.Step(r, day("2016-03-01")) {
		got = append(got, x.Code)
	}
	if !slices.Equal(got, want) {
		f.t.Errorf("%s: refused %q, want %q", what, got, want)
	}
}

// step takes a step that no rule forbids.
func (f *file) step(r record.Review) record.Hash {
	f.t.Helper()
	f.refused("the step to "+r.Stage, r)
	return f.add(r.By, r)
}

func day(s string) civil.Date {
	d, err := civil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// started is an incident entered by rami, with an account, and assessed by lina, who names the north.
func started(t *testing.T) (f *file, assessment record.Hash) {
	f = &file{t: t, c: Case{Bundle: &record.Bundle{}}}
	f.add("rami", record.Incident{ID: "i1", Act: "attack", When: "2016-01-05"})
	f.add("rami", record.Account{ID: "a1", Source: "s1", Incident: "i1"})
	return f, f.add("lina", record.Assessment{
		Incident: "i1", Assessor: "desk", Grade: grade.Corroborated, Attributions: []record.Attribution{{To: "north", Grade: grade.Alleged}, {To: "south"}},
	})
}

func TestLadder(t *testing.T) {
	f, a := started(t)
	r := record.Review{Incident: "i1", Assessor: "desk", By: "lina", When: "2016-03-01"}
	at := func(stage string, change ...func(*record.Review)) record.Review {
		out := r
		out.Stage = stage
		if rank(stage) >= rank(Found) {
			out.Finding = a
			out.Second = "omar"
		}
		for _, c := range change {
			c(&out)
		}
		return out
	}
	asked := func(until, answered string) func(*record.Review) {
		return func(r *record.Review) {
			r.Put = []record.Put{{Party: "north", Asked: "2016-02-01", Until: until, Answered: answered}}
		}
	}
	f.refused("a rung left out", at(Found), "step")
	f.refused("an assessor who assessed nothing", record.Review{Incident: "i1", Assessor: "nobody", Stage: Inquiry, By: "lina"}, "no_assessment")
	f.step(at(Inquiry))
	f.refused("the same again", at(Inquiry), "same")
	f.refused("by who entered it", at(Found, func(r *record.Review) { r.By = "rami" }), "by_entered")
	f.refused("alone", at(Found, func(r *record.Review) { r.Second = "" }), "no_second")
	f.refused("with oneself", at(Found, func(r *record.Review) { r.Second = "lina" }), "second_same")
	f.refused("with who entered it", at(Found, func(r *record.Review) { r.Second = "rami" }), "second_entered")
	f.refused("of another assessment", at(Found, func(r *record.Review) { r.Finding = record.Hash{99} }), "changed")
	f.refused("alone, by who entered it, of another", at(Found, func(r *record.Review) { r.By, r.Second, r.Finding = "rami", "", record.Hash{} }),
		"changed", "by_entered", "no_second")
	f.step(at(Found))
	f.refused("published unheard", at(Published), "step", "put_missing")
	f.refused("put to nobody", at(Put), "put_missing")
	f.refused("put to who is not named", at(Put, func(r *record.Review) {
		r.Put = []record.Put{{Party: "east", Asked: "2016-02-01"}, {Party: "north", Asked: "2016-02-01"}}
	}), "put_unnamed")
	f.refused("put tomorrow", at(Put, func(r *record.Review) { r.Put = []record.Put{{Party: "north", Asked: "2016-03-02"}} }), "put_later")
	f.refused("answered before it was asked", at(Put, func(r *record.Review) {
		r.Put = []record.Put{{Party: "north", Asked: "2016-02-10", Answered: "2016-02-09"}}
	}), "put_before")
	f.step(at(Put, asked("2016-03-01", "")))
	f.refused("on the last day", at(Published, asked("2016-03-01", "")), "put_waiting")
	f.refused("without a day by which", at(Published, asked("", "")), "put_until")
	f.step(at(Put, asked("2016-02-29", "")))
	f.step(at(Published, asked("2016-02-29", "")))
	f.step(at(Published, asked("2016-02-29", "2016-03-01"))) // a late answer is printed too
	f.refused("back without a reason", at(Inquiry), "no_reason")
	f.step(at(Inquiry, func(r *record.Review) { r.Why = "a new witness" }))
}

// TestSecondTakesPart: among users a name is not yet a second person: before anything is published they took part themselves.
func TestSecondTakesPart(t *testing.T) {
	f, a := started(t)
	pub, key, err := ed25519.GenerateKey(strings.NewReader(strings.Repeat("s", 32)))
	if err != nil {
		t.Fatal(err)
	}
	f.c.Users = Users{
		"lina": {ID: "lina", Roles: []string{Assessor}}, "mona": {ID: "mona", Roles: []string{Assessor}}, "rami": {ID: "rami", Roles: []string{Assessor}},
		"omar": {ID: "omar", Roles: []string{Publisher}, Keys: []string{base64.StdEncoding.EncodeToString(pub)}},
	}
	if got := f.c.Seconds("lina"); !slices.Equal(got, []string{"mona", "omar"}) {
		t.Errorf("who can be the second: %q", got)
	}
	waits := func(what, want string) {
		t.Helper()
		if finding := f.c.Finding("desk"); f.c.Waits(&finding) != want {
			t.Errorf("%s: it waits for %q", what, f.c.Waits(&finding))
		}
	}
	r := record.Review{Incident: "i1", Assessor: "desk", By: "mona", When: "2016-03-01", Finding: a, Stage: Inquiry}
	f.step(r)
	waits("under inquiry", "")
	r.Stage, r.Second = Found, "omar"
	f.step(r)
	waits("omar is named", "omar")
	r.Stage, r.Put = Put, []record.Put{{Party: "north", Asked: "2016-02-01", Until: "2016-02-10"}}
	id := f.step(r)
	r.Stage = Published
	f.refused("published without omar", r, "second_waits")
	f.c.Signatures = []record.Signature{SignEntry(id, "omar", key)}
	waits("omar signed", "")
	f.refused("published with omar's signature", r)
	f.c.Signatures = nil
	confirmed := r
	confirmed.Stage, confirmed.By, confirmed.Second = Put, "omar", "mona"
	f.step(confirmed)
	waits("omar took part", "")
	f.refused("published after omar took part", r)
	named := r
	named.Second = "lina"
	f.refused("published with somebody who never took part", named, "second_waits")
	back := r
	back.Stage, back.Second, back.Put, back.Why = Inquiry, "", nil, "a new witness"
	f.step(back)
	r.Stage, r.Put = Found, nil
	f.step(r)
	waits("found once more", "omar")
	f.c.Users = nil
	waits("a single person's file", "")
}

func TestNobodyNamed(t *testing.T) {
	f := &file{t: t, c: Case{Bundle: &record.Bundle{}}}
	f.add("rami", record.Incident{ID: "i1", Act: "attack", When: "2016-01-05"})
	a := f.add("lina", record.Assessment{Incident: "i1", Assessor: "desk", Grade: grade.Corroborated, Attributions: []record.Attribution{{To: "north"}}})
	r := record.Review{Incident: "i1", Assessor: "desk", By: "lina", When: "2016-03-01", Finding: a}
	for _, stage := range []string{Allegation, Inquiry, Found, Published} {
		r.Stage = stage
		f.step(r)
	}
}

func TestImportedAndOwn(t *testing.T) {
	f := &file{t: t, c: Case{Bundle: &record.Bundle{}}}
	f.add("rami", record.Incident{ID: "i1", Act: "attack", When: "2016-01-05"})
	a := f.add("rami", record.Assessment{Incident: "i1", Assessor: "pub", Grade: grade.Alleged, Rule: "pub.row"})
	r := record.Review{Incident: "i1", Assessor: "pub", By: "lina", When: "2016-03-01", Finding: a, Stage: Inquiry}
	f.step(r)
	r.Stage = Found
	f.refused("another's grade", r, "imported", "assessor_entered")
}

// TestSentBack: a changed assessment is another finding, whoever changed it, and however the review reads.
func TestSentBack(t *testing.T) {
	f, a := started(t)
	r := record.Review{Incident: "i1", Assessor: "desk", By: "lina", Second: "omar", When: "2016-03-01", Finding: a, Stage: Inquiry}
	f.step(r)
	r.Stage = Found
	f.step(r)
	if got := f.c.Finding("desk"); got.Stage != Found || got.SentBack() || !slices.Equal(got.Named, []string{"north"}) {
		t.Fatalf("%+v", got)
	}
	b := f.add("lina", record.Assessment{Incident: "i1", Assessor: "desk", Grade: grade.Verified})
	got := f.c.Finding("desk")
	if got.Stage != Inquiry || got.Reached != Found || !got.SentBack() || got.Assessment != b {
		t.Fatalf("%+v", got)
	}
	f.refused("the changed one, as it was", r, "changed")
	r.Finding = b
	f.step(r)
	f.add("lina", record.Withdrawal{Kind: record.KindAssessment, Subject: "i1/desk", By: "lina"})
	if got := f.c.Finding("desk"); got.Stage != Inquiry || got.Entry != 0 {
		t.Fatalf("taken away: %+v", got)
	}
}

func TestSigned(t *testing.T) {
	f, a := started(t)
	pub, key, err := ed25519.GenerateKey(strings.NewReader(strings.Repeat("s", 32)))
	if err != nil {
		t.Fatal(err)
	}
	f.c.Users = Users{
		"lina": {ID: "lina", Roles: []string{Assessor}, Keys: []string{base64.StdEncoding.EncodeToString(pub)}},
		"omar": {ID: "omar", Roles: []string{Publisher}}, "rana": {ID: "rana", Roles: []string{Reader}},
	}
	r := record.Review{Incident: "i1", Assessor: "desk", By: "lina", Second: "omar", When: "2016-03-01", Finding: a, Stage: Inquiry}
	f.step(r)
	r.Stage, r.Second = Found, "rana"
	f.refused("a second person without the role", r, "second_role")
	r.Second = "samir"
	f.refused("a second person whom nobody knows", r, "second_unknown")
	r.Second = "omar"
	id := f.step(r)
	want := func(what string, lina, omar bool) {
		t.Helper()
		if got := f.c.Finding("desk").Persons; !slices.Equal(got, []Person{{"lina", lina}, {"omar", omar}}) {
			t.Errorf("%s: %+v", what, got)
		}
	}
	want("nobody signed", false, false)
	good := SignEntry(id, "lina", key)
	for what, s := range map[string]record.Signature{
		"of another entry":             SignEntry(record.Hash{9}, "lina", key),
		"with a key that is not named": SignEntry(id, "omar", key),
		"changed":                      {Entry: id, User: "lina", Key: good.Key, Sig: append([]byte{good.Sig[0] ^ 1}, good.Sig[1:]...)},
		"under another's id":           {Entry: id, User: "lina", Key: good.Key, Sig: ed25519.Sign(key, id[:])},
	} {
		f.c.Signatures = []record.Signature{s}
		want(what, false, false)
	}
	f.c.Signatures = []record.Signature{good}
	want("one signed", true, false)
}

func TestUsers(t *testing.T) {
	admin := record.User{ID: "a", Roles: []string{Administrator}}
	for _, c := range []struct {
		what string
		us   Users
		u    record.User
		want string
	}{
		{"the first one", nil, admin, ""},
		{"a first one who cannot make others", nil, record.User{ID: "b", Roles: []string{Reader}}, "first_administrator"},
		{"another", Users{"a": admin}, record.User{ID: "b", Roles: []string{Reader}}, ""},
		{"the last one ends", Users{"a": admin}, record.User{ID: "a"}, "last_administrator"},
		{"one of two ends", Users{"a": admin, "b": admin}, record.User{ID: "a"}, ""},
		{"an observer with more", Users{"a": admin}, record.User{ID: "b", Roles: []string{Observer, Reader}}, "observer_alone"},
		{"a role that is none", Users{"a": admin}, record.User{ID: "b", Roles: []string{"king"}}, "unknown_role"},
	} {
		got := ""
		for _, r := range c.us.Change(c.u) {
			got += r.Code
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}
