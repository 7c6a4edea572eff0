package cli

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/front/board"
	"mithaq/internal/judge/status"
)

// farVerb is how a command speaks to a server, and which flags it then has besides those that all have.
type farVerb struct {
	flags string
	run   func(*call, *remote) int
}

const (
	cutFlags    = "as-of published-by known-at standard"
	filterFlags = "from to act party place grade text publisher waiting"
)

// farVerbs are the commands that a server can answer. The others need the record itself.
var farVerbs = map[string]farVerb{
	"status":            {"agreement fail-on without point " + cutFlags, farStatus},
	"explain":           {"without point " + cutFlags, farExplain},
	"report":            {"from to format out published-by known-at", farReport},
	"record list":       {filterFlags + " sort limit after", farGet("/incidents", "list")},
	"record show":       {"", farGet("/incidents/", "show")},
	"record history":    {"", farGet("/incidents/*/history", "history")},
	"record sources":    {"", farGet("/sources/", "sources")},
	"record duplicates": {"new-since limit after", farGet("/duplicates", "duplicates")},
	"record add":        {"", farAdd},
	"record cover":      {"", func(c *call, r *remote) int { return c.farEnter(r, "coverage", c.args) }},
	"record assess":     {"", farAssess},
	"record count":      {"by " + filterFlags, farGet("/count", "count")},
	"record review":     {"stage assessor second why", farReview},
	"record put":        {"party asked until assessor second", farPut},
	"record answer":     {"party on stance says assessor", farAnswer},
	"record adopt":      {"from assessor why", farAdopt},
	"record dissent":    {"says assessor", farDissent},
	"record merge":      {"into why", farDecide("merge")},
	"record apart":      {"why", farDecide("apart")},
	"record undo":       {"why", farDecide("open")},
	"record publish":    {"account file radius date hide withdraw dry-run second why", farPublish},
	"record person":     {"", farPerson},
	"record file add":   {"account incident source url obtained note graphic", farFile},
	"record import":     {"as encoding sheet no-header strict release dry-run", farImport},
}

func sortedFlags(flags map[string][]string) []string { return slices.Sorted(maps.Keys(flags)) }

// farQuery gives the flags as the server takes them.
func (c *call) farQuery() url.Values {
	query := url.Values{}
	for name, values := range c.flags {
		switch name {
		case "server", "lang", "json", "fail-on", "out":
		case "waiting":
			query.Set(name, "true")
		case "without", "point":
			query.Set(name, strings.Join(values, ","))
		default:
			query.Set(name, values[len(values)-1])
		}
	}
	return query
}

// get asks for an answer and prints it.
func (r *remote) get(path string, query url.Values, schema string) int {
	got, code := r.ask(http.MethodGet, path, query, !r.c.set("json"), "", nil)
	if got == nil {
		return code
	}
	if r.c.set("json") {
		var data json.RawMessage
		if code := r.decode(got, schema, &data); code != exitFine {
			return code
		}
	}
	return r.print(got)
}

// farGet makes the command that asks at a path, to which the word of the command is added, or in which it stands for *.
func farGet(path, schema string) func(*call, *remote) int {
	return func(c *call, r *remote) int {
		at := strings.TrimSuffix(path, "/")
		if len(c.args) > 0 {
			word := board.Segment(c.args[0])
			if before, after, ok := strings.Cut(path, "*"); ok {
				at = before + word + after
			} else {
				at = path + word
			}
		}
		return r.get(at, c.farQuery(), schema)
	}
}

func farStatus(c *call, r *remote) int {
	var failing []status.State
	for _, list := range c.flags["fail-on"] {
		for word := range strings.SplitSeq(list, ",") {
			s, u := parseState(word)
			if u != nil {
				return c.misuse(u)
			}
			failing = append(failing, s)
		}
	}
	switch {
	case len(c.args) > 0:
		return c.misuse(&usage{"cli.server.files", nil})
	case failing != nil && (c.set("without") || c.set("point")):
		return c.misuse(&usage{"cli.usage.illustration", nil})
	}
	code := r.get("/status", c.farQuery(), "status")
	if code != exitFine || failing == nil {
		return code
	}
	got, code := r.ask(http.MethodGet, "/status", c.farQuery(), false, "", nil)
	if got == nil {
		return code
	}
	var said struct {
		Agreements []struct {
			Standard string `json:"standard"`
			Norms    []struct {
				Standards map[string]struct {
					States []string `json:"states"`
				} `json:"standards"`
			} `json:"norms"`
		} `json:"agreements"`
	}
	if code := r.decode(got, "status", &said); code != exitFine {
		return code
	}
	for i := range said.Agreements {
		a := &said.Agreements[i]
		for k := range a.Norms {
			states := a.Norms[k].Standards[a.Standard].States
			if len(states) == 1 && slices.ContainsFunc(failing, func(s status.State) bool { return s.String() == states[0] }) {
				return exitRemarks
			}
		}
	}
	return exitFine
}

func farExplain(c *call, r *remote) int {
	switch {
	case code.MatchString(c.args[0]):
		return runExplain(c) // the page of a remark stands in the program
	case len(c.args) > 1:
		return c.misuse(&usage{"cli.server.files", nil})
	}
	return r.get("/explain/"+board.Segment(c.args[0]), c.farQuery(), "explain")
}

func farReport(c *call, r *remote) int {
	if u := c.period(); u != nil {
		return c.misuse(u)
	}
	if len(c.args) > 0 {
		return c.misuse(&usage{"cli.server.files", nil})
	}
	query := c.farQuery()
	if c.set("json") {
		query.Del("format")
		return r.get("/report", query, "report")
	}
	got, code := r.ask(http.MethodGet, "/report", query, true, "", nil)
	if got == nil {
		return code
	}
	if path := c.get("out", ""); path != "" {
		if err := replaceFile(path, got.body); err != nil {
			return c.fail(err)
		}
		return exitFine
	}
	return r.print(got)
}

// farKinds are what "record add" takes, and where rows of it are sent.
var farKinds = map[string]string{
	"incident": "incidents", "source": "sources", "coverage": "coverage", "roster": "rosters", "position": "positions", "tally": "tallies", "name": "names", "person": "persons",
}

func farAdd(c *call, r *remote) int {
	if c.args[0] == "text" {
		return c.misuse(&usage{"cli.server.cannot.file", []any{"verb", "record add text"}})
	}
	if farKinds[c.args[0]] == "" {
		return runRecordAdd(c) // which says what there is
	}
	return c.farEnter(r, farKinds[c.args[0]], c.args[1:])
}

// farPerson sends a person, by the columns of that layout.
func farPerson(c *call, r *remote) int {
	fields, u := parseFields(c.args[1:])
	if u != nil {
		return c.misuse(u)
	}
	row := fieldMap(fields)
	for near, far := range map[string]string{"alias": "aliases", "pseudonym": "pseudo"} {
		if v, ok := row[near]; ok {
			row[far] = v
			delete(row, near)
		}
	}
	row["person"] = c.args[0]
	if v, ok := row["aliases"]; ok {
		row["aliases"] = strings.Join(sortedWords([]string{v}), "|")
	}
	return r.send("/persons", map[string]any{"rows": []map[string]string{row}})
}

// farEnter sends one row.
func (c *call) farEnter(r *remote, kind string, words []string) int {
	fields, u := parseFields(words)
	if u != nil {
		return c.misuse(u)
	}
	return r.send("/"+kind, map[string]any{"rows": []map[string]string{fieldMap(fields)}})
}

func fieldMap(fields []app.Field) map[string]string {
	out := map[string]string{}
	for _, f := range fields {
		out[f.Name] = f.Value
	}
	return out
}

func farAssess(c *call, r *remote) int {
	if len(c.args) < 2 {
		return c.misuse(&usage{"cli.usage.few", []any{"verb", c.verb.name}})
	}
	fields, u := parseFields(c.args[1:])
	if u != nil {
		return c.misuse(u)
	}
	return r.send("/incidents/"+board.Segment(c.args[0])+"/assessments", map[string]any{"fields": fieldMap(fields)})
}

// send sends what is to be entered and tells what was.
func (r *remote) send(path string, body any) int {
	b, err := json.Marshal(body)
	if err != nil {
		return r.c.fail(err)
	}
	got, code := r.ask(http.MethodPost, path, url.Values{}, false, "application/json", b)
	if got == nil {
		return code
	}
	return r.planned(got, false)
}

// planned tells what became of a plan. whole: what it holds is told too.
func (r *remote) planned(got *reply, whole bool) int {
	c := r.c
	var p farPlan
	if code := r.decode(got, "import", &p); code != exitFine {
		return code
	}
	if c.set("json") {
		return r.print(got)
	}
	p.Plan.Plan.Diagnostics = p.Diagnostics
	if whole {
		c.tellPlan(p.Plan.Plan)
		if len(p.Effects) > 0 {
			c.line(c.words.Plural("cli.import.effects", int64(len(p.Effects))))
			for i := range p.Effects {
				c.line("  " + p.Effects[i].Norm + p.Effects[i].Claim)
			}
		}
	}
	switch {
	case p.Entered == nil:
	case p.Added+p.Changed+p.Restored+p.Withdrawn == 0:
		c.line(c.words.Text("cli.record.same"))
	default:
		c.line(c.words.Text("cli.record.entered", "n", p.Entered.Seq, "hash", p.Entered.Hash.String()[:12]))
	}
	return exitFine
}

func farImport(c *call, r *remote) int {
	done := exitFine
	for _, path := range c.args {
		data, code := c.readFar(path)
		if code != exitFine {
			return code
		}
		query := c.farQuery()
		query.Set("file", base(path))
		got, code := r.ask(http.MethodPost, "/imports", query, false, "application/octet-stream", data)
		if got != nil {
			code = r.planned(got, true)
		}
		done = max(done, code)
		if c.ctx.Err() != nil {
			return exitInterrupted
		}
	}
	return done
}
