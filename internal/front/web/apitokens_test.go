package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

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
	if _, err := admin.SetUser(ctx, "both", "", func(u *record.User) { u.Roles = []string{review.Assessor, review.Publisher, review.Recorder} }); err != nil {
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
			lacks := r.Scope != "" && r.Scope != scope || r.Reads && scope != string(review.ScopeRead)
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
