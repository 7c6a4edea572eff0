package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// enter sends rows of incidents as the recorder.
func (h *house) enter(t *testing.T, body string, want int, headers ...string) reply {
	t.Helper()
	r := h.call(t, review.Recorder, http.MethodPost, "/incidents", body, headers...)
	if r.status != want {
		t.Errorf("%s: %d, want %d: %s", body, r.status, want, r.body)
	}
	return r
}

// asUser opens the record as a user.
func (h *house) asUser(t *testing.T, user string) *app.App {
	t.Helper()
	a, err := h.app.As(t.Context(), user)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func (h *house) entries(t *testing.T) int64 {
	t.Helper()
	head, err := h.app.Store().Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return head.Seq
}

// What is entered stands; sent again it is not entered again; what is wrong is told whole, by row and field.
func TestAPIEnters(t *testing.T) {
	h := newHouse(t)
	body := `{"rows":[{"incident":"i1","act":"attack","when":"2016-03-01","title_en":"One","account":"a1","source":"airwars","published":"2016-03-02"},{"incident":"i1","account":"a2","source":"airwars","published":"2016-03-03"}]}`
	was := h.entries(t)
	if h.enter(t, strings.Replace(body, `{"rows"`, `{ "rows"`, 1), http.StatusCreated); h.entries(t) == was {
		t.Error("nothing was entered")
	}
	was = h.entries(t)
	if h.enter(t, body, http.StatusOK); h.entries(t) != was {
		t.Error("the same was entered again")
	}
	r := h.enter(t, `{"rows":[{"incident":"i2","act":"attack","when":"2016-03-01"},{"incident":"i3","act":"attack","when":"201x"},{"incident":"i4","act":"","when":"2016"}]}`, http.StatusUnprocessableEntity)
	var p struct {
		Code   string
		Errors []struct {
			Code, Text, Field string
			Row               int
		}
	}
	if err := json.Unmarshal([]byte(r.body), &p); err != nil {
		t.Fatal(err)
	}
	rows := map[int]bool{}
	for _, e := range p.Errors {
		rows[e.Row] = true
	}
	if p.Code != "rows_refused" || len(p.Errors) < 2 || !rows[2] || !rows[3] || rows[1] {
		t.Errorf("%s", r.body)
	}
	// A plan that is refused for another row tells nothing of an incident that is not for whoever asks.
	hidden := `{"rows":[{"incident":"` + plainIncident + `","act":"attack","when":"2015-01-01"},{"incident":"z","act":"attack","when":"garbage"}]}`
	if r := h.call(t, review.Recorder, http.MethodPost, "/incidents?dry-run=true", hidden); r.status < 400 || r.has(`"before"`) {
		t.Errorf("a refused plan: %d %s", r.status, r.body)
	}
	for body, code := range map[string]string{
		`{"rows":[{"incident":"i9","act":"attack","wen":"2016"}]}`: "rows_refused",
		`{"rows":[]}`:                           "bad_body",
		`{"rows":[{"incident":7}]}`:             "bad_body",
		`{"rows":[{"incident":"i9"}],"more":1}`: "bad_body",
		`{"rows":[{"incident":"i9"}]} {}`:       "bad_body",
		`{"rows":`:                              "bad_body",
		`{"ROWS":[{"incident":"i9","act":"attack","when":"2016"}]}`:                                                          "bad_body",
		`{"rows":[{"incident":"i9","act":"attack","when":"2016"}],"Rows":[{"incident":"i10","act":"attack","when":"2016"}]}`: "bad_body",
		`{"rows":[{"incident":"i9","act":"attack","when":"2016","when":"2017"}]}`:                                            "bad_body",
		"{\"rows\":[{\"incident\":\"i9\",\"act\":\"attack\",\"when\":\"2016\",\"title_en\":\"a\xffb\"}]}":                    "bad_body",
		`{"rows":[{"incident":"i9","act":"attack","when":"2016","title_en":"a\ud800b"}]}`:                                    "bad_body",
		`{"rows":[{` + strings.Join(slices.Collect(func(yield func(string) bool) {
			for i := range 501 {
				if !yield(fmt.Sprintf(`"c%d":""`, i)) {
					return
				}
			}
		}), ",") + `}]}`: "too_large",
		`{"rows":[` + strings.Repeat(`{"a":"b"},`, 1000) + `{"a":"b"}]}`: "too_large",
		`{"rows":[{"incident":"` + strings.Repeat("x", 1<<20) + `"}]}`:   "too_large",
	} {
		if got := h.call(t, review.Recorder, http.MethodPost, "/incidents", body); got.code(t) != code {
			t.Errorf("%.60s: %s", body, got.body)
		}
	}
	if got := h.call(t, review.Recorder, http.MethodPost, "/incidents", `{"rows":[{"incident":"i9"}],
 "mroe":1}`); !got.has(`"line": 2`) || !got.has("mroe") {
		t.Errorf("the place is not told: %s", got.body)
	}
	if got := h.call(t, review.Assessor, http.MethodPost, "/incidents/i1/dissents", "{\"says\":{\"en\":\"One\",\n\"en\":\"Two\"}}"); !got.has(`"code": "twice"`) || !got.has(`"line": 2`) {
		t.Errorf("a language twice: %s", got.body)
	}
	if h.entries(t) != was {
		t.Error("what was refused was entered")
	}
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
		if got := h.call(t, review.Recorder, http.MethodPost, "/incidents", `{"rows":[{"incident":"i9"}]}`, "Content-Type", kind); got.code(t) != "media_type" {
			t.Errorf("%q: %s", kind, got.body)
		}
	}
	if got := h.call(t, review.Recorder, http.MethodPost, "/sources?dry-run=true", `{"rows":[{"source":"s9","name_en":"Nine"}]}`); got.status != 200 || h.entries(t) != was {
		t.Errorf("a dry run: %d %s", got.status, got.body)
	}
	if got := h.call(t, review.Assessor, http.MethodPost, "/incidents/i1/assessments", `{"fields":{"grade":"corroborated","why":"two accounts"}}`); got.status >= 400 {
		t.Errorf("assess: %s", got.body)
	}
	if got := h.call(t, review.Assessor, http.MethodPost, "/incidents/i1/assessments", `{"fields":{"grade":"verified"},"seen":"`+strings.Repeat("0", 63)+`1"}`); got.code(t) != "changed" {
		t.Errorf("assess over another: %s", got.body)
	}
	if got := h.call(t, review.Assessor, http.MethodPost, "/incidents/i1/steps", `{"stage":"published"}`); got.code(t) != "refused" || !got.has(`"right"`) {
		t.Errorf("publishing without the right: %s", got.body)
	}
	if got := h.call(t, review.Assessor, http.MethodPost, "/incidents/i1/steps", `{"stage":"inquiry"}`); got.status != http.StatusCreated {
		t.Errorf("a step: %s", got.body)
	}
	if got := h.call(t, review.Assessor, http.MethodPost, "/incidents/i1/dissents", `{"assessor":"assessor","says":{"en":"no"}}`); got.status != http.StatusCreated && got.code(t) != "refused" {
		t.Errorf("dissent: %s", got.body)
	}
	csv := "incident,act,when,title_en\nf1,attack,2016-03-01,From a file\n"
	if got := h.call(t, review.Recorder, http.MethodPost, "/imports?file=rows.csv&dry-run=true", csv, "Content-Type", "text/csv"); got.status != 200 || !got.has(`"added": 1`) {
		t.Errorf("import: %s", got.body)
	}
	if got := h.call(t, review.Recorder, http.MethodPost, "/imports?file=rows.csv", csv, "Content-Type", "text/csv"); got.status != http.StatusCreated {
		t.Errorf("import: %s", got.body)
	}
	if got := h.call(t, review.Recorder, http.MethodPost, "/imports?file=rows.csv&strict=true", csv+"f2,,2016\n", "Content-Type", "text/csv"); got.code(t) != "rows_refused" || !got.has(`"file": "rows.csv"`) || !got.has(`"line": 3`) {
		t.Errorf("a bad file: %s", got.body)
	}
}

// What is sent twice with one key is done once, although somebody changed it in between; a key of another request is refused.
func TestAPIOnce(t *testing.T) {
	now := theDay
	h := newHouseAt(t, &now)
	send := func(title, key string, want int) reply {
		return h.enter(t, fmt.Sprintf(`{"rows":[{"incident":"k1","act":"attack","when":"2016-03-01","title_en":%q}]}`, title), want, "Idempotency-Key", key)
	}
	first := send("Mine", "one", http.StatusCreated)
	send("Theirs", "two", http.StatusCreated)
	was := h.entries(t)
	if again := send("Mine", "one", http.StatusCreated); again.body != first.body || h.entries(t) != was {
		t.Errorf("again: %s", again.body)
	}
	if got := send("Other", "one", http.StatusUnprocessableEntity); got.code(t) != "key_other" {
		t.Errorf("%s", got.body)
	}
	send("Mine", "", http.StatusBadRequest)
	if h.entries(t) != was {
		t.Error("something was entered again")
	}
	// Another's key is another key, and after a day it is forgotten.
	h.append(t, "holder", record.User{ID: "other", Roles: []string{review.Recorder}, By: "holder"})
	token, _, err := h.asUser(t, "other").MakeToken(t.Context(), "theirs", []review.Scope{review.ScopeEnter}, 30)
	if err != nil {
		t.Fatal(err)
	}
	h.api["other"] = token
	theirs := h.call(t, "other", http.MethodPost, "/incidents", `{"rows":[{"incident":"k3","act":"attack","when":"2016-03-01"}]}`, "Idempotency-Key", "one")
	if theirs.status != http.StatusCreated {
		t.Errorf("another's key: %d %s", theirs.status, theirs.body)
	}
	now = now.Add(25 * time.Hour)
	was = h.entries(t)
	if send("Mine", "one", http.StatusCreated); h.entries(t) == was {
		t.Error("a key of the day before is still kept")
	}
	var wg sync.WaitGroup
	created := make(chan int, 16)
	for range 16 {
		wg.Go(func() {
			r := h.call(t, review.Recorder, http.MethodPost, "/incidents", `{"rows":[{"incident":"k2","act":"attack","when":"2016-03-01"}]}`, "Idempotency-Key", "three")
			created <- r.status
		})
	}
	wg.Wait()
	close(created)
	for status := range created {
		if status != http.StatusCreated && status != http.StatusConflict {
			t.Errorf("at once: %d", status)
		}
	}
}
