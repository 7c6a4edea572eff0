package web

import (
	"cmp"
	"time"
)

func init() { callEvery = 20 * time.Millisecond }

// Route is one line of the table of routes, for tests.
type Route struct {
	Method, Pattern, Needs string
	Plain                  bool // it stands below no language
	API                    bool
	Scope                  string // that a token must have
	Reads                  bool   // besides, the token must have the scope for reading
	Gives                  string // name of the schema of an answer of the API
	Live                   bool   // the page is told what changes
	Most                   int64  // bytes that a body may have
}

// Routes gives the table.
func Routes() (list []Route) {
	for _, r := range (&server{}).routes() {
		one := Route{Method: r.method, Pattern: r.pattern, Needs: string(r.needs), Plain: r.plain != nil || r.api != nil, API: r.api != nil, Live: r.live, Most: cmp.Or(r.stream, r.body, formBytes)}
		if r.api != nil {
			one.Most = cmp.Or(r.api.body, formBytes)
			one.Scope, one.Reads, one.Gives = string(r.api.scope), r.api.reads, r.api.gives
		}
		list = append(list, one)
	}
	return list
}

// StreamsOfOne is how many lines one may keep open.
const StreamsOfOne = streamsOfOne

// Document makes the document of the API.
func Document() ([]byte, error) { return document((&server{}).apiRoutes()) }

// NewServer makes a server without a listener.
var NewServer = newServer
