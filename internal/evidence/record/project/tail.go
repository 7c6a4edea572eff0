package project

import "mithaq/internal/evidence/record"

// tail is what of a bundle no finding rests on and most bundles lack: it stands behind the rest, in the encoding of payloads.
type tail struct {
	Incident    record.Incident           `cbor:"1,keyasint,omitzero"` // with the fields of tailOfIncident only, and so on
	Accounts    map[int]record.Account    `cbor:"2,keyasint,omitempty"`
	Assessments map[int]record.Assessment `cbor:"3,keyasint,omitempty"`
	Reviews     []record.Review           `cbor:"4,keyasint,omitempty"`
	Dissents    []record.Dissent          `cbor:"5,keyasint,omitempty"`
	Links       []record.Link             `cbor:"6,keyasint,omitempty"`
	Publication record.Publication        `cbor:"7,keyasint,omitzero"`
}

func tailOfIncident(i *record.Incident) record.Incident {
	return record.Incident{Persons: i.Persons, Related: i.Related}
}

func tailOfAccount(a *record.Account) record.Account {
	return record.Account{
		Words: a.Words, Translations: a.Translations, Connection: a.Connection, Claim: a.Claim, Files: a.Files,
	}
}

func tailOfAssessment(a *record.Assessment) record.Assessment {
	return record.Assessment{Status: a.Status, Reliability: a.Reliability, Degrees: a.Degrees}
}

func (p *packer) tail(b *record.Bundle) {
	t := tail{
		Incident: tailOfIncident(&b.Incident), Reviews: b.Reviews, Dissents: b.Dissents, Links: b.Links, Publication: b.Publication,
	}
	empty := len(t.Incident.Persons)+len(t.Incident.Related)+len(t.Reviews)+len(t.Dissents)+len(t.Links) == 0 && t.Publication.Subject == ""
	for i := range b.Accounts {
		a := &b.Accounts[i]
		if a.Words == "" && a.Connection == "" && a.Claim.When == "" && a.Claim.Scheme == "" &&
			len(a.Translations)+len(a.Files)+len(a.Claim.By)+len(a.Claim.Amounts) == 0 {
			continue
		}
		if t.Accounts == nil {
			t.Accounts = map[int]record.Account{}
		}
		t.Accounts[i] = tailOfAccount(a)
	}
	for i := range b.Assessments {
		a := &b.Assessments[i]
		if a.Status == "" && a.Reliability == "" && len(a.Degrees) == 0 {
			continue
		}
		if t.Assessments == nil {
			t.Assessments = map[int]record.Assessment{}
		}
		t.Assessments[i] = tailOfAssessment(a)
	}
	if empty && t.Accounts == nil && t.Assessments == nil {
		p.count(0)
		return
	}
	p.strings(string(record.Marshal(t)))
}

func (u *unpacker) tail(b *record.Bundle) {
	if u.lean {
		b.Reviews, b.Dissents, b.Links, b.Publication = nil, nil, nil, record.Publication{}
		u.pass(1)
		return
	}
	var in string
	u.strings(&in)
	if in == "" {
		return
	}
	var t tail
	if err := record.Unmarshal([]byte(in), &t); err != nil {
		u.bad = true
		return
	}
	b.Incident.Persons, b.Incident.Related = t.Incident.Persons, t.Incident.Related
	b.Reviews, b.Dissents, b.Links, b.Publication = t.Reviews, t.Dissents, t.Links, t.Publication
	for i, m := range t.Accounts {
		if i < 0 || i >= len(b.Accounts) {
			u.bad = true
			return
		}
		a := &b.Accounts[i]
		a.Words, a.Translations, a.Connection, a.Claim, a.Files = m.Words, m.Translations, m.Connection, m.Claim, m.Files
	}
	for i, m := range t.Assessments {
		if i < 0 || i >= len(b.Assessments) {
			u.bad = true
			return
		}
		a := &b.Assessments[i]
		a.Status, a.Reliability, a.Degrees = m.Status, m.Reliability, m.Degrees
	}
}
