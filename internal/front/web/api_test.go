package web_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
	"mithaq/internal/testroot"
)

// contract is the document of the API, whose schemas every answer is held against.
var contract = sync.OnceValues(func() (*jsonschema.Compiler, error) {
	b, err := web.Document()
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	return c, c.AddResource("file:///openapi.json", doc)
})

var contractLock sync.Mutex

// holds holds an answer against a schema of the document.
func holds(tb testing.TB, name, body string) {
	tb.Helper()
	contractLock.Lock()
	defer contractLock.Unlock()
	c, err := contract()
	if err != nil {
		tb.Fatal(err)
	}
	s, err := c.Compile("file:///openapi.json#/components/schemas/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		tb.Fatalf("%s: %v: %s", name, err, body)
	}
	if err := s.Validate(v); err != nil {
		tb.Errorf("%s: %v\n%s", name, err, body[:min(len(body), 600)])
	}
}

// call asks the API as a user and holds the answer against the document.
func (h *house) call(tb testing.TB, user, method, path, body string, headers ...string) reply {
	tb.Helper()
	req, err := http.NewRequestWithContext(tb.Context(), method, h.base+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if token := h.api[user]; token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	r := replyOf(tb, req)
	kind := r.header.Get("Content-Type")
	switch {
	case r.status == http.StatusNotModified:
	case r.status >= 400:
		if kind != "application/problem+json; charset=utf-8" {
			tb.Errorf("%s %s: %d with %q", method, path, r.status, kind)
		}
		holds(tb, "problem", r.body)
	case strings.HasPrefix(kind, "application/json"):
		var env struct {
			Schema string `json:"schema"`
		}
		if err := json.Unmarshal([]byte(r.body), &env); err != nil {
			tb.Fatal(err)
		}
		if name, ok := strings.CutPrefix(env.Schema, "mithaq/"); ok {
			holds(tb, strings.TrimSuffix(name, "/1"), r.body)
		}
	}
	return r
}

// code gives the code of a problem.
func (r reply) code(tb testing.TB) string {
	tb.Helper()
	var p struct {
		Code   string `json:"code"`
		Status int    `json:"status"`
	}
	if err := json.Unmarshal([]byte(r.body), &p); err != nil {
		tb.Fatalf("%v: %s", err, r.body)
	}
	if p.Status != r.status {
		tb.Errorf("the problem says %d, the answer is %d", p.Status, r.status)
	}
	return p.Code
}

// The document in spec is the one that the server gives, and it names each route and none besides.
func TestAPIDocument(t *testing.T) {
	made, err := web.Document()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(testroot.Root(t), "spec", "openapi.json")
	if os.Getenv("MITHAQ_UPDATE") != "" {
		if err := os.WriteFile(file, made, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, made) {
		t.Error("spec/openapi.json is not what the routes give. Make it anew: MITHAQ_UPDATE=1 go test ./internal/front/web -run TestAPIDocument")
	}
	if r := get(t, exampleServer(t)+"/api/v1/openapi.json"); r.body != string(made) || r.status != 200 {
		t.Errorf("the server gives another document: %d", r.status)
	}
	whole, err := openapi3.NewLoader().LoadFromData(made)
	if err == nil {
		err = whole.Validate(t.Context())
	}
	if err != nil || !whole.IsOpenAPI31OrLater() {
		t.Errorf("it is no document of OpenAPI 3.1: %v", err)
	}
	var doc struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
			Parameters  []struct{ Name, In string }
		}
	}
	if err := json.Unmarshal(made, &doc); err != nil {
		t.Fatal(err)
	}
	told, ids := map[string]bool{}, map[string]bool{}
	for path, ops := range doc.Paths {
		for method, op := range ops {
			told[strings.ToUpper(method)+" "+path] = true
			if op.OperationID == "" || ids[op.OperationID] {
				t.Errorf("%s %s: operationId %q", method, path, op.OperationID)
			}
			ids[op.OperationID] = true
		}
	}
	n := 0
	for _, r := range web.Routes() {
		if strings.HasPrefix(r.Pattern, "/api/") != r.API {
			t.Errorf("%s %s stands in the wrong place", r.Method, r.Pattern)
		}
		if r.API {
			n++
			if !told[r.Method+" "+r.Pattern] {
				t.Errorf("%s %s is not in the document", r.Method, r.Pattern)
			}
		}
	}
	if n != len(told) || n < 25 {
		t.Errorf("%d routes, %d in the document", n, len(told))
	}
}

// apiReads are questions of each kind, with something to answer.
var apiReads = []string{
	"/version", "/me", "/head", "/agreements", "/status", "/status?as-of=2015-12-31&standard=verified&agreement=khatib&lang=ar", "/status?known-at=%2312", "/status?without=airwars&point=low,latest",
	"/agreements/khatib/status", "/agreements/khatib/terms/11", "/agreements/khatib/claims/hospitals", "/explain/11a", "/explain/khatib.11?as-of=2015-12-31&lang=ru",
	"/report?from=2015-11-01&to=2015-11-30", "/count", "/count?by=act,year&grade=alleged", "/incidents?limit=3", "/incidents?text=hospital&sort=-killed&grade=alleged", "/incidents/2015-11-05-abu-kamal", "/incidents/2015-11-05-abu-kamal/history",
	"/sources", "/sources/airwars", "/coverage?from=2015-01-01", "/names", "/zones", "/reviews?limit=2&step=inquiry", "/duplicates?limit=5", "/changes?since=3&limit=4", "/checkpoint",
}

// Every answer is what the document says, for whoever asks; and is there for whom the table says.
func TestAPIContract(t *testing.T) {
	h := newHouse(t)
	answered := map[string]bool{}
	for _, path := range apiReads {
		for _, user := range []string{review.Reader, "", review.Observer, review.Recorder} {
			r := h.call(t, user, http.MethodGet, path, "")
			if user == review.Reader {
				answered[path] = r.status == 200
			}
			if r.status >= 500 {
				t.Errorf("%q %s: %d %s", user, path, r.status, r.body)
			}
			if user != review.Reader && r.status == 200 && strings.Contains(r.body, `"record": {`) {
				t.Errorf("%q %s is told how much there is", user, path)
			}
		}
	}
	for path, ok := range answered {
		if !ok && path != "/checkpoint" { // the example has no log
			t.Errorf("%s answers a reader with nothing", path)
		}
	}
}

// What is asked again and is as it was is not sent again, and what changed is.
func TestAPITags(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/incidents?limit=2", "/status", "/head", "/sources"} {
		first := h.call(t, review.Reader, http.MethodGet, path, "")
		tag := first.header.Get("ETag")
		if r := h.call(t, review.Reader, http.MethodGet, path, "", "If-None-Match", tag); tag == "" || r.status != http.StatusNotModified || r.body != "" {
			t.Errorf("%s: %q %d", path, tag, r.status)
		}
		if r := h.call(t, review.Reader, http.MethodGet, path, "", "If-None-Match", tag, "Accept-Language", "ar"); path == "/status" && r.status != 200 {
			t.Errorf("%s in another language: %d", path, r.status)
		}
	}
	outside := h.call(t, "", http.MethodGet, "/incidents?limit=2", "").header.Get("ETag")
	tag := h.call(t, review.Reader, http.MethodGet, "/incidents?limit=2", "").header.Get("ETag")
	h.enter(t, `{"rows":[{"incident":"new-one","act":"attack","when":"2016-03-01","title_en":"A new one"}]}`, http.StatusCreated)
	if r := h.call(t, review.Reader, http.MethodGet, "/incidents?limit=2", "", "If-None-Match", tag); r.status != 200 {
		t.Errorf("after an entry: %d", r.status)
	}
	// Who sees nothing of it is not told that something was entered.
	if r := h.call(t, "", http.MethodGet, "/incidents?limit=2", "", "If-None-Match", outside); outside == tag || r.status != http.StatusNotModified {
		t.Errorf("the public is told of an entry: %d", r.status)
	}
}

// Whatever stands in an address, the API answers as one: with a problem, never with a page, a file or a fault.
func TestAPIAddresses(t *testing.T) {
	h := newHouse(t)
	for path, want := range map[string]int{
		"/none": 404, "/incidents/..%2f..%2fen%2fdesk": 404, "/incidents/%2e%2e": 404, "/explain/..%2F..%2Fetc%2Fpasswd": 404, "/agreements/none/terms/1": 404, "/agreements/khatib/terms/hospitals": 404,
		"/agreements/khatib/claims/11": 404, "/sources/none": 404, "/incidents?limit=0": 400, "/incidents?limit=501": 400, "/incidents?limti=1": 400, "/incidents?grade=certain": 400, "/incidents?from=2016-2-1": 400,
		"/incidents?after=x": 400, "/incidents?after=date.1.nothing": 400, "/incidents?limit=1&limit=2": 400, "/incidents?text=" + strings.Repeat("x", 300): 400, "/incidents?%zz": 400, "/status?as-of=soon": 400,
		"/status?known-at=%230": 400, "/status?without=nobody": 400, "/status?point=low,high": 400, "/status?standard=discounted": 400, "/report": 400, "/report?from=2016-02-01&to=2016-01-01": 400, "/explain/%00": 404,
		"/status?lang=xx": 400, "/incidents?waiting=yes": 400,
	} {
		if r := h.call(t, review.Reader, http.MethodGet, path, ""); r.status != want {
			t.Errorf("%s: %d, want %d: %s", path, r.status, want, r.body)
		}
	}
	for method, path := range map[string]string{http.MethodPost: "/status", http.MethodDelete: "/incidents", http.MethodPut: "/incidents/x"} {
		r := h.call(t, review.Reader, method, path, "")
		if r.status != http.StatusMethodNotAllowed || r.header.Get("Allow") == "" {
			t.Errorf("%s %s: %d %q", method, path, r.status, r.header.Get("Allow"))
		}
	}
	if r := h.call(t, review.Reader, http.MethodGet, "/incidents?limti=1", ""); !r.has(`"near": "limit"`) {
		t.Errorf("what was meant is not told: %s", r.body)
	}
	if r := h.call(t, review.Reader, http.MethodGet, "/status", "", "Accept", "text/plain"); r.code(t) != "not_acceptable" {
		t.Errorf("%s", r.body)
	}
	if r := h.call(t, "", http.MethodPost, "/incidents", `{"rows":[{"incident":"x"}]}`, "Sec-Fetch-Site", "cross-site"); r.status != http.StatusForbidden {
		t.Errorf("from another site: %d", r.status)
	}
}

// Who asks too often waits; others do not wait with them.
func TestAPILimits(t *testing.T) {
	h := newHouse(t)
	limited := 0
	for range 400 {
		r := ask(t, http.MethodHead, h.base+"/api/v1/version", "Authorization", "Bearer "+h.api[review.Reader])
		if r.status == http.StatusTooManyRequests {
			if limited++; r.header.Get("Retry-After") == "" {
				t.Error("it is not told for how long")
			}
		}
	}
	if limited == 0 {
		t.Error("nobody is ever made to wait")
	}
	if r := ask(t, http.MethodHead, h.base+"/api/v1/version", "Authorization", "Bearer "+h.api[review.Assessor]); r.status != 200 {
		t.Errorf("another waits too: %d", r.status)
	}
}
