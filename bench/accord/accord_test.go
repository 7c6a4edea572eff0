package accord

import (
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/app"
)

// TestShape sees that the text is read without an error and has the shape that it promises.
func TestShape(t *testing.T) {
	r := app.Read([]app.Text{{Name: "accord.mithaq", Content: Text(Seed)}})
	if r.Program == nil {
		t.Fatalf("%v", r.Diagnostics)
	}
	total, dated, modalities := 0, 0, map[norms.Modality]int{}
	sorts := map[string]int{}
	for i := range r.Program.Agreements {
		ag := &r.Program.Agreements[i]
		for j := range ag.Norms {
			n := &ag.Norms[j]
			total++
			modalities[n.Modality]++
			if n.Window.End != nil {
				dated++
			}
			for sort, c := range map[string]norms.Cond{"if": n.If, "once": n.Once, "while": n.While, "until": n.Until, "unless": n.Unless} {
				if c != nil {
					sorts[sort]++
				}
			}
			if n.ForEach != nil {
				sorts["for each"]++
			}
		}
	}
	accord := r.Program.Agreement("accord")
	if total != Stipulations+Annexed || len(accord.Norms) != Stipulations || len(accord.Terms) != Themes || dated < total/2 || dated > total*11/20 {
		t.Errorf("%d norms, %d of them of the accord, %d terms, %d with a deadline", total, len(accord.Norms), len(accord.Terms), dated)
	}
	if len(modalities) < 4 || len(sorts) < 6 {
		t.Errorf("%v %v", modalities, sorts)
	}
	if again := Text(Seed); again != Text(Seed) || !strings.Contains(Text(2), "agreement accord") {
		t.Error("the same seed gives another text")
	}
}
