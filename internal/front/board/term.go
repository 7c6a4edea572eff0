package board

import (
	"maps"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// TermView is the page of one term: its text, what the program understood, status, reasons.
type TermView struct {
	Norm     string // the one that the page is of; "": all of the term
	Head     AgreementHead
	Row      TermRow
	Says     []string // what it says besides its norms, a sentence each
	Texts    []Text
	Norms    []NormView
	Disputed []Disputed
	Accepted []string // positions of the parties on the agreement and on the term
	Previous string   // terms before and after, "" at the ends
	Next     string
}

// NormView is one norm in full.
type NormView struct {
	Line
	Back      wording.ReadBack
	Bond      wording.TermText
	Reasons   []wording.Section
	Instances []InstanceRow
	More      int            // instances not shown
	Unshown   int            // deciding acts not shown
	History   []StatusChange // changes of its status, the newest first
}

// InstanceRow is one member of a family.
type InstanceRow struct {
	Member string
	When   string // its window
	Cells  [status.Lanes]Cell
}

// MaxDeciding is how many deciding acts of a norm are shown: the first half of them and the last. Where the norms of a term share them, each has
// leastDeciding at least.
const (
	MaxDeciding   = 200
	leastDeciding = 20
)

// maxInstances is how many members of a family a page shows.
const maxInstances = 100

// TermPage makes the page of a term, or of one of its norms where that is named; nil when there is none. most is how many deciding acts of each norm are
// shown; 0: the norms on the page share MaxDeciding.
func (r *Run) TermPage(rd Reader, agreement, term, norm string, most int) *TermView {
	a, s := r.Agreement(agreement)
	if a == nil {
		return nil
	}
	for i := range a.Terms {
		t := &a.Terms[i]
		if t.ID != term {
			continue
		}
		v := &TermView{Norm: norm, Head: r.head(rd, a), Row: r.termRow(rd, a, s, t, kept(r.Lines(rd, agreement), func(l Line) bool { return l.Term == t.ID })), Says: rd.W.TermText(r.lookup(rd), a, t), Texts: rd.textsOf(t.Texts)}
		v.Accepted = v.Head.Accepted
		if i > 0 {
			v.Previous = a.Terms[i-1].ID
		}
		if i+1 < len(a.Terms) {
			v.Next = a.Terms[i+1].ID
		}
		lines := kept(v.Row.Lines, func(l Line) bool { return norm == "" || l.ID == norm })
		if norm != "" && len(lines) == 0 {
			return nil
		}
		if most == 0 && len(lines) > 0 {
			most = max(MaxDeciding/len(lines), leastDeciding)
		}
		changes := r.StatusChanges(rd, agreement)
		for _, line := range lines {
			n := r.norm(rd, a, line, most)
			n.History = kept(changes, func(c StatusChange) bool { return c.Norm == line.ID })
			v.Norms = append(v.Norms, n)
		}
		v.Disputed = kept(r.disputed(rd, a, r.Lines(rd, agreement), term), func(d Disputed) bool { return norm == "" || d.ID == norm })
		return v
	}
	return nil
}

// norm makes one norm in full, with at most so many of its deciding acts.
func (r *Run) norm(rd Reader, a *norms.Agreement, line Line, most int) NormView {
	l := r.lookup(rd)
	full := *line.Status
	full.Reasons = r.Reasons(line.Key)
	unshown := 0
	if all := full.Reasons.Deciding; len(all) > most {
		unshown = len(all) - most/2*2
		full.Reasons.Deciding = slices.Concat(all[:most/2], all[len(all)-most/2:])
		shown := map[string]bool{}
		for _, d := range full.Reasons.Deciding {
			shown[d.Fact] = true
		}
		full.Reasons.Coarse = kept(full.Reasons.Coarse, func(id string) bool { return shown[id] })
		full.Reasons.Excuses = kept(full.Reasons.Excuses, func(e status.Excuse) bool { return shown[e.Fact] })
	}
	r.tellOf(&full.Reasons)
	v := NormView{Unshown: unshown, Line: line, Back: *r.readBack(rd, line.Norm), Bond: rd.W.Bond(l, line.Status, a.Zone), Reasons: rd.W.Reasons(l, &full)}
	for i := range line.Status.Instances {
		if i == maxInstances {
			v.More = len(line.Status.Instances) - i
			break
		}
		in := &line.Status.Instances[i]
		one := *line.Status
		one.Lanes, one.Window, one.Family = in.Lanes, in.Window, nil
		v.Instances = append(v.Instances, InstanceRow{in.Key.Member, rd.windowText(in.Window, a.Zone), rd.cells(a, func(i int) wording.StateText { return rd.W.State(in.Lanes[i], &one) })})
	}
	return v
}

// tellOf reads at once what is told of the incidents that reasons name.
func (r *Run) tellOf(of *status.Reasons) {
	if r.Tell == nil {
		return
	}
	named := map[string]bool{}
	for i := range of.Deciding {
		named[of.Deciding[i].Fact] = true
	}
	for i := range of.Misses {
		named[of.Misses[i].Fact] = true
	}
	for _, id := range of.Coarse {
		named[id] = true
	}
	for i := range of.Excuses {
		named[of.Excuses[i].Fact] = true
	}
	r.Tell(slices.Sorted(maps.Keys(named)))
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
			full := s.Claims[i]
			full.Reasons = r.listed(full.Key, &full.Reasons)
			return &ClaimView{Head: r.head(rd, a), Row: r.claimRow(rd, a, &a.Claims[i], &s.Claims[i]), Reasons: rd.W.ClaimReasons(r.lookup(rd), &full)}
		}
	}
	return nil
}
