package kobo

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/evidence/intake/tokens"
)

var wide = Limits{Field: 1 << 20, Columns: 1000, Depth: 50}

// cells gives a submission as "column=text" lines, sorted.
func cells(t *Table, i int) string {
	var out []string
	for c, cell := range t.Submissions[i].Cells {
		s := t.Columns[c] + "=" + cell.Text
		if cell.Long {
			s += " long"
		}
		if cell.Twice {
			s += " twice"
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func TestRead(t *testing.T) {
	for name, x := range map[string]struct{ json, want string }{
		"a list":              {`[{"a": "x", "b": null, "c": 1.50, "d": true}]`, "a=x\nc=1.50\nd=true"},
		"what the API gives":  {`{"count": 1, "next": null, "more": {"results": [3]}, "results": [{"a": "x"}], "z": [1, {"q": 2}]}`, "a=x"},
		"a group":             {`[{"where/town": "Mill"}]`, "where/town=Mill"},
		"a group as object":   {`[{"where": {"town": "Mill", "more": {"street": "Quay"}}}]`, "where/more/street=Quay\nwhere/town=Mill"},
		"repetitions":         {`[{"people": [{"people/name": "A", "people/age": 3}, {"people/name": "B"}]}]`, "people/age=3\npeople/name=A|B\npeople[1]/age=3\npeople[1]/name=A\npeople[2]/name=B\npeople[]=2"},
		"repetitions, nested": {`[{"g/r": [{"g/r/s": [{"g/r/s/q": 1}, {"g/r/s/q": 2}]}, {"g/r/s": [{"g/r/s/q": 3}]}]}]`, "g/r/s/q=1|2|3\ng/r[1]/s[1]/q=1\ng/r[1]/s[2]/q=2\ng/r[1]/s[]=2\ng/r[2]/s[1]/q=3\ng/r[2]/s[]=1\ng/r[]=2"},
		"a list of words":     {`[{"_tags": ["x", "y"], "_notes": []}]`, "_tags=x|y\n_tags[1]=x\n_tags[2]=y\n_tags[]=2"},
		"attachments":         {`[{"_attachments": [{"filename": "u/a.jpg", "mimetype": "image/jpeg"}, {"filename": "u/b.jpg"}]}]`, "_attachments/filename=u/a.jpg|u/b.jpg\n_attachments/mimetype=image/jpeg\n_attachments[1]/filename=u/a.jpg\n_attachments[1]/mimetype=image/jpeg\n_attachments[2]/filename=u/b.jpg\n_attachments[]=2"},
		"a place":             {`[{"spot": "36.2 -37.125 0 4.5"}]`, "spot/accuracy=4.5\nspot/lat=36.2\nspot/lon=-37.125\nspot=36.2 -37.125 0 4.5"},
		"no place":            {`[{"spot": "36.2 37.1 0"}]`, "spot=36.2 37.1 0"},
		"validation":          {`[{"_validation_status": {"uid": "validation_status_approved", "label": "Approved"}}]`, "_validation_status/label=Approved\n_validation_status/uid=validation_status_approved"},
		"no validation":       {`[{"a": 1, "_validation_status": {}}]`, "a=1"},
		"the key":             {`[{"meta/rootUuid": "uuid:r1", "_uuid": "u2"}]`, "_uuid=u2\nmeta/rootUuid=uuid:r1\nrootUuid=r1"},
		"the key, bare":       {`[{"rootUuid": "uuid:r1"}]`, "rootUuid=r1"},
		"the key, in an object": {
			`[{"meta": {"rootUuid": "uuid:r1"}}]`, "meta/rootUuid=uuid:r1\nrootUuid=r1",
		},
		"a question twice": {`[{"a": "x", "a": "y"}]`, "a=y twice"},
		"a long answer":    {`[{"a": "` + strings.Repeat("x", 1<<20+1) + `"}]`, "a= long"},
	} {
		got, err := Read([]byte(x.json), wide)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if c := cells(got, 0); c != x.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, c, x.want)
		}
	}
}

func TestPlaces(t *testing.T) {
	got, err := Read([]byte("[\n {\"а\": \"é\",\n  \"b\": 2},\n {\"b\": 3}]"), wide)
	if err != nil || len(got.Submissions) != 2 {
		t.Fatal(got, err)
	}
	at := []tokens.Place{got.Submissions[0].Place, got.Submissions[0].Cells[0].Place, got.Submissions[0].Cells[1].Place, got.Submissions[1].Place}
	if fmt.Sprint(at) != "[{4 2 3} {14 2 11} {24 3 9} {29 4 3}]" {
		t.Error(at)
	}
}

func TestRefused(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 60) + "1" + strings.Repeat("}", 60)
	var many []string
	for i := range 1001 {
		many = append(many, fmt.Sprintf(`"c%d":1`, i))
	}
	for name, x := range map[string]struct {
		json string
		want error
	}{
		"no list":       {`{"a": 1}`, ErrNotSubmissions},
		"numbers":       {`[1, 2]`, ErrNotSubmissions},
		"a word":        {`"a"`, ErrNotSubmissions},
		"no results":    {`{"results": 3}`, ErrNotSubmissions},
		"too deep":      {"[" + deep + "]", ErrDeep},
		"deep lists":    {`[{"a": ` + strings.Repeat("[", 60) + strings.Repeat("]", 60) + "}]", ErrDeep},
		"too many":      {"[{" + strings.Join(many, ",") + "}]", ErrColumns},
		"cut off":       {`[{"a": 1}, {"b"`, nil},
		"two documents": {`[{"a": 1}] [2]`, tokens.ErrMore},
	} {
		got, err := Read([]byte(x.json), wide)
		var s *tokens.SyntaxError
		if got != nil || !errors.As(err, &s) || x.want != nil && !errors.Is(err, x.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"results": [{"meta/rootUuid": "uuid:r", "g/r": [{"g/r/q": [1, "a"]}], "spot": "1 2 3 4"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Read([]byte(text), Limits{Field: 1000, Columns: 100, Depth: 20})
		if err != nil {
			if got != nil {
				t.Error("an error with a table")
			}
			return
		}
		if !json.Valid([]byte(text)) {
			t.Errorf("%q was read", text)
		}
		for _, s := range got.Submissions {
			for c, cell := range s.Cells {
				if c >= len(got.Columns) || len(cell.Text) > 1000 || cell.Place.Line < 1 || cell.Place.Column < 1 {
					t.Errorf("%q: %+v", text, cell)
				}
			}
		}
	})
}
