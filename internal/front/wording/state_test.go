package wording

import (
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

func laneOf(states ...status.State) status.Lane {
	return status.Lane{
		States: status.Of(states...),
		First:  civil.Interval{Lo: civil.Forever, Hi: civil.Ever}, Last: civil.Interval{Lo: civil.Forever, Hi: civil.Ever},
	}
}

func normOf(m norms.Modality, bond status.BondSort) *status.Norm {
	n := &status.Norm{Key: status.Key{Norm: "letter.1"}, Modality: m, Bearers: []string{"north"}, Bond: status.Bond{Sort: bond}}
	if bond == status.NoBearers {
		n.Bearers = nil
	}
	return n
}

func TestState(t *testing.T) {
	bonded := func(l status.Lane) status.Lane {
		l.Bonded = true
		return l
	}
	contested := bonded(laneOf(status.Breached))
	contested.Contested = true
	openBearer := bonded(laneOf(status.Breached))
	openBearer.BearerOpen = true
	before := laneOf(status.Breached, status.NoBreachSeen)
	before.Acts, before.First, before.Last = fact.Range{Hi: 2}, civil.At(5), civil.At(9)
	late := normOf(norms.Prohibition, status.ByAccept)
	late.Bond.Since = 10
	blocked, circle := normOf(norms.Obligation, status.ByAccept), normOf(norms.Obligation, status.ByAccept)
	blocked.Reasons.Waits = []status.Wait{{On: "norm", Circle: true}, {On: "norm", Blocked: true}}
	circle.Reasons.Waits = []status.Wait{{On: "norm", Circle: true}}
	for _, c := range []struct {
		name   string
		lane   status.Lane
		norm   *status.Norm
		symbol string
		word   string
		class  Class
		long   string
	}{
		{"breach, bound", bonded(laneOf(status.Breached)), normOf(norms.Prohibition, status.ByAccept), "✕", "breached", ClassBreached, "What is forbidden was done"},
		{"breach, bound, undone", bonded(laneOf(status.Breached)), normOf(norms.Obligation, status.ByBody), "✕", "breached", ClassBreached, "It was not done in time"},
		{"a demand nobody accepted", laneOf(status.Breached), normOf(norms.Prohibition, status.NoBond), "×", "not met", ClassUnmet, "Nobody undertook"},
		{"accepted only afterwards", laneOf(status.Breached), normOf(norms.Prohibition, status.ByAccept), "×", "not met", ClassUnmet, "Nobody undertook"},
		{"nobody named", laneOf(status.Breached), normOf(norms.Obligation, status.NoBearers), "×", "not done", ClassUnmet, "names nobody"},
		{"late, unbound", laneOf(status.Cured), normOf(norms.Obligation, status.NoBond), "◕", "met late", ClassLate, "after its date"},
		{"kept", laneOf(status.Kept), normOf(norms.Obligation, status.ByAuthor), "●", "kept", ClassKept, "in time"},
		{"met", laneOf(status.Kept), normOf(norms.Obligation, status.NoBond), "●", "met", ClassKept, "Nobody undertook"},
		{"due, unbound", laneOf(status.Due), normOf(norms.Obligation, status.NoBond), "○", "unmet so far", ClassDue, "not passed"},
		{"open demand", laneOf(status.Open), normOf(norms.Obligation, status.NoBond), "◌", "open", ClassOpen, "never be breached"},
		{"open permission", laneOf(status.Open), normOf(norms.Permission, status.ByAuthor), "◌", "open", ClassOpen, "has not been used"},
		{"no breach, bound", laneOf(status.NoBreachSeen), normOf(norms.Prohibition, status.ByAccept), "▬", "no breach seen", ClassQuiet, "not the same"},
		{"no breach, unbound", laneOf(status.NoBreachSeen), normOf(norms.Prohibition, status.NoBond), "▬", "no such act seen", ClassQuiet, "not the same"},
		{"used too early, unbound", laneOf(status.UsedTooEarly), normOf(norms.Permission, status.NoBond), "×", "used too early", ClassUnmet, "before"},
		{"open question, bound", laneOf(status.Breached, status.NoBreachSeen), normOf(norms.Prohibition, status.ByAccept), "◐", "not established", ClassUnsettled, "not established: breached or no breach seen"},
		{"open question, unbound", laneOf(status.Breached, status.NoBreachSeen), normOf(norms.Prohibition, status.NoBond), "◐", "not established", ClassUnsettled, "not established: not met or no such act seen"},
		{"open question about the time before", before, late, "◐", "not established", ClassUnsettled, "not established: not met or no such act seen"},
		{"waits", laneOf(status.NotYet), normOf(norms.Obligation, status.NoBond), "◔", "not yet", ClassWaiting, "waits"},
		{"blocked", laneOf(status.NotYet), blocked, "⊘", "blocked", ClassBlocked, "overdue"},
		{"circle", laneOf(status.NotYet), circle, "⊘", "waiting in a circle", ClassBlocked, "waits on it"},
		{"which bearer", openBearer, normOf(norms.Prohibition, status.ByAccept), "✕", "breached, by which of them is not settled", ClassBreached, ""},
	} {
		got := For(locale.En).State(c.lane, c.norm)
		if got.Symbol != c.symbol || got.Word != c.word || got.Class != c.class || !strings.Contains(got.Long, c.long) {
			t.Errorf("%s: got %+v", c.name, got)
		}
	}
	if got := For(locale.En).State(contested, normOf(norms.Prohibition, status.ByAccept)); got.Mark != "⇄" {
		t.Errorf("contested: %+v", got)
	}
	if got := For(locale.Ar).State(laneOf(status.Breached), normOf(norms.Prohibition, status.NoBond)); got.Word != "لم يُلبَّ" {
		t.Errorf("ar: %+v", got)
	}
	if got := For(locale.Ru).State(laneOf(status.Breached, status.NoBreachSeen), normOf(norms.Prohibition, status.ByAccept)); got.Long != "не установлено: нарушено или нарушений не отмечено" {
		t.Errorf("ru: %+v", got)
	}
}

// TestNoAccusationWithoutBond goes through every state, modality and language: without a bond at the deciding instant no
// settled state is told with the word or the class of a breach.
func TestNoAccusationWithoutBond(t *testing.T) {
	for _, lang := range locale.Langs {
		w := For(lang)
		breached, cured := w.Text("state.breached"), w.Text("state.cured")
		for s := range status.NumStates {
			for m := norms.Obligation; m <= norms.Aim; m++ {
				for _, bond := range []status.BondSort{status.NoBond, status.NoBearers, status.ByAccept, status.ByBody, status.ByAuthor} {
					got := w.State(laneOf(s), normOf(m, bond))
					if got.Class == ClassBreached || got.Word == breached || got.Symbol == "✕" {
						t.Errorf("%s: %v, modality %d, bond %d: %+v", lang, s, m, bond, got)
					}
					if got.Word == cured && bond != status.NoBearers {
						t.Errorf("%s: %v, bond %d: the word of a cure: %+v", lang, s, bond, got)
					}
					if strings.Contains(got.Word+got.Long, "[") || got.Symbol == "" {
						t.Errorf("%s: a hole: %+v", lang, got)
					}
				}
			}
		}
	}
}

func TestTermHeadline(t *testing.T) {
	w := For(locale.En)
	kept, due := *normOf(norms.Obligation, status.NoBond), *normOf(norms.Obligation, status.ByAccept)
	kept.Lanes[1], due.Lanes[1] = laneOf(status.Kept), laneOf(status.Due)
	may := *normOf(norms.Permission, status.ByAuthor)
	may.Lanes[1] = laneOf(status.NotYet)
	mayNow, mustOnce := may, *normOf(norms.Obligation, status.ByAuthor)
	mayNow.Lanes[1], mustOnce.Lanes[1] = laneOf(status.Open), laneOf(status.Open)
	open := w.Term(&status.Term{Votes: 1, Lanes: [status.Lanes]status.Tally{1: {Headline: status.Of(status.Open)}}}, 1, []status.Norm{mayNow, mustOnce})
	if !strings.Contains(open.Long, "never be breached") {
		t.Errorf("a permission does not vote: %+v", open)
	}
	term := func(votes int, tally status.Tally) *status.Term {
		return &status.Term{Votes: votes, Lanes: [status.Lanes]status.Tally{1: tally}}
	}
	for _, c := range []struct {
		name string
		term *status.Term
		ns   []status.Norm
		want string
	}{
		{"recital", term(0, status.Tally{}), nil, "not judged"},
		{"permission alone", term(0, status.Tally{}), []status.Norm{may}, "not yet"},
		{"kept, something runs", term(2, status.Tally{Headline: status.Of(status.Kept), Running: true}), []status.Norm{due, kept}, "met so far"},
		{"due", term(2, status.Tally{Headline: status.Of(status.Due)}), []status.Norm{kept, due}, "due"},
		{"blocked", term(1, status.Tally{Headline: status.Of(status.NotYet), Blocked: true}), []status.Norm{due}, "blocked"},
		{"open question", term(1, status.Tally{Headline: status.Of(status.Kept, status.Due)}), []status.Norm{kept}, "not established"},
	} {
		if got := w.Term(c.term, 1, c.ns); got.Word != c.want {
			t.Errorf("%s: %+v, want %q", c.name, got, c.want)
		}
	}
}

// Each class has one place in the order, and a symbol.
func TestClassesAreWhole(t *testing.T) {
	seen := map[Class]bool{}
	for _, c := range Classes {
		if seen[c] || c.Symbol() == "" {
			t.Errorf("%s: twice, or without a symbol", c)
		}
		seen[c] = true
	}
	for c := range symbols {
		if !seen[c] {
			t.Errorf("%s has no place", c)
		}
	}
}

// A sentence that names a grade names it by the word that heads its column.
func TestGradesHaveOneWord(t *testing.T) {
	for _, lang := range locale.Langs {
		w := For(lang)
		word := w.Grade(grade.Corroborated).Word
		for _, sentence := range []string{w.Text("board.roots.one"), w.Plural("why.one_voice", 1), w.Plural("why.one_voice", 3), w.Plural("why.one_voice", 11)} {
			if !strings.Contains(sentence, word) {
				t.Errorf("%s: %q does not say %q", lang, sentence, word)
			}
		}
	}
}
