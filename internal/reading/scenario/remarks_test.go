package scenario

import (
	"testing"

	"mithaq/internal/base/diag"
)

// slips are lines with one slip each.
var slips = []struct {
	line string
	code diag.Code
	at   string // the words at which the remark points; "": behind the line
	want string // what the fix puts there; "": none
}{
	{"recrd r2: attack() on 2024-03-05", codeLine, "recrd", "record"},
	{"record r2 attack() on 2024-03-05", codeWant, "attack", ""},
	{"record r2: attack()", codeWant, "", ""},
	{"record r2: atack() on 2024-03-05", codeUnknown, "atack", "attack"},
	{"record r2: attack(doer: nroth) on 2024-03-05", codeValue, "nroth", "north"},
	{"record r2: attack(objct: school) on 2024-03-05", codeRole, "objct", "object"},
	{"record r2: attack(object: child) on 2024-03-05", codeValue, "child", ""},
	{"record r2: attack() on 2024-02-30", codeDay, "2024-02-30", ""},
	{"record r2: attack() between 2024-03-05 and 2024-03-04", codeOrder, "2024-03-05 and 2024-03-04", ""},
	{"record r2: attack(killed: 5 to 3) on 2024-03-05", codeOrder, "5 to 3", ""},
	{"record r2: attack() on 2024-03-05 verified alleged", codeTwice, "alleged", ""},
	{"record r2: attack() on 2024-03-05 at noon", codeRest, "at", ""},
	{`record r2: attack() on 2024-03-05 near "91, 3"`, codePlace, `"91, 3"`, ""},
	{"drop r9", codeEntered, "r9", "r1"},
	{"at 2024-03-05 expect 1a breched", codeState, "breched", "breached"},
	{"at 2024-03-05 expect 9z breached", codeUnknown, "9z", ""},
	{"at 2024-03-05 expect 1a not met or done", codeVoices, "done", ""},
	{"at 2024-03-05 expect 1a breached because r9", codeEntered, "r9", "r1"},
	{"at 2024-03-05 in reading x expect 1a breached", codeReading, "x", ""},
	{"position east accepts ceasefire on 2024-03-01", codeUnknown, "east", ""},
	{"cover mission in valley_flor from 2024-03-01 until 2024-03-31", codeUnknown, "valley_flor", "valley_floor"},
}

// slipped is a test with the line between two that are well.
func slipped(line string) string {
	return "test \"x\"\n  record r1: attack() on 2024-03-05\n  " + line + "\n  at 2024-03-06 expect term 3 open\n"
}

// Slips gives the remarks on all of them, for the test of their words.
func Slips(t *testing.T) (remarks []diag.Diagnostic) {
	prog := valley(t)
	for _, c := range slips {
		_, ds := Parse("x.test", slipped(c.line), prog)
		remarks = append(remarks, ds...)
	}
	return remarks
}

// TestRemarks sees that each slip is told at its place, with what was meant, and that lines around it are read.
func TestRemarks(t *testing.T) {
	prog := valley(t)
	seen := map[diag.Code]bool{}
	for _, c := range slips {
		text := slipped(c.line)
		f, ds := Parse("x.test", text, prog)
		if len(ds) != 1 || ds[0].Code != c.code {
			t.Errorf("%s: remarks %+v, want %s", c.line, ds, c.code)
			continue
		}
		d := ds[0]
		seen[d.Code] = true
		if got := text[d.Span.Start.Offset:d.Span.End.Offset]; got != c.at {
			t.Errorf("%s: %s points at %q, want %q", c.line, d.Code, got, c.at)
		}
		fix := ""
		if len(d.Fixes) > 0 {
			fix = d.Fixes[0].Edits[0].Text
		}
		if fix != c.want {
			t.Errorf("%s: the fix is %q, want %q", c.line, fix, c.want)
		}
		if n := len(f.Tests[0].Steps); n != 2 {
			t.Errorf("%s: %d steps left, want the two around it", c.line, n)
		}
	}
	_, ds := Parse("x.test", "record r1: attack() on 2024-03-05\n", prog)
	if len(ds) != 1 || ds[0].Code != codeNoTest {
		t.Errorf("a line before any test: %+v", ds)
	}
	seen[codeNoTest] = true
	for _, code := range Codes() {
		if !seen[code] {
			t.Errorf("%s is never told", code)
		}
	}
}

// FuzzParse feeds any bytes: no panic, each remark within the text, every test whole.
func FuzzParse(f *testing.F) {
	f.Add("test \"x\"\n record r1: attack(doer: north or south) between 2024-03-05 and 2024-03-06 2 to 3 acts\n at 2024-03-06 expect 1a breached")
	f.Add("reads \"a\" member x of detainees (by: south) since 2024-01-01 roster detainees complete on 2024-01-01 by mission")
	f.Add("test\ntally t by mission: attack() says 3 from 2024-01-01 until 2024-02-01 deny access to")
	f.Fuzz(func(t *testing.T, text string) {
		prog := valleyOnce()
		file, ds := Parse("x.test", text, prog)
		for _, d := range ds {
			if d.Span.Start.Offset < 0 || d.Span.End.Offset > len(text) || d.Span.Start.Offset > d.Span.End.Offset {
				t.Fatalf("%s stands at %v", d.Code, d.Span)
			}
		}
		for _, x := range file.Tests {
			for _, s := range x.Steps {
				if s.Fact == nil && s.Drop == "" && s.Coverage == nil && s.Member == nil && s.Declared == nil && s.Position == nil && s.Tally == nil && s.Expect == nil {
					t.Fatal("an empty step")
				}
			}
		}
	})
}
