package board

import (
	"html/template"
	"net/url"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/reading/compare"
)

// CompareAnswers are the answers in the order for a reader who has a minute.
var CompareAnswers = []compare.Answer{compare.Met, compare.NotMet, compare.Contradicted, compare.MetInVacuo, compare.Missing, compare.NotSeen, compare.NotDecided}

var answerClasses = [compare.NumAnswers]wording.Class{
	compare.NotDecided: wording.ClassUnsettled, compare.Met: wording.ClassKept, compare.MetInVacuo: wording.ClassOpen, compare.NotMet: wording.ClassUnmet,
	compare.Contradicted: wording.ClassBlocked, compare.Missing: wording.ClassEnded, compare.NotSeen: wording.ClassUnobserved,
}

// CompareView is the page of terms beside other texts.
type CompareView struct {
	Head    AgreementHead
	Texts   []CompareText // that may stand beside the terms, in the order of their dates
	Answer  string        // only rows with such an answer are shown; "": all
	Answers []Choice
	Tables  []CompareTable // as written, then each disputed reading that changes an answer
	Pending []string       // titles of texts that are still being compared
}

// CompareText is one text beside the terms.
type CompareText struct {
	ID, Title, Dated string
	Force            string
	Partial          bool
	Chosen           bool
}

// Chosen are the texts that stand beside the terms.
func (v *CompareView) Chosen() (ids []string) {
	for _, t := range v.Texts {
		if t.Chosen {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// Choose chooses them.
func (v *CompareView) Choose(ids []string) {
	for i := range v.Texts {
		v.Texts[i].Chosen = slices.Contains(ids, v.Texts[i].ID)
	}
}

// Query keeps in an address which texts were chosen, where not all are, and the state; with its mark.
func (v *CompareView) Query(state State) template.URL {
	q := url.Values{}
	if chosen := v.Chosen(); len(chosen) < len(v.Texts) {
		q["with"] = chosen
	}
	for _, x := range state.Params() {
		q.Set(x.Name, x.Value)
	}
	if len(q) == 0 {
		return ""
	}
	return template.URL("?" + q.Encode()) // encoded: it can hold nothing but names and values
}

// CompareTable is the comparison in one reading.
type CompareTable struct {
	Reading string // "": as written
	Columns []CompareText
	Rows    []CompareRow
	Hidden  int // rows without the answer that was asked for
	Common  wording.Phrase
	Ranking []CompareRank
	Silent  wording.Phrase
}

// CompareRow is one norm of the terms with its cells.
type CompareRow struct {
	ID, Term string
	Says     string
	Cells    []CompareCell
	Line     int              // where it stands in a draft; 0: it stands in a text of the board
	Texts    []Text           // the official words of its term, where cells open in place
	Back     wording.ReadBack // likewise
}

// CompareCell is what a text says to a norm.
type CompareCell struct {
	Initiative, Title string
	Norm              string
	Class             wording.Class
	Symbol, Word      string
	Long              string      // with what it turns on
	Here              bool        // the page is of this cell
	Way               *CompareWay // what opens in place; nil: the cell leads to a page of its own
}

// CompareRank counts a text's answers.
type CompareRank struct {
	Title  string
	Counts []CompareCount
}

// CompareCount is how often a text gives an answer.
type CompareCount struct {
	Symbol, Word string
	Class        wording.Class
	N            int
}

// CompareView makes the page without its tables; nil when there is no such text.
func (r *Run) CompareView(rd Reader, id string, beside []string) *CompareView {
	a, _ := r.Agreement(id)
	if a == nil {
		return nil
	}
	v := &CompareView{Head: r.head(rd, a)}
	var list []*norms.Agreement
	for _, other := range beside {
		if b := r.Program.Agreement(other); b != nil {
			list = append(list, b)
		}
	}
	slices.SortStableFunc(list, func(a, b *norms.Agreement) int { return a.Dated.Compare(b.Dated) })
	for _, b := range list {
		v.Texts = append(v.Texts, CompareText{
			ID: b.ID, Title: wording.Name(rd.Lang, b.Names, b.ID), Dated: locale.Date(rd.Lang, b.Dated), Force: rd.W.Force(b.Force).Word, Partial: b.Partial,
		})
	}
	return v
}

func (v *CompareView) text(id string) CompareText {
	for _, t := range v.Texts {
		if t.ID == id {
			return t
		}
	}
	return CompareText{ID: id, Title: id}
}

// CompareTables puts the tables on the page.
func (r *Run) CompareTables(rd Reader, v *CompareView, tables []compare.Table, pending []string) {
	for _, id := range pending {
		v.Pending = append(v.Pending, v.text(id).Title)
	}
	v.Answers = []Choice{{"", rd.W.Bare().Text("board.compare.any"), v.Answer == ""}}
	for _, a := range CompareAnswers {
		v.Answers = append(v.Answers, Choice{a.String(), rd.W.Bare().AnswerWord(a), v.Answer == a.String()})
	}
	for k := range tables {
		if t := &tables[k]; k == 0 || differs(t, &tables[0]) {
			v.Tables = append(v.Tables, rd.compareTable(v, t))
		}
	}
}

// differs says whether a reading changes an answer.
func differs(t, written *compare.Table) bool {
	if len(t.Rows) != len(written.Rows) {
		return true
	}
	for i := range t.Rows {
		for k := range t.Rows[i].Cells {
			if t.Rows[i].Cells[k].Answer != written.Rows[i].Cells[k].Answer {
				return true
			}
		}
	}
	return false
}

func (rd Reader) compareTable(v *CompareView, t *compare.Table) CompareTable {
	out := CompareTable{Reading: t.Reading}
	for _, id := range t.Initiatives {
		out.Columns = append(out.Columns, v.text(id))
	}
	for i := range t.Rows {
		row := &t.Rows[i]
		if v.Answer != "" && !slices.ContainsFunc(row.Cells, func(c compare.Cell) bool { return c.Answer.String() == v.Answer }) {
			out.Hidden++
			continue
		}
		one := CompareRow{ID: compareLabel(t.Terms, row.Norm), Term: row.Norm.Term, Says: rd.W.Norm(wording.Lookup{Program: row.Cells[0].Program}, row.Norm).Text}
		for k := range row.Cells {
			one.Cells = append(one.Cells, rd.compareCell(v, one.ID, &row.Cells[k]))
		}
		out.Rows = append(out.Rows, one)
	}
	var common []string
	for _, name := range t.Common() {
		common = append(common, locale.Isolate(strings.TrimPrefix(name, t.Terms+".")))
	}
	out.Common = wording.Phrase(rd.W.Series(common))
	var silent []string
	for _, name := range t.Silent {
		silent = append(silent, locale.Isolate(strings.TrimPrefix(name, t.Terms+".")))
	}
	out.Silent = wording.Phrase(rd.W.Series(silent))
	for _, rank := range t.Ranking() {
		one := CompareRank{Title: v.text(rank.Initiative).Title}
		for _, a := range CompareAnswers {
			if n := rank.Count[a]; n > 0 {
				one.Counts = append(one.Counts, CompareCount{rd.W.AnswerSymbol(a), rd.W.AnswerWord(a), answerClasses[a], n})
			}
		}
		out.Ranking = append(out.Ranking, one)
	}
	return out
}

// compareLabel names a norm of the terms; one of a text that they include by its full name.
func compareLabel(terms string, n *norms.Norm) string { return strings.TrimPrefix(n.Name(), terms+".") }

func (rd Reader) compareCell(v *CompareView, norm string, c *compare.Cell) CompareCell {
	return CompareCell{
		Initiative: c.Initiative, Title: v.text(c.Initiative).Title, Norm: norm, Class: answerClasses[c.Answer], Symbol: rd.W.AnswerSymbol(c.Answer),
		Word: rd.W.AnswerWord(c.Answer), Long: rd.W.Answer(c),
	}
}

// CompareCellView is the page of one cell: the words of both texts, why the answer is as it is, and what would happen.
type CompareCellView struct {
	Head       AgreementHead
	Norm, Term string
	Texts      []Text // the official words of the term
	Back       wording.ReadBack
	Initiative CompareText
	Ways       []CompareWay // as written, then each disputed reading that answers otherwise
	Row        []CompareCell
	Query      template.URL // with its mark; keeps which texts were chosen
}

// CompareWay is the answer in one reading.
type CompareWay struct {
	Reading string
	Cell    CompareCell
	Links   []CompareLink
	Lines   []string
	Story   []string // what would happen, a line for each event, with its date
	ToAdd   string
}

// CompareLink is a norm of the other text that the answer rests on, or the one that comes nearest.
type CompareLink struct {
	Agreement, Term, Norm string
	Line                  int    // where it stands in a draft; 0: it stands in a text of the board
	Title                 string // of the agreement, where it is one that the initiative includes
	Case                  string
	Texts                 []Text
	Back                  wording.ReadBack
}

// CompareCellPage makes the page of a cell; nil when there is none.
func (r *Run) CompareCellPage(rd Reader, v *CompareView, state State, tables []compare.Table, pending []string, initiative, norm string) *CompareCellView {
	out := &CompareCellView{Head: v.Head, Norm: norm, Initiative: v.text(initiative), Query: v.Query(state)}
	for k := range tables {
		t := &tables[k]
		at := slices.Index(t.Initiatives, initiative)
		i := slices.IndexFunc(t.Rows, func(row compare.Row) bool { return compareLabel(t.Terms, row.Norm) == norm })
		if at < 0 || i < 0 {
			continue
		}
		row := &t.Rows[i]
		cell := &row.Cells[at]
		way := rd.compareWay(v, norm, cell)
		way.Reading = t.Reading
		if len(out.Ways) > 0 {
			if way.Cell.Long != out.Ways[0].Cell.Long {
				out.Ways = append(out.Ways, way)
			}
			continue
		}
		l := wording.Lookup{Program: cell.Program}
		_, a := l.Norm(row.Norm.Name())
		out.Term, out.Texts, out.Back = row.Norm.Term, rd.officialOf(a, row.Norm.Term), rd.W.Norm(l, row.Norm)
		out.Ways = append(out.Ways, way)
		for j := range row.Cells {
			c := rd.compareCell(v, norm, &row.Cells[j])
			c.Here = j == at
			out.Row = append(out.Row, c)
		}
	}
	if len(out.Ways) == 0 && !slices.Contains(pending, initiative) {
		return nil
	}
	return out
}

// officialOf gives the words of a term.
func (rd Reader) officialOf(a *norms.Agreement, term string) []Text {
	if a != nil {
		for i := range a.Terms {
			if a.Terms[i].ID == term {
				return rd.textsOf(a.Terms[i].Texts)
			}
		}
	}
	return nil
}

func (rd Reader) compareWay(v *CompareView, norm string, c *compare.Cell) CompareWay {
	l := wording.Lookup{Program: c.Program}.In(rd.W)
	way := CompareWay{Cell: rd.compareCell(v, norm, c), ToAdd: rd.W.ToAdd(c)}
	way.Lines, way.Story = rd.W.CompareReasons(c)
	for i := range c.Links {
		n, a := l.Norm(c.Links[i].Norm)
		if n == nil {
			continue
		}
		way.Lines = way.Lines[1:] // the norms stand beside the terms, in the words of their text
		link := CompareLink{Agreement: a.ID, Term: n.Term, Norm: n.ID, Texts: rd.officialOf(a, n.Term), Back: rd.W.Norm(l, n)}
		if c.Links[i].Case != "" {
			link.Case = l.Value(c.Links[i].Case)
		}
		if a.ID != c.Initiative {
			link.Title = wording.Name(rd.Lang, a.Names, a.ID)
		}
		way.Links = append(way.Links, link)
	}
	return way
}
