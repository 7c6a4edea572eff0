package web

// Route is one line of the table of routes, for tests.
type Route struct {
	Method, Pattern, Needs string
	Plain                  bool // it stands below no language
}

// Routes gives the table.
func Routes() (list []Route) {
	for _, r := range (&server{}).routes() {
		list = append(list, Route{r.method, r.pattern, string(r.needs), r.plain != nil})
	}
	return list
}

// StreamsOfOne is how many lines one may keep open.
const StreamsOfOne = streamsOfOne
