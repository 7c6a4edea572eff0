package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/answers"
)

var recordToken = &verb{name: "record token", min: 1, max: 2, run: runRecordToken, flags: []flag{
	{"name", "", "cli.value.text"}, {"scope", "", "cli.value.scope"}, {"days", "", "cli.value.number"}, {"all", "", ""},
}}

func runRecordToken(c *call) int {
	switch what := c.args[0]; {
	case what == "make" && len(c.args) == 1:
		return c.makeToken()
	case what == "list" && len(c.args) == 1:
		return c.withRecord(c.listTokens)
	case what == "end" && len(c.args) == 2:
		return c.withRecord(func(a *app.App) int {
			if err := a.EndToken(c.ctx, c.args[1]); err != nil {
				return c.fail(err)
			}
			c.line(c.words.Text("cli.token.ended", "id", c.args[1]))
			return exitFine
		})
	case what == "end":
		return c.misuse(&usage{"cli.usage.token_id", nil})
	default:
		return c.misuse(&usage{"cli.usage.token_verb", []any{"value", strings.Join(c.args, " "), "near", suggest.Nearest(what, []string{"make", "list", "end"})}})
	}
}

// makeToken makes a token of whoever acts and prints it, this once: alone on the last line, so that a script can keep it.
func (c *call) makeToken() int {
	var scopes []review.Scope
	for _, list := range c.flags["scope"] {
		for word := range strings.SplitSeq(list, ",") {
			if !slices.Contains(review.Scopes, review.Scope(word)) {
				var known []string
				for _, s := range review.Scopes {
					known = append(known, string(s))
				}
				return c.misuse(&usage{"cli.usage.scope", []any{"value", word, "list", strings.Join(known, ", "), "near", suggest.Nearest(word, known)}})
			}
			scopes = append(scopes, review.Scope(word))
		}
	}
	days, err := strconv.Atoi(c.get("days", strconv.Itoa(app.TokenDays)))
	if err != nil {
		return c.fail(app.ErrTokenDays)
	}
	return c.withRecord(func(a *app.App) int {
		token, t, err := a.MakeToken(c.ctx, c.get("name", ""), scopes, days)
		if err != nil {
			return c.fail(err)
		}
		if c.set("json") {
			return c.json("tokenmade", answers.MadeTokenOf(token, t), nil)
		}
		c.wrapped(0, c.words.Text("cli.token.made", "name", t.Name, "user", t.User, "until", phrase(locale.DateTime(c.words.Lang(), t.Until, civil.UTC)), "scopes", phrase(c.scopes(&t))))
		fmt.Fprintln(c.out, token) // with nothing about it, whatever the direction of the language
		return exitFine
	})
}

func (c *call) scopes(t *app.Token) string {
	var words []string
	for _, s := range t.Scopes {
		words = append(words, c.words.Text("scope."+string(s)))
	}
	return c.words.Series(words)
}

func (c *call) listTokens(a *app.App) int {
	user := a.Who().ID
	if c.set("all") {
		user = ""
	}
	list, err := a.Tokens(c.ctx, user)
	if err != nil {
		return c.fail(err)
	}
	if c.set("json") {
		return c.json("tokens", answers.TokensOf(list), nil)
	}
	if len(list) == 0 {
		c.line(c.words.Text("cli.token.none"))
	}
	for i := range list {
		t := &list[i]
		used := c.words.Text("board.me.token.never")
		if t.Used != 0 {
			used = locale.DateTime(c.words.Lang(), t.Used, civil.UTC)
		}
		c.hanging("", c.words.Text("cli.token.line", "id", t.Short(), "user", t.User, "name", t.Name, "scopes", phrase(c.scopes(t)),
			"until", phrase(locale.DateTime(c.words.Lang(), t.Until, civil.UTC)), "used", phrase(used)))
	}
	return exitFine
}
