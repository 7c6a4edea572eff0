package guard

import (
	"context"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/release"
)

// Told gathers what decides about what goes out of a record on a day: sources, consents, and the names that are not told to the public.
func Told(ctx context.Context, store record.Reader, day string) (*release.View, error) {
	v := &release.View{Day: day, Sources: map[string]record.Source{}, Consents: map[string]record.Consent{}}
	for _, kind := range []record.Kind{record.KindSource, record.KindConsent} {
		for st, err := range store.Each(ctx, kind, "") {
			if err != nil {
				return nil, err
			}
			switch p := st.Payload.(type) {
			case record.Source:
				v.Sources[p.ID] = p
			case record.Consent:
				v.Consents[st.Entry.Subject] = p
			}
		}
	}
	var err error
	v.Names, err = Suppressed(ctx, store, v)
	return v, err
}

// Suppressed gathers the names that whoever a view is for is not told.
func Suppressed(ctx context.Context, store record.Reader, v *release.View) (*release.Names, error) {
	var persons []record.Person
	for st, err := range store.Each(ctx, record.KindPerson, "") {
		if err != nil {
			return nil, err
		}
		persons = append(persons, st.Payload.(record.Person))
	}
	return v.Suppressed(persons), nil
}
