package review

import "mithaq/internal/evidence/record"

// Answer is what a party said to a finding that was put to it, or that it was asked and said nothing. It is printed beside the finding wherever
// that is shown, and changes neither the finding nor any status.
type Answer struct {
	Assessor string // whose finding it is
	record.Put
	Earlier bool // the assessment was changed, or taken away, since it was put
}

// Answers gives the answers to each assessor's finding, in the order of assessors and parties.
func (c *Case) Answers() (out []Answer) {
	for i := range c.Bundle.Reviews {
		r := &c.Bundle.Reviews[i]
		if len(r.Put) == 0 {
			continue
		}
		f := c.Finding(r.Assessor)
		for _, p := range r.Put {
			out = append(out, Answer{r.Assessor, p, f.SentBack()})
		}
	}
	return out
}
