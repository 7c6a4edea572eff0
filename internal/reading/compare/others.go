package compare

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/reading/run"
)

// withOthers adds, below each kind, zone and party that a vocabulary names, another one that it does not: a place in the zone
// that is in none of the zones named inside it, and so on. A vocabulary never says that it names everything, and a text that
// asks for something in a zone is kept by whatever place lies in it. Such a value is named run.Elsewhere and the name above it.
func withOthers(prog *norms.Program) {
	voc := &prog.Vocabulary
	for _, k := range slices.Clone(voc.Kinds) {
		voc.Kinds = append(voc.Kinds, norms.Kind{ID: run.Elsewhere + k.ID, Names: k.Names, Parent: k.ID, Span: k.Span})
	}
	for _, z := range slices.Clone(voc.Zones) {
		if z.Line == nil {
			voc.Zones = append(voc.Zones, norms.Zone{ID: run.Elsewhere + z.ID, Names: z.Names, In: z.ID, Span: z.Span})
		}
	}
	always := civil.Interval{Lo: civil.Ever, Hi: civil.Forever}
	for _, p := range slices.Clone(voc.Parties) {
		voc.Parties = append(voc.Parties, norms.Party{
			ID: run.Elsewhere + p.ID, Names: p.Names, Sort: p.Sort, In: []norms.Membership{{In: p.ID, Dates: always}}, Span: p.Span,
		})
	}
	slices.SortFunc(voc.Kinds, func(a, b norms.Kind) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(voc.Zones, func(a, b norms.Zone) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(voc.Parties, func(a, b norms.Party) int { return cmp.Compare(a.ID, b.ID) })
	prog.Index()
}
