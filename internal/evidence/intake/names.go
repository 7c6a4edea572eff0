package intake

import "mithaq/internal/evidence/record"

// ProposedNames offers what the words of a publisher's acts and kinds mean in a vocabulary that uses the common IDs (attack, clash,
// hospital ...). It is data for the user to look through and load with "record names"; no import applies it. Words for parties and zones
// are never proposed: whom a name means is an assessment.
func ProposedNames(layout string) []record.Name {
	var names []record.Name
	add := func(sort string, pairs ...string) {
		for i := 0; i < len(pairs); i += 2 {
			names = append(names, record.Name{Scheme: layout, Sort: sort, Word: pairs[i], Means: []string{pairs[i+1]}})
		}
	}
	switch layout {
	case LayoutUCDP:
		add("act", "attack", "attack", "clash", "clash")
		add("kind", "civilian", "civilian")
	case LayoutAirwars:
		add("act", "attack", "attack")
		add("kind",
			"civilian", "civilian",
			"Healthcare", "health_facility", // marked so; not known to be a hospital
			"Clinic", "clinic",
			"Education", "school",
			"Residential", "residential", "House", "residential", "Apartment Building", "residential",
			"Market", "market",
			"IDP or Refugee Camp", "camp",
			"Religious", "worship", "Mosque", "worship",
			"Airstrike", "air_strike", "Artillery", "artillery",
		)
	case LayoutACLED:
		add("act", "attack", "attack", "clash", "clash", "explosion", "explosion", "Arrests", "detain", "Peaceful protest", "protest", "Protest with intervention", "protest")
		add("kind",
			"civilian", "civilian", "Air/drone strike", "air_strike", "Shelling/artillery/missile attack", "artillery", "Chemical weapon", "chemical",
			"Remote explosive/landmine/IED", "mine", "Suicide bomb", "bomb", "Grenade", "grenade",
		)
	}
	return names
}
