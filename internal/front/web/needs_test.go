package web_test

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// What each address needs stands a second time in testdata/needs.txt, by hand: whoever weakens a need in the table of routes, from which the other tests take what
// to expect, has to do it there too, where it is read.
func TestEveryRouteIsMeant(t *testing.T) {
	b, err := os.ReadFile("testdata/needs.txt")
	if err != nil {
		t.Fatal(err)
	}
	var meant []string
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			meant = append(meant, line)
		}
	}
	var are []string
	for _, r := range web.Routes() {
		line := r.Method + " " + r.Pattern + ": " + r.Needs
		if r.API {
			line += "; " + strings.TrimSpace("scope "+r.Scope)
			if r.Reads {
				line += " and read"
			}
		}
		are = append(are, line)
	}
	for _, line := range are {
		if !slices.Contains(meant, line) {
			t.Errorf("not in testdata/needs.txt: %s", line)
		}
	}
	for _, line := range meant {
		if !slices.Contains(are, line) {
			t.Errorf("no route is so: %s", line)
		}
	}
	if len(are) != len(meant) {
		t.Errorf("%d routes, %d meant", len(are), len(meant))
	}
}

// A token has no more than its owner has now: of a role that was taken away its scopes give nothing any more, at once and without its being revoked.
func TestTokenOfTheDemoted(t *testing.T) {
	h := newDesk(t)
	h.tokenFor(t, "rami", review.ScopeRead, review.ScopeEnter, review.ScopeAssess, review.ScopeReview, review.ScopeSecond)
	const rows = `{"rows":[{"source":"paper","name_en":"Paper"}]}`
	h.send(t, "rami", "/incidents/market-1/assessments", `{"fields":{"grade":"alleged"}}`, "201")
	h.send(t, "rami", "/sources", rows, "201")
	roles := func(list ...string) {
		t.Helper()
		if _, err := h.asUser(t, review.Administrator).SetUser(t.Context(), "rami", "another post", func(u *record.User) { u.Roles = list }); err != nil {
			t.Fatal(err)
		}
	}
	roles(review.Assessor)
	h.send(t, "rami", "/sources", rows, "not_found")
	h.send(t, "rami", "/incidents/market-1/assessments", `{"fields":{"grade":"corroborated"}}`, "201")
	roles(review.Reader)
	for path, body := range map[string]string{
		"/incidents/market-1/assessments": `{"fields":{"grade":"verified"}}`, "/incidents/market-1/adoptions": `{"from":"lina"}`, "/incidents/market-1/seconds": `{}`, "/sources": rows,
		"/duplicates/decisions": `{"a":"market-1","b":"market-1","decision":"apart"}`,
	} {
		h.send(t, "rami", path, body, "not_found")
	}
	h.send(t, "rami", "/incidents/market-1/steps", `{"stage":"inquiry","assessor":"lina"}`, "refused")
	if r := h.call(t, "rami", http.MethodGet, "/incidents/market-1", ""); r.status != http.StatusOK {
		t.Errorf("what a reader reads: %d", r.status)
	}
	roles()
	if r := h.call(t, "rami", http.MethodGet, "/version", ""); r.status != http.StatusUnauthorized {
		t.Errorf("a token of one who left: %d", r.status)
	}
}
