package web_test

import (
	"strings"
	"testing"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/web"
	"mithaq/internal/front/wording"
)

// auditedBy names what an administrative address leaves among the accesses (app.TestAdministrationIsAudited); "": nothing, because it changes nothing
// or is only a question.
var auditedBy = map[string]string{
	"/people": "user_set", "/people/invite": "invited", "/people/end": "user_ended",
	"/webhooks": "webhook_added", "/webhooks/rotate": "webhook_rotated", "/webhooks/end": "webhook_ended", "/webhooks/test": "",
	"/me/password": "password_set", "/me/sessions": "session_ended", "/me/passkeys": "passkey_added", "/me/passkeys/remove": "passkey_removed",
	"/me/provider": "account_linked", "/me/provider/remove": "account_unlinked", "/me/tokens": "token_made", "/me/tokens/end": "token_ended",
	"/welcome": "ways_replaced", "/welcome/passkey": "ways_replaced", "/welcome/provider": "ways_replaced", "/sign-out": "session_ended",
	"/sign-in": "", "/sign-in/passkey": "", "/sign-in/provider": "", "/passkey/ask": "", "/passkey/invited": "", "/passkey/new": "",
}

// Every address by which accounts or administration are changed says what it leaves among the accesses, in words of all languages.
func TestAdministrationNamesItsTrace(t *testing.T) {
	for _, r := range web.Routes() {
		if r.Method != "POST" || r.API || r.Needs != "users" && !strings.HasPrefix(r.Pattern, "/me") && !strings.HasPrefix(r.Pattern, "/people") &&
			!strings.HasPrefix(r.Pattern, "/webhooks") && !strings.HasPrefix(r.Pattern, "/sign-") && !strings.HasPrefix(r.Pattern, "/welcome") && !strings.HasPrefix(r.Pattern, "/passkey") {
			continue
		}
		what, known := auditedBy[r.Pattern]
		if !known {
			t.Errorf("POST %s leaves nothing among the accesses, or does not say so", r.Pattern)
		}
		for _, lang := range locale.Langs {
			if what != "" && wording.For(lang).Access(what) == what {
				t.Errorf("%s has no words in %s", what, lang)
			}
		}
	}
}
