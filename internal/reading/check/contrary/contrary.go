// Package contrary finds conditions that ask of one number what no number is: at least five and at most three.
package contrary

import (
	"fmt"
	"math"
	"strings"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3024.
var Rule = rule.Rule{
	Code: "M3024", Severity: diag.Remark, Run: run,
	Example: text("3"), Mended: text("8"),
}

func text(most string) string {
	return `vocabulary v
party red
party blue
act attack (doer party)
act meet (doer party)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red may meet() if count attack(doer: blue) >= 5 and count attack(doer: blue) <= ` + most + `
`
}

// run looks at what must be true together. Figures are the same when they are written alike.
func run(t *rule.Text) (found []diag.Diagnostic) {
	t.Norms(func(a *terms.Agreement, n *terms.Norm) {
		terms.Walk{Cond: func(c terms.Cond, _ bool) {
			and, ok := c.(*terms.And)
			if !ok {
				return
			}
			type bounds struct{ low, high int64 }
			of, first := map[string]bounds{}, map[string]*terms.Compare{}
			for _, part := range and.Conds {
				x, ok := part.(*terms.Compare)
				if !ok || x.With != nil {
					continue
				}
				k := key(a.File.Source.Text, &x.Figure)
				b, there := of[k]
				if !there {
					b, first[k] = bounds{0, math.MaxInt64}, x
				}
				low, high := meets(x)
				b.low, b.high = max(b.low, low), min(b.high, high)
				if b.low > b.high && of[k].low <= of[k].high {
					found = append(found, diag.Diagnostic{
						Span: x.Figure.Pattern.Span, Args: diag.Args("norm", n.ID, "act", x.Figure.Pattern.ID()),
						Related: []diag.Related{{Key: "first", Span: first[k].Figure.Pattern.Span}},
					})
				}
				of[k] = b
			}
		}}.Norm(n)
	})
	return found
}

// meets gives the numbers that meet a comparison.
func meets(c *terms.Compare) (low, high int64) {
	switch c.Op {
	case syntax.AtLeast:
		return c.N, math.MaxInt64
	case syntax.MoreThan:
		return c.N + 1, math.MaxInt64
	case syntax.AtMost:
		return 0, c.N
	case syntax.LessThan:
		return 0, c.N - 1
	}
	return c.N, c.N
}

// key is a figure as it is written, without white space.
func key(text string, f *terms.Figure) string {
	written := func(s source.Span) string { return strings.Join(strings.Fields(text[s.Start.Offset:s.End.Offset]), "") }
	k := fmt.Sprint(f.Measure, " ", f.Last, " ", written(f.Pattern.Span))
	if f.Role != nil {
		k += " " + f.Role.Name
	}
	for _, p := range []*terms.Point{f.From, f.Until} {
		if k += "|"; p != nil {
			k += written(p.Span)
		}
	}
	return k
}
