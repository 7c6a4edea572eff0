package web_test

import (
	"testing"

	"mithaq/internal/front/web"
)

// silent are the pages that are told nothing while they are open, and why.
var silent = map[string]string{
	"/sign-in": "a form", "/welcome": "a form", "/enter": "a form", "/i/{incident}/edit": "a form", "/i/{incident}/attach": "a form",
	"/i/{incident}/assess": "a form", "/publish/one": "a form", "/sources/new": "a form", "/s/{source}/edit": "a form", "/coverage/new": "a form",
	"/coverage/{statement}/edit": "a form", "/draft": "a text that is being written", "/draft/on/{agreement}": "acts that are being supposed",
	"/import": "it shows one's own files, which change by what one does", "/import/{upload}": "it has a line of its own, on which its progress is told",
	"/me": "it shows one's own sessions and keys, of which no entry tells", "/people": "entries about users are told to nobody",
	"/audit": "to look at it is an entry of its own, and entries about accesses are told to nobody", "/webhooks": "calls are no entries",
}

// Every page either is told what changes, or says why not.
func TestEveryPageListens(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range web.Routes() {
		if r.Method != "GET" || r.Plain {
			continue
		}
		why := silent[r.Pattern]
		seen[r.Pattern] = true
		if r.Live == (why != "") {
			t.Errorf("%s: it listens: %v; why it would not: %q", r.Pattern, r.Live, why)
		}
	}
	for pattern := range silent {
		if !seen[pattern] {
			t.Errorf("%s is no page", pattern)
		}
	}
}
