package cli

import (
	"bufio"
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/record"
)

var (
	passphraseFlag = flag{"passphrase", "", ""}

	recordUser = &verb{name: "record user", min: 1, max: 2, run: runRecordUser, flags: []flag{
		{"role", "", "cli.value.role"}, {"name", "", "cli.value.text"}, {"party", "", "cli.value.word"}, {"body", "", "cli.value.name"}, {"key", "", "cli.value.key"}, whyFlag,
	}}
	recordKey  = &verb{name: "record key", plain: true, min: 1, max: 1, run: runRecordKey, flags: []flag{passphraseFlag}}
	recordSign = &verb{name: "record sign", plain: true, min: 1, max: 1, run: runRecordSign, flags: []flag{{"key", "", "cli.value.file"}, passphraseFlag}}
)

// userChanges are what is done to a user, apart from listing.
func (c *call) userChanges() map[string]func(*record.User) {
	roles := slices.Compact(slices.Sorted(slices.Values(c.flags["role"])))
	keys := slices.Compact(slices.Sorted(slices.Values(c.flags["key"])))
	return map[string]func(*record.User){
		"add": func(u *record.User) {
			u.Roles, u.Keys = roles, keys
			u.Name, u.Party, u.Body = c.get("name", u.Name), c.get("party", u.Party), c.get("body", u.Body)
		},
		"role": func(u *record.User) { u.Roles, u.Party = roles, c.get("party", u.Party) },
		"key":  func(u *record.User) { u.Keys = keys },
		"end":  func(u *record.User) { u.Roles = nil },
	}
}

func runRecordUser(c *call) int {
	changes := c.userChanges()
	what := c.args[0]
	change := changes[what]
	switch {
	case what == "list":
		return c.withRecord(c.listUsers)
	case what == "invite" && len(c.args) == 2:
		return c.withRecord(c.inviteUser)
	case change == nil && what != "invite":
		all := append(slices.Sorted(maps.Keys(changes)), "invite", "list")
		return c.misuse(&usage{"cli.usage.user_verb", []any{"value", what, "near", suggest.Nearest(what, all)}})
	case len(c.args) < 2:
		return c.misuse(&usage{"cli.usage.user_id", []any{"verb", what}})
	}
	need := map[string]string{"add": "role", "role": "role", "key": "key"}[what]
	if need != "" {
		if u := c.needs(need); u != nil {
			return c.misuse(u)
		}
	}
	return c.withRecord(func(a *app.App) int {
		head, err := a.SetUser(c.ctx, c.args[1], c.get("why", ""), change)
		return c.decided(c.args[1], head, err)
	})
}

// inviteUser prints a code with which a user may choose a password on the board.
func (c *call) inviteUser(a *app.App) int {
	code, err := a.Invite(c.ctx, c.args[1])
	if err != nil {
		return c.fail(err)
	}
	if c.set("json") {
		return c.json("invitation", map[string]any{"user": c.args[1], "code": code, "hours": int(app.InvitationStay.Hours())}, nil)
	}
	c.wrapped(0, c.words.Text("cli.user.invited", "user", c.args[1], "n", int(app.InvitationStay.Hours())))
	c.line("  /" + string(c.words.Lang()) + "/welcome?code=" + code)
	return exitFine
}

func (c *call) listUsers(a *app.App) int {
	us, err := a.Users(c.ctx)
	if err != nil {
		return c.fail(err)
	}
	ids := slices.Sorted(maps.Keys(us))
	if c.set("json") {
		list := []record.User{}
		for _, id := range ids {
			list = append(list, us[id])
		}
		return c.json("users", map[string]any{"users": list}, nil)
	}
	if us.Single() {
		c.wrapped(0, c.words.Text("review.single"))
	}
	for _, id := range ids {
		u := us[id]
		parts := []string{c.words.Text("cli.user.ended")}
		if len(u.Roles) > 0 {
			parts = []string{c.words.UserRoles(u.Roles)}
		}
		if u.Party != "" {
			parts = append(parts, c.words.Text("cli.user.of", "party", u.Party))
		}
		if n := len(u.Keys); n > 0 {
			parts = append(parts, c.words.Plural("cli.user.keys", int64(n)))
		}
		c.hanging("", c.words.Text("cli.user.line", "id", cmp.Or(u.ID, "–"), "roles", phrase(c.words.Series(parts))))
	}
	return exitFine
}

// secret reads a passphrase from standard input, where it was asked for.
func (c *call) secret() (string, error) {
	if !c.set("passphrase") {
		return "", nil
	}
	line, err := bufio.NewReader(c.in).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line != "" {
		return line, nil
	}
	return "", cmp.Or(err, app.ErrNoPassphrase)
}

func runRecordKey(c *call) int {
	c.record = c.args[0]
	secret, err := c.secret()
	if err != nil {
		return c.fail(err)
	}
	public, err := app.MakeKey(c.args[0], secret)
	if err != nil {
		return c.fail(err)
	}
	c.line(c.words.Text("cli.key.made", "file", c.args[0], "key", public))
	return exitFine
}

func runRecordSign(c *call) int {
	seq, err := strconv.ParseInt(strings.TrimPrefix(c.args[0], "#"), 10, 64)
	if err != nil || seq < 1 {
		return c.misuse(&usage{"cli.usage.seq", []any{"value", c.args[0]}})
	}
	if u := c.needs("key"); u != nil {
		return c.misuse(u)
	}
	file := c.get("key", "")
	secret, err := c.secret()
	if err != nil {
		c.record = file
		return c.fail(err)
	}
	key, err := app.ReadKey(file, secret)
	if err != nil {
		c.record = file
		return c.fail(err)
	}
	return c.withRecord(func(a *app.App) int {
		head, err := a.SignEntry(c.ctx, seq, key)
		return c.decided(c.args[0], head, err)
	})
}
