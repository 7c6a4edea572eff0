package cli

import (
	"mithaq/internal/app"
	"mithaq/internal/base/source"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/compare"
	"mithaq/internal/reading/run"
)

type compareJSON struct {
	Terms       comparedJSON   `json:"terms"`
	Initiatives []comparedJSON `json:"initiatives"`
	Tables      []tableJSON    `json:"tables"`
}

type comparedJSON struct {
	ID      string      `json:"id"`
	Title   string      `json:"title"`
	Hash    string      `json:"hash"`
	Partial bool        `json:"partial"`
	Span    source.Span `json:"span"`
}

type tableJSON struct {
	Reading string        `json:"reading"`
	Norms   []normAnswers `json:"norms"`
	Silent  []string      `json:"silent"`
	Common  []string      `json:"common"`
	Ranking []rankJSON    `json:"ranking"`
}

type normAnswers struct {
	Norm  string        `json:"norm"`
	Text  string        `json:"text"`
	Span  source.Span   `json:"span"`
	Cells []compareCell `json:"cells"`
}

type compareCell struct {
	Initiative string         `json:"initiative"`
	Answer     compare.Answer `json:"answer"`
	Word       string         `json:"word"`
	By         string         `json:"by"`
	Parties    []string       `json:"parties"`
	Links      []linkJSON     `json:"links"`
	Rests      []string       `json:"rests"`
	Because    *becauseJSON   `json:"because,omitempty"`
	Member     string         `json:"member,omitempty"`
	Partial    bool           `json:"partial"`
	Why        []string       `json:"why"`
	Run        *run.Told      `json:"run,omitempty"`
	Story      []string       `json:"story"`
	Tried      triedJSON      `json:"tried"`
	Add        []stepJSON     `json:"add"`
	Enough     bool           `json:"enough"`
	ToAdd      string         `json:"to_add"`
}

type linkJSON struct {
	Norm  string      `json:"norm"`
	Case  string      `json:"case,omitempty"`
	Text  string      `json:"text"`
	Span  source.Span `json:"span"`
	Steps []stepJSON  `json:"steps"`
}

type stepJSON struct {
	Dimension compare.Dimension `json:"dimension"`
	Relation  compare.Relation  `json:"relation"`
	Role      string            `json:"role,omitempty"`
	Word      string            `json:"word,omitempty"`
	Forced    bool              `json:"forced,omitempty"`
}

type becauseJSON struct {
	Code string       `json:"code"`
	Norm string       `json:"norm,omitempty"`
	Span *source.Span `json:"span,omitempty"`
}

type triedJSON struct {
	Runs int `json:"runs"`
	Acts int `json:"acts"`
}

type rankJSON struct {
	Initiative string         `json:"initiative"`
	Met        int            `json:"met"`
	Answers    map[string]int `json:"answers"`
}

// compareData gives the comparison as data, with the sentences of the language asked for.
func (c *call) compareData(r *app.Reading, tables []compare.Table) compareJSON {
	text := func(id string) comparedJSON {
		a := r.Program.Agreement(id)
		return comparedJSON{id, wording.Name(c.words.Lang(), a.Names, id), a.Hash, a.Partial, a.Span}
	}
	out := compareJSON{Terms: text(tables[0].Terms), Initiatives: []comparedJSON{}, Tables: []tableJSON{}}
	for _, id := range tables[0].Initiatives {
		out.Initiatives = append(out.Initiatives, text(id))
	}
	words := c.words.Bare()
	for k := range tables {
		t := &tables[k]
		table := tableJSON{t.Reading, []normAnswers{}, orEmpty(t.Silent), orEmpty(t.Common()), []rankJSON{}}
		for i := range t.Rows {
			row := &t.Rows[i]
			one := normAnswers{row.Norm.Name(), words.Norm(wording.Lookup{Program: row.Cells[0].Program}, row.Norm).Text, row.Norm.Span, []compareCell{}}
			for j := range row.Cells {
				one.Cells = append(one.Cells, cellData(words, &row.Cells[j]))
			}
			table.Norms = append(table.Norms, one)
		}
		for _, rank := range t.Ranking() {
			x := rankJSON{rank.Initiative, rank.Count[compare.Met] + rank.Count[compare.MetInVacuo], map[string]int{}}
			for a := range compare.NumAnswers {
				x.Answers[a.String()] = rank.Count[a]
			}
			table.Ranking = append(table.Ranking, x)
		}
		out.Tables = append(out.Tables, table)
	}
	return out
}

func cellData(words *wording.Words, cell *compare.Cell) compareCell {
	why, story := words.CompareReasons(cell)
	out := compareCell{
		Initiative: cell.Initiative, Answer: cell.Answer, Word: words.Answer(cell), By: cell.By.String(), Parties: orEmpty(cell.Parties),
		Links: []linkJSON{}, Rests: orEmpty(cell.Rests), Member: cell.Member, Partial: cell.Partial, Why: orEmpty(why), Story: orEmpty(story),
		Tried: triedJSON{cell.Bound.Runs, cell.Bound.Acts}, Add: stepsData(cell.Add), Enough: cell.Enough, ToAdd: words.ToAdd(cell),
	}
	for i := range cell.Links {
		l := &cell.Links[i]
		text := ""
		if n := cell.Program.Norm(l.Norm); n != nil {
			text = words.Norm(wording.Lookup{Program: cell.Program}, n).Text
		}
		out.Links = append(out.Links, linkJSON{l.Norm, l.Case, text, l.Span, stepsData(l.Steps)})
	}
	if b := cell.Because; b.Code != "" {
		out.Because = &becauseJSON{Code: b.Code, Norm: b.Norm}
		if b.Span.Known() {
			out.Because.Span = &b.Span
		}
	}
	if cell.Run != nil {
		out.Run = &run.Told{Program: cell.Program, Run: cell.Run.Run}
	}
	return out
}

func stepsData(steps []compare.Step) []stepJSON {
	out := []stepJSON{}
	for _, s := range steps {
		out = append(out, stepJSON{s.Dimension, s.Relation, s.Role, s.Word, s.Forced})
	}
	return out
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
