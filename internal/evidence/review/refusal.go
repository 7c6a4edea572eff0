package review

import (
	"strings"

	"mithaq/internal/base/diag"
)

// Refusal is a rule that forbids what was asked. Its sentence, which says what would be right, is made in the front under "refused.CODE".
type Refusal struct {
	Code string     `json:"code"` // of Codes
	Args []diag.Arg `json:"args,omitempty"`
}

// Error gives the code and the arguments, for logs of our own.
func (r Refusal) Error() string {
	parts := []string{"refused: " + r.Code}
	for _, a := range r.Args {
		parts = append(parts, a.Name+" "+a.Value)
	}
	return strings.Join(parts, ", ")
}

// Refusals are all the reasons why something is not done.
type Refusals []Refusal

// Error joins them.
func (rs Refusals) Error() string {
	parts := make([]string, len(rs))
	for i, r := range rs {
		parts[i] = r.Error()
	}
	return strings.Join(parts, "; ")
}

// OrNil gives the refusals as an error, nil where there are none.
func (rs Refusals) OrNil() error {
	if len(rs) == 0 {
		return nil
	}
	return rs
}

// Codes of refusals.
var Codes = []string{
	// the ladder
	"no_assessment", "imported", "step", "same", "no_reason", "by_entered", "assessor_entered", "no_second", "second_entered", "second_same",
	"second_unknown", "second_role", "changed", "put_missing", "put_waiting", "put_until", "put_unnamed", "put_later", "put_before", "no_dissent",
	// users and rights
	"who", "unknown_user", "ended_user", "right", "scope", "token_single", "first_administrator", "last_administrator", "observer_alone", "unknown_role", "no_key", "key_not_named",
	// bulk
	"nothing_matches", "unseen",
	// two incidents that may be one
	"undecided", "merged_already", "merge_circle", "merge_reason", "merge_same_publisher",
	// what was looked at is not what stands
	"moved", "not_second", "second_waits", "second_apart",
	// an id that no address can hold
	"dots",
	// what outsiders cannot ask
	"waiting",
}

// Overtaken says that another one entered something since whoever asks had looked.
func (r Refusal) Overtaken() bool { return r.Code == "moved" || r.Code == "changed" }

func refuse(code string, args ...string) Refusal { return Refusal{code, diag.Args(args...)} }
