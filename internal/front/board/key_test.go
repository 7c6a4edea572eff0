package board

import (
	"slices"
	"testing"

	"mithaq/internal/front/wording"
)

// A key tells each word once, what matters most first, and of a state that is not settled what that means rather than what it lies between.
func TestKey(t *testing.T) {
	rd := NewReader("en")
	k := rd.newKey()
	if k.sorted() != nil {
		t.Error("a page without a state has a key")
	}
	k.add(rd, wording.StateText{Word: "open", Class: wording.ClassOpen, Long: "It has no date."})
	k.add(rd, wording.StateText{Word: "not established", Class: wording.ClassUnsettled, Long: "not established: kept or breached"})
	k.add(rd, wording.StateText{Word: "open", Class: wording.ClassOpen, Long: "It is allowed."})
	k.add(rd, wording.StateText{Word: "open", Class: wording.ClassOpen, Long: "It has no date."})
	k.add(rd, wording.StateText{Word: "breached", Class: wording.ClassBreached, Long: "It was not done."})
	var words []string
	for _, row := range k.sorted().States {
		words = append(words, row.Word)
	}
	if !slices.Equal(words, []string{"breached", "not established", "open"}) {
		t.Errorf("the key tells %q", words)
	}
	if got := k.States[2].Means; !slices.Equal(got, []string{"It has no date.", "It is allowed."}) {
		t.Errorf("“open” means %q", got)
	}
	if got := k.States[1].Means; len(got) != 1 || got[0] == "not established: kept or breached" {
		t.Errorf("“not established” means %q", got)
	}
	if len(k.Standards) != 3 || k.Standards[0].Word != "alleged" || k.Standards[0].Long == "" {
		t.Errorf("the standards are %v", k.Standards)
	}
}
