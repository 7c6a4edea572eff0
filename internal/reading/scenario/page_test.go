package scenario

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"mithaq/internal/judge/status"
	"mithaq/internal/testroot"
)

// TestPage runs the blocks of spec/test.md.
func TestPage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(testroot.Root(t), "spec", "test.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```mithaq-test\n(.*?)```").FindAllSubmatch(page, -1)
	if len(blocks) == 0 {
		t.Fatal("no block")
	}
	prog := valley(t)
	for _, b := range blocks {
		for _, o := range outcomes(t, prog, "test.md", string(b[1])) {
			for _, f := range o.Faults {
				t.Errorf("%s: %+v: want %v", o.Expect.Span, f, o.Expect.States)
				if o.Norm != nil {
					for _, l := range o.Norm.Lanes {
						t.Log(l.States)
					}
					for _, s := range o.Norm.Reasons.Steps {
						t.Log(s.Rule, s.Truth)
					}
					for _, d := range o.Norm.Reasons.Deciding {
						t.Log(d.Fact, d.Part, d.Truth)
					}
				}
			}
		}
	}
}

// TestFaults sees that each fault is found.
func TestFaults(t *testing.T) {
	prog := valley(t)
	const head = `test "x"
  member p1 of detainees (by: south, person: p1, people: adult) since 2024-02-01
  record r1: release(doer: south, person: p1) on 2024-03-20 corroborated
`
	for _, c := range []struct {
		line string
		want []FaultSort
	}{
		{"at 2024-03-21 expect 4a of p1 kept", nil},
		{"at 2024-03-21 expect 4a of p1 due", []FaultSort{OtherStates}},
		{"at 2024-03-19 expect 4a of p1 kept", []FaultSort{OtherStates}},
		{"at 2024-03-21 expect 4a of p2 kept", []FaultSort{NoMember}},
		{"at 2024-03-21 expect 4a of p1 met", []FaultSort{OtherVoice}},
		{"at 2024-03-21 expect 4a of p1 kept on verified", []FaultSort{OtherStates}},
		{"at 2024-03-21 expect 4a of p1 kept because r1", nil},
		{"at 2024-03-21 expect 4a of p1 kept because miss r1", []FaultSort{NoReason}},
		{"at 2024-03-21 expect 4a of p1 kept because obligation.late", []FaultSort{NoReason}},
		{"at 2024-03-21 expect term 3 open", nil},
		{"at 2024-03-21 expect term 3 kept", []FaultSort{OtherStates}},
		{"drop r1\n  at 2024-03-21 expect 4a of p1 due", nil},
	} {
		out := outcomes(t, prog, "x.test", head+"  "+c.line+"\n")
		if len(out) != 1 {
			t.Fatalf("%s: %d outcomes", c.line, len(out))
		}
		var got []FaultSort
		for _, f := range out[0].Faults {
			got = append(got, f.Sort)
		}
		if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
			t.Errorf("%s: faults %v, want %v", c.line, out[0].Faults, c.want)
		}
	}
	if status.NotAssessed.String() != "not_assessed" {
		t.Error("the state of open words has another name")
	}
}
