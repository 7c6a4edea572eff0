package cli

import "mithaq/internal/app"

var logRotate = &verb{name: "log rotate", plain: true, run: runLogRotate, flags: []flag{
	logKeyFlag, {"new-key", "", "cli.value.file"}, logPassphraseFlag, {"lost", "", ""}, secondFlag, {"why", "", "cli.value.text"}, outFlag,
}}

// runLogRotate gives the log another key. A passphrase opens the old one and locks the new one.
func runLogRotate(c *call) int {
	beside := app.KeyFile(c.recordPath())
	old, err := c.logKey(beside)
	switch {
	case err != nil:
		return c.fail(err)
	case beside == "" && !c.set("new-key"), old.File == "" && !c.set("lost"):
		return c.misuse(&usage{"cli.usage.log_key", nil})
	case c.set("lost") && c.set("key"):
		return c.misuse(&usage{"cli.usage.log_lost", nil})
	}
	r := app.Rotation{
		Old: old, New: app.LogKey{File: c.get("new-key", ""), Passphrase: old.Passphrase}, Second: c.get("second", ""), Why: c.get("why", ""),
	}
	if c.set("lost") {
		r.Old = app.LogKey{}
	}
	return c.withRecord(func(a *app.App) int {
		done, err := a.RotateLog(c.ctx, r)
		if err != nil {
			return c.fail(err)
		}
		key := "cli.log.rotated"
		if c.set("lost") {
			key = "cli.log.rotated_lost"
		}
		c.say(key, "file", done.File, "n", done.Seq, "public", done.Public)
		return c.give(done.Checkpoint)
	})
}
