package web

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/suggest"
)

// apiKind is what a parameter may be.
type apiKind int

const (
	aText   apiKind = iota
	aDay            // 2015-12-31
	aCut            // a day, a month, a year, a time, or #N
	aGrade          // a grade
	aLead           // a standard of evidence
	aNumber         // from 1 to most
	aCount          // from 0
	aSwitch         // "true"
	aWord           // one of some words
	aList           // words, with commas between
)

// apiParam is a parameter of a query.
type apiParam struct {
	name  string
	kind  apiKind
	says  string
	must  bool
	most  int      // aNumber
	words []string // aWord
}

// badParam tells of one parameter that is not understood, or one that there is not.
type badParam struct {
	code  string // "unknown_parameter", "bad_value", "missing"
	field string
	value string
	near  string
}

func (e *badParam) Error() string { return e.code + ": " + e.field + ": " + e.value }

// badParams are all that is wrong with a query.
type badParams []*badParam

func (e badParams) Error() string { return "the query is not understood" }

// params gives the parameters of a call, with those that every call has.
func (c *apiCall) params() []apiParam {
	out := append(slices.Clone(c.asks), apiParam{name: "lang", kind: aWord, says: "The language of sentences; otherwise that of Accept-Language.", words: []string{"en", "ar", "ru"}})
	if c.printed != "" {
		out = append(
			out,
			apiParam{name: "width", kind: aNumber, most: 1000, says: "Of an answer in plain text: how many columns a line has (80)."},
			apiParam{name: "colour", kind: aSwitch, says: "Of an answer in plain text: with the control sequences by which a terminal sets text off."},
		)
	}
	return out
}

// readQuery reads the query against what the call asks. Everything that is wrong is told, not the first.
func (q *apiRequest) readQuery() error {
	values, err := url.ParseQuery(q.URL.RawQuery)
	if err != nil {
		return badParams{{code: "bad_value", field: "?", value: clip(q.URL.RawQuery)}}
	}
	known := q.call.params()
	var names []string
	for _, p := range known {
		names = append(names, p.name)
	}
	var wrong badParams
	q.given = map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		i := slices.Index(names, name)
		if i < 0 {
			wrong = append(wrong, &badParam{code: "unknown_parameter", field: clip(name), near: suggest.Nearest(clip(name), names)})
			continue
		}
		for _, v := range values[name] {
			if near, ok := known[i].takes(v); !ok || len(values[name]) > 1 {
				wrong = append(wrong, &badParam{code: "bad_value", field: name, value: clip(v), near: near})
			}
		}
		if values.Get(name) != "" {
			q.given[name] = values[name]
		}
	}
	for _, p := range known {
		if p.must && len(q.given[p.name]) == 0 {
			wrong = append(wrong, &badParam{code: "missing", field: p.name})
		}
	}
	if wrong != nil {
		return wrong
	}
	return nil
}

// takes says whether a value can be one of the parameter, and what was probably meant. An empty one is none.
func (p *apiParam) takes(v string) (near string, ok bool) {
	if v == "" {
		return "", true
	}
	if len(v) > longest || strings.ToValidUTF8(v, "") != v {
		return "", false
	}
	switch p.kind {
	case aDay:
		d, err := civil.ParseDate(v)
		return "", err == nil && d.String() == v
	case aGrade, aLead:
		g, err := grade.Parse(v)
		var words []string
		for _, s := range grade.Standards {
			words = append(words, s.String())
		}
		return suggest.Nearest(v, words), err == nil && (p.kind == aGrade || g != grade.Discounted)
	case aNumber:
		n, err := strconv.Atoi(v)
		return "", err == nil && n >= 1 && n <= p.most
	case aCount:
		n, err := strconv.ParseInt(v, 10, 64)
		return "", err == nil && n >= 0 && n <= 1<<53
	case aSwitch:
		return "true", v == "true"
	case aWord:
		return suggest.Nearest(v, p.words), slices.Contains(p.words, v)
	case aText, aCut, aList:
	}
	return "", true
}
