package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"mithaq/internal/evidence/record"
)

func added(tb testing.TB, a *App, texts ...Text) int {
	tb.Helper()
	n, err := a.AddTexts(tb.Context(), texts)
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// TestAddTexts sees which texts are new, and that the newest of a file is read.
func TestAddTexts(t *testing.T) {
	a := empty(t, &clock{theDay})
	one := Text{Name: "a/truce.mithaq", Content: truce}
	two := Text{Name: "truce.mithaq", Content: truce + "# a note\n"}
	if n := added(t, a, one); n != 1 {
		t.Errorf("first: %d", n)
	}
	if n := added(t, a, one, one); n != 0 {
		t.Errorf("again: %d", n)
	}
	for _, text := range []Text{two, one, two} { // a version that stood before may come back
		if n := added(t, a, text); n != 1 {
			t.Errorf("another version: %d", n)
		}
		got, err := a.RecordTexts(t.Context())
		if err != nil || len(got) != 1 || got[0].Content != text.Content || got[0].Name != "truce.mithaq" {
			t.Fatalf("%d texts, %v", len(got), err)
		}
		readAll(t, got...)
	}
	if n := added(t, a, Text{Name: "copy.mithaq", Content: two.Content}); n != 0 {
		t.Errorf("the same text under another name: %d", n)
	}
	head, err := a.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	var name *NameError
	_, err = a.AddTexts(t.Context(), []Text{{Name: "x/new.mithaq", Content: "# one\n"}, {Name: "y/new.mithaq", Content: "# two\n"}})
	if !errors.As(err, &name) || name.Name != "new.mithaq" || name.First != "x/new.mithaq" || name.Second != "y/new.mithaq" {
		t.Errorf("two files of one name: %v", err)
	}
	if after, err := a.store.Head(t.Context()); err != nil || after != head {
		t.Errorf("something was entered: %v", err)
	}
}

// TestReadFiles sees what is read beside a text: the vocabulary that it uses, the file that a zone names; a file named twice once.
func TestReadFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("words.mithaq", "vocabulary words \"Words\"\nparty p \"P\"\nact leave (doer party, at place)\nzone z \"Z\" from \"zones.geojson#z\"\n")
	write("zones.geojson", `{"type":"Feature","id":"z","geometry":{"type":"Polygon","coordinates":[[[36,33],[37,33],[37,34],[36,33]]]}}`)
	write("other.mithaq", "vocabulary other \"Other\"\n")
	text := write("text.mithaq", "agreement text \"Text\"\n  uses words\n  demand by p to p\n  dated 2015-11-01\n  zone \"UTC\"\n\nterm 1 \"One\"\n  1a: p must leave(at: z) by 2016-01-01\n")
	texts, err := ReadFiles([]string{text, text, filepath.Join(dir, ".", "text.mithaq")})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, x := range texts {
		names = append(names, filepath.Base(x.Name))
	}
	if len(names) != 3 || names[0] != "text.mithaq" || names[1] != "words.mithaq" || names[2] != "zones.geojson" {
		t.Errorf("read %v", names)
	}
	r := readAll(t, texts...)

	// In the record they stand by themselves: the folder may go.
	a := empty(t, &clock{theDay})
	added(t, a, texts...)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	stored, err := a.RecordTexts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s := readAll(t, stored...); len(s.Texts) != 2 || s.Program.Agreements[0].Hash != r.Program.Agreements[0].Hash {
		t.Error("the stored texts say something else")
	}
	if _, err := ReadFiles([]string{text, dir}); err == nil {
		t.Error("files that are not there were read")
	}
}

// TestReadNothingOutside sees that a text of the record rests on no file that happens to lie about.
func TestReadNothingOutside(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "zones.geojson"), []byte(`{"type":"Feature","id":"z","geometry":{"type":"Polygon","coordinates":[[[36,33],[37,33],[37,34],[36,33]]]}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	words := "vocabulary words \"Words\"\nzone z \"Z\" from \"zones.geojson#z\"\n"
	if Read([]Text{{Name: "words.mithaq", Content: words}}).Program != nil {
		t.Error("a file of the working folder was read for a text of the record")
	}
	if Read([]Text{{Name: "words.mithaq", Content: words, Folder: dir}}).Program == nil {
		t.Error("the file beside a text was not read")
	}
	up := "vocabulary words \"Words\"\nzone z \"Z\" from \"../zones.geojson#z\"\n"
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	if Read([]Text{{Name: "words.mithaq", Content: up, Folder: filepath.Join(dir, "sub")}}).Program != nil {
		t.Error("a file outside the text's folder was read")
	}
}

// TestAssess sees that an assessment is added and nothing else is changed, whoever published the incident and whether or not its day is known.
func TestAssess(t *testing.T) {
	a := empty(t, &clock{theDay})
	enter(t, a, "mithaq", "incident,scheme,act,when,title_en,zones,role:harmed,source,published,assessor,grade,attributions\n"+
		"one,airwars,attack,2015-12-01,Title,Idlib,civilian,press,2015-12-02,airwars,corroborated,Russian Military=corroborated\n")
	if _, err := a.store.Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
		yield(record.Draft{Actor: "test", Payload: record.Incident{ID: "undated", Act: "attack"}}, nil)
	}); err != nil {
		t.Fatal(err)
	}
	before, err := a.store.Bundle(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"one", "undated"} {
		head, plan, err := a.Assess(t.Context(), id, []Field{{"assessor", "desk"}, {"grade", "verified"}, {"attributions", "russia=alleged"}, {"why", "Seen, twice."}})
		if err != nil || plan.Refused || head.Seq == 0 {
			t.Fatalf("%s: %v %+v", id, err, plan)
		}
		b, err := a.store.Bundle(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(b.Assessments); n == 0 || b.Assessments[n-1].Assessor != "desk" || b.Assessments[n-1].Why != "Seen, twice." {
			t.Errorf("%s: %+v", id, b.Assessments)
		}
	}
	after, err := a.store.Bundle(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	if after.Incident.When != before.Incident.When || after.Incident.Title["en"] != "Title" || after.Incident.Scheme != "airwars" ||
		len(after.Accounts) != 1 || len(after.Assessments) != 2 || after.Assessments[0].Attributions[0].To != "Russian Military" {
		t.Errorf("%+v", after)
	}
	head, _ := a.store.Head(t.Context())
	if _, plan, err := a.Assess(t.Context(), "one", []Field{{"assessor", "desk"}, {"grade", "sure"}}); err != nil || !plan.Refused {
		t.Errorf("an unknown grade: %v %+v", err, plan)
	}
	if _, _, err := a.Assess(t.Context(), "none", nil); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("an incident that is not there: %v", err)
	}
	if now, _ := a.store.Head(t.Context()); now != head {
		t.Error("something was entered")
	}
}
