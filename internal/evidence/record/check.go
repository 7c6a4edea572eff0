package record

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"

	"mithaq/internal/base/grade"
)

// check refuses a payload that no reader could take at its word: a grade that does not exist, a range upside down, a
// position off the globe, a text that is not the one hashed. It is applied when writing and when reading.
func check(payload any) error {
	switch p := payload.(type) {
	case Incident:
		if err := checkPlace(p.Place); err != nil {
			return err
		}
		return errors.Join(checkRoles(p.Roles),
			sortedBy("persons", p.Persons, func(a, b Involved) int { return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.As, b.As)) }),
			sortedBy("related", p.Related, func(a, b Related) int { return cmp.Or(cmp.Compare(a.Incident, b.Incident), cmp.Compare(a.How, b.How)) }))
	case Account:
		return errors.Join(checkAmounts(p.Claim.Amounts), sorted("cites", p.Cites), sortedBy("files", p.Files, compareHash),
			sortedBy("translations", p.Translations, func(a, b Translation) int { return cmp.Or(cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.By, b.By)) }))
	case Assessment:
		return checkAssessment(p)
	case Roster:
		for _, m := range p.Members {
			if m.ID == "" {
				return fmt.Errorf("roster %s: a member without an id", p.ID)
			}
			if err := checkGrades(m.Grade); err != nil {
				return err
			}
			if err := checkRoles(m.Roles); err != nil {
				return err
			}
		}
	case Tally:
		if err := checkRange(p.What, p.Number); err != nil {
			return err
		}
		if err := checkGrades(p.Grade); err != nil {
			return err
		}
		return checkRoles(p.Roles)
	case Coverage:
		if p.LagDays < 0 {
			return fmt.Errorf("coverage %s: a lag of %d days", p.ID, p.LagDays)
		}
	case AgreementText:
		if sha256.Sum256([]byte(p.Text)) != p.SHA256 {
			return fmt.Errorf("text %s: the hash is not that of the text", p.File)
		}
	default:
		return checkMore(payload)
	}
	return nil
}

func checkAssessment(a Assessment) error {
	if err := checkGrades(a.Grade, a.Group); err != nil {
		return err
	}
	for _, t := range a.Attributions {
		if t.To == "" {
			return fmt.Errorf("an attribution to nobody")
		}
		if err := checkGrades(t.Grade); err != nil {
			return err
		}
	}
	for _, d := range a.Degrees {
		if (d.To == "") == (d.Person == "") {
			return fmt.Errorf("a degree is that of a party or of a person: %q, %q", d.To, d.Person)
		}
		if err := checkGrades(d.Grade); err != nil {
			return err
		}
	}
	return errors.Join(checkAmounts(a.Amounts), checkRange("acts", a.Acts),
		sortedBy("degrees", a.Degrees, func(a, b Degree) int { return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.Person, b.Person)) }))
}

// checkAmounts: of each role the total first, if it is known, then its parts.
func checkAmounts(list []Amount) error {
	for i, m := range list {
		if i > 0 && compareAmounts(&list[i-1], &m) >= 0 {
			return fmt.Errorf("amounts are sorted by role, civil, sex and age, each once: %q after %q", m.Role, list[i-1].Role)
		}
		if err := checkRange(m.Role, m.Range); err != nil {
			return err
		}
	}
	return nil
}

func compareAmounts(a, b *Amount) int {
	return cmp.Or(cmp.Compare(a.Role, b.Role), cmp.Compare(a.Civil, b.Civil), cmp.Compare(a.Sex, b.Sex), cmp.Compare(a.Age, b.Age))
}

func checkGrades(gs ...grade.Grade) error {
	for _, g := range gs {
		if g > grade.Verified {
			return fmt.Errorf("there is no grade %d", g)
		}
	}
	return nil
}

func checkRange(what string, r Range) error {
	switch {
	case r.Lo < 0, r.Best < -1, r.Hi < -1:
		return fmt.Errorf("%s: %d, %d, %d: a number below zero", what, r.Lo, r.Best, r.Hi)
	case r.Hi >= 0 && r.Hi < r.Lo:
		return fmt.Errorf("%s: the highest number, %d, is below the lowest, %d", what, r.Hi, r.Lo)
	case r.Best >= 0 && (r.Best < r.Lo || r.Hi >= 0 && r.Best > r.Hi):
		return fmt.Errorf("%s: the best number, %d, is not between %d and %d", what, r.Best, r.Lo, r.Hi)
	}
	return nil
}

func checkRoles(ws []Words) error {
	for i, w := range ws {
		if i > 0 && w.Role <= ws[i-1].Role {
			return fmt.Errorf("roles are sorted, each once: %q after %q", w.Role, ws[i-1].Role)
		}
	}
	return nil
}

// checkPlace: latitudes and longitudes count 1e-7 degree.
func checkPlace(p Place) error {
	const degree = 1e7
	switch {
	case p.Radius < 0:
		return fmt.Errorf("a radius of %d metres", p.Radius)
	case p.Radius == 0 && (p.Lat != 0 || p.Lon != 0):
		return fmt.Errorf("coordinates without a radius")
	case p.Lat < -90*degree || p.Lat > 90*degree || p.Lon < -180*degree || p.Lon > 180*degree:
		return fmt.Errorf("a point off the globe: %d, %d", p.Lat, p.Lon)
	}
	return nil
}
