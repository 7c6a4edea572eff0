// Package positions tells who accepts what: which party accepts, rejects or reserves a text or a term of it, where and when it
// said so, and on which terms all who are concerned agree. What a party has not spoken of it has no position on: silence is none.
//
// Who made a text accepts it: the parties of an agreement, the author of a demand or an offer, the body of a resolution; so does who
// accepted a text that includes it (spec/norms.md, section 9). Of several statements of a party on one term the latest stands; of one day, that on the term
// before that on the whole text.
package positions

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/fact"
)

// Stance is what a party says.
type Stance uint8

// The stances. None is silence.
const (
	None Stance = iota
	Accepts
	Rejects
	Reserves
)

var codes = [...]string{"none", "accept", "reject", "reserve"}

// String gives the stance's code.
func (s Stance) String() string { return codes[s] }

// MarshalText writes the code.
func (s Stance) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Origin says where a statement stands.
type Origin uint8

// The origins.
const (
	InText   Origin = iota // the text tells it
	InRecord               // the record does
	ByMaking               // the party made the text
	Included               // the party accepted a text that includes this one
)

var originCodes = [...]string{"text", "record", "making", "included"}

// String gives the origin's code.
func (o Origin) String() string { return originCodes[o] }

// MarshalText writes the code.
func (o Origin) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// Said is one statement.
type Said struct {
	Party  string
	Stance Stance
	Term   string // "": the whole text
	When   civil.Interval
	Where  norms.Names // InText: where it was said
	Origin Origin
	ID     string      // InRecord: of the position; Included: of the text
	Span   source.Span // InText, ByMaking: where it stands
}

// Term is where all stand on one term.
type Term struct {
	ID       string // "": the whole text
	Accepts  []string
	Rejects  []string
	Reserves []string
	Silent   []string // who is concerned and said nothing of it
}

// Common says that all who are concerned accept the term, and that they are several.
func (t *Term) Common() bool {
	return len(t.Accepts) > 1 && len(t.Rejects)+len(t.Reserves)+len(t.Silent) == 0
}

// Text is where all stand on one text.
type Text struct {
	ID        string
	Concerned []string // who made it, is addressed, bears a norm or took a stance; sorted
	Terms     []Term   // the whole text first, then its terms in order
	Said      []Said   // by date
}

// Common lists the terms that all who are concerned accept.
func (t *Text) Common() (ids []string) {
	for i := range t.Terms[1:] {
		if term := &t.Terms[i+1]; term.Common() {
			ids = append(ids, term.ID)
		}
	}
	return ids
}

// Of tells where all stand on each text of the program, by what had been said by the instant at. record holds the positions on record.
func Of(prog *norms.Program, record []fact.Position, at int64) []Text {
	out := make([]Text, len(prog.Agreements))
	for i := range prog.Agreements {
		out[i] = textOf(prog, &prog.Agreements[i], record, at)
	}
	return out
}

func textOf(prog *norms.Program, a *norms.Agreement, record []fact.Position, at int64) Text {
	t := Text{ID: a.ID, Said: said(prog, a, record, map[string]bool{})}
	t.Said = slices.DeleteFunc(t.Said, func(s Said) bool { return s.When.Lo > at })
	slices.SortStableFunc(t.Said, func(x, y Said) int { return cmp.Compare(x.When.Lo, y.When.Lo) })
	t.Concerned = concerned(a, t.Said)
	terms := []string{""}
	for i := range a.Terms {
		terms = append(terms, a.Terms[i].ID)
	}
	for _, id := range terms {
		term := Term{ID: id}
		for _, p := range t.Concerned {
			list := map[Stance]*[]string{None: &term.Silent, Accepts: &term.Accepts, Rejects: &term.Rejects, Reserves: &term.Reserves}[t.stands(p, id)]
			*list = append(*list, p)
		}
		t.Terms = append(t.Terms, term)
	}
	return t
}

// stands gives a party's standing stance on a term.
func (t *Text) stands(party, term string) (stance Stance) {
	var latest *Said
	for i := range t.Said {
		s := &t.Said[i]
		if s.Party != party || s.Term != "" && s.Term != term {
			continue
		}
		if latest == nil || s.When.Lo > latest.When.Lo || s.When.Lo == latest.When.Lo && (latest.Term == "" || s.Term != "") {
			latest = s
		}
	}
	if latest == nil {
		return None
	}
	return latest.Stance
}

// concerned lists who made the text, is addressed by it, bears a norm of it or took a stance on it.
func concerned(a *norms.Agreement, list []Said) (ids []string) {
	ids = append(ids, a.By...)
	ids = append(ids, a.To...)
	for i := range a.Norms {
		ids = append(ids, a.Norms[i].Bearers...)
		if f := a.Norms[i].ForEach; f != nil && f.Source == norms.FromBearers {
			ids = append(ids, f.Members...)
		}
	}
	for _, s := range list {
		ids = append(ids, s.Party)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// said lists what was said of a text: by those who made it, in any of the texts, in the record, and of texts that include it.
func said(prog *norms.Program, a *norms.Agreement, record []fact.Position, seen map[string]bool) (list []Said) {
	seen[a.ID] = true
	for _, p := range a.By {
		list = append(list, Said{Party: p, Stance: Accepts, When: civil.At(a.Starts), Origin: ByMaking, Span: a.Span})
	}
	for i := range prog.Agreements {
		other := &prog.Agreements[i]
		for _, p := range other.Positions {
			if p.Agree == a.ID {
				day := other.Zone.Day(p.Date)
				list = append(list, Said{
					Party: p.Party, Stance: Stance(p.Stance) + 1, Term: p.Term, When: day, Where: p.Said, Origin: InText, Span: p.Span,
				})
			}
		}
		if slices.Contains(other.Includes, a.ID) && !seen[other.ID] {
			for _, s := range said(prog, other, record, seen) {
				if s.Stance == Accepts && s.Term == "" {
					s.Origin, s.ID = Included, other.ID
					list = append(list, s)
				}
			}
		}
	}
	for i := range record {
		p := &record[i]
		stance := Stance(max(0, slices.Index(codes[:], p.Stance)))
		if p.Agree == a.ID && p.Fact == "" && stance != None {
			list = append(list, Said{Party: p.Party, Stance: stance, Term: p.Term, When: p.When, Origin: InRecord, ID: p.ID})
		}
	}
	return list
}
