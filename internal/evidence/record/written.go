package record

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"

	"mithaq/internal/base/civil"
)

// checkWritten refuses what no new entry may say: words that are not of the field's vocabularies and dates that are none. It is not asked of
// what is read: a record from before keeps its words.
func checkWritten(payload any) error {
	switch p := payload.(type) {
	case Account:
		errs := []error{oneOf("connection", p.Connection, Connections), days(p.Claim.When), amountWords(p.Claim.Amounts)}
		for _, t := range p.Translations {
			errs = append(errs, days(t.When))
		}
		return errors.Join(errs...)
	case Incident:
		var errs []error
		for _, i := range p.Persons {
			errs = append(errs, oneOf("involved as", i.As, Involvements))
		}
		for _, r := range p.Related {
			errs = append(errs, oneOf("related", r.How, Chains))
		}
		return errors.Join(errs...)
	case Assessment:
		errs := []error{oneOf("status", p.Status, Statuses), oneOf("reliability", p.Reliability, Reliabilities), amountWords(p.Amounts)}
		for _, d := range p.Degrees {
			errs = append(errs, oneOf("degree", d.How, Involvements))
		}
		return errors.Join(errs...)
	case Person:
		return errors.Join(oneOf("sex", p.Sex, Sexes), oneOf("age", p.Age, Ages), oneOf("civil", p.Civil, Civils))
	case Consent:
		return days(p.Given, p.Until, p.Withdrawn)
	case File:
		errs := []error{days(p.Obtained)}
		for _, f := range p.Proofs {
			errs = append(errs, oneOf("proof", f.Sort, ProofSorts))
		}
		return errors.Join(errs...)
	case Review:
		return writtenReview(p)
	case Dissent:
		if len(p.Says) == 0 {
			return errors.New("a dissent that says nothing")
		}
		return days(p.When)
	case User:
		return writtenUser(p)
	case Link:
		return errors.Join(must("decision", p.Decision, Decisions), days(p.When))
	case Publication:
		return errors.Join(oneOf("date", p.Date, []string{"month", "year"}), days(p.When))
	case Withdrawal:
		switch p.Kind {
		case KindLink:
			return errors.New(`a decision on two incidents is not withdrawn: decide "open"`)
		case KindRemoval, KindAccess, KindSignature, KindLogKey:
			return fmt.Errorf("a %s is not withdrawn", p.Kind)
		}
	case Zone:
		return days(p.Since, p.Until)
	case Removal:
		return errors.Join(must("ground", p.Ground, Grounds), days(p.When))
	case LogKey:
		return days(p.When)
	}
	return nil
}

func writtenReview(p Review) error {
	errs := []error{must("stage", p.Stage, Stages), days(p.When)}
	if p.By == "" {
		errs = append(errs, errors.New("a step that nobody took"))
	}
	if p.Second == p.By {
		errs = append(errs, errors.New("the second person is another one"))
	}
	for _, a := range p.Put {
		errs = append(errs, oneOf("stance", a.Stance, Stances), days(a.Asked, a.Until, a.Answered))
		if a.Asked == "" {
			errs = append(errs, fmt.Errorf("put to %s: the day on which it was asked is missing", a.Party))
		}
		if a.Answered == "" && (len(a.Answer) > 0 || a.Stance != "") {
			errs = append(errs, fmt.Errorf("put to %s: an answer without its day", a.Party))
		}
	}
	return errors.Join(errs...)
}

func writtenUser(p User) error {
	var errs []error
	for _, r := range p.Roles {
		errs = append(errs, must("role", r, UserRoles))
	}
	for _, k := range p.Keys {
		if b, err := base64.StdEncoding.DecodeString(k); err != nil || len(b) != ed25519.PublicKeySize {
			errs = append(errs, fmt.Errorf("%q is not an Ed25519 public key in base64", k))
		}
	}
	if slices.Contains(p.Roles, "observer") && p.Party == "" {
		errs = append(errs, errors.New("an observer without a party"))
	}
	return errors.Join(errs...)
}

func amountWords(list []Amount) error {
	var errs []error
	for _, a := range list {
		errs = append(errs, oneOf("civil", a.Civil, Civils), oneOf("sex", a.Sex, Sexes), oneOf("age", a.Age, Ages),
			oneOf("unit", a.Unit, Units), oneOf("count method", a.Method, CountMethods))
	}
	return errors.Join(errs...)
}

// must is oneOf of what has to be said.
func must(what, word string, list []string) error {
	if word == "" {
		return fmt.Errorf("%s is missing: one of %q", what, list)
	}
	return oneOf(what, word, list)
}

// days refuses texts that are no EDTF dates; "" is allowed.
func days(dates ...string) error {
	var errs []error
	for _, d := range dates {
		if d == "" {
			continue
		}
		if _, err := civil.ParseEDTF(d); err != nil {
			errs = append(errs, fmt.Errorf("the date %q: %w", d, err))
		}
	}
	return errors.Join(errs...)
}
