package cli

import (
	"encoding/json"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/board"
)

// farFields are what a command says to the server: those that were given.
type farFields map[string]any

// with adds flags under the names that the server has for them.
func (f farFields) with(c *call, flags ...string) farFields {
	for _, name := range flags {
		if v := c.get(name, ""); v != "" {
			f[name] = v
		}
	}
	return f
}

// act sends something that is to be done and tells the entry that it became.
func (r *remote) act(path string, fields farFields) int {
	b, err := json.Marshal(fields)
	if err != nil {
		return r.c.fail(err)
	}
	got, code := r.ask(http.MethodPost, path, url.Values{}, false, "application/json", b)
	if got == nil {
		return code
	}
	var done answers.Entered
	if code := r.decode(got, "entered", &done); code != exitFine {
		return code
	}
	return r.c.decided("", done.Entered, nil)
}

// incident is the address of something of the incident that the command names.
func (c *call) incident(what string) string {
	return "/incidents/" + board.Segment(c.args[0]) + "/" + what
}

func farReview(c *call, r *remote) int {
	if u := c.stage(); u != nil {
		return c.misuse(u)
	}
	return r.act(c.incident("steps"), farFields{}.with(c, "stage", "assessor", "second", "why"))
}

func farPut(c *call, r *remote) int {
	fields := farFields{"stage": review.Put}.with(c, "asked", "until", "assessor", "second")
	if list := c.flags["party"]; len(list) > 0 {
		fields["parties"] = list
	}
	if fields["asked"] == nil && fields["until"] == nil && fields["parties"] == nil {
		return c.misuse(c.needs("until"))
	}
	return r.act(c.incident("steps"), fields)
}

func farAnswer(c *call, r *remote) int {
	in, u := c.partyAnswer()
	if u != nil {
		return c.misuse(u)
	}
	for _, party := range in.Parties {
		fields := farFields{"party": party}.with(c, "on", "stance", "assessor")
		if len(in.Says) > 0 {
			fields["says"] = in.Says
		}
		if code := r.act(c.incident("answers"), fields); code != exitFine {
			return code
		}
	}
	return exitFine
}

func farAdopt(c *call, r *remote) int {
	if u := c.needs("from"); u != nil {
		return c.misuse(u)
	}
	return r.act(c.incident("adoptions"), farFields{}.with(c, "from", "assessor", "why"))
}

func farDissent(c *call, r *remote) int {
	if u := c.needs("says"); u != nil {
		return c.misuse(u)
	}
	return r.act(c.incident("dissents"), farFields{"says": record.Text{string(c.words.Lang()): c.get("says", "")}}.with(c, "assessor"))
}

// farDecide makes the command that decides on two incidents.
func farDecide(decision string) func(*call, *remote) int {
	return func(c *call, r *remote) int {
		if u := c.pairOf(decision); u != nil {
			return c.misuse(u)
		}
		return r.act("/duplicates/decisions", farFields{"a": c.args[0], "b": c.args[1], "decision": decision}.with(c, "into", "why"))
	}
}

// farPublish looks at what would go out, and lets just that out.
func farPublish(c *call, r *remote) int {
	p, u := c.publication()
	if u != nil {
		return c.misuse(u)
	}
	fields := farFields{"kind": p.Kind, "subject": p.Subject, "withdraw": !p.Public}.with(c, "date", "second", "why")
	for name, list := range map[string][]string{"accounts": p.Accounts, "hide": p.Hide, "files": sortedWords(c.flags["file"])} {
		if len(list) > 0 {
			fields[name] = list
		}
	}
	if c.set("dated") {
		fields["dated"] = true
	}
	if p.Radius > 0 {
		fields["radius"] = p.Radius
	}
	if p.Public {
		b, err := json.Marshal(fields)
		if err != nil {
			return c.fail(err)
		}
		got, code := r.ask(http.MethodPost, "/publications/look", url.Values{}, false, "application/json", b)
		if got == nil {
			return code
		}
		var pre answers.Publication
		if code := r.decode(got, "publication", &pre); code != exitFine {
			return code
		}
		if c.set("dry-run") {
			return c.tellPublication(pre.Texts, pre.Names, pre.Look, pre.Dated)
		}
		fields["looked"] = pre.Looked
	} else if c.set("dry-run") {
		return c.misuse(&usage{"cli.server.flag", []any{"flag", "--dry-run"}})
	}
	return r.act("/publications", fields)
}

// farFile sends files of evidence.
func farFile(c *call, r *remote) int {
	if u := c.needs("incident"); u != nil {
		return c.misuse(u)
	}
	done := exitFine
	for _, path := range c.args {
		data, code := c.readFar(path)
		if code != exitFine {
			return code
		}
		query := url.Values{"file": {filepath.Base(path)}}
		for _, name := range []string{"account", "source", "url", "obtained", "note"} {
			if v := c.get(name, ""); v != "" {
				query.Set(name, v)
			}
		}
		if c.set("graphic") {
			query.Set("graphic", "true")
		}
		got, code := r.ask(http.MethodPost, "/incidents/"+board.Segment(c.get("incident", ""))+"/files", query, false, "application/octet-stream", data)
		if got != nil {
			code = r.added(got)
		}
		done = max(done, code)
		if c.ctx.Err() != nil {
			return exitInterrupted
		}
	}
	return done
}

func (r *remote) added(got *reply) int {
	var added app.AddedFile
	if code := r.decode(got, "fileadded", &added); code != exitFine {
		return code
	}
	if r.c.set("json") {
		return r.print(got)
	}
	r.c.tellAdded(&added)
	return exitFine
}

// nearVerbs are the commands that no server answers, with the reason that their help gives ("cli.near." and the word). Of a group its name stands for all of it.
var nearVerbs = map[string]string{
	"check": "texts", "read": "texts", "compare": "texts", "positions": "texts", "schedule": "texts", "whatif": "texts", "fmt": "texts", "test": "texts", "monitor": "texts", "lsp": "texts",
	"serve": "machine", "demo": "machine", "version": "machine", "record template": "machine",
	"record init": "file", "record copy": "file", "record backup": "file", "record restore": "file", "record fsck": "file", "record export": "file", "record bundle": "file", "record names": "file", "record zones": "file",
	"record file show": "file", "record file get": "file", "record file check": "file", "log": "file",
	"record user": "person", "record webhook": "person", "record token": "person", "record key": "person", "record sign": "person", "record identity": "person", "record consent": "person",
	"record remove": "person", "record removals": "person", "record accesses": "person", "record request": "person",
}

// near gives the reason for which a command works on the record itself alone; "": it speaks to a server.
func near(verb string) string {
	words := strings.Fields(verb)
	for n := len(words); n > 0; n-- {
		if why := nearVerbs[strings.Join(words[:n], " ")]; why != "" {
			return why
		}
	}
	return ""
}
