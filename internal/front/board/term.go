package board

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// TermView is the page of one term: its text, what the program understood, status, reasons.
type TermView struct {
	Head     AgreementHead
	Row      TermRow
	Says     []string // what it says besides its norms, a sentence each
	Texts    []Text
	Norms    []NormView
	Disputed []Disputed
	Previous string // terms before and after, "" at the ends
	Next     string
}

// NormView is one norm in full.
type NormView struct {
	Line
	Back      wording.ReadBack
	Bond      wording.TermText
	Reasons   []wording.Section
	Instances []InstanceRow
	More      int // instances not shown
	Unshown   int // deciding acts not shown
}

// InstanceRow is one member of a family.
type InstanceRow struct {
	Member string
	Cells  [status.Lanes]Cell
}

// maxDeciding is how many deciding acts a page shows: the first half of them and the last.
const maxDeciding = 200

// maxInstances is how many members of a family a page shows.
const maxInstances = 100

// TermPage makes the page of a term; nil when there is none.
func (r *Run) TermPage(rd Reader, agreement, term string) *TermView {
	a, s := r.Agreement(agreement)
	if a == nil {
		return nil
	}
	for i := range a.Terms {
		t := &a.Terms[i]
		if t.ID != term {
			continue
		}
		v := &TermView{Head: r.head(rd, a), Row: r.termRow(rd, a, s, t, r.Lines(rd, agreement)), Says: rd.W.TermText(r.lookup(rd), a, t), Texts: rd.textsOf(t.Texts)}
		if i > 0 {
			v.Previous = a.Terms[i-1].ID
		}
		if i+1 < len(a.Terms) {
			v.Next = a.Terms[i+1].ID
		}
		for _, line := range v.Row.Lines {
			v.Norms = append(v.Norms, r.norm(rd, a, line))
		}
		v.Disputed = r.disputed(rd, a, r.Lines(rd, agreement), term)
		return v
	}
	return nil
}

// norm makes one norm in full.
func (r *Run) norm(rd Reader, a *norms.Agreement, line Line) NormView {
	l := r.lookup(rd)
	full := *line.Status
	full.Reasons = r.Reasons(line.Key)
	unshown := 0
	if all := full.Reasons.Deciding; len(all) > maxDeciding {
		unshown = len(all) - maxDeciding
		full.Reasons.Deciding = slices.Concat(all[:maxDeciding/2], all[len(all)-maxDeciding/2:])
		shown := map[string]bool{}
		for _, d := range full.Reasons.Deciding {
			shown[d.Fact] = true
		}
		full.Reasons.Coarse = kept(full.Reasons.Coarse, func(id string) bool { return shown[id] })
		full.Reasons.Excuses = kept(full.Reasons.Excuses, func(e status.Excuse) bool { return shown[e.Fact] })
	}
	v := NormView{Unshown: unshown, Line: line, Back: rd.W.Norm(l, line.Norm), Bond: rd.W.Bond(l, line.Status, a.Zone), Reasons: rd.W.Reasons(l, &full)}
	for i := range line.Status.Instances {
		if i == maxInstances {
			v.More = len(line.Status.Instances) - i
			break
		}
		in := &line.Status.Instances[i]
		one := *line.Status
		one.Lanes, one.Window, one.Family = in.Lanes, in.Window, nil
		v.Instances = append(v.Instances, InstanceRow{in.Key.Member, rd.cells(a, func(i int) wording.StateText { return rd.W.State(in.Lanes[i], &one) })})
	}
	return v
}

// kept gives what of a list is to be kept, and leaves the list as it is.
func kept[T any](list []T, keep func(T) bool) (out []T) {
	for _, item := range list {
		if keep(item) {
			out = append(out, item)
		}
	}
	return out
}

// ClaimView is the page of one claim.
type ClaimView struct {
	Head    AgreementHead
	Row     ClaimRow
	Reasons []wording.Section
}

// ClaimPage makes the page of a claim; nil when there is none.
func (r *Run) ClaimPage(rd Reader, agreement, claim string) *ClaimView {
	a, s := r.Agreement(agreement)
	if a == nil {
		return nil
	}
	for i := range a.Claims {
		if a.Claims[i].ID == claim {
			return &ClaimView{Head: r.head(rd, a), Row: r.claimRow(rd, a, &a.Claims[i], &s.Claims[i]), Reasons: rd.W.ClaimReasons(r.lookup(rd), &s.Claims[i])}
		}
	}
	return nil
}
