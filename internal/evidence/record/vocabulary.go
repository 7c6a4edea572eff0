package record

import (
	"fmt"
	"slices"
)

// The field's standard words. HURIDOCS: micro-thesauri 18, 19, 22, 28, 41, 42 as OpenEvSys ships them. They are checked when an entry is
// made; a record that holds another word, from before, stays readable.
var (
	// Reliabilities of a source, and of a piece of information (HURIDOCS 42).
	Reliabilities = []string{"highly_reliable", "likely_reliable", "unsure", "likely_unreliable", "highly_unreliable", "unknown"}
	// Statuses of a violation (HURIDOCS 41).
	Statuses = []string{
		"confirmed", "confirmed_violation", "confirmed_similar", "confirmed_no_violation", "likely", "possible", "unlikely", "unknown",
	}
	// Stances of whoever is said to have done it (HURIDOCS 28).
	Stances = []string{"acknowledge", "deny", "admit_deny_responsibility", "alternative", "accept", "other", "unknown"}
	// Connections of a source to what happened (HURIDOCS 19, in the parts used here).
	Connections = []string{
		"victim", "witness", "perpetrator", "relative", "friend", "colleague", "neighbour", "lawyer", "medical", "religious", "reporter",
		"ngo", "official", "police", "military", "un", "monitor", "political", "union", "anonymous", "other", "unknown",
	}
	// Involvements of persons and parties. Those in what happened, then degrees of doing (HURIDOCS 18, in the parts used here).
	Involvements = []string{
		"victim", "witness", "rescuer", "detained", "missing",
		"direct", "ordered", "planned", "instigated", "assisted", "accomplice", "failed_to_act", "authority", "suspected", "other", "unknown",
	}
	// Chains tie incidents (HURIDOCS 22): the incident that speaks precedes the other, and so on.
	Chains = []string{"precedes", "encompasses", "causes", "parallel", "within", "follows", "consequence"}
	Civils = []string{"civilian", "combatant", "unknown"}
	Sexes  = []string{"female", "male", "other", "unknown"}
	// Ages: child under 18, elderly from 60 (the bands of casualty recording).
	Ages  = []string{"child", "adult", "elderly", "unknown"}
	Units = []string{"individual", "family", "group", "community", "vehicle", "vessel", "aircraft", "weapon", "building", "tonne", "other"}
	// CountMethods say how differing figures became one range.
	CountMethods = []string{"range", "majority", "hierarchy", "team"}
	// Stages of a finding, in their order; a finding may go back.
	Stages = []string{"allegation", "inquiry", "finding", "put", "published"}
	// Roles of users.
	UserRoles = []string{"administrator", "assessor", "observer", "publisher", "reader", "recorder"}
	// Grounds of a removal.
	Grounds = []string{"consent", "law", "safety"}
	// Decisions about two incidents that look alike.
	Decisions = []string{"merge", "apart", "open"}
	// ProofSorts of a file.
	ProofSorts = []string{"hash", "opentimestamps", "rfc3161", "signature"}
)

// oneOf refuses a word that is not of a list; "" is allowed.
func oneOf(what, word string, list []string) error {
	if word == "" || slices.Contains(list, word) {
		return nil
	}
	return fmt.Errorf("%s: %q is none of %q", what, word, list)
}
