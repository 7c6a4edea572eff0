package seal

import (
	"errors"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"mithaq/internal/evidence/record"
)

// administrator is the role of those who may change the log's key (record.UserRoles).
const administrator = "administrator"

// claim is a checkpoint that says what the log was.
type claim struct {
	Signed
	seal record.Seal
	file string
	body []byte
	err  error
}

// readSeals reads the log's first key and the sizes that checkpoints name, before the walk, which keeps the roots of those sizes and finds the keys
// that followed.
func (v *verifier) readSeals() (err error) {
	if v.seals, err = v.log.Seals(v.ctx); err != nil {
		return err
	}
	for _, s := range v.seals {
		v.roots[s.Size] = tlog.Hash{}
		switch s.Sort {
		case record.SealCheckpoint:
			v.claims = append(v.claims, claim{seal: s, body: s.Body})
		case record.SealKey:
			k, err := ParseVerifier(string(s.Body))
			if err != nil || k.Witness() {
				v.fault(Fault{Kind: FaultKey, Got: string(s.Body)})
			} else if v.ring == nil {
				v.ring, v.report.Origin = Ring{{Verifier: k}}, k.Name()
			}
		}
	}
	for _, f := range v.o.Outside {
		v.claims = append(v.claims, claim{file: f.File, body: f.Body})
	}
	for i := range v.claims {
		text, _, _ := cutNote(v.claims[i].body)
		if c, err := parseText(text); err == nil {
			v.roots[c.Size] = tlog.Hash{}
		}
	}
	v.roots[0] = v.sealed.root()
	return nil
}

// successor takes an entry that names a key of the log, or that says who could have decided on one.
func (v *verifier) successor(e *record.Entry, seq int64) {
	p, err := record.Decode(e.Kind, e.Version, e.Payload)
	if err != nil {
		return // a newer program's
	}
	switch p := p.(type) {
	case record.User:
		if v.admins == nil {
			v.admins = map[string]bool{}
		}
		v.admins[p.ID] = slices.Contains(p.Roles, administrator)
	case record.Withdrawal:
		if p.Kind == record.KindUser {
			delete(v.admins, p.Subject)
		}
	case record.LogKey:
		longer, err := v.ring.follow(&p, seq)
		if err == nil && !longer.Newest().Signed && v.admins != nil && !(v.admins[p.By] && v.admins[p.Second]) {
			err = errors.New("the key before it did not sign, and it was not decided by two administrators")
		}
		if err != nil {
			v.fault(Fault{Kind: FaultSuccession, Seq: seq, Got: err.Error()})
			return
		}
		v.ring = longer
	}
}

// settleKeys says which keys count: those that entries name, of them those that follow from what the user knows.
func (v *verifier) settleKeys() {
	first := true
	for _, s := range v.seals {
		if s.Sort != record.SealKey {
			continue
		}
		k, err := ParseVerifier(string(s.Body))
		if err != nil || k.Witness() {
			continue // told
		}
		if !first && v.ring.find(k.Public()) == nil {
			v.fault(Fault{Kind: FaultUnnamed, Got: k.Public()})
		}
		first = false
	}
	in, strangers := v.ring.trusted(v.o.Keys)
	for i := range strangers {
		v.fault(Fault{Kind: FaultStranger, Got: strangers[i].Public()})
	}
	v.report.Keys = in
	v.keys = append(in.Verifiers(), v.o.Keys...)
}

func (v *verifier) openClaims() {
	for i := range v.claims {
		c := &v.claims[i]
		signed, err := OpenCheckpoint(c.body, v.keys)
		if err == nil {
			err = v.report.Keys.speak(signed)
		}
		if err != nil {
			c.err = err
			continue
		}
		c.Signed = *signed
	}
}
