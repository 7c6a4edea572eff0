package answers

import (
	"context"

	"mithaq/internal/evidence/record"
)

// Source is a source with where what it says comes from (spec/schema/sources.json).
type Source struct {
	record.SourceLineage
	Name  record.Text `json:"name,omitempty"`
	Sort  string      `json:"sort,omitempty"`
	Party string      `json:"party,omitempty"`
}

// Sources is the answer of them.
type Sources struct {
	Sources []Source `json:"sources"`
}

// SourcesOf lists the sources that whoever looks may see, or only one.
func SourcesOf(ctx context.Context, store record.Reader, only string) ([]Source, error) {
	base, err := store.Base(ctx, record.Cut{})
	if err != nil {
		return nil, err
	}
	all, err := record.SourceLineages(base, store.Findings(ctx, record.Cut{}))
	if err != nil {
		return nil, err
	}
	return SourcesIn(base, all, only), nil
}

// SourcesIn is SourcesOf where it is known already from where what sources say comes.
func SourcesIn(base *record.Base, all []record.SourceLineage, only string) []Source {
	source := record.SourceIn(base.Sources)
	list := []Source{}
	for _, l := range all {
		if only == "" || l.Source == only {
			s, _ := source(l.Source)
			list = append(list, Source{l, s.Name, s.Sort, s.Party})
		}
	}
	return list
}
