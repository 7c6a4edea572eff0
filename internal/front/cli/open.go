package cli

import (
	"cmp"
	"context"
	"os/user"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/suggest"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/board"
)

// recordPath gives the record that the command speaks of.
func (c *call) recordPath() string {
	return c.get("record", cmp.Or(c.getenv("MITHAQ_RECORD"), "mithaq.db"))
}

// options are those of an App for this command.
func (c *call) options() app.Options {
	actor := c.get("actor", c.getenv("MITHAQ_ACTOR"))
	if actor == "" {
		if u, err := user.Current(); err == nil {
			actor = u.Username
		}
	}
	return app.Options{
		Actor: actor, User: c.get("user", c.getenv("MITHAQ_USER")), Files: c.get("files", c.getenv("MITHAQ_FILES")), Identities: c.get("identities", c.getenv("MITHAQ_IDENTITIES")), Getenv: c.getenv,
	}
}

// withRecord opens the record, runs the work, closes the record.
func (c *call) withRecord(work func(*app.App) int) int {
	if c.given != nil {
		return work(c.given.app)
	}
	a, err := c.open(c.recordPath(), app.Open)
	if err != nil {
		return c.fail(err)
	}
	code := work(a)
	if err := a.Close(); err != nil && code == exitFine {
		return c.fail(err)
	}
	return code
}

// open opens or makes the record that the command speaks of. Errors until then are about that file.
func (c *call) open(path string, how func(context.Context, string, app.Options) (*app.App, error)) (*app.App, error) {
	c.record, c.opening = app.Shown(path), app.Shown(path)
	bar, opts := c.progress("cli.progress.updating", app.Shown(path)), c.options()
	opts.Updating = bar.set
	a, err := how(c.ctx, path, opts)
	bar.end()
	if err == nil {
		c.opening = ""
	}
	return a, err
}

// cutsOf gives the cuts of the command line.
func (c *call) cutsOf() app.Cuts {
	return app.Cuts{AsOf: c.get("as-of", ""), PublishedBy: c.get("published-by", ""), KnownAt: c.get("known-at", "")}
}

// present refuses cuts where the record is told as it stands: nobody is to take what is known now for what was known then.
func (c *call) present() *usage {
	for _, name := range []string{"as-of", "published-by", "known-at"} {
		if c.set(name) {
			return &usage{"cli.usage.present", []any{"flag", "--" + name, "verb", c.verb.name}}
		}
	}
	return nil
}

// texts reads the texts and applies --standard.
func (c *call) texts(a *app.App, files []string) (r *app.Reading, code int, ok bool) {
	if r, code, ok = c.read(a, files); !ok {
		return nil, code, false
	}
	if name := c.get("standard", ""); name != "" {
		g, err := grade.Parse(name)
		if err != nil || g == grade.Discounted {
			return nil, c.misuse(&usage{"cli.usage.standard", []any{"value", name, "near", nearGrade(name)}}), false
		}
		for i := range r.Program.Agreements {
			r.Program.Agreements[i].Standard = g
		}
	}
	return r, exitFine, true
}

// judge reads the texts, applies --standard and judges.
func (c *call) judge(a *app.App, files []string) (j *app.Judged, code int, ok bool) {
	r, code, ok := c.texts(a, files)
	if !ok {
		return nil, code, false
	}
	j, err := a.Judge(c.ctx, r, c.cutsOf())
	if err != nil {
		return nil, c.fail(err), false
	}
	return j, exitFine, true
}

// nearGrade finds the grade that was meant.
func nearGrade(word string) string {
	var words []string
	for _, g := range grade.Standards {
		words = append(words, g.String())
	}
	return suggest.Nearest(word, append(words, grade.Discounted.String()))
}

// reader is who reads the answer.
func (c *call) reader() board.Reader { return board.Reader{Lang: c.words.Lang(), W: c.words} }

// instant writes an instant for JSON.
func instant(t int64) string { return answers.Instant(t) }
