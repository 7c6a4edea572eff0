package record

import (
	"fmt"
	"strings"
)

var keyEscaper = strings.NewReplacer("%", "%25", "/", "%2F")

// Key joins the parts of a subject that has several, so that no two lists of parts give the same key.
func Key(parts ...string) string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = keyEscaper.Replace(p)
	}
	return strings.Join(out, "/")
}

var keyUnescaper = strings.NewReplacer("%25", "%", "%2F", "/")

// Parts gives the parts of which Key made a subject.
func Parts(key string) []string {
	out := strings.Split(key, "/")
	for i, p := range out {
		out[i] = keyUnescaper.Replace(p)
	}
	return out
}

// SubjectOf gives the kind and the subject of a payload: its ID, or
//
//	assessment  incident / assessor
//	name        scheme / sort / word
//	text        the SHA-256 of the text
//	import      publisher / SHA-256 of the file
//	withdrawal, consent, identity, publication
//	            kind / subject that it speaks of
//	review      incident / assessor
//	dissent     incident / assessor / person
//	signature   id of the entry signed / user
//	file        the SHA-256 of the file
//	logkey      the new key
//	link        the two incidents
//
// joined by Key. The newest entry on a subject stands. A payload without its key is an error.
func SubjectOf(payload any) (Kind, string, error) {
	switch p := payload.(type) {
	case Source:
		return subject(KindSource, p.ID)
	case Account:
		return subject(KindAccount, p.ID)
	case Incident:
		return subject(KindIncident, p.ID)
	case Assessment:
		return subject(KindAssessment, p.Incident, p.Assessor)
	case Coverage:
		return subject(KindCoverage, p.ID)
	case Roster:
		return subject(KindRoster, p.ID)
	case Position:
		return subject(KindPosition, p.ID)
	case Tally:
		return subject(KindTally, p.ID)
	case Name:
		if p.Scheme == "" { // "": the vocabulary's own IDs need no name
			return "", "", fmt.Errorf("a name without a scheme")
		}
		return subject(KindName, p.Scheme, p.Sort, p.Word)
	case AgreementText:
		return subject(KindText, p.SHA256.String())
	case Mapping:
		return subject(KindMapping, p.ID)
	case Import:
		return subject(KindImport, p.Publisher, p.SHA256.String())
	case Withdrawal:
		return subject(KindWithdrawal, string(p.Kind), p.Subject)
	case Person:
		return subject(KindPerson, p.ID)
	case Consent:
		return subject(KindConsent, string(p.Kind), p.Subject)
	case Identity:
		return subject(KindIdentity, string(p.Kind), p.Subject)
	case File:
		return subject(KindFile, p.SHA256.String())
	case Review:
		return subject(KindReview, p.Incident, p.Assessor)
	case Dissent:
		return subject(KindDissent, p.Incident, p.Assessor, p.By)
	case Signature:
		return subject(KindSignature, p.Entry.String(), p.User)
	case User:
		return subject(KindUser, p.ID)
	case Session:
		return subject(KindSession, p.ID)
	case Request:
		return subject(KindRequest, p.ID)
	case Access:
		return subject(KindAccess, p.ID)
	case Link:
		return subject(KindLink, p.A, p.B)
	case Publication:
		return subject(KindPublication, string(p.Kind), p.Subject)
	case Zone:
		return subject(KindZone, p.ID)
	case Removal:
		return subject(KindRemoval, p.ID)
	case LogKey:
		return subject(KindLogKey, p.Key)
	}
	return "", "", fmt.Errorf("%T is not the payload of an entry", payload)
}

// Dots says whether an id is "." or "..": browsers and servers take these two in an address for a step in a path, however they are escaped. No new entry is
// on such a subject; a record may hold some from before.
func Dots(id string) bool { return id == "." || id == ".." }

func subject(k Kind, parts ...string) (Kind, string, error) {
	for _, p := range parts {
		if p == "" {
			return "", "", fmt.Errorf("%s: a part of its key is empty: %q", k, parts)
		}
	}
	if len(parts) == 1 {
		return k, parts[0], nil
	}
	return k, Key(parts...), nil
}
