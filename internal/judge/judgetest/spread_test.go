package judgetest

import (
	"slices"
	"testing"

	"mithaq/internal/judge/status"
)

// wantedTags are the forms that random samples must hold often enough.
var wantedTags = []string{
	"modality 0", "modality 1", "modality 2", "modality 3", "modality 4",
	"window undated", "window by", "window by clock", "window before", "window within days", "window within hours", "window day n",
	"window for", "window before by a period", "window from until", "renewal", "renewal unless", "extension",
	"clock 0", "clock 1", "clock 2", "clocks change", "entry", "initially", "includes", "mark moved",
	"point instant", "point mark", "point act", "point norm breach false", "point norm breach true", "point var", "point this",
	"point start", "point start of another", "bound before",
	"if", "once", "while", "until", "unless", "only once", "circle", "except",
	"goal keep true", "goal keep false", "cure", "cure after notice", "judged 0", "judged 1", "judged 3",
	"cond seen", "cond holds", "cond none holds", "cond norm", "cond mark", "cond reached", "cond compare", "cond compare with",
	"cond in effect", "cond in effect undo", "cond in effect for", "cond and", "cond or", "cond not",
	"at least n", "at least per", "at least every", "at least of a role", "at most n", "at most per", "at most every", "at most of a role",
	"family roster", "family act", "family state", "family bearers", "family parties", "family pairs", "bearer var", "ensure",
	"share 0", "share 1", "share 2", "var", "var this", "want all", "want amount", "want near", "zone and point",
	`phase ""`, `phase ".begin"`, `phase ".finish"`, "counts as", "counts as for some",
	"claim 0", "claim 1", "claim 2", "red line", "figure last",
	"coverage", "coverage of everything", "roster", "several acts", "joint", "tally",
}

// vagueTags are those of samples that are not exact.
var vagueTags = []string{
	"interval", "unknown role", "coarse value", "role one of", "one of", "nobody named", "range of acts", "unsure", "radius",
	"grade discounted", "grade alleged", "grade corroborated", "grade verified",
}

// The random samples hold every form, and end in every state, in at least 2 % of cases.
func TestSpread(t *testing.T) {
	const n = 1000
	for _, exact := range []bool{true, false} {
		seen := map[string]int{}
		for seed := range uint64(n) {
			s := drawn.sample(seed, exact)
			states := map[string]bool{}
			f := flatten(theMonitor(s.prog, s.set, s.at), 1)
			for _, sets := range []map[string]status.Set{f.norms, f.instances} {
				for _, set := range sets {
					for st := range set.All() {
						states["state "+st.String()] = true
					}
				}
			}
			for _, c := range f.claims {
				for st := range c.States.All() {
					states["state "+st.String()] = true
				}
			}
			for _, all := range []map[string]bool{states, s.tags} {
				for tag := range all {
					seen[tag]++
				}
			}
		}
		want := slices.Clone(wantedTags)
		if !exact {
			want = append(want, vagueTags...)
		}
		for st := range status.NumStates {
			want = append(want, "state "+st.String())
		}
		for _, tag := range want {
			t.Logf("exact %v: %-30s %5.1f %%", exact, tag, float64(seen[tag])*100/n)
			if seen[tag]*50 < n {
				t.Errorf("exact %v: %s in %d of %d samples only", exact, tag, seen[tag], n)
			}
		}
	}
}
