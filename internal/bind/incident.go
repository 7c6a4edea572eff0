package bind

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/fold"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

// incident makes the fact of one incident; false: it is left out.
func (b *binder) incident(in *record.Bundle, f *fact.Fact) bool {
	if in.Withdrawn {
		b.left.Withdrawn++
		return false
	}
	if in.Into != "" {
		return false
	}
	inc := &in.Incident
	b.words.turn++
	if !b.publication(in, f) {
		b.left.Unpublished++
		return false
	}
	if len(in.Accounts) == 0 && len(in.Assessments) == 0 {
		b.left.Unreported++
		return false
	}
	fr := b.frame(inc)
	for _, w := range fr.unbound {
		b.words.use(w)
	}
	if fr.elsewhere {
		b.left.Elsewhere++
		return false
	}
	f.ID, f.Act, f.Roles, f.Entered = b.texts.keep(inc.ID), fr.act, b.rolesOf(fr, inc), in.Seq
	when := b.date(inc.When, inc.Zone)
	if !when.ok && inc.When != "" {
		b.left.Unreadable++
	}
	f.When = when.at
	f.Place.Zones = fr.zones
	if inc.Place.Radius > 0 {
		f.Place.Point, f.Place.Radius = b.points.at(inc.Place.Lat, inc.Place.Lon), inc.Place.Radius
	}
	b.standing(in, fr.decl, f)
	b.denials(in, f)
	return true
}

// publication fills Accounts, Published and Unsure; it is false when nothing of the incident was published by the cut.
func (b *binder) publication(in *record.Bundle, f *fact.Fact) bool {
	f.Published = civil.Forever
	cut := b.opts.PublishedBy
	kept, sure := 0, false
	for i := range in.Accounts {
		if b.tooLate(in.Accounts[i].Published) {
			continue
		}
		kept++
		at := b.date(in.Accounts[i].Published, "").at
		f.Published = min(f.Published, at.Hi)
		sure = sure || at.Hi <= cut
	}
	if cut != 0 {
		f.Unsure = !sure
		if kept == 0 && len(in.Accounts) > 0 {
			return false
		}
	}
	f.Accounts = b.strings.take(kept)
	kept = 0
	for i := range in.Accounts {
		if !b.tooLate(in.Accounts[i].Published) {
			f.Accounts[kept] = b.texts.keep(in.Accounts[i].ID)
			kept++
		}
	}
	if !slices.IsSorted(f.Accounts) {
		slices.Sort(f.Accounts)
	}
	return true
}

// denials fills Denials and marks the fact as contested where a party denies or another author is put forward.
func (b *binder) denials(in *record.Bundle, f *fact.Fact) {
	for i := range in.Denials {
		p := &in.Denials[i]
		if b.tooLate(p.When) {
			continue
		}
		said := b.position(p)
		said.Fact = f.ID // also what was said of an incident merged into this one
		b.positions = append(b.positions, said)
		switch p.Stance {
		case "deny", "deny_responsibility", "alternative":
			f.Denials = append(f.Denials, fact.Denial{Party: b.party(p.Party, true), Ref: b.texts.keep(p.ID)})
			f.Contested = true
		}
	}
	slices.SortFunc(f.Denials, func(x, y fact.Denial) int { return compareStrings(x.Party, y.Party, x.Ref, y.Ref) })
	alternatives := 0
	for _, a := range f.Attribution.To {
		if f.Attribution.OneOf && a.Grade > grade.Discounted {
			alternatives++
		}
	}
	f.Contested = f.Contested || alternatives > 1
}

// party gives the ID of a party that a statement names in the vocabulary's own words, and the word itself where there is none.
func (b *binder) party(text string, ofIncident bool) string {
	if text == "" {
		return ""
	}
	w := b.words.find("", partySort, text)
	if ofIncident {
		b.words.use(w)
	}
	if len(w.ids) == 1 {
		return w.ids[0]
	}
	return b.texts.keep(text)
}

// frame is what an incident shares with all others of the same words: its act, roles and zones. Names of persons and the like, which
// are meant as they are written, are no words: they are the incident's own.
type frame struct {
	act       string
	decl      *norms.Act // nil: the act is not bound
	elsewhere bool
	roles     []fact.Role
	own       []ownRole
	zones     []string
	unbound   []*word
}

// ownRole is a role whose values are the incident's own.
type ownRole struct{ at, said int } // its place in frame.roles and in record.Incident.Roles

// frame binds the words of an incident, or finds them bound.
func (b *binder) frame(inc *record.Incident) *frame {
	key := append(b.key[:0], inc.Scheme...)
	key = append(append(key, 0), inc.Act...)
	b.key = key
	decl, known := b.declared[string(key)]
	if !known {
		if act := b.words.find(inc.Scheme, actSort, inc.Act); act.bound && len(act.ids) > 0 {
			decl = b.acts[act.ids[0]]
		}
		b.declared[string(key)] = decl
	}
	for _, z := range inc.Place.Zones {
		key = append(append(key, 1), z...)
	}
	for i := range inc.Roles {
		r := &inc.Roles[i]
		key = append(append(key, 2), r.Role...)
		if r.OneOf {
			key = append(key, 3)
		}
		if isOwn(decl, inc.Roles, i) {
			key = append(key, 5)
			continue
		}
		for _, w := range r.Words {
			key = append(append(key, 4), w...)
		}
	}
	b.key = key
	if fr, ok := b.frames[string(key)]; ok {
		return fr
	}
	fr := b.newFrame(inc)
	b.frames[string(key)] = fr
	return fr
}

// isOwn says whether the values of a role that is said of an act are the incident's own.
func isOwn(decl *norms.Act, said []record.Words, i int) bool {
	if decl == nil || len(said[i].Words) == 0 {
		return false
	}
	for k := range said {
		if k != i && said[k].Role == said[i].Role { // said twice: it is not looked at which is which
			return false
		}
	}
	for k := range decl.Roles {
		if r := &decl.Roles[k]; r.Name == said[i].Role {
			return r.Type == norms.PersonRole
		}
	}
	return false
}

// rolesOf gives the roles of an incident: those of its frame, with its own values.
func (b *binder) rolesOf(fr *frame, inc *record.Incident) []fact.Role {
	if fr.own == nil {
		return fr.roles
	}
	roles := b.roleArena.take(len(fr.roles))
	copy(roles, fr.roles)
	for _, own := range fr.own {
		said := &inc.Roles[own.said]
		values := b.strings.take(len(said.Words))
		for i, w := range said.Words {
			values[i] = b.texts.keep(w)
		}
		slices.Sort(values)
		values = slices.Compact(values)
		roles[own.at].Values, roles[own.at].OneOf = values, said.OneOf && len(values) > 1
	}
	return roles
}

func (b *binder) newFrame(inc *record.Incident) *frame {
	fr := &frame{}
	act := b.words.find(inc.Scheme, actSort, inc.Act)
	switch {
	case !act.bound:
		fr.act, fr.unbound = act.alias, append(fr.unbound, act)
	case len(act.ids) == 0:
		fr.elsewhere = true
		return fr
	default:
		fr.act = act.ids[0]
		fr.decl = b.acts[fr.act]
	}
	zones := b.zones(inc.Scheme, inc.Place.Zones, fr)
	if fr.decl != nil {
		var more []string
		fr.roles, more = b.roles(inc.Scheme, inc.Roles, fr.decl.Roles, fr.decl.Doer(), true, fr)
		zones = append(zones, more...)
	}
	slices.Sort(zones)
	fr.zones = slices.Compact(zones)
	for i := range inc.Roles {
		if isOwn(fr.decl, inc.Roles, i) {
			at := slices.IndexFunc(fr.roles, func(r fact.Role) bool { return r.Name == inc.Roles[i].Role })
			fr.roles[at].Values = nil
			fr.own = append(fr.own, ownRole{at, i})
		}
	}
	return fr
}

// zones binds the words of a place. A word that means nothing here still says that the place is none of the vocabulary's.
func (b *binder) zones(scheme string, texts []string, fr *frame) (ids []string) {
	for _, text := range texts {
		w := b.words.find(scheme, zoneSort, text)
		switch {
		case !w.bound:
			fr.unbound = append(fr.unbound, w)
		case len(w.ids) == 0:
			ids = append(ids, w.alias)
		default:
			ids = append(ids, w.ids...)
		}
	}
	return ids
}

// roles binds the words of roles, as the act or state declares these. The doer, where one is named, is left to the
// attributions. With apart the zones of the first place role are given as places instead: they go to Fact.Place.
func (b *binder) roles(scheme string, said []record.Words, declared []norms.Role, doer string, apart bool, fr *frame) (roles []fact.Role, places []string) {
	first := "" // the first place role
	for _, d := range declared {
		if d.Type == norms.PlaceRole {
			first = d.Name
			break
		}
	}
	for _, s := range said {
		i := slices.IndexFunc(declared, func(d norms.Role) bool { return d.Name == s.Role })
		if i < 0 || s.Role == doer {
			fr.unbound = append(fr.unbound, b.words.find(scheme, roleSort, s.Role))
			continue
		}
		if apart && s.Role == first && !s.OneOf {
			places = append(places, b.zones(scheme, s.Words, fr)...)
			continue
		}
		if values, ok := b.values(scheme, s.Words, declared[i].Type, fr); ok {
			roles = append(roles, fact.Role{Name: declared[i].Name, Values: values, OneOf: s.OneOf && len(values) > 1})
		}
	}
	slices.SortStableFunc(roles, func(x, y fact.Role) int { return compareStrings(x.Name, y.Name, "", "") })
	return roles, places
}

// values binds the words of one role. One word that is not bound leaves the whole role unknown: it may be anything.
func (b *binder) values(scheme string, texts []string, t norms.RoleType, fr *frame) (values []string, ok bool) {
	ok = len(texts) > 0
	for _, text := range texts {
		sort := ""
		switch t {
		case norms.PartyRole:
			sort = partySort
		case norms.KindRole:
			sort = kindSort
		case norms.PlaceRole:
			sort = zoneSort
		case norms.TextRole:
			values = append(values, fold.Text(text)) // as patterns have it
			continue
		case norms.CountRole:
			ok = false // numbers come from assessments
			continue
		default:
			values = append(values, b.texts.keep(text))
			continue
		}
		w := b.words.find(scheme, sort, text)
		switch {
		case !w.bound:
			fr.unbound = append(fr.unbound, w)
			ok = false
		case len(w.ids) == 0:
			values = append(values, w.alias)
		default:
			values = append(values, w.ids...)
		}
	}
	slices.Sort(values)
	return slices.Compact(values), ok
}
