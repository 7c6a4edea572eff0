package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
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
	"/report?from=2015-11-01&to=2015-11-30", "/incidents?limit=3", "/incidents?text=hospital&sort=-killed&grade=alleged", "/incidents/2015-11-05-abu-kamal", "/incidents/2015-11-05-abu-kamal/history",
	"/sources", "/sources/airwars", "/coverage?from=2015-01-01", "/duplicates?limit=5", "/changes?since=3&limit=4", "/checkpoint",
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
	if got := h.call(t, review.Assessor, http.MethodPost, "/incidents/i1/steps", `{"stage":"published"}`); got.code(t) != "bad_body" {
		t.Errorf("publishing by a token: %s", got.body)
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
	h := newHouse(t)
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

// A token does what its scopes say and no more, as far as its user may; it ends with its user, its time, or when it is revoked.
func TestAPITokens(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	all := map[string]string{} // by scope, of a user who may all of it
	admin, err := h.app.As(ctx, review.Administrator)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	if _, err := admin.SetUser(ctx, "both", "", func(u *record.User) { u.Roles = []string{review.Assessor, review.Recorder} }); err != nil {
		t.Fatal(err)
	}
	both, err := h.app.As(ctx, "both")
	if err != nil {
		t.Fatal(err)
	}
	defer both.Close()
	for _, s := range review.Scopes {
		if all[string(s)], _, err = both.MakeToken(ctx, "of "+string(s), []review.Scope{s}, 1); err != nil {
			t.Fatal(err)
		}
	}
	tried := 0
	for _, r := range web.Routes() {
		if !r.API {
			continue
		}
		path := variable.ReplaceAllString(strings.TrimPrefix(r.Pattern, "/api/v1"), "none")
		for scope, token := range all {
			tried++
			got := h.call(t, "", r.Method, path, "", "Authorization", "Bearer "+token)
			lacks := r.Scope != "" && r.Scope != scope
			if lacks != (got.status == http.StatusForbidden) || lacks && got.code(t) != "scope" || got.status == http.StatusUnauthorized {
				t.Errorf("%s %s with %s: %d %s", r.Method, path, scope, got.status, got.body)
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d were tried", tried)
	}
	// A file may hold what takes another right than its being imported.
	names := "scheme,sort,word,means\nucdp,party,Somebody,gov\n"
	if got := h.call(t, "", http.MethodPost, "/imports?file=n.csv&as=names", names, "Content-Type", "text/csv", "Authorization", "Bearer "+all["import"]); got.code(t) != "refused" || !got.has(`"scope"`) {
		t.Errorf("names by a token that only imports: %s", got.body)
	}
	// Without the scope for reading, one sees what everybody sees.
	if got := h.call(t, "", http.MethodGet, "/incidents", "", "Authorization", "Bearer "+all["enter"]); !got.has(`"total": 0`) {
		t.Errorf("a token that enters reads: %.200s", got.body)
	}
	use := func(header string) reply { return h.call(t, "", http.MethodGet, "/me", "", "Authorization", header) }
	good := "Bearer " + all["read"]
	if r := use(good); r.status != 200 || !r.has(`"both"`) {
		t.Fatalf("%d %s", r.status, r.body)
	}
	for _, bad := range []string{
		"", "Bearer", "Bearer ", "bearer " + all["read"], "Basic " + all["read"], good + "x", good[:len(good)-1], "Bearer mithaq_" + strings.Repeat("A", 43), "Bearer " + h.token["reader"],
		"Bearer " + strings.Repeat("x", 10_000),
	} {
		if r := use(bad); r.status != http.StatusUnauthorized || !strings.HasPrefix(r.header.Get("WWW-Authenticate"), "Bearer ") {
			t.Errorf("%.40q: %d", bad, r.status)
		}
	}
	// A cookie opens nothing here, and a token nothing on the pages.
	if r := h.call(t, "", http.MethodGet, "/me", "", "Cookie", "mithaq="+h.token[review.Reader]); r.status != http.StatusUnauthorized {
		t.Errorf("a cookie: %d", r.status)
	}
	for _, headers := range [][]string{{"Authorization", good}, {"Cookie", "mithaq=" + all["read"]}} {
		if r := get(t, h.base+"/en/desk", headers...); r.status != http.StatusForbidden {
			t.Errorf("a page by a token: %d", r.status)
		}
	}
	list, err := both.Tokens(ctx, "both")
	if err != nil || len(list) != len(review.Scopes) {
		t.Fatal(list, err)
	}
	i := slices.IndexFunc(list, func(x app.Token) bool { return x.Name == "of read" })
	if list[i].Used == 0 {
		t.Error("its use is not told")
	}
	if err := h.asUser(t, review.Reader).EndToken(ctx, list[i].ID); err == nil {
		t.Error("another's token was revoked by a reader")
	}
	if err := both.EndToken(ctx, list[i].Short()); err != nil {
		t.Fatal(err)
	}
	if r := use(good); r.status != http.StatusUnauthorized {
		t.Errorf("revoked: %d", r.status)
	}
	if _, err := admin.SetUser(ctx, "both", "left", func(u *record.User) { u.Roles = nil }); err != nil {
		t.Fatal(err)
	}
	if r := use("Bearer " + all["enter"]); r.status != http.StatusUnauthorized {
		t.Errorf("of one who left: %d", r.status)
	}
	theirs, err := admin.Accesses(ctx)
	if err != nil {
		t.Fatal(err)
	}
	made, ended := 0, 0
	for _, a := range theirs {
		switch a.What {
		case "token_made":
			made++
		case "token_ended":
			ended++
		}
		if strings.Contains(a.Why+a.Subject, "mithaq_") {
			t.Error("a token stands in the record")
		}
	}
	if made < len(review.Scopes) || ended != 1 {
		t.Errorf("the record tells of %d made and %d revoked", made, ended)
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
