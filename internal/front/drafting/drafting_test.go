package drafting

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
)

func TestMain(m *testing.M) {
	if Asked() { // a desk starts this program again
		os.Exit(Serve(os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

func newDesk(t *testing.T) *Desk {
	t.Helper()
	d, err := NewDesk()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// slow is a text below the most bytes that keeps the checker busy for half a minute.
func slow() string {
	var b strings.Builder
	b.WriteString("vocabulary v\nparty red\nparty blue\nkind site { school hospital }\nact hit (doer party, object site)\nagreement a \"A\"\n  uses v\n  agreed between red and blue\n  dated 2020-01-01\n  zone \"UTC\"\nterm 1 \"One\"\n")
	for i := range 2300 {
		fmt.Fprintf(&b, "  m%d: red must hit(object: school) by 2020-03-%02d\n  f%d: red must not hit(object: school)\n", i, 1+i%28, i)
	}
	return b.String()
}

// A text that makes the checker work too long is cut, and what was ready by then is told.
func TestCut(t *testing.T) {
	d := newDesk(t)
	d.time = 3 * time.Second
	d.env = append(d.env, timeAsked+"=1h", memoryAsked+"=8000000000") // nothing else ends it
	a, err := d.Ask(t.Context(), &Question{Lang: locale.En, Text: slow()})
	if err != nil || !a.Cut || a.Schedule != nil {
		t.Errorf("cut %v, %v", a != nil && a.Cut, err)
	}
	// The desk goes on, and its places are free.
	for range 2 * cap(d.places) {
		if a, err = d.Ask(t.Context(), &Question{Lang: locale.En, Text: Example(locale.En)}); err != nil || a.Cut || a.Schedule == nil {
			t.Fatalf("the next text: %+v, %v", a, err)
		}
	}
}

// Whoever goes away takes the work along; a text that is too long is not begun; where all places are taken one is told.
func TestBounds(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Ask(ctx, &Question{Text: slow()}); !errors.Is(err, context.Canceled) {
		t.Errorf("gone: %v", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel) // it is at work by then, or was never begun: the same is said
	if a, err := d.Ask(ctx, &Question{Text: slow()}); !errors.Is(err, context.Canceled) || a != nil {
		t.Errorf("gone while it works: %v", err)
	}
	if _, err := d.Ask(t.Context(), &Question{Text: strings.Repeat("#", MostBytes+1)}); !errors.Is(err, ErrTooLong) {
		t.Errorf("too long: %v", err)
	}
	if len(d.places) != 0 {
		t.Errorf("%d places are taken", len(d.places))
	}
}

// A memory that is used up ends the process, not this one.
func TestMemory(t *testing.T) {
	d := newDesk(t)
	d.time = time.Hour
	d.env = append(d.env, timeAsked+"=1h", memoryAsked+"=40000000") // the text could be read whole with more
	a, err := d.Ask(t.Context(), &Question{Lang: locale.En, Text: slow()})
	if err != nil || !a.Cut {
		t.Errorf("%v, %v", a != nil && a.Cut, err)
	}
}

// A process whose server is gone ends by itself, whatever it is at: also while it waits for a question that never comes whole.
func TestOutlivesNobody(t *testing.T) {
	d := newDesk(t)
	d.env = append(d.env, timeAsked+"=100ms")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second) // it goes on without end where it is not bounded
	defer cancel()
	cmd := d.command(ctx, askedPanels)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var ended *exec.ExitError
	if err := cmd.Run(); !errors.As(err, &ended) || ended.ExitCode() != exitBound {
		t.Errorf("%v", err)
	}
}

// A program that fails tells nothing of the text: what it complains of goes nowhere, and the answer is cut.
func TestFault(t *testing.T) {
	d := newDesk(t)
	d.program = "/nowhere/at/all"
	if _, err := d.Ask(t.Context(), &Question{Lang: locale.En, Text: "agreement secret"}); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
}

// The draft reaches no file: neither one that it names, nor one beside this program.
func TestReachesNoFile(t *testing.T) {
	name := t.TempDir() + "/zones.geojson"
	if err := os.WriteFile(name, []byte(`{"type":"FeatureCollection","features":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	text := "vocabulary v\nparty red\nzone z from \"" + name + "#z\"\n"
	a, err := newDesk(t).Ask(t.Context(), &Question{Lang: locale.En, Text: text})
	if err != nil || a.Findings == nil || len(a.Findings.List) != 1 || a.Findings.List[0].Class != "error" {
		t.Errorf("%+v, %v", a.Findings, err)
	}
}

// The example to begin with is read in each language without an error, and says the same.
func TestExample(t *testing.T) {
	for _, lang := range locale.Langs {
		a, err := newDesk(t).Ask(t.Context(), &Question{Lang: lang, Text: Example(lang)})
		if err != nil || a.Findings == nil || len(a.Findings.List) != 7 || len(a.Reads.Agreements[0].Terms) != 3 {
			t.Errorf("%s: %+v, %v", lang, a, err)
		}
		if lang != locale.En && Example(lang) == Example(locale.En) {
			t.Errorf("%s: the keywords are English", lang)
		}
	}
}

// A changed text can be held against the one that it was made from, although both are called the same; the answer follows the change.
func TestCompareWithItself(t *testing.T) {
	text := Example(locale.En)
	beside := []Text{{"begin.mithaq", text}}
	desk := newDesk(t)
	desk.time = 5 * time.Minute // what is told of a text that takes too long has its own test
	for _, at := range []struct {
		from, to string
		class    wording.Class
	}{{"", "", wording.ClassKept}, {"within 10 days", "within 20 days", wording.ClassUnmet}, {"within 10 days", "within 5 days", wording.ClassKept}} {
		changed := text
		if at.from != "" {
			changed = strings.Replace(text, at.from, at.to, 1)
		}
		a, err := desk.Ask(t.Context(), &Question{Lang: locale.En, Text: changed, Beside: beside, Compare: []string{"ceasefire"}})
		if err != nil || a.Compare == nil || a.Compare.Wrong != "" {
			t.Fatalf("%v: %+v, %v", at, a.Compare, err)
		}
		if len(a.Compare.Tables) != 2 || a.Compare.Tables[0].Draft || !a.Compare.Tables[1].Draft || len(a.Compare.Pending) > 0 {
			t.Fatalf("%v: %+v", at, a.Compare)
		}
		found := false
		for _, row := range a.Compare.Tables[0].Rows {
			if row.ID != "2a" {
				continue
			}
			found = true
			cell := row.Cells[0]
			if cell.Class != at.class || cell.Way == nil || len(cell.Way.Links) == 0 || cell.Way.Links[0].Line == 0 || row.Line != 0 || row.Back.Text == "" {
				t.Errorf("%q to %q: 2a is %+v", at.from, at.to, cell)
			}
			if at.class == wording.ClassUnmet && len(cell.Way.Story) < 2 {
				t.Errorf("no story of 2a: %+v", cell.Way)
			}
		}
		if !found {
			t.Error("2a is no row")
		}
		for _, row := range a.Compare.Tables[1].Rows {
			if row.Line == 0 || row.Cells[0].Way == nil {
				t.Errorf("the draft's %s: %+v", row.ID, row)
			}
		}
	}
	for key, q := range map[string]*Question{
		"one agreement": {Text: "vocabulary v\n", Compare: []string{"ceasefire"}}, "no such text": {Text: text, Compare: []string{"nothing"}},
		"share no vocabulary": {Text: "vocabulary w\nparty x\nparty y\nagreement other\n  uses w\n  agreed between x and y\n  dated 2020-01-01\n  zone \"UTC\"\n", Compare: []string{"ceasefire"}},
	} {
		q.Lang, q.Beside = locale.En, beside
		if a, err := desk.Ask(t.Context(), q); err != nil || a.Compare == nil || !strings.Contains(a.Compare.Wrong, key) {
			t.Errorf("%s: %+v, %v", key, a.Compare, err)
		}
	}
}

// What would follow from an act, and the way to a goal.
func TestSuppose(t *testing.T) {
	q := &Question{Lang: locale.En, Text: Example(locale.En), Suppose: &Supposal{Acts: []string{"2024-03-05 south hand_over(what: maps, to: mission)"}, Goal: "2b", Within: 3}}
	a, err := newDesk(t).Ask(t.Context(), q)
	if err != nil || a.WhatIf == nil {
		t.Fatal(a, err)
	}
	if said := fmt.Sprint(a.WhatIf.Groups, a.WhatIf.Way); !strings.Contains(said, "2b") || !strings.Contains(said, "due") || len(a.WhatIf.Way) < 2 {
		t.Errorf("%s", said)
	}
	// A way of two acts is found within two, and not within one.
	for within, want := range map[int]bool{1: false, 2: true} {
		q.Suppose = &Supposal{Goal: "2b", Within: within}
		if a, err = newDesk(t).Ask(t.Context(), q); err != nil || a.WhatIf == nil || strings.Contains(fmt.Sprint(a.WhatIf.Way), "in 2 acts") != want {
			t.Errorf("within %d: %v, %v", within, a.WhatIf, err)
		}
	}
	q.Suppose = &Supposal{Acts: []string{"2024-03-05 south no_such_act()"}}
	if a, err = newDesk(t).Ask(t.Context(), q); err != nil || len(a.WhatIf.Wrong) == 0 {
		t.Errorf("an act that there is not: %+v, %v", a.WhatIf, err)
	}
}
