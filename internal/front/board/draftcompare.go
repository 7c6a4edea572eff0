package board

import (
	"strings"

	"mithaq/internal/front/wording"
	"mithaq/internal/reading/compare"
)

// DraftCompare holds a text against another, norm by norm.
type DraftCompare struct {
	Wrong string // why they cannot be compared
	Terms string // the text whose norms are asked for
	Other string
	Sum   string
	Rows  []DraftCompared
}

// DraftCompared is one norm of the terms, and what the other text says to it.
type DraftCompared struct {
	Norm, Says   string
	Answer       string // in a sentence
	Word, Symbol string
	Class        string
	Reasons      []string
	Story        []string // a run in which the other text is kept and the terms are not
	Add          string   // what the other text would have to add
}

// CompareOf tells a table of one text against one other.
func CompareOf(rd Reader, t *compare.Table, other string) *DraftCompare {
	v := &DraftCompare{Terms: t.Terms, Other: other}
	met := 0
	for i := range t.Rows {
		row := &t.Rows[i]
		c := &row.Cells[0]
		l := wording.Lookup{Program: c.Program}.In(rd.W)
		out := DraftCompared{
			Norm: strings.TrimPrefix(row.Norm.Name(), t.Terms+"."), Says: rd.W.Norm(l, row.Norm).Text, Answer: rd.W.Answer(c),
			Word: rd.W.AnswerWord(c.Answer), Symbol: rd.W.AnswerSymbol(c.Answer), Class: c.Answer.String(), Add: rd.W.ToAdd(c),
		}
		if c.Answer != compare.Missing && c.Answer != compare.NotSeen {
			out.Reasons, out.Story = rd.W.CompareReasons(c)
		}
		if c.Answer == compare.Met || c.Answer == compare.MetInVacuo {
			met++
		}
		v.Rows = append(v.Rows, out)
	}
	v.Sum = rd.W.Plural("compare.rank", int64(len(t.Rows)), "met", met)
	return v
}
