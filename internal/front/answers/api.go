package answers

import (
	"iter"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

// Agreements are the heads of the texts that are judged (spec/schema/agreements.json).
type Agreements struct {
	Agreements []AgreementHead `json:"agreements"`
}

// AgreementHead is what stands over an agreement.
type AgreementHead struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Force    string   `json:"force"`
	Dated    string   `json:"dated"`
	Standard string   `json:"standard"` // that leads
	Terms    []string `json:"terms"`
	Claims   []string `json:"claims"`
}

// AgreementsOf makes the list of agreements.
func AgreementsOf(v Views, rd board.Reader) Agreements {
	rd.W = rd.W.Bare()
	out := Agreements{[]AgreementHead{}}
	run := v.Of(v.Run)
	for i := range v.Run.Program.Agreements {
		a := &v.Run.Program.Agreements[i]
		table := run.AgreementTable(rd, a.ID)
		one := AgreementHead{ID: a.ID, Title: table.Head.Title, Force: table.Head.Force.Word, Dated: a.Dated.String(), Standard: a.Standard.String(), Terms: []string{}, Claims: []string{}}
		for k := range a.Terms {
			one.Terms = append(one.Terms, a.Terms[k].ID)
		}
		for k := range a.Claims {
			one.Claims = append(one.Claims, a.Claims[k].ID)
		}
		out.Agreements = append(out.Agreements, one)
	}
	return out
}

// Me is who asks (spec/schema/me.json).
type Me struct {
	User   string   `json:"user"`
	Roles  []string `json:"roles"`
	Party  string   `json:"party,omitempty"`
	Single bool     `json:"single"` // nobody is named on this record: whoever holds its file may do everything
	Token  *token   `json:"token,omitempty"`
	May    []string `json:"may"` // of the rights, whatever the incident
}

type token struct {
	ID      string         `json:"id"`
	Name    string         `json:"name"`
	Scopes  []review.Scope `json:"scopes"`
	Made    string         `json:"made"`
	Used    string         `json:"used,omitempty"`
	Expires string         `json:"expires"`
	User    string         `json:"user,omitempty"`
}

// MeOf makes the answer of who asks.
func MeOf(who review.Principal, t app.Token) Me {
	out := Me{User: who.ID, Roles: append([]string{}, who.Roles...), Party: who.Party, Single: who.Single, May: []string{}}
	if t.ID != "" {
		one := tokenOf(&t)
		one.User = ""
		out.Token = &one
	}
	for _, a := range review.Actions {
		if who.May(a, review.State{}) {
			out.May = append(out.May, string(a))
		}
	}
	return out
}

func tokenOf(t *app.Token) token {
	out := token{ID: t.Short(), Name: t.Name, Scopes: t.Scopes, Made: Instant(t.Made), Expires: Instant(t.Until), User: t.User}
	if t.Used != 0 {
		out.Used = Instant(t.Used)
	}
	return out
}

// Tokens are tokens that stand (spec/schema/tokens.json). The tokens themselves are kept nowhere.
type Tokens struct {
	Tokens []token `json:"tokens"`
}

// TokensOf makes the list of tokens.
func TokensOf(list []app.Token) Tokens {
	out := Tokens{[]token{}}
	for i := range list {
		out.Tokens = append(out.Tokens, tokenOf(&list[i]))
	}
	return out
}

// MadeToken is a token that was just made, which is shown this once (spec/schema/tokenmade.json).
type MadeToken struct {
	Token string `json:"token"`
	token
}

// MadeTokenOf makes the answer of a token that was made.
func MadeTokenOf(secret string, t app.Token) MadeToken { return MadeToken{secret, tokenOf(&t)} }

// Coverage is what observers could see (spec/schema/coverage.json).
type Coverage struct {
	Coverage []record.Coverage `json:"coverage"`
}

// CoverageOf lists what stands of coverage between two days ("": any).
func CoverageOf(base *record.Base, from, to string) Coverage {
	out := Coverage{[]record.Coverage{}}
	for _, c := range base.Coverage {
		if (from == "" || c.To >= from) && (to == "" || c.From <= to) {
			out.Coverage = append(out.Coverage, c)
		}
	}
	return out
}

// Changes are entries after a position (spec/schema/changes.json).
type Changes struct {
	Since   int64       `json:"since"`
	Head    record.Head `json:"head"` // of the record, as it was read
	Entries []entry     `json:"entries"`
	Next    int64       `json:"next,omitempty"` // there are more: ask again since this one
}

// ChangesSince reads at most so many entries up to the head. Those that whoever asks may not see are passed over.
func ChangesSince(all iter.Seq2[record.Entry, error], since int64, head record.Head, most int) (Changes, error) {
	out := Changes{Since: since, Head: head, Entries: []entry{}}
	for e, err := range all {
		if err != nil {
			return Changes{}, err
		}
		if e.Seq > head.Seq {
			break
		}
		if len(out.Entries) == most {
			out.Next = out.Entries[most-1].Seq
			break
		}
		out.Entries = append(out.Entries, entryOf(&e))
	}
	return out, nil
}

// Checkpoint is a checkpoint of the sealed log (spec/schema/checkpoint.json, spec/log.md).
type Checkpoint struct {
	Note string `json:"note"`
}

// Entered is where the record stands after something was entered (spec/schema/entered.json).
type Entered struct {
	Entered record.Head `json:"entered"`
}

// Publication is what a publication would let out (spec/schema/publication.json).
type Publication struct {
	Looked   string     `json:"looked"` // names all of it: whoever publishes shows it
	Texts    []string   `json:"texts"`  // with a name in them that is left out, or with what may be one, marked
	Names    int        `json:"names"`  // places that are left out
	Look     int        `json:"look"`   // places that may be names
	Withheld []withheld `json:"withheld"`
	Dated    []string   `json:"dated,omitempty"` // ids that tell the date more closely than it is to be told
}

type withheld struct {
	What string `json:"what"`
	Why  string `json:"why"`
	N    int    `json:"n"`
}

// PublicationOf makes the answer of a look at a publication.
func PublicationOf(p *app.Preview) Publication {
	out := Publication{p.Looked, append([]string{}, p.Texts...), p.Names, p.Look, []withheld{}, p.Dated}
	for _, x := range p.Withheld {
		out.Withheld = append(out.Withheld, withheld{x.What, x.Why, x.N})
	}
	return out
}

// FollowUps are what a user must follow up (spec/schema/followups.json).
type FollowUps struct {
	FollowUps []followUp `json:"followups"`
}

type followUp struct {
	ID       string `json:"id"`
	Incident string `json:"incident,omitempty"` // absent: one that the user does not see any more
	Note     string `json:"note"`
	Due      string `json:"due,omitempty"`
	Made     string `json:"made"`
}

// FollowUpsOf makes the list.
func FollowUpsOf(list []app.FollowUp) FollowUps {
	out := FollowUps{[]followUp{}}
	for _, f := range list {
		out.FollowUps = append(out.FollowUps, followUp{f.ID, f.Incident, f.Note, f.Due, Instant(f.Made)})
	}
	return out
}
