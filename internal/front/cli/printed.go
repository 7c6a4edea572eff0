package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/front/web"
	"mithaq/internal/front/wording"
)

// given is a record that is open already, with the texts that are judged on it: a server's.
type given struct {
	app   *app.App
	texts []app.Text
}

// printed writes what a command says on a terminal, for whoever asks a server for it. What they may see is the App's to say.
func printed(ctx context.Context, a *app.App, out io.Writer, p web.Printing) error {
	all := []*verb{statusVerb, explainVerb, reportVerb, recordList, recordShow, recordHistory, recordSources, recordDuplicates, recordCount}
	i := slices.IndexFunc(all, func(v *verb) bool { return v.name == p.Verb })
	if i < 0 {
		return fmt.Errorf("%q is not printed", p.Verb)
	}
	v := all[i]
	var complaints bytes.Buffer
	env := &Env{
		ctx: ctx, in: strings.NewReader(""), out: out, err: &complaints, getenv: func(string) string { return "" },
		words: wording.For(p.Lang), width: p.Width, colour: p.Colour, given: &given{a, p.Texts},
	}
	if code := v.run(&call{Env: env, verb: v, args: p.Args, flags: p.Flags}); code != exitFine {
		return fmt.Errorf("%s: exit code %d: %s", p.Verb, code, complaints.String())
	}
	return nil
}
