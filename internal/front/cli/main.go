// Package cli is the command line: verbs, flags, answers, exit codes, as spec/cli.md fixes them.
package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"mithaq/internal/base/locale"
	"mithaq/internal/base/suggest"
	"mithaq/internal/front/drafting"
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
	colour bool // standard output is a terminal that may be coloured
	errTTY bool // standard error is a terminal

	record  string // the file of the record, once the command speaks of one
	opening string // the same while it is being opened or made
	given   *given // a record that is open already; nil: the command opens one
}

// verbs in the order in which help shows them.
func verbs() []*verb {
	return []*verb{
		checkVerb, readVerb, compareVerb, positionsVerb, scheduleVerb, whatifVerb, fmtVerb, testVerb, statusVerb, explainVerb, reportVerb, serveVerb, demoVerb,
		monitorVerb, lspVerb,
		recordInit, recordAdd, recordAssess, recordCover, recordImport, recordTemplate, recordNames, recordList, recordShow, recordHistory, recordCount, recordZones, recordSources,
		recordDuplicates, recordMerge, recordApart, recordUndo,
		recordReview, recordPut, recordAnswer, recordAdopt, recordDissent, recordUser, recordWebhook, recordToken, recordKey, recordSign,
		recordCopy, recordBackup, recordRestore, recordFsck,
		fileAdd, fileShow, fileGet, fileCheck,
		identityKey, identitySeal, identityOpen, identityRehearse, identityRewrap, consentGive, consentList, consentWithdraw, recordRemove, recordRemovals, recordAccesses,
		logInit, logRotate, logCheckpoint, logVerify, logReceipt, logGrowth, logCheck, logCosign, logTimestamp, logTake, logExport,
		recordPublish, recordPerson, recordExport, recordBundle, requestAsk, requestApprove, requestRefuse, requestList,
		versionVerb,
	}
}

// patience is how long an interrupted command may take to end by itself, before it is left. What it was writing is then not entered.
const patience = 2 * time.Second

// Main runs one command and gives its exit code.
func Main(args []string) int {
	if drafting.Asked() {
		return drafting.Serve(os.Stdin, os.Stdout)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	answer := &sink{to: os.Stdout}
	env := &Env{ctx: ctx, in: os.Stdin, out: answer, err: os.Stderr, getenv: os.Getenv}
	env.colour = isTerminal(os.Stdout) && env.getenv("NO_COLOR") == ""
	env.errTTY = isTerminal(os.Stderr)
	env.width = terminalWidth(env.getenv)
	lang, bad := env.language(args)
	env.words = wording.For(lang)
	if bad != "" {
		return env.misuse(&usage{"cli.usage.lang", []any{"value", bad}})
	}
	done := make(chan int, 1)
	go func() { done <- env.run(args) }()
	select {
	case code := <-done:
		return env.ended(code, answer)
	case <-ctx.Done():
	}
	stop() // a second signal ends the program at once
	select {
	case code := <-done:
		return env.ended(code, answer)
	case <-time.After(patience):
		env.say("cli.interrupted")
		return exitInterrupted
	}
}

// ended says so where a command was interrupted before it was finished, or its answer did not arrive.
func (e *Env) ended(code int, answer *sink) int {
	switch {
	case e.ctx.Err() != nil && code != exitFine:
		e.say("cli.interrupted")
		return exitInterrupted
	case answer.err != nil:
		e.complain("cli.error.answer", "error", answer.err.Error())
		return exitUnfinished
	}
	return code
}

// sink remembers the first error of writing, so that an answer is not lost in silence.
type sink struct {
	to  io.Writer
	err error
}

// Write implements io.Writer.
func (s *sink) Write(b []byte) (int, error) {
	n, err := s.to.Write(b)
	if s.err == nil {
		s.err = err
	}
	return n, err
}

// run finds the verb and runs it.
func (e *Env) run(args []string) int {
	first, args := leading(args)
	if len(args) > 0 && args[0] == "help" {
		var more []string
		more, args = leading(args[1:])
		first = append(append(first, more...), "--help")
	}
	if len(args) == 0 && slices.Contains(first, "--version") {
		args, first = []string{versionVerb.name}, nil
	}
	if len(args) == 0 {
		c := &call{Env: e, verb: &verb{}}
		if u := c.parse(first); u != nil {
			return e.misuse(u)
		}
		e.overview(e.out, "")
		return exitFine
	}
	if code, ok := e.group(args, slices.Contains(first, "--help")); ok {
		return code
	}
	v, rest := findVerb(args)
	if v == nil {
		return e.unknownVerb(args)
	}
	c := &call{Env: e, verb: v}
	if u := c.parse(append(first, rest...)); u != nil {
		return e.misuse(u)
	}
	if c.set("help") {
		e.help(e.out, v)
		return exitFine
	}
	if c.set("server") {
		return c.overServer()
	}
	return v.run(c)
}

// leading takes the flags that stand before the verb: they are read as if they stood after it.
func leading(args []string) (first, rest []string) {
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		n := 1
		name, _, given := strings.Cut(strings.TrimLeft(args[0], "-"), "=")
		if f := findFlag(common, name, strings.HasPrefix(args[0], "--")); f != nil && f.value != "" && !given {
			n = min(2, len(args))
		}
		first, args = append(first, args[:n]...), args[n:]
	}
	return first, args
}

// group tells the verbs of a group when nothing more was said.
func (e *Env) group(args []string, help bool) (code int, ok bool) {
	words := slices.DeleteFunc(slices.Clone(args), func(w string) bool { return slices.Contains([]string{"help", "--help", "-h"}, w) })
	name := strings.Join(words, " ")
	if len(words) == 0 || !isGroup(name) {
		return 0, false
	}
	if help || len(words) < len(args) {
		e.overview(e.out, name)
		return exitFine, true
	}
	e.overview(e.err, name)
	return exitUsage, true
}

// isGroup says that words begin verbs and are none themselves.
func isGroup(name string) bool {
	begins := false
	for _, v := range verbs() {
		if v.name == name {
			return false
		}
		begins = begins || strings.HasPrefix(v.name, name+" ")
	}
	return begins
}

// findVerb matches the longest verb at the head of the words.
func findVerb(args []string) (*verb, []string) {
	for n := min(3, len(args)); n > 0; n-- {
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
	for n := 1; n < len(args) && isGroup(said); n++ {
		said += " " + args[n]
	}
	for _, v := range verbs() {
		names = append(names, v.name)
		for words := strings.Fields(v.name); len(words) > 1; {
			words = words[:len(words)-1]
			names = append(names, strings.Join(words, " "))
		}
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
	e.complain(u.key, u.args...)
	for i := 0; i+1 < len(u.args); i += 2 {
		if near, ok := u.args[i+1].(string); u.args[i] == "near" && ok && near != "" {
			e.say("cli.usage.near", "near", near)
		}
	}
	e.say("cli.usage.help")
	return exitUsage
}
