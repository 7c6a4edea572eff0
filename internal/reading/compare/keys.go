package compare

import (
	"fmt"
	"strings"

	"mithaq/internal/agreement/norms"
)

// Keys are canonical texts of patterns, without positions in the text: two that are equal mean the same wherever they are read in
// the same way.

func keyOfValue(v norms.Value) string {
	if v.Var != "" {
		return fmt.Sprintf("$%s.%s~%d", v.Var, v.Role, v.Near)
	}
	return fmt.Sprintf("%q~%d", v.ID, v.Near)
}

func keyOfPattern(p *norms.Pattern) string {
	var b strings.Builder
	b.WriteString(p.Act)
	for _, w := range p.Roles {
		fmt.Fprintf(&b, " %s:%t", w.Role, w.All)
		if w.Amount != nil {
			fmt.Fprintf(&b, "%d %d", w.Amount.Op, w.Amount.N)
		}
		for _, v := range w.Values {
			b.WriteString(" " + keyOfValue(v))
		}
	}
	return b.String()
}
