package intake

import (
	"fmt"
	"strings"
	"testing"
)

// The submissions are made up, as the API of KoboToolbox gives them.
const submissions = `{"count": 2, "results": [
 {"_id": 11, "_uuid": "u1", "meta/rootUuid": "uuid:r1", "meta/instanceID": "uuid:u1", "_submission_time": "2024-05-02T10:00:00", "_submitted_by": "field-3",
  "what": "shelling", "when": "2024-05-01", "where/town": "مطحنة", "where/spot": "35.95 36.65 0 12.5", "hit": "school market",
  "dead/low": 3, "dead/high": "5", "victims": [{"victims/age": 7}, {"victims/age": 40}],
  "_attachments": [{"filename": "desk/a.jpg", "mimetype": "image/jpeg"}, {"filename": "desk/b.mp4", "mimetype": "video/mp4"}],
  "_validation_status": {"uid": "validation_status_approved", "label": "Approved"}},
 {"_id": 12, "_uuid": "u2", "meta/rootUuid": "uuid:r2", "_submission_time": "2024-05-03T10:00:00", "what": "raid", "when": "2024-05-02",
  "where/town": "Quay", "_attachments": [], "_validation_status": {}}
]}`

const submissionMapping = `{"id": "field", "publisher": "field", "source": {"id": "field", "name": {"en": "Field team"}, "sort": "monitor"},
 "key": "rootUuid", "date": "when", "place": {"ar": "where/town"}, "lat": "where/spot/lat", "lon": "where/spot/lon", "radius": 50,
 "act": {"column": "what"}, "roles": [{"role": "object", "column": "hit", "separator": " "}], "counts": [{"role": "killed", "low": "dead/low", "high": "dead/high"}],
 "published": "_submission_time", "grade": {"column": "_validation_status/uid", "values": {"validation_status_approved": "corroborated", "": "alleged"}},
 "keep": ["_validation_status/uid", "_attachments/filename", "victims[]"]}`

func fieldMapping(t *testing.T) *Mapping {
	t.Helper()
	m, ds := ParseMapping("m.json", []byte(submissionMapping))
	if ds != nil {
		t.Fatal(describe(ds))
	}
	return m
}

func TestSubmissions(t *testing.T) {
	f := &fake{}
	opt := Options{File: "field.json", Mapping: fieldMapping(t)}
	p := load(t, f, submissions, opt)
	if p.Form != FormKobo || p.Added != 2 {
		t.Fatalf("%+v", p)
	}
	b := bundle(t, f, "field:r1")
	got := fmt.Sprintf("%+v %+v %+v", b.Incident, b.Accounts, b.Assessments)
	for _, w := range []string{
		"Act:shelling", "When:2024-05-01", "map[ar:مطحنة]", "Lat:359500000 Lon:366500000 Radius:50", "{Role:object Words:[school market]", "Key:r1",
		"_attachments/filename:desk/a.jpg|desk/b.mp4", "victims[]:2", "_validation_status/uid:validation_status_approved", "Grade:corroborated",
		"Range:{Lo:3 Best:-1 Hi:5}", "Published:2024-05-02",
	} {
		if !strings.Contains(got, w) {
			t.Errorf("want %s\ngot %s", w, got)
		}
	}
	if b := bundle(t, f, "field:r2"); b.Assessments[0].Grade.String() != "alleged" || b.Incident.Place.Radius != 0 {
		t.Errorf("%+v", b)
	}
	// An edit has a new _uuid and the same root: it corrects. The list alone, without its frame, is the same.
	edited := strings.Replace(strings.Replace(submissions, `"_uuid": "u1"`, `"_uuid": "u3"`, 1), `"dead/high": "5"`, `"dead/high": "6"`, 1)
	edited = strings.TrimSuffix(strings.TrimPrefix(edited, `{"count": 2, "results": `), "}")
	p = load(t, f, edited, opt)
	if p.Changed != 1 || p.Same != 1 || p.Added != 0 || len(p.Diffs) != 1 || p.Diffs[0].After != "6" {
		t.Errorf("%+v", p.Diffs)
	}
	// A submission that is gone counts as withdrawn only where the file is said to be the whole.
	i := strings.Index(edited, ` {"_id": 12`)
	less := strings.TrimRight(strings.TrimRight(edited[:i], "\n"), ",") + "]"
	if p := read(t, f, less, opt); p.Withdrawn != 0 || p.Same != 1 {
		t.Errorf("less: %+v", p)
	}
	opt.Release = ReleaseWhole
	if p := read(t, f, less, opt); p.Withdrawn != 1 {
		t.Errorf("whole: %+v", p)
	}
}

func TestSubmissionsBad(t *testing.T) {
	for name, x := range map[string]struct{ old, now, want string }{
		"a day":           {`"when": "2024-05-02"`, `"when": "2 May"`, "M7015 7:131 column=when"},
		"no key":          {`"meta/rootUuid": "uuid:r2", `, ``, "M7012 7:3 column=rootUuid"},
		"the key twice":   {`uuid:r2`, `uuid:r1`, "M7013 7:55 column=rootUuid value=r1 first=2"},
		"an answer twice": {`"what": "raid"`, `"what": "raid", "what": "flood"`, "M7005 7:131 column=what value=flood"},
		"no JSON":         {`"what": "raid"`, `"what": raid`, "M7050 7:"},
		"no list":         {`"results"`, `"result"`, "M7051"},
		"a zero byte":     {`"raid"`, `"ra\u0000id"`, "M7047"},
	} {
		p := read(t, &fake{}, strings.Replace(submissions, x.old, x.now, 1), Options{File: "field.json", Mapping: fieldMapping(t)})
		if got := describe(p.Diagnostics); !strings.HasPrefix(got, x.want) {
			t.Errorf("%s: got %s, want %s", name, got, x.want)
		}
	}
	if p := read(t, &fake{}, submissions, Options{File: "field.json"}); !p.Refused || !strings.HasPrefix(describe(p.Diagnostics), "M7010 1:1") {
		t.Error(describe(p.Diagnostics))
	}
	if p := read(t, &fake{}, `{"results": []}`, Options{File: "field.json"}); !p.Refused || !strings.HasPrefix(describe(p.Diagnostics), "M7008") {
		t.Error(describe(p.Diagnostics))
	}
}
