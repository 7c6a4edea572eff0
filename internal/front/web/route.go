package web

import (
	"net/http"
	"slices"
	"strings"

	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/review"
)

// need is what an address asks of a visitor. The zero need is none that was declared: nobody is let through.
type need string

const (
	anybody  need = "anybody"   // the page shows what the visitor may see of the record (evidence/guard)
	signedIn need = "signed in" // a user, or the holder of a single person's file
)

// right is the need of a right of users, whatever the incident.
func right(a review.Action) need { return need(a) }

// meets says whether a visitor has what is needed.
func (n need) meets(who review.Principal) bool {
	switch n {
	case "":
		return false
	case anybody:
		return true
	case signedIn:
		return who.Single || who.ID != ""
	}
	return who.May(review.Action(n), review.State{})
}

// route is one address: who may ask for it and what answers. Of page, plain and api one is given.
type route struct {
	method    string // GET answers HEAD too; POST comes from a form of ours
	pattern   string // below the language
	needs     need
	page      action                              // a page in the language of the address
	plain     func(http.ResponseWriter, *request) // anything else: it stands below no language
	api       *apiCall                            // a call of the API: below no language, by a token
	kept      bool                                // the page rests on nothing but what pageKey names: no files, nothing kept aside but what own gives
	own       func(*request) (any, error)         // of a kept page: what on it is the visitor's own and no entry, found for each request
	live      bool                                // the page is told what changes while it is open
	givesBack bool                                // POST: who is not signed in (any more) gets back what was typed, to send it again
	body      int64                               // the most bytes that a POST may carry; 0: formBytes
	stream    int64                               // the most bytes of a POST whose action reads the body itself, as it comes (upload.go); 0: it is read whole before
}

// formBytes is how many bytes a form may carry.
const formBytes = 1 << 20

// routes are all addresses of the board but the assets.
func (s *server) routes() []route {
	return slices.Concat(s.sequenceRoutes(), s.apiRoutes(), s.tokenRoutes(), s.timelineRoutes(), s.signInRoutes(), s.peopleRoutes(), s.feedRoutes(), s.coverageRoutes(), s.liveRoutes(), s.enterRoutes(), s.mapRoutes(), s.sourceRoutes(), s.smallRoutes(), s.importRoutes(), s.webhookRoutes(), s.compareRoutes(), []route{
		{method: "GET", pattern: "/{$}", needs: anybody, live: true, page: s.agreements, kept: true},
		{method: "GET", pattern: "/a/{agreement}", needs: anybody, live: true, page: s.agreement, kept: true},
		{method: "GET", pattern: "/a/{agreement}/t/{term}", needs: anybody, live: true, page: s.term, kept: true},
		{method: "GET", pattern: "/a/{agreement}/c/{claim}", needs: anybody, live: true, page: s.claim, kept: true},
		{method: "GET", pattern: "/incidents", needs: anybody, live: true, page: s.incidents, kept: true},
		{method: "GET", pattern: "/i/{incident}", needs: anybody, live: true, page: s.incident},
		{method: "GET", pattern: "/i/{incident}/f/{hash}", needs: anybody, live: true, page: s.file},
		{method: "GET", pattern: "/f/{incident}/{hash}/{form}", needs: anybody, plain: s.fileContent},
		{method: "GET", pattern: "/report", needs: anybody, live: true, page: s.report, kept: true},
		{method: "GET", pattern: "/desk", needs: signedIn, live: true, page: s.desk, kept: true, own: deskOwn},
		{method: "GET", pattern: "/duplicates", needs: right(review.Read), live: true, page: s.duplicates},
	}, s.draftingRoutes())
}

// Address is what the board answers when it is asked to show something.
type Address struct {
	Pattern string // below the language, where there is one
	Paged   bool   // a page, which stands below a language
}

// Addresses gives every address that shows something, so that whoever measures the board leaves none out.
func Addresses() (list []Address) {
	for _, r := range (&server{}).routes() {
		if r.method == http.MethodGet {
			list = append(list, Address{strings.TrimSuffix(r.pattern, "{$}"), r.page != nil})
		}
	}
	return list
}

// mux puts every route at its addresses: a page below each language.
func (s *server) mux() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", s.files)
	mux.HandleFunc("GET /{$}", s.front)
	nowhere := &route{method: "GET", needs: anybody, page: func(*request) (*answer, error) { return nil, errNotFound }}
	mux.HandleFunc("GET /", s.answer(nowhere, ""))
	for _, lang := range locale.Langs {
		at := "/" + string(lang)
		mux.Handle("GET "+at, http.RedirectHandler(at+"/", http.StatusMovedPermanently))
		mux.HandleFunc("GET "+at+"/", s.answer(nowhere, lang))
	}
	for _, r := range s.routes() {
		if r.api != nil {
			continue
		}
		if r.plain != nil {
			mux.HandleFunc(r.method+" "+r.pattern, s.answer(&r, ""))
			continue
		}
		for _, lang := range locale.Langs {
			mux.HandleFunc(r.method+" /"+string(lang)+r.pattern, s.answer(&r, lang))
		}
	}
	calls := s.apiMux()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ofAPI(r) {
			calls.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// apiMux puts every call of the API at its address. Whatever else is asked below /api is answered as the API answers.
func (s *server) apiMux() *http.ServeMux {
	mux := http.NewServeMux()
	methods := map[string][]string{} // by pattern
	for _, r := range s.routes() {
		if r.api != nil {
			mux.HandleFunc(r.method+" "+r.pattern, s.api(&r))
			methods[r.pattern] = append(methods[r.pattern], r.method)
		}
	}
	for pattern, list := range methods {
		mux.HandleFunc(pattern, s.nowhere(strings.ReplaceAll(strings.Join(list, ", "), "GET", "GET, HEAD")))
	}
	mux.HandleFunc("/", s.nowhere(""))
	return mux
}
