package cli

import (
	"fmt"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/proofcheck"
)

// provers has what is explained derived again by the independent checker: the faults of each, nil where --check is not asked for.
func (c *call) provers(found []answers.Target) [][]proofcheck.Fault {
	if !c.set("check") {
		return nil
	}
	out := make([][]proofcheck.Fault, len(found))
	checkers := map[*app.Judged]*proofcheck.Checker{}
	for i, t := range found {
		k := checkers[t.Run]
		if k == nil {
			k = proofcheck.New(t.Run.Program, t.Run.Facts, t.Run.In.At)
			checkers[t.Run] = k
		}
		out[i] = faultsOf(k, t)
	}
	return out
}

// faultsOf checks the norms or the claim that were asked for.
func faultsOf(k *proofcheck.Checker, t answers.Target) (out []proofcheck.Fault) {
	for i := range t.Run.Result.Agreements {
		a := &t.Run.Result.Agreements[i]
		for j := range a.Norms {
			n := &a.Norms[j]
			if a.ID == t.Agreement && t.Claim == "" && n.Term == t.Term && (t.Norm == "" || n.Key.Norm == a.ID+"."+t.Norm) {
				out = append(out, k.Whole(n, t.Run.Reasons)...)
			}
		}
		for j := range a.Claims {
			if cl := &a.Claims[j]; t.Claim != "" && cl.Key.Norm == t.Agreement+"."+t.Claim {
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

// proofs gives what the checker says of each thing explained; nil: it was not asked.
func (c *call) proofs(faults [][]proofcheck.Fault) func(i int) any {
	if faults == nil {
		return nil
	}
	w := c.words.Bare()
	return func(i int) any { return proofData(w, faults[i]) }
}

func proofData(w *wording.Words, faults []proofcheck.Fault) *proofJSON {
	out := &proofJSON{Same: len(faults) == 0}
	for _, f := range faults {
		x := faultJSON{Code: f.Code, Norm: f.Norm, Member: f.Member, Claimed: f.Claimed, Derived: f.Derived, Text: faultText(w, f)}
		if f.Lane >= 0 {
			x.Standard = grade.Standards[f.Lane].String()
		}
		out.Faults = append(out.Faults, x)
	}
	return out
}
