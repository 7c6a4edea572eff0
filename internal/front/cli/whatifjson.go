package cli

import (
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/run"
)

// whatifJSON is the answer of whatif in JSON.
type whatifJSON struct {
	Hypothetical bool         `json:"hypothetical"` // always true
	Notice       string       `json:"notice"`
	AsOf         string       `json:"as_of"`
	Supposed     []string     `json:"supposed"`
	Changes      []changeJSON `json:"changes"`
	Goal         *goalJSON    `json:"goal,omitempty"`
}

type changeJSON struct {
	Sort    string     `json:"sort"`
	Norm    string     `json:"norm"`
	Member  string     `json:"member,omitempty"`
	Bearers []string   `json:"bearers"`
	Before  status.Set `json:"before"` // empty: there was no such instance
	After   status.Set `json:"after"`
	By      string     `json:"by,omitempty"` // the first instant too late
	Text    string     `json:"text"`
	Waited  string     `json:"waited,omitempty"`
}

type goalJSON struct {
	Label     string    `json:"label"`
	Norms     []string  `json:"norms"`
	Within    int       `json:"within"`
	Found     bool      `json:"found"`
	Path      *run.Told `json:"path,omitempty"`
	Runs      int       `json:"runs"`
	Whole     bool      `json:"whole"`
	Confirmed bool      `json:"confirmed"`
	Lines     []string  `json:"lines"`
}

func (w *whatifAnswer) data() whatifJSON {
	bare := *w.c
	env := *w.c.Env
	env.words = w.c.words.Bare()
	bare.Env = &env
	v := *w
	v.c = &bare
	out := whatifJSON{
		Hypothetical: true, Notice: v.c.words.Text("whatif.banner"), AsOf: instant(w.a.At), Supposed: []string{}, Changes: []changeJSON{},
	}
	for i := range w.steps {
		out.Supposed = append(out.Supposed, v.c.words.Supposed(v.l, &w.steps[i]))
	}
	for i := range w.a.Changes {
		x := &w.a.Changes[i]
		out.Changes = append(out.Changes, changeJSON{
			Sort: x.Sort.String(), Norm: x.Key.Norm, Member: x.Key.Member, Bearers: append([]string{}, x.Bearers...),
			Before: x.Before, After: x.After, By: instant(x.By), Text: v.c.words.WhatIfChange(v.l, x), Waited: v.c.words.WhatIfWaited(v.l, x),
		})
	}
	if p := w.path; p != nil {
		out.Goal = &goalJSON{
			Label: w.label, Norms: p.Goal, Within: p.Within, Found: p.Run != nil, Runs: p.Tried, Whole: p.Whole, Confirmed: p.Confirmed, Lines: v.c.words.WhatIfWay(p, w.label),
		}
		if p.Run != nil {
			out.Goal.Path = &run.Told{Program: p.Program, Run: p.Run}
		}
	}
	return out
}
