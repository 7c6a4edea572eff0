package answers

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/front/board"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Status is where agreements stand (spec/schema/status.json). Words stand beside codes so that a reader need not know the codes.
type Status struct {
	Illustration *illustration `json:"illustration,omitempty"`
	Agreements   []agreement   `json:"agreements"`
	Readings     []reading     `json:"readings,omitempty"`
	Unbound      []Unbound     `json:"unbound"`
}

// illustration says in which way the record was read. What stands beside it settles nothing.
type illustration struct {
	Without []string `json:"without,omitempty"` // sources left out
	Dates   string   `json:"dates,omitempty"`   // earliest, latest
	Counts  string   `json:"counts,omitempty"`  // low, high
}

func illustrationOf(g app.Angle) *illustration {
	if !g.Illustration() {
		return nil
	}
	words := [...]string{"", "earliest", "latest"}
	numbers := [...]string{"", "low", "high"}
	return &illustration{g.Sources(), words[g.Point.Dates], numbers[g.Point.Counts]}
}

// reading is the status by one reading of the texts; it is never merged with another.
type reading struct {
	ID         string      `json:"id"`
	Of         []readingOf `json:"of"`
	Agreements []agreement `json:"agreements"`
}

type readingOf struct {
	Agreement string   `json:"agreement"`
	Title     string   `json:"title"`
	By        []string `json:"by"`
}

type agreement struct {
	ID     string  `json:"id"`
	Title  string  `json:"title"`
	Force  string  `json:"force"`
	Lead   string  `json:"standard"`
	Terms  []term  `json:"terms"`
	Norms  []norm  `json:"norms"`
	Claims []claim `json:"claims"`
}

type term struct {
	ID        string          `json:"id"`
	Title     string          `json:"title"`
	Votes     int             `json:"votes"`
	Standards map[string]cell `json:"standards,omitempty"`
}

type cell struct {
	States []string `json:"states"`
	Word   string   `json:"word"`
}

type norm struct {
	ID        string          `json:"id"`
	Term      string          `json:"term"`
	Bearers   []string        `json:"bearers"`
	Bond      bond            `json:"bond"`
	Standards map[string]lane `json:"standards"`
	Starts    string          `json:"starts,omitempty"`
	Ends      string          `json:"ends,omitempty"`
	Contested bool            `json:"contested,omitempty"`
	Members   *members        `json:"members,omitempty"`
	Coverage  *covered        `json:"coverage,omitempty"`
	Coarse    []string        `json:"coarse_incidents,omitempty"`
	OneSource []string        `json:"one_source_incidents,omitempty"`
	Why       string          `json:"why"`
}

type bond struct {
	Sort  string `json:"sort"`
	Since string `json:"since,omitempty"`
	Body  string `json:"body,omitempty"`
}

type lane struct {
	cell
	Acts       *extent  `json:"acts,omitempty"`
	First      string   `json:"first,omitempty"`
	Last       string   `json:"last,omitempty"`
	FirstEvent string   `json:"first_incident,omitempty"`
	LastEvent  string   `json:"last_incident,omitempty"`
	Bonded     bool     `json:"bonded,omitempty"`
	BearerOpen bool     `json:"bearer_not_settled,omitempty"`
	Coarse     []string `json:"without_coarse,omitempty"` // the state if the coarse incidents were set aside
}

type extent struct {
	Low  int64  `json:"low"`
	High *int64 `json:"high"` // null: no upper limit known
}

type members struct {
	Known  int  `json:"known"`
	Closed bool `json:"closed"`
}

type covered struct {
	Known   bool  `json:"known"`
	Covered int64 `json:"covered_zone_days"`
	Needed  int64 `json:"needed_zone_days"`
}

type claim struct {
	ID        string               `json:"id"`
	Title     string               `json:"title"`
	By        []string             `json:"by"`
	RedLine   bool                 `json:"red_line,omitempty"`
	Standards map[string]claimLane `json:"standards"`
	OneSource []string             `json:"one_source_incidents,omitempty"`
	Why       string               `json:"why"`
}

type claimLane struct {
	cell
	Number   extent `json:"number"`
	NoAuthor extent `json:"number_without_author"`
}

// Unbound is a word without a meaning here, and of how many incidents.
type Unbound struct {
	Scheme    string `json:"scheme"`
	Sort      string `json:"sort"`
	Word      string `json:"word"`
	Incidents int    `json:"incidents"`
}

// StatusOf makes the answer of where agreements stand: all of the texts, or only one.
func StatusOf(v Views, rd board.Reader, only string) Status {
	rd.W = rd.W.Bare()
	out := Status{Illustration: illustrationOf(v.Angle), Agreements: v.agreements(v.Run, rd, only), Unbound: UnboundOf(v.Run.Result.Unbound)}
	for _, j := range v.Readings {
		one := reading{ID: j.Angle.Reading, Agreements: v.agreements(j, rd, only)}
		for i := range j.Program.Agreements {
			a := &j.Program.Agreements[i]
			if r := ReadingOf(a, one.ID); r != nil && (only == "" || a.ID == only) {
				one.Of = append(one.Of, readingOf{a.ID, wording.Name(rd.Lang, r.Names, r.ID), append([]string{}, r.By...)})
			}
		}
		if one.Of != nil {
			out.Readings = append(out.Readings, one)
		}
	}
	return out
}

// UnboundOf makes the list of words without a meaning here.
func UnboundOf(list []fact.Unbound) []Unbound {
	out := []Unbound{}
	for _, u := range list {
		out = append(out, Unbound{u.Scheme, u.Sort, u.Word, u.Count})
	}
	return out
}

// ReadingOf gives a reading of an agreement by its name; nil: it has none of that name.
func ReadingOf(a *norms.Agreement, id string) *norms.Reading {
	for i := range a.Readings {
		if a.Readings[i].ID == id {
			return &a.Readings[i]
		}
	}
	return nil
}

func (v Views) agreements(j *app.Judged, rd board.Reader, only string) []agreement {
	out := []agreement{}
	run := v.Of(j)
	for i := range j.Result.Agreements {
		if s := &j.Result.Agreements[i]; only == "" || s.ID == only {
			out = append(out, agreementData(run, rd, s))
		}
	}
	return out
}

func agreementData(run *board.Run, rd board.Reader, s *status.Agreement) agreement {
	v := run.AgreementTable(rd, s.ID)
	a := run.Program.Agreement(s.ID)
	out := agreement{
		ID: s.ID, Title: v.Head.Title, Force: v.Head.Force.Word, Lead: a.Standard.String(),
		Terms: []term{}, Norms: []norm{}, Claims: []claim{},
	}
	for i, t := range v.Terms {
		term := term{ID: t.ID, Title: t.Title, Votes: s.Terms[i].Votes}
		if t.Votes {
			term.Standards = map[string]cell{}
			for lane, g := range grade.Standards {
				term.Standards[g.String()] = cellOf(s.Terms[i].Lanes[lane].Headline, t.Cells[lane])
			}
		}
		out.Terms = append(out.Terms, term)
		for k := range t.Lines {
			out.Norms = append(out.Norms, normData(run, rd, &t.Lines[k]))
		}
	}
	for i := range s.Claims {
		out.Claims = append(out.Claims, claimData(run, &a.Claims[i], run.ClaimRow(rd, a, i), &s.Claims[i]))
	}
	return out
}

// claimData makes the JSON of a claim or of a red line.
func claimData(run *board.Run, decl *norms.Claim, row board.ClaimRow, s *status.Claim) claim {
	claim := claim{
		ID: row.ID, Title: row.Title, By: append([]string{}, decl.By...), RedLine: decl.RedLine, OneSource: run.OneVoiced(s.Key, &s.Reasons), Why: row.Why, Standards: map[string]claimLane{},
	}
	for lane, g := range grade.Standards {
		l := &s.Lanes[lane]
		claim.Standards[g.String()] = claimLane{cellOf(l.States, row.Cells[lane]), *rangeOf(l.Number), *rangeOf(l.NoAuthor)}
	}
	return claim
}

func normData(run *board.Run, rd board.Reader, line *board.Line) norm {
	n := line.Status
	sort, _ := n.Bond.Sort.MarshalText()
	out := norm{
		ID: line.ID, Term: line.Term, Bearers: append([]string{}, n.Bearers...), Contested: run.Contested(n), OneSource: run.OneVoiced(n.Key, &n.Reasons), Why: line.Why,
		Bond: bond{string(sort), Instant(n.Bond.Since), n.Bond.Body}, Standards: map[string]lane{},
		Starts: Instant(n.Window.Start.Lo), Ends: Instant(n.Window.End.Lo),
	}
	for i, g := range grade.Standards {
		l := &n.Lanes[i]
		cell := lane{cell: cellOf(l.States, line.Cells[i]), FirstEvent: l.FirstF, LastEvent: l.LastF, Bonded: l.Bonded, BearerOpen: l.BearerOpen}
		if l.Acts.Hi > 0 {
			cell.Acts = rangeOf(l.Acts)
		}
		if l.FirstF != "" {
			cell.First, cell.Last = Instant(l.First.Lo), Instant(l.Last.Hi)
		}
		for s := range l.Coarse.All() {
			cell.Coarse = append(cell.Coarse, s.String())
		}
		if cell.Coarse != nil {
			out.Coarse = n.Reasons.Coarse
		}
		out.Standards[g.String()] = cell
	}
	if n.Family != nil {
		out.Members = &members{len(n.Instances), n.Family.Closed}
	}
	if s := n.Reasons.Coverage; s != nil {
		out.Coverage = &covered{s.Known, s.Covered, s.Needed}
	}
	return out
}

func cellOf(set status.Set, shown board.Cell) cell {
	out := cell{Word: shown.Word, States: stateNames(set)}
	if shown.Class == wording.ClassUnjudged {
		out.Word = ""
	}
	return out
}

func rangeOf(r fact.Range) *extent {
	out := &extent{Low: r.Lo}
	if r.Hi < fact.Unbounded {
		out.High = &r.Hi
	}
	return out
}

func stateNames(set status.Set) []string {
	out := []string{}
	for s := range set.All() {
		out = append(out, s.String())
	}
	return out
}
