package cli

import (
	"fmt"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/proofcheck"
)

// provers has what is explained derived again by the independent checker: the faults of each, nil where --check is not asked for.
func (c *call) provers(found []target) [][]proofcheck.Fault {
	if !c.set("check") {
		return nil
	}
	out := make([][]proofcheck.Fault, len(found))
	checkers := map[*app.Judged]*proofcheck.Checker{}
	for i, t := range found {
		k := checkers[t.run]
		if k == nil {
			k = proofcheck.New(t.run.Program, t.run.Facts, t.run.In.At)
			checkers[t.run] = k
		}
		out[i] = faultsOf(k, t)
	}
	return out
}

// faultsOf checks the norms or the claim that were asked for.
func faultsOf(k *proofcheck.Checker, t target) (out []proofcheck.Fault) {
	for i := range t.run.Result.Agreements {
		a := &t.run.Result.Agreements[i]
		for j := range a.Norms {
			n := &a.Norms[j]
			if a.ID == t.agreement && t.claim == "" && n.Term == t.term && (t.norm == "" || n.Key.Norm == a.ID+"."+t.norm) {
				out = append(out, k.Whole(n, t.run.Reasons)...)
			}
		}
		for j := range a.Claims {
			if cl := &a.Claims[j]; t.claim != "" && cl.Key.Norm == t.agreement+"."+t.claim {
				out = append(out, k.Claim(cl)...)
			}
		}
	}
	return out
}

// proofCode gives the exit code: what is not derived again is not fine.
func proofCode(faults [][]proofcheck.Fault) int {
	for _, list := range faults {
		if len(list) > 0 {
			return exitUnfinished
		}
	}
	return exitFine
}

// proof says what the checker makes of the i-th thing explained.
func (c *call) proof(faults [][]proofcheck.Fault, i int) {
	if faults == nil {
		return
	}
	fmt.Fprintln(c.out)
	c.line(c.bold(c.words.Text("proof.title")))
	if len(faults[i]) == 0 {
		c.wrapped(2, c.words.Text("proof.same"))
		return
	}
	c.wrapped(2, c.words.Text("proof.other"))
	for _, f := range faults[i] {
		c.wrapped(6, faultText(c.words, f))
	}
}

// faultText tells one fault.
func faultText(w *wording.Words, f proofcheck.Fault) string {
	said := func(s string) any {
		if s == "" {
			return wording.Phrase(w.Text("proof.nothing"))
		}
		return s
	}
	where := f.Norm
	if f.Member != "" {
		where += " " + f.Member
	}
	text := wording.Phrase(w.Text("fault."+f.Code, "claimed", said(f.Claimed), "derived", said(f.Derived)))
	if f.Lane < 0 {
		return w.Text("proof.fault", "where", where, "text", text)
	}
	return w.Text("proof.fault.at", "where", where, "standard", wording.Phrase(w.Grade(grade.Standards[f.Lane]).Word), "text", text)
}

// proofJSON is what the checker says of one thing explained.
type proofJSON struct {
	Same   bool        `json:"same"`
	Faults []faultJSON `json:"faults,omitempty"`
}

type faultJSON struct {
	Code     string `json:"code"`
	Norm     string `json:"norm"`
	Member   string `json:"member,omitempty"`
	Standard string `json:"standard,omitempty"`
	Claimed  string `json:"claimed,omitempty"`
	Derived  string `json:"derived,omitempty"`
	Text     string `json:"text"`
}

func proofData(w *wording.Words, faults [][]proofcheck.Fault, i int) *proofJSON {
	if faults == nil {
		return nil
	}
	out := &proofJSON{Same: len(faults[i]) == 0}
	for _, f := range faults[i] {
		x := faultJSON{Code: f.Code, Norm: f.Norm, Member: f.Member, Claimed: f.Claimed, Derived: f.Derived, Text: faultText(w, f)}
		if f.Lane >= 0 {
			x.Standard = grade.Standards[f.Lane].String()
		}
		out.Faults = append(out.Faults, x)
	}
	return out
}
