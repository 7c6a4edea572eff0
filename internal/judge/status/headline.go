package status

// headlineOrder is the order of spec/status.md, "Terms": the first of these that some voting norm is in is the headline.
var headlineOrder = []State{
	Breached, Cured, UsedTooEarly, Missed, NotObserved, NotKnown, NotAssessed, Overtaken, Impossible,
	NotYet, // blocked or in a circle; an ordinary wait stands behind Open
	Due, NoInstanceKnown, Open, Suspended, NotYet, NoBreachSeen, Kept, Reached, Used, NothingToDo, Lapsed, FellAway,
}

var headlineRank, blockedRank = func() (rank [NumStates]int, blocked int) {
	for i, s := range headlineOrder {
		if s == NotYet && blocked == 0 {
			blocked = i
		}
		rank[s] = i
	}
	return rank, blocked
}()

// running are the states in which a norm may still change of itself.
var running = Of(NotYet, Due, Open, Suspended, NoBreachSeen, NotObserved, NotAssessed, NoInstanceKnown)

// Vote is what one norm brings to its term's headline, at one standard.
type Vote struct {
	States  Set
	Blocked bool // it waits on something overdue, or in a circle
}

// Headline gives the states that a term's headline may be, whether a wait in it is blocked or in a circle, and whether
// anything that votes still runs (a headline "kept" then reads "kept so far"). No vote: the empty set.
func Headline(votes []Vote) (set Set, blocked, run bool) {
	rank := func(s State, v Vote) int {
		if s == NotYet && v.Blocked {
			return blockedRank
		}
		return headlineRank[s]
	}
	bound := len(headlineOrder)
	for _, v := range votes {
		worst := 0
		for s := range v.States.All() {
			worst = max(worst, rank(s, v))
		}
		bound = min(bound, worst)
	}
	for _, v := range votes {
		for s := range v.States.All() {
			if rank(s, v) <= bound {
				set |= Of(s)
				blocked = blocked || s == NotYet && v.Blocked
			}
		}
		run = run || v.States&running != 0
	}
	return set, blocked, run
}
