package norms

import (
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/base/civil"
)

// frame is a text around one norm or condition.
const frame = `vocabulary v
party red
act go (doer party, person)
act stop (doer party, person)
act say (doer party, what mark, day date)
state held (person) begins go(person) ends stop(person)
roster list of held

agreement a
  uses v
  demand by red
  dated 2020-01-10
  zone "Asia/Damascus"
mark m
term 1
  0a: unnamed must say(what: m) undated
`

// edge writes a bound so that a table can hold it.
func edge(b *Bound) string {
	if b == nil {
		return "-"
	}
	var at string
	switch b.At.Sort {
	case AtInstant:
		at = fmt.Sprint(b.At.Instant)
	case AtMark:
		at = "mark " + b.At.Mark
	case AtAct:
		at = "act " + b.At.Act.Act
	case AtNorm:
		at = "norm " + b.At.Norm
	case AtVar:
		at = "var " + b.At.Var
	case AtStart:
		at = "start"
	}
	if !b.Plus.IsZero() {
		at += fmt.Sprintf(" +%d %s", b.Plus.N, b.Plus.Unit)
	}
	at += " " + [...]string{"exact", "daystart", "dayend"}[b.Edge]
	if b.Period {
		at += " period"
	}
	return at
}

// TestWindows holds each word of the language to the table in spec/norms.md, section 4. 2020-03-01 begins in
// Damascus at 1583013600.
func TestWindows(t *testing.T) {
	for clause, want := range map[string][2]string{
		"by 2020-03-01":                      {"-", "1583013600 dayend"},
		"by 2020-03-01T12:00":                {"-", "1583056801 exact"},
		"by m":                               {"-", "mark m dayend"},
		"by 0a":                              {"-", "norm a.0a dayend"},
		"by stop()":                          {"-", "act stop dayend"},
		"by start":                           {"-", "start dayend"},
		"before 2020-03-01":                  {"-", "1583013600 daystart"},
		"before 2020-03-01T12:00":            {"-", "1583056800 exact"},
		"before m":                           {"-", "mark m daystart"},
		"before stop()":                      {"-", "act stop exact"},
		"before start":                       {"-", "start exact"},
		"within 30 days of stop()":           {"act stop exact", "act stop +30 days dayend period"},
		"within 48 hours of stop()":          {"act stop exact", "act stop +48 hours exact period"},
		"within 2 months of m":               {"mark m daystart", "mark m +2 months dayend period"},
		"within 3 days of 2020-03-01T12:00":  {"1583056800 exact", "1583056800 +3 days dayend period"},
		"within 1 year of start":             {"start exact", "start +1 years dayend period"},
		"day 3 of stop()":                    {"act stop +2 days daystart", "act stop +2 days dayend"},
		"day 1 of m":                         {"mark m daystart", "mark m dayend"},
		"by day 3 of m":                      {"-", "mark m +2 days dayend"},
		"from 2020-03-01":                    {"1583013600 daystart", "-"},
		"from 2020-03-01T12:00":              {"1583056800 exact", "-"},
		"from m until 2020-03-01":            {"mark m daystart", "1583013600 dayend"},
		"from stop() until 2020-03-01T12:00": {"act stop exact", "1583056800 exact"},
		"until m":                            {"-", "mark m dayend"},
		"until start":                        {"-", "start dayend"},
		"undated":                            {"-", "-"},
	} {
		n := must(t, frame+"  1a: red must go() "+clause+"\n").Norm("a.1a")
		if got := [2]string{edge(n.Window.Start), edge(n.Window.End)}; got != want {
			t.Errorf("%s: %q, want %q", clause, got, want)
		}
		if n.Window.Said != (clause == "undated") {
			t.Errorf("%s: said %v", clause, n.Window.Said)
		}
	}
	n := must(t, frame+"  1a: for each held() as h, red must stop(person: h.person) within 3 days of h\n").Norm("a.1a")
	if got := edge(n.Window.Start) + "; " + edge(n.Window.End); got != "var h exact; var h +3 days dayend period" {
		t.Error(got)
	}
}

// TestConditions holds each condition to its lowered form, written by its dump without spans.
func TestConditions(t *testing.T) {
	for cond, want := range map[string]string{
		"stop()":                     `Seen{stop}`,
		"no stop()":                  `Not{Seen{stop}}`,
		"held()":                     `Holds{held}`,
		"no held()":                  `NoneHolds{held}`,
		"not held()":                 `Not{Holds{held}}`,
		"0a in force":                `NormIs{a.0a 3}`,
		"m set":                      `MarkSet{m}`,
		"after 2020-03-01":           `Reached{1583013600 dayend}`,
		"after 2020-03-01T12:00":     `Reached{1583056800 exact}`,
		"after m":                    `Reached{mark m dayend}`,
		"after stop()":               `Reached{act stop exact}`,
		"count stop() >= 3":          `Compare{0 stop - - 0 3}`,
		"(stop() and go()) or m set": `Or{And{Seen{stop} Seen{go}} MarkSet{m}}`,
		"(stop() from 2020-03-01 until 2020-03-01)": `Seen{stop 1583013600 daystart 1583013600 dayend}`,
	} {
		n := must(t, frame+"  1a: red must go() once "+cond+"\n").Norm("a.1a")
		if got := show(n.Once); got != want {
			t.Errorf("%s: %s, want %s", cond, got, want)
		}
	}
}

func show(c Cond) string {
	list := func(conds []Cond) string {
		var parts []string
		for _, x := range conds {
			parts = append(parts, show(x))
		}
		return strings.Join(parts, " ")
	}
	switch c := c.(type) {
	case And:
		return "And{" + list(c.Conds) + "}"
	case Or:
		return "Or{" + list(c.Conds) + "}"
	case Not:
		return "Not{" + show(c.Cond) + "}"
	case Seen:
		if c.From == nil && c.Until == nil {
			return "Seen{" + c.Pattern.Act + "}"
		}
		return "Seen{" + c.Pattern.Act + " " + edge(c.From) + " " + edge(c.Until) + "}"
	case Holds:
		return "Holds{" + c.Pattern.Act + "}"
	case NoneHolds:
		return "NoneHolds{" + c.Pattern.Act + "}"
	case NormIs:
		return fmt.Sprintf("NormIs{%s %d}", c.Norm, c.Word)
	case MarkSet:
		return "MarkSet{" + c.Mark + "}"
	case Reached:
		return "Reached{" + edge(&c.Bound) + "}"
	case Compare:
		return fmt.Sprintf("Compare{%d %s %s %s %d %d}", c.Figure.Measure, c.Figure.Pattern.Act, edge(c.Figure.From), edge(c.Figure.Until), c.Op, c.N)
	}
	return fmt.Sprintf("%T", c)
}

// TestModalities holds modality and numbers to what judge rules read.
func TestModalities(t *testing.T) {
	week := civil.Period{N: 7, Unit: civil.Days}
	for words, want := range map[string]Norm{
		"must go()":                          {Modality: Obligation, AtLeast: Number{N: 1}},
		"must go() at least 3":               {Modality: Obligation, AtLeast: Number{N: 3}},
		"must go() at least 3 in any 7 days": {Modality: Obligation, AtLeast: Number{N: 3, Per: week}},
		"must not go()":                      {Modality: Prohibition},
		"must go() at most 2 in any 7 days":  {Modality: Prohibition, AtMost: Number{N: 2, Per: week}},
		"may go()":                           {Modality: Permission},
		"aims to go() at least 2":            {Modality: Aim, AtLeast: Number{N: 2}},
	} {
		n := must(t, frame+"  1a: red "+words+"\n").Norm("a.1a")
		if n.Modality != want.Modality || n.AtLeast != want.AtLeast || n.AtMost != want.AtMost {
			t.Errorf("%s: %v %v %v", words, n.Modality, n.AtLeast, n.AtMost)
		}
		if len(n.Act.Roles) != 1 || n.Act.Roles[0].Role != "doer" || n.Act.Roles[0].Values[0].ID != "red" {
			t.Errorf("%s: the doer is %v", words, n.Act.Roles)
		}
	}
}

// TestDefaults holds what a norm takes from its agreement.
func TestDefaults(t *testing.T) {
	text := strings.Replace(frame, "mark m\n", "  in force from 2020-02-01T06:00\n  observed by red at least 60 %\nmark m\n", 1) +
		"  1a: red must go()\n  1b: red must go() observed at least 90 %\n"
	p := must(t, text)
	if a := p.Agreement("a"); a.Starts != 1580529600 || a.Observed.Percent != 60 || a.Observed.By[0] != "red" {
		t.Errorf("starts %d, observed %v", a.Starts, a.Observed)
	}
	if o := p.Norm("a.1a").Observed; o.Percent != 60 || len(o.By) != 1 {
		t.Errorf("1a: %v", o)
	}
	if o := p.Norm("a.1b").Observed; o.Percent != 90 || len(o.By) != 0 {
		t.Errorf("1b: %v", o)
	}
}
