package cli

import (
	"fmt"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/scenario"
)

var testVerb = &verb{name: "test", min: 1, max: -1, run: runTest, flags: []flag{{"verbose", "v", ""}}}

// testAnswer is the answer of a file of tests in JSON.
type testAnswer struct {
	File    string           `json:"file"`
	Remarks []answers.Remark `json:"remarks"`
	Tests   []testResult     `json:"tests"`
}

// testResult is one test.
type testResult struct {
	Title    string         `json:"title"`
	Line     int            `json:"line"`
	Holds    bool           `json:"holds"`
	Expected int            `json:"expected"` // how many expectations it has
	Failed   []failedExpect `json:"failed"`
}

// failedExpect is an expectation that does not hold.
type failedExpect struct {
	Line int      `json:"line"`
	Says []string `json:"says"`
}

func runTest(c *call) int {
	code, sum := exitFine, [3]int64{} // tests, those that fail, expectations
	tested := []testAnswer{}
	for _, path := range app.TestFiles(c.args) {
		run, err := app.RunTests(path)
		if err != nil {
			code = max(code, c.failEach(err))
			continue
		}
		a := testAnswer{File: path, Remarks: answers.Remarks(c.words, run.Diagnostics), Tests: []testResult{}}
		if len(run.Diagnostics) > 0 {
			code = exitInput
			if !c.set("json") {
				c.remarks(c.err, run.Diagnostics, run.Files)
			}
		}
		for i := range run.Tests {
			r := c.testResult(&run.Tests[i], run.Outcomes[i])
			a.Tests = append(a.Tests, r)
			sum[0]++
			sum[2] += int64(r.Expected)
			if !r.Holds {
				sum[1]++
				code = max(code, exitRemarks)
			}
			if !c.set("json") {
				c.printTest(path, &r)
			}
		}
		tested = append(tested, a)
	}
	if c.set("json") {
		if done := c.json("test", struct {
			Files []testAnswer `json:"files"`
		}{tested}, nil); done != exitFine {
			return done
		}
		return code
	}
	failed := c.words.Text("cli.test.all")
	if sum[1] > 0 {
		failed = c.words.Plural("cli.test.failed", sum[1])
	}
	fmt.Fprintln(c.out, c.words.Text("cli.test.sum",
		"tests", wording.Phrase(c.words.Plural("cli.test.tests", sum[0])),
		"failed", wording.Phrase(failed),
		"expected", wording.Phrase(c.words.Plural("cli.test.expected", sum[2]))))
	return code
}

func (c *call) testResult(t *scenario.Test, outcomes []scenario.Outcome) testResult {
	r := testResult{Title: t.Title, Line: t.Span.Start.Line, Holds: true, Expected: len(outcomes), Failed: []failedExpect{}}
	for i := range outcomes {
		o := &outcomes[i]
		if len(o.Faults) == 0 {
			continue
		}
		r.Holds = false
		f := failedExpect{Line: o.Expect.Span.Start.Line}
		for _, fault := range o.Faults {
			f.Says = append(f.Says, c.testFault(o, fault))
		}
		r.Failed = append(r.Failed, f)
	}
	return r
}

func (c *call) printTest(path string, r *testResult) {
	key := "cli.test.holds"
	if !r.Holds {
		key = "cli.test.fails"
	}
	if r.Holds && !c.set("verbose") {
		return
	}
	c.wrapped(0, c.words.Text(key, "file", wording.Phrase(fmt.Sprintf("%s:%d", path, r.Line)), "title", r.Title))
	for _, f := range r.Failed {
		for _, s := range f.Says {
			c.wrapped(2, fmt.Sprintf("%s:%d: %s", path, f.Line, s))
		}
	}
}

// testFault tells one way in which an expectation fails.
func (c *call) testFault(o *scenario.Outcome, f scenario.Fault) string {
	e := o.Expect
	what := e.ID
	if e.Member != "" {
		what += " [" + e.Member + "]"
	}
	switch f.Sort {
	case scenario.NoMember:
		return c.words.Text("cli.test.no_member", "what", what)
	case scenario.NoReason:
		said := c.words.Text("cli.test.no_reason", "what", what, "reason", f.Reason.Ref)
		return c.words.Join(append([]string{said}, c.testWhy(o, e.Standard[0])...))
	}
	key := "cli.test.states"
	if f.Sort == scenario.OtherVoice {
		key = "cli.test.voice"
	}
	said := c.words.Text(key,
		"what", what, "standard", wording.Phrase(c.words.Grade(f.Standard).Word), "expected", e.Words,
		"got", wording.Phrase(c.testGot(o, f.Standard)))
	return c.words.Join(append([]string{said}, c.testWhy(o, f.Standard)...))
}

// testGot gives the states that came out, in the words of a status.
func (c *call) testGot(o *scenario.Outcome, g grade.Grade) string {
	lane := g.Lane()
	var s wording.StateText
	switch {
	case o.Norm != nil:
		s = c.words.State(o.Norm.Lanes[lane], o.Norm)
	case o.Term != nil:
		s = c.words.Term(o.Term, lane, o.Norms)
	case o.Claim != nil:
		s = c.words.Claim(wording.Lookup{Program: o.Program}, o.Claim, lane)
	}
	if s.Class == wording.ClassUnsettled {
		return s.Long
	}
	return s.Word
}

// testWhy gives the reason of what came out in one line; of a term none: its norms have theirs.
func (c *call) testWhy(o *scenario.Outcome, g grade.Grade) []string {
	l := wording.Lookup{Program: o.Program}.In(c.words)
	switch {
	case o.Norm != nil:
		return []string{c.words.Why(l, o.Norm, g.Lane())}
	case o.Claim != nil:
		return []string{c.words.ClaimWhy(l, o.Claim, g.Lane())}
	}
	return nil
}
