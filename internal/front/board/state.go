package board

import (
	"html/template"
	"net/url"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
)

// State is what the address says of every page that is judged. Links keep it, so that an address sent to somebody shows
// them what the sender saw.
type State struct {
	AsOf     string // the day up to which events are read; "": now
	KnownAt  string // the day up to which entries are read; "": all
	Standard string // the word of the standard that leads; "": each text's own
}

// Keep is the state as the query of a link, with its mark; "" where nothing departs from the default.
func (s State) Keep() template.URL {
	if s == (State{}) { // as in nearly every link
		return ""
	}
	q := url.Values{}
	for _, x := range s.Params() {
		q.Set(x.Name, x.Value)
	}
	return template.URL("?" + q.Encode()) // encoded: it can hold nothing but names and values
}

// With is the query of a link with further parameters, name by value, and the state, with its mark.
func (s State) With(pairs ...string) template.URL {
	q := url.Values{}
	for _, x := range s.Params() {
		q.Set(x.Name, x.Value)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return template.URL("?" + q.Encode())
}

// Params are the parameters that depart from the default, for links and for forms that keep them.
func (s State) Params() (list []Pair) {
	for _, x := range []Pair{{"as-of", s.AsOf}, {"known-at", s.KnownAt}, {"standard", s.Standard}} {
		if x.Value != "" {
			list = append(list, x)
		}
	}
	return list
}

// Standards are what the reader may choose to lead: each text's own, or one of the three for all.
func (p *Page) Standards() []Choice {
	list := []Choice{{"", p.W.Bare().Text("board.state.own"), p.Standard == ""}}
	for _, g := range grade.Standards {
		list = append(list, Choice{g.String(), p.W.Bare().Grade(g).Word, p.Standard == g.String()})
	}
	return list
}

// leading is the standard at which a text is read: the one that the reader chose, else the text's own.
func (rd Reader) leading(a *norms.Agreement) grade.Grade {
	if rd.Leads != grade.Discounted {
		return rd.Leads
	}
	return grade.Standards[a.Standard.Lane()]
}

// chosen is the standard that the reader chose as the query of a link, with its mark; "": each text's own leads.
func (rd Reader) chosen() string {
	if rd.Leads == grade.Discounted {
		return ""
	}
	return "?standard=" + rd.Leads.String()
}

// lead is the lane of the standard at which a text is read.
func (rd Reader) lead(a *norms.Agreement) int { return rd.leading(a).Lane() }

// Default is the query of this page in its default state, with its mark; "" where the page has no other parameters.
func (p *Page) Default() template.URL {
	q := url.Values{}
	for _, x := range p.Others {
		q.Add(x.Name, x.Value)
	}
	if len(q) == 0 {
		return ""
	}
	return template.URL("?" + q.Encode())
}

// KnownDay is the day up to which entries are read, in words; "": all are.
func (p *Page) KnownDay() string {
	d, err := civil.ParseDate(p.KnownAt)
	if err != nil {
		return ""
	}
	return locale.LongDate(p.Lang, d)
}
