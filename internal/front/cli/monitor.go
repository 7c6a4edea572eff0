package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/front/answers"
	"mithaq/internal/judge/core"
	"mithaq/internal/judge/core/policy"
	"mithaq/internal/judge/core/trace"
)

var monitorVerb = &verb{name: "monitor", run: runMonitor, dash: true, flags: []flag{
	{"sig", "", "cli.value.file"},
	{"formula", "", "cli.value.file"},
	{"log", "", "cli.value.file"},
	{"check", "", ""},
	{"workers", "", "cli.value.number"},
	{"nonewlastts", "", ""},
}}

// standardInput is how a command line names it.
const standardInput = "-"

// watch is one run of a policy.
type watch struct {
	*call
	checked *policy.Checked
	files   map[string]*source.File // signature and formula by name
	remarks []diag.Diagnostic
}

// runMonitor runs a policy over a log, or says what there is to say of the policy alone.
func runMonitor(c *call) int {
	sig, formula, log := c.get("sig", ""), c.get("formula", ""), c.get("log", "")
	if sig == "" || formula == "" {
		return c.misuse(&usage{"cli.usage.policy", nil})
	}
	workers, ok := c.workers()
	if !ok {
		return c.misuse(&usage{"cli.usage.workers", []any{"value", c.get("workers", "")}})
	}
	m := &watch{call: c, files: map[string]*source.File{}}
	if code := m.read(sig, formula); code != exitFine {
		return code
	}
	switch {
	case m.checked == nil:
		return m.refused()
	case log == "" || c.set("check"):
		return m.policy()
	}
	in, err := c.input(log)
	if err != nil {
		return c.fail(err)
	}
	defer in.Close()
	if log == "-" {
		workers = 1 // several are not waited for while the input stalls: their verdicts would come late
	}
	return m.log(in, log, workers)
}

// read reads and checks the policy. Without a checked one m.remarks say why.
func (m *watch) read(sig, formula string) int {
	code := exitFine
	for _, name := range []string{sig, formula} {
		content, err := os.ReadFile(name)
		if err != nil {
			code = max(code, m.fail(err))
			continue
		}
		m.files[name] = source.NewFile(name, string(content))
	}
	if code != exitFine {
		return code
	}
	signature, found := policy.ParseSignature(m.files[sig])
	written, ds := policy.Parse(m.files[formula])
	if m.remarks = append(found, ds...); diag.HasErrors(m.remarks) {
		return exitFine
	}
	checked, ds := policy.Check(signature, written)
	m.checked, m.remarks = checked, append(m.remarks, ds...)
	return exitFine
}

// refused tells why the policy cannot be monitored.
func (m *watch) refused() int {
	if m.set("json") {
		j := m.newAnswer(false)
		j.close(answers.Remarks(m.words, m.remarks))
	} else {
		m.call.remarks(m.err, m.remarks, m.files)
	}
	return exitInput
}

// policy says what there is to know of the policy without a log.
func (m *watch) policy() int {
	notes := m.checked.Notes()
	if m.set("json") {
		m.newAnswer(false).close(answers.Remarks(m.words, notes))
		return exitFine
	}
	m.line(m.words.Text("cli.monitor.fine"))
	if len(m.checked.Columns) == 0 {
		m.line(m.words.Text("cli.monitor.closed"))
	} else {
		var columns []string
		for _, v := range m.checked.Columns {
			columns = append(columns, v.Name+":"+v.Type.String())
		}
		m.line(m.words.Text("cli.monitor.columns", "columns", m.words.And(columns)))
	}
	if len(notes) == 0 {
		m.line(m.words.Text("cli.monitor.bounded"))
		return exitFine
	}
	fmt.Fprintln(m.out)
	m.call.remarks(m.out, notes, m.files)
	return exitFine
}

// input opens the log.
func (c *call) input(log string) (io.ReadCloser, error) {
	if log == standardInput {
		return io.NopCloser(c.in), nil
	}
	return os.Open(log)
}

// log runs the policy over a log.
func (m *watch) log(in io.Reader, name string, workers int) int {
	if name == standardInput {
		name = m.words.Text("cli.monitor.stdin")
	}
	notes := m.checked.Notes()
	var out rows
	if m.set("json") {
		out = m.newAnswer(true)
	} else {
		m.call.remarks(m.err, notes, m.files)
		out = newLines(m.call.out, m.checked.Columns)
	}
	engine, err := core.Compile(m.checked, core.Options{Verdict: out.verdict, Workers: workers})
	if err == nil {
		out.strings(engine.Symbols())
		err = trace.Read(&stalling{m.call, in, out.flush}, name, m.checked.Sig, engine.Symbols(), engine)
	}
	if err == nil {
		err = engine.Close()
	}
	var fault *core.Fault
	code := exitFine
	if errors.As(err, &fault) {
		code = exitInput
		notes = append(notes, fault.Diagnostic)
	}
	out.close(answers.Remarks(m.words, notes))
	switch {
	case fault != nil && !m.set("json"):
		m.call.remarks(m.err, []diag.Diagnostic{fault.Diagnostic}, m.files)
	case err != nil && fault == nil && !errors.Is(err, errAnswer):
		return m.fail(err)
	case errors.Is(err, errAnswer):
		return exitUnfinished // told by Main
	}
	return code
}

// stalling flushes the answer before it waits for more of the log, so that what is decided is seen.
type stalling struct {
	call  *call
	from  io.Reader
	flush func() error
}

// Read implements io.Reader.
func (s *stalling) Read(b []byte) (int, error) {
	if err := s.flush(); err != nil {
		return 0, err
	}
	if err := s.call.ctx.Err(); err != nil {
		return 0, err
	}
	return s.from.Read(b)
}

// workers gives on how many cores the policy may run at once.
func (c *call) workers() (int, bool) {
	n, err := strconv.Atoi(c.get("workers", "1"))
	return n, err == nil && n >= 1 && n <= 64
}
