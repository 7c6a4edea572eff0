package web

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/reading/compare"
)

// several are terms and three texts beside them, of which one has a disputed reading, and so have the terms.
const several = `vocabulary v
party north
party south
act withdraw (doer party)
act release (doer party)

agreement asked
  uses v
  demand by north to south
  dated 2024-03-01
  zone "UTC"
term 1
  1a: south must withdraw() by 2024-06-01
  1b: south must release() by 2024-07-01
  reading late by south "Later"
    1b: south must release() by 2024-09-01

agreement plain
  uses v
  agreed between north and south
  dated 2024-03-02
  zone "UTC"
term 1
  1a: south must withdraw() by 2024-05-01

agreement read
  uses v
  agreed between north and south
  dated 2024-03-03
  zone "UTC"
term 1
  1a: south must release() by 2024-08-01
  reading soon by north "Sooner"
    1a: south must release() by 2024-06-15

agreement none
  uses v
  agreed between north and south
  dated 2024-03-04
  zone "UTC"
term 1
  1a: north must release() by 2024-05-01
`

func answersOf(tables []compare.Table) (list []string) {
	for i := range tables {
		t := &tables[i]
		for k := range t.Rows {
			for _, c := range t.Rows[k].Cells {
				list = append(list, t.Reading+" "+t.Rows[k].Norm.Name()+" "+c.Initiative+" "+c.Norm+" "+c.Answer.String())
			}
		}
		list = append(list, t.Reading+" silent "+t.Terms)
	}
	return list
}

// Pairs put side by side say what a comparison of all of them says, in every reading.
func TestComparedIsJoined(t *testing.T) {
	reading := app.Read([]app.Text{{Name: "several.mithaq", Content: several}})
	if reading.Program == nil {
		t.Fatalf("%v", reading.Diagnostics)
	}
	others := []string{"plain", "read", "none"}
	want := compare.Of(reading.Book, "asked", others, nil)
	var k compared
	got, pending, err := k.tables(t.Context(), reading, "asked", others)
	if err != nil || len(pending) > 0 {
		t.Fatalf("%v %v", pending, err)
	}
	if len(want) != 3 || !slices.Equal(answersOf(got), answersOf(want)) {
		t.Errorf("joined %q\nat once %q", answersOf(got), answersOf(want))
	}
}

// What nobody waits for is not compared; who comes later gets it all the same, and it is kept.
func TestComparedForNobody(t *testing.T) {
	reading := app.Read([]app.Text{{Name: "several.mithaq", Content: several}})
	var k compared
	k.turn.Lock() // somebody else is compared
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, _, err := k.tables(gone, reading, "asked", []string{"plain"}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	p := k.pairs[[2]string{"asked", "plain"}]
	k.turn.Unlock()
	<-p.done
	if p.tables != nil || len(k.pairs) != 0 {
		t.Errorf("%d pairs, compared for nobody: %v", len(k.pairs), p.tables != nil)
	}
	first, _, err := k.tables(t.Context(), reading, "asked", []string{"plain"})
	if err != nil || len(first) == 0 {
		t.Fatalf("%v", err)
	}
	kept := k.pairs[[2]string{"asked", "plain"}]
	if _, _, err := k.tables(t.Context(), reading, "asked", []string{"plain"}); err != nil || k.pairs[[2]string{"asked", "plain"}] != kept {
		t.Errorf("compared again: %v", err)
	}
}

// With the texts changes what they are to each other: nothing that was worked out of others is shown.
func TestComparedFollowsTheTexts(t *testing.T) {
	var k compared
	answers := func(content string) []string {
		reading := app.Read([]app.Text{{Name: "several.mithaq", Content: content}})
		got, _, err := k.tables(t.Context(), reading, "asked", []string{"plain"})
		if err != nil || reading.Program == nil {
			t.Fatal(err, reading.Diagnostics)
		}
		return answersOf(got)
	}
	before := answers(several)
	if after := answers(strings.Replace(several, "must withdraw() by 2024-05-01", "must withdraw() by 2024-08-01", 1)); slices.Equal(after, before) {
		t.Errorf("as before: %q", after)
	}
}

// Who comes when others have waited long enough is shown at once what there is.
func TestComparedLate(t *testing.T) {
	reading := app.Read([]app.Text{{Name: "several.mithaq", Content: several}})
	var k compared
	if _, _, err := k.tables(t.Context(), reading, "asked", []string{"plain"}); err != nil {
		t.Fatal(err)
	}
	k.pairs[[2]string{"asked", "plain"}].since = time.Now().Add(-time.Hour)
	k.pairs[[2]string{"asked", "read"}] = &comparedPair{done: make(chan struct{}), since: time.Now().Add(-2 * compareWait)} // it takes long
	gone, leave := context.WithCancel(t.Context())
	leave() // whoever waited would be told so
	list, pending, err := k.tables(gone, reading, "asked", []string{"plain", "read"})
	if err != nil || !slices.Equal(pending, []string{"read"}) || len(list) == 0 {
		t.Errorf("%d tables, pending %v, %v", len(list), pending, err)
	}
}
