package review

import (
	"slices"
	"testing"
)

// states are all states of an incident that a right may hang on.
func states() (out []State) {
	for i := range 16 {
		out = append(out, State{i&1 != 0, i&2 != 0, i&4 != 0, i&8 != 0})
	}
	return out
}

// Whatever scopes a token has, it gives no right that its user lacks, and none outside its scopes but what everybody has; with every scope it gives of
// the actions that are in a scope just what the user may.
func TestTokensGiveNoMore(t *testing.T) {
	some := func(n int) (out []Scope) {
		for i, s := range Scopes {
			if n&(1<<i) != 0 {
				out = append(out, s)
			}
		}
		return out
	}
	denied, left := 0, 0
	for _, role := range []string{Administrator, Assessor, Observer, Publisher, Reader, Recorder} {
		user := Principal{ID: "u", Roles: []string{role}}
		if role == Observer {
			user.Party = "p"
		}
		for n := range 1 << len(Scopes) {
			scopes := some(n)
			token := user.Within(scopes)
			for _, a := range Actions {
				inScope := slices.ContainsFunc(scopes, func(s Scope) bool { return slices.Contains(reach[s], a) })
				for _, s := range states() {
					got, everybody := token.May(a, s), Public.May(a, s)
					if want := everybody || inScope && user.May(a, s); got != want {
						t.Errorf("%s with %v: %s in %+v: %t", role, scopes, a, s, got)
					}
					if got {
						left++
					} else if user.May(a, s) {
						denied++
						if rs := token.Require(a, s); len(rs) != 1 || rs[0].Code != "scope" {
							t.Errorf("%s with %v: %s is refused as %v", role, scopes, a, rs)
						}
					}
				}
			}
			if token.Party != "" && !slices.Contains(scopes, ScopeRead) {
				t.Errorf("%s with %v looks with a party's eyes", role, scopes)
			}
			if token.Same(user) || !token.Same(user.Within(scopes)) || n > 0 && token.Same(user.Within(nil)) {
				t.Errorf("%s with %v: the rights are confused", role, scopes)
			}
		}
	}
	if denied < 1000 || left < 1000 {
		t.Errorf("%d denied, %d left", denied, left)
	}
	for action, alone := range map[Action]Scope{Publish: ScopePublish, Sign: ScopeSecond} {
		for s, list := range reach {
			if slices.Contains(list, action) != (s == alone) || s == alone && len(list) != 1 {
				t.Errorf("the scope %s reaches to %v: %s is in %s alone, with nothing else", s, list, action, alone)
			}
		}
	}
	for _, a := range []Action{ManageUsers, OwnSession, OpenIdentity, HoldConsent, Remove, AskExport, AllowExport, ReadEntries, ReadIdentity} {
		for s, list := range reach {
			if slices.Contains(list, a) {
				t.Errorf("the scope %s reaches to %s, which takes a person", s, a)
			}
		}
	}
}
