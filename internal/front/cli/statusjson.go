package cli

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/front/board"
	"mithaq/internal/front/web"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// The JSON of a status (spec/schema/status.json). Words stand beside codes so that a reader need not know the codes.

type statusJSON struct {
	Illustration *illustrationJSON `json:"illustration,omitempty"`
	Agreements   []agreementJSON   `json:"agreements"`
	Readings     []readingJSON     `json:"readings,omitempty"`
	Unbound      []unboundJSON     `json:"unbound"`
}

// illustrationJSON says in which way the record was read. What stands beside it settles nothing.
type illustrationJSON struct {
	Without []string `json:"without,omitempty"` // sources left out
	Dates   string   `json:"dates,omitempty"`   // earliest, latest
	Counts  string   `json:"counts,omitempty"`  // low, high
}

func illustrationOf(g app.Angle) *illustrationJSON {
	if !g.Illustration() {
		return nil
	}
	words := [...]string{"", "earliest", "latest"}
	numbers := [...]string{"", "low", "high"}
	return &illustrationJSON{g.Sources(), words[g.Point.Dates], numbers[g.Point.Counts]}
}

// readingJSON is the status by one reading of the texts; it is never merged with another.
type readingJSON struct {
	ID         string          `json:"id"`
	Of         []readingOfJSON `json:"of"`
	Agreements []agreementJSON `json:"agreements"`
}

type readingOfJSON struct {
	Agreement string   `json:"agreement"`
	Title     string   `json:"title"`
	By        []string `json:"by"`
}

type agreementJSON struct {
	ID     string      `json:"id"`
	Title  string      `json:"title"`
	Force  string      `json:"force"`
	Lead   string      `json:"standard"`
	Terms  []termJSON  `json:"terms"`
	Norms  []normJSON  `json:"norms"`
	Claims []claimJSON `json:"claims"`
}

type termJSON struct {
	ID        string              `json:"id"`
	Title     string              `json:"title"`
	Votes     int                 `json:"votes"`
	Standards map[string]cellJSON `json:"standards,omitempty"`
}

type cellJSON struct {
	States []string `json:"states"`
	Word   string   `json:"word"`
}

type normJSON struct {
	ID        string              `json:"id"`
	Term      string              `json:"term"`
	Bearers   []string            `json:"bearers"`
	Bond      bondJSON            `json:"bond"`
	Standards map[string]laneJSON `json:"standards"`
	Starts    string              `json:"starts,omitempty"`
	Ends      string              `json:"ends,omitempty"`
	Contested bool                `json:"contested,omitempty"`
	Members   *membersJSON        `json:"members,omitempty"`
	Coverage  *coverageJSON       `json:"coverage,omitempty"`
	Coarse    []string            `json:"coarse_incidents,omitempty"`
	OneSource []string            `json:"one_source_incidents,omitempty"`
	Why       string              `json:"why"`
}

type bondJSON struct {
	Sort  string `json:"sort"`
	Since string `json:"since,omitempty"`
	Body  string `json:"body,omitempty"`
}

type laneJSON struct {
	cellJSON
	Acts       *rangeJSON `json:"acts,omitempty"`
	First      string     `json:"first,omitempty"`
	Last       string     `json:"last,omitempty"`
	FirstEvent string     `json:"first_incident,omitempty"`
	LastEvent  string     `json:"last_incident,omitempty"`
	Bonded     bool       `json:"bonded,omitempty"`
	BearerOpen bool       `json:"bearer_not_settled,omitempty"`
	Coarse     []string   `json:"without_coarse,omitempty"` // the state if the coarse incidents were set aside
}

type rangeJSON struct {
	Low  int64  `json:"low"`
	High *int64 `json:"high"` // null: no upper limit known
}

type membersJSON struct {
	Known  int  `json:"known"`
	Closed bool `json:"closed"`
}

type coverageJSON struct {
	Known   bool  `json:"known"`
	Covered int64 `json:"covered_zone_days"`
	Needed  int64 `json:"needed_zone_days"`
}

type claimJSON struct {
	ID        string                   `json:"id"`
	Title     string                   `json:"title"`
	By        []string                 `json:"by"`
	RedLine   bool                     `json:"red_line,omitempty"`
	Standards map[string]claimLaneJSON `json:"standards"`
	OneSource []string                 `json:"one_source_incidents,omitempty"`
	Why       string                   `json:"why"`
}

type claimLaneJSON struct {
	cellJSON
	Number   rangeJSON `json:"number"`
	NoAuthor rangeJSON `json:"number_without_author"`
}

type unboundJSON struct {
	Scheme    string `json:"scheme"`
	Sort      string `json:"sort"`
	Word      string `json:"word"`
	Incidents int    `json:"incidents"`
}

// statusData makes the JSON of a status.
func statusData(v *views, c *call, only string) statusJSON {
	rd := board.Reader{Lang: c.words.Lang(), W: c.words.Bare()}
	out := statusJSON{Illustration: illustrationOf(v.angle), Agreements: agreementsData(v.run, rd, only), Unbound: []unboundJSON{}}
	for _, j := range v.readings {
		one := readingJSON{ID: j.Angle.Reading, Agreements: agreementsData(j, rd, only)}
		for i := range j.Program.Agreements {
			a := &j.Program.Agreements[i]
			if r := readingOf(a, one.ID); r != nil && (only == "" || a.ID == only) {
				one.Of = append(one.Of, readingOfJSON{a.ID, wording.Name(rd.Lang, r.Names, r.ID), append([]string{}, r.By...)})
			}
		}
		if one.Of != nil {
			out.Readings = append(out.Readings, one)
		}
	}
	for _, u := range v.run.Result.Unbound {
		out.Unbound = append(out.Unbound, unboundJSON{u.Scheme, u.Sort, u.Word, u.Count})
	}
	return out
}

func agreementsData(j *app.Judged, rd board.Reader, only string) []agreementJSON {
	out := []agreementJSON{}
	run := web.RunOf(j)
	for i := range j.Result.Agreements {
		if s := &j.Result.Agreements[i]; only == "" || s.ID == only {
			out = append(out, agreementData(run, rd, s))
		}
	}
	return out
}

func agreementData(run *board.Run, rd board.Reader, s *status.Agreement) agreementJSON {
	v := run.AgreementTable(rd, s.ID)
	a := run.Program.Agreement(s.ID)
	out := agreementJSON{
		ID: s.ID, Title: v.Head.Title, Force: v.Head.Force.Word, Lead: a.Standard.String(),
		Terms: []termJSON{}, Norms: []normJSON{}, Claims: []claimJSON{},
	}
	for i, t := range v.Terms {
		term := termJSON{ID: t.ID, Title: t.Title, Votes: s.Terms[i].Votes}
		if t.Votes {
			term.Standards = map[string]cellJSON{}
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
func claimData(run *board.Run, decl *norms.Claim, row board.ClaimRow, s *status.Claim) claimJSON {
	claim := claimJSON{
		ID: row.ID, Title: row.Title, By: append([]string{}, decl.By...), RedLine: decl.RedLine, OneSource: run.OneVoiced(&s.Reasons), Why: row.Why, Standards: map[string]claimLaneJSON{},
	}
	for lane, g := range grade.Standards {
		l := &s.Lanes[lane]
		claim.Standards[g.String()] = claimLaneJSON{cellOf(l.States, row.Cells[lane]), *rangeOf(l.Number), *rangeOf(l.NoAuthor)}
	}
	return claim
}

func normData(run *board.Run, rd board.Reader, line *board.Line) normJSON {
	n := line.Status
	sort, _ := n.Bond.Sort.MarshalText()
	out := normJSON{
		ID: line.ID, Term: line.Term, Bearers: append([]string{}, n.Bearers...), Contested: run.Contested(n), OneSource: run.OneVoiced(&n.Reasons), Why: line.Why,
		Bond: bondJSON{string(sort), instant(n.Bond.Since), n.Bond.Body}, Standards: map[string]laneJSON{},
		Starts: instant(n.Window.Start.Lo), Ends: instant(n.Window.End.Lo),
	}
	for lane, g := range grade.Standards {
		l := &n.Lanes[lane]
		cell := laneJSON{cellJSON: cellOf(l.States, line.Cells[lane]), FirstEvent: l.FirstF, LastEvent: l.LastF, Bonded: l.Bonded, BearerOpen: l.BearerOpen}
		if l.Acts.Hi > 0 {
			cell.Acts = rangeOf(l.Acts)
		}
		if l.FirstF != "" {
			cell.First, cell.Last = instant(l.First.Lo), instant(l.Last.Hi)
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
		out.Members = &membersJSON{len(n.Instances), n.Family.Closed}
	}
	if s := n.Reasons.Coverage; s != nil {
		out.Coverage = &coverageJSON{s.Known, s.Covered, s.Needed}
	}
	return out
}

func cellOf(set status.Set, cell board.Cell) cellJSON {
	out := cellJSON{Word: cell.Word, States: stateNames(set)}
	if cell.Class == wording.ClassUnjudged {
		out.Word = ""
	}
	return out
}

func rangeOf(r fact.Range) *rangeJSON {
	out := &rangeJSON{Low: r.Lo}
	if r.Hi < fact.Unbounded {
		out.High = &r.Hi
	}
	return out
}
