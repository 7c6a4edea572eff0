package export

import (
	"slices"
	"strings"

	"mithaq/internal/evidence/record"
)

// answer is what a party said when a finding was put to it; it stands beside the finding wherever that goes out.
type answer struct {
	Assessor string      `json:"assessor"`
	Party    string      `json:"party"`
	Asked    string      `json:"asked"`
	Until    string      `json:"until,omitempty"`    // by when an answer was asked for
	Answered string      `json:"answered,omitempty"` // "": no answer
	Stance   string      `json:"stance,omitempty"`
	Says     record.Text `json:"says,omitempty"`
}

// answersOf gives the answers to the findings of an assessor; "": to all.
func answersOf(b *record.Bundle, assessor string) (out []answer) {
	for i := range b.Reviews {
		r := &b.Reviews[i]
		if assessor != "" && r.Assessor != assessor {
			continue
		}
		for _, p := range r.Put {
			a := answer{clean(r.Assessor), clean(p.Party), clean(p.Asked), clean(p.Until), clean(p.Answered), clean(p.Stance), nil}
			if len(p.Answer) > 0 {
				a.Says = cleanText(p.Answer)
			}
			out = append(out, a)
		}
	}
	return out
}

// String writes it for a cell: "party, asked 2016-03-01, until 2016-04-01, answered 2016-03-20, deny: [en] words".
func (a answer) String() string {
	out := a.Party + ", asked " + a.Asked
	if a.Until != "" {
		out += ", until " + a.Until
	}
	if a.Answered == "" {
		return out + ", no answer"
	}
	out += ", answered " + a.Answered
	if a.Stance != "" {
		out += ", " + a.Stance
	}
	var says []string
	for _, lang := range languages(a.Says) {
		says = append(says, "["+lang+"] "+a.Says[lang])
	}
	if len(says) > 0 {
		out += ": " + strings.Join(says, " ")
	}
	return out
}

func answerCell(list []answer) string {
	cells := make([]string, len(list))
	for i, a := range list {
		cells[i] = a.String()
	}
	return strings.Join(slices.Compact(cells), " | ")
}
