package drafting

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"time"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/lsp"
)

// asked is the variable of the environment that makes this program answer as a process of the drafting room.
const asked = "MITHAQ_DRAFTING"

// askedFlag is the argument of such a process. It says in a list of processes what it is.
const askedFlag = "drafting"

// What the variable may ask for.
const (
	askedPanels = "panels"
	askedEditor = "editor"
)

// memoryAsked is the variable that bounds the bytes that a process may hold; without it they are mostMemory.
const memoryAsked = "MITHAQ_DRAFTING_MEMORY"

// timeAsked is the variable that says after how long a process ends by itself; without it that is twice answerTime.
const timeAsked = "MITHAQ_DRAFTING_TIME"

// The bounds of a process.
const (
	mostMemory   = 512 << 20
	mostStack    = 64 << 20
	oneStep      = 10 * time.Second // of an editor: what follows one message
	lookAtMemory = 20 * time.Millisecond
)

// Exit codes of a process that met a bound, or was asked what it does not know.
const (
	exitBound = 4
	exitWrong = 2
)

// Asked says whether this program was started as a process of the drafting room.
func Asked() bool { return os.Getenv(asked) != "" }

// Serve answers as such a process does, and gives the exit code.
func Serve(in io.Reader, out io.WriteCloser) int {
	runtime.GOMAXPROCS(1)
	debug.SetMaxStack(mostStack)
	most, err := strconv.ParseUint(os.Getenv(memoryAsked), 10, 40)
	if err != nil {
		most = mostMemory
	}
	debug.SetMemoryLimit(int64(most * 3 / 4))
	debug.SetTraceback("none") // nothing of a text is told, even where the program fails
	yieldToOthers()
	go boundMemory(most)
	switch os.Getenv(asked) {
	case askedPanels:
		within, err := time.ParseDuration(os.Getenv(timeAsked))
		if err != nil {
			within = 2 * answerTime
		}
		time.AfterFunc(within, func() { os.Exit(exitBound) }) // where whoever asked is gone, nobody else ends it
		var q Question
		if json.NewDecoder(in).Decode(&q) != nil || work(&q, out) != nil {
			return exitWrong
		}
		return 0
	case askedEditor:
		return serveEditor(in, out)
	}
	return exitWrong
}

// boundMemory ends the process when it holds more than it may.
func boundMemory(most uint64) {
	held := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for range time.Tick(lookAtMemory) {
		if metrics.Read(held); held[0].Value.Uint64()-held[1].Value.Uint64() > most {
			os.Exit(exitBound)
		}
	}
}

// Opening is what an editor's process is told first, on a line of its own.
type Opening struct {
	Lang   locale.Lang
	Beside []Text
}

// serveEditor serves one editor. What follows one message may not take longer than oneStep.
func serveEditor(in io.Reader, out io.WriteCloser) int {
	from := bufio.NewReader(in)
	var o Opening
	line, err := from.ReadBytes('\n')
	if err != nil || json.Unmarshal(line, &o) != nil {
		return exitWrong
	}
	beside := []lsp.File{}
	for _, t := range o.Beside {
		beside = append(beside, lsp.File{Path: t.Name, Text: t.Content})
	}
	_ = lsp.Serve(contextOfProcess, from, out, lsp.Options{
		Lang: o.Lang, Beside: beside, Most: MostBytes,
		Works: func() func() {
			bound := time.AfterFunc(oneStep, func() { os.Exit(exitBound) })
			return func() { bound.Stop() }
		},
	})
	return 0
}
