package intake

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/base/diag"
	"mithaq/internal/evidence/record"
)

var opts = Options{File: "rows.csv", Actor: "desk", Now: 1_700_000_000}

// read plans text against the store.
func read(t *testing.T, store record.Store, text string, opt Options) *Plan {
	t.Helper()
	p, err := Read(context.Background(), store, []byte(text), opt)
	if err != nil {
		t.Fatal(err)
	}
	checkWords(t, p.Diagnostics)
	return p
}

// load plans and applies text, which must be without fault.
func load(t *testing.T, store record.Store, text string, opt Options) *Plan {
	t.Helper()
	p := read(t, store, text, opt)
	if p.Refused || p.Rejected > 0 {
		t.Fatalf("refused %v, rejected %d:\n%s", p.Refused, p.Rejected, describe(p.Diagnostics))
	}
	if _, err := p.Apply(context.Background(), store); err != nil {
		t.Fatal(err)
	}
	return p
}

func describe(ds []diag.Diagnostic) string {
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "%s %d:%d", d.Code, d.Span.Start.Line, d.Span.Start.Column)
		for _, a := range d.Args {
			fmt.Fprintf(&b, " %s=%s", a.Name, a.Value)
		}
		for _, f := range d.Fixes {
			fmt.Fprintf(&b, " fix:%s", f.Key)
			for _, a := range f.Args {
				fmt.Fprintf(&b, " %s=%s", a.Name, a.Value)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// sheet builds a CSV file from rows of column, value pairs: the header is what any row names.
func sheet(header []string, rows ...map[string]string) string {
	var b strings.Builder
	b.WriteString(strings.Join(header, ",") + "\n")
	for _, r := range rows {
		cells := make([]string, len(header))
		for i, h := range header {
			cells[i] = r[h]
			if strings.ContainsAny(cells[i], ",\"\n") {
				cells[i] = `"` + strings.ReplaceAll(cells[i], `"`, `""`) + `"`
			}
		}
		b.WriteString(strings.Join(cells, ",") + "\n")
	}
	return b.String()
}

// with gives a copy of a row with some cells changed.
func with(row map[string]string, pairs ...string) map[string]string {
	out := map[string]string{}
	for k, v := range row {
		out[k] = v
	}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

// bundle gives what stands about an incident.
func bundle(t *testing.T, f *fake, id string) *record.Bundle {
	t.Helper()
	f.all = true
	defer func() { f.all = false }()
	for b, err := range f.Bundles(context.Background(), record.Cut{}) {
		if err != nil {
			t.Fatal(err)
		}
		if b.Incident.ID == id {
			c := *b
			return &c
		}
	}
	t.Fatalf("no incident %q", id)
	return nil
}
