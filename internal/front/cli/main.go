// Package cli is the command line: verbs, flags, answers, exit codes, as spec/cli.md fixes them.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/base/suggest"
	"mithaq/internal/front/wording"
)

// Exit codes (spec/cli.md).
const (
	exitFine        = 0
	exitRemarks     = 1
	exitUsage       = 2
	exitInput       = 3
	exitUnfinished  = 4
	exitInterrupted = 130
)

// Env is the world of one command.
type Env struct {
	ctx    context.Context
	in     io.Reader
	out    io.Writer
	err    io.Writer
	getenv func(string) string
	words  *wording.Words
	width  int  // columns of the terminal
	tty    bool // standard output is a terminal
}

// verbs in the order in which help shows them.
func verbs() []*verb {
	return []*verb{
		checkVerb, fmtVerb, statusVerb, explainVerb, reportVerb, serveVerb, demoVerb,
		recordInit, recordAdd, recordAssess, recordCover, recordImport, recordTemplate, recordNames, recordList, recordShow, recordCount,
		versionVerb,
	}
}

// Main runs one command and gives its exit code.
func Main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	env := &Env{ctx: ctx, in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv}
	env.tty = isTerminal(os.Stdout)
	env.width = terminalWidth(os.Stdout, env.getenv)
	return env.run(args)
}

// run finds the verb and runs it.
func (e *Env) run(args []string) int {
	lang, bad := e.language(args)
	e.words = wording.For(lang)
	if bad != "" {
		return e.misuse(&usage{"cli.usage.lang", []any{"value", bad}})
	}
	if len(args) == 0 || args[0] == "help" && len(args) == 1 || args[0] == "--help" || args[0] == "-h" {
		e.overview(e.out)
		return exitFine
	}
	if args[0] == "--version" {
		args[0] = "version"
	}
	if args[0] == "help" {
		args = append(args[1:], "--help")
	}
	v, rest := findVerb(args)
	if v == nil {
		return e.unknownVerb(args)
	}
	c := &call{Env: e, verb: v}
	if u := c.parse(rest); u != nil {
		return e.misuse(u)
	}
	if c.set("help") {
		e.help(e.out, v)
		return exitFine
	}
	code := v.run(c)
	if e.ctx.Err() != nil && code != exitFine {
		e.say("cli.interrupted")
		return exitInterrupted
	}
	return code
}

// findVerb matches the longest verb at the head of the words.
func findVerb(args []string) (*verb, []string) {
	for n := min(2, len(args)); n > 0; n-- {
		name := strings.Join(args[:n], " ")
		for _, v := range verbs() {
			if v.name == name {
				return v, args[n:]
			}
		}
	}
	return nil, nil
}

func (e *Env) unknownVerb(args []string) int {
	var names []string
	said := args[0]
	if said == "record" {
		if len(args) == 1 {
			e.overview(e.err)
			return exitUsage
		}
		said += " " + args[1]
	}
	for _, v := range verbs() {
		names = append(names, v.name)
	}
	return e.misuse(&usage{"cli.usage.verb", []any{"verb", said, "near", suggest.Nearest(said, names)}})
}

// language takes the language from --lang, MITHAQ_LANG, LANG. A --lang that is not known is given back.
func (e *Env) language(args []string) (lang locale.Lang, bad string) {
	for i, a := range args {
		value, ok := strings.CutPrefix(a, "--lang=")
		if !ok && (a == "--lang" || a == "-l") && i+1 < len(args) {
			value, ok = args[i+1], true
		}
		if !ok {
			continue
		}
		lang, err := locale.Parse(value)
		if err != nil {
			return locale.En, value
		}
		return lang, ""
	}
	for _, v := range []string{e.getenv("MITHAQ_LANG"), e.getenv("LANG")} {
		if lang, err := locale.Parse(v[:min(2, len(v))]); err == nil {
			return lang, ""
		}
	}
	return locale.En, ""
}

// say writes a line about the work itself to standard error.
func (e *Env) say(key string, args ...any) { fmt.Fprintln(e.err, e.words.Text(key, args...)) }

// misuse tells what is wrong with the command line.
func (e *Env) misuse(u *usage) int {
	fmt.Fprintln(e.err, "mithaq: "+e.words.Text(u.key, u.args...))
	for i := 0; i+1 < len(u.args); i += 2 {
		if near, ok := u.args[i+1].(string); u.args[i] == "near" && ok && near != "" {
			e.say("cli.usage.near", "near", near)
		}
	}
	e.say("cli.usage.help")
	return exitUsage
}

// fail tells an error and gives its exit code.
func (e *Env) fail(err error) int {
	var cut *app.CutError
	switch {
	case errors.As(err, &cut):
		return e.misuse(&usage{"cli.usage.cut", []any{"flag", "--" + cut.Flag, "value", cut.Value}})
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	key, args, code := explainError(err)
	fmt.Fprintln(e.err, "mithaq: "+e.words.Text(key, args...))
	return code
}
