package compare

import (
	"strings"
	"testing"
)

// tell gives an answer with its certificate, or its nearest norm, in one line.
func tell(c Cell) string {
	s := []string{c.Answer.String()}
	if c.Answer == Met && c.By != NoPerformance {
		s = append(s, c.By.String())
	}
	if c.Because.Code != "" {
		s = append(s, "because:"+c.Because.Code)
	}
	for _, l := range c.Links {
		s = append(s, strings.TrimPrefix(l.Norm, "i."))
		for _, st := range l.Steps {
			if st.Relation != Same {
				s = append(s, strings.TrimSuffix(st.Dimension.String()+"."+st.Word, ".")+"="+st.Relation.String())
			}
		}
	}
	return strings.Join(s, " ")
}

// TestAnswers holds each answer and each dimension on a pair of norms that a reader can follow.
func TestAnswers(t *testing.T) {
	for _, c := range [][3]string{
		{"a: red must leave() by 2020-06-01", "a: red must leave() by 2020-06-01", "met bearer_alone a"},
		{"a: red must leave() by 2020-06-01", "a: red must leave() by 2020-05-01", "met bearer_alone a deadline=stronger"},
		{"a: red must leave() by 2020-06-01", "a: red must leave() by 2020-07-01", "not_met a deadline=weaker"},
		{"a: red must leave() by 2020-06-01", "a: red must leave() undated", "not_met a deadline=weaker"},
		{"a: red must leave() undated", "a: red must leave() by 2020-07-01", "met bearer_alone a deadline=stronger"},
		{"a: red must leave(at: land) undated", "a: red must leave(at: town) undated", "met bearer_alone a place=stronger"},
		{"a: red must leave(at: town) undated", "a: red must leave(at: land) undated", "not_met a place=weaker"},
		{"a: red must not hit(at: town)", "a: red must not hit(at: land)", "met bearer_alone a place=stronger"},
		{"a: red must not hit(at: land)", "a: red must not hit(at: town)", "not_met a place=weaker"},
		{"a: red must not hit(harmed: child)", "a: red must not hit(harmed: civilian)", "met bearer_alone a thing=stronger"},
		{"a: red must not hit(harmed: civilian)", "a: red must not hit(harmed: child)", "not_met a thing=weaker"},
		{"a: red must leave() undated", "a: force must leave() undated", "met bearer_alone a bearer=stronger"},
		{"a: force must leave() undated", "a: red must leave() undated", "not_met a bearer=weaker"},
		{"a: unnamed must leave() undated", "a: blue must leave() undated", "met bearer_alone a bearer=stronger"},
		{"a: red must not hit()", "a: blue must not hit()", "not_met a bearer=weaker"},
		{"a: red must not hit()", "a: council must ensure that red not hit()", "met if_all_perform a"},
		{"a: red must leave() undated", "a: red aims to leave() undated", "not_met a modality=weaker"},
		{"a: red aims to leave() undated", "a: red aims to leave() undated", "met bearer_alone a"},
		{"a: red aims to leave() undated", "a: red must leave() undated", "met bearer_alone a modality=stronger"},
		{"a: red must leave() at least 2 by 2020-06-01", "a: red must leave() at least 3 by 2020-06-01", "met bearer_alone a number=stronger"},
		{"a: red must leave() at least 2 by 2020-06-01", "a: red must leave() by 2020-06-01", "not_met a number=weaker"},
		{"a: red must hit() at most 2", "a: red must not hit()", "met bearer_alone a number=stronger"},
		{"a: red must hit() at most 1", "a: red must hit() at most 2", "not_met a number=weaker"},
		{"a: red must pay() every 30 days", "a: red must pay() every 30 days", "met bearer_alone a"},
		{"a: red must pay() every 30 days", "a: red must pay() every 60 days", "not_met a number=weaker"},
		{"a: red must pay() undated", "a: red must pay() every 30 days", "met bearer_alone a number=stronger start=stronger deadline=stronger"},
		{"a: red must not hit()", "a: red must not hit() from 2020-03-01", "not_met a start=weaker"},
		{"a: red must not hit()", "a: red must not hit() except hit(at: town)", "not_met a exception=weaker"},
		{"a: red must not hit() except hit(at: town)", "a: red must not hit() except hit(at: town)", "met bearer_alone a"},
		{"a: red must not hit()", "a: red must not hit() while no leave(doer: blue)", "not_met a condition.while=weaker"},
		{"a: red must not hit()", "a: red must not hit() unless hit(doer: blue)", "not_met a condition.unless=weaker"},
		{"a: red must not hit() until leave(doer: blue)", "a: red must not hit() until leave(doer: blue, at: town)", "met bearer_alone a condition.until=stronger"},
		{"a: red must not hit() until leave(doer: blue, at: town)", "a: red must not hit() until leave(doer: blue)", "not_met a condition.until=weaker"},
		{"a: red must leave() by 2020-06-01 once pay(doer: blue, sum >= 20)", "a: red must leave() by 2020-06-01 once pay(doer: blue)", "met bearer_alone a condition.once=stronger"},
		{"a: red must leave() by 2020-06-01 once pay(doer: blue)", "a: red must leave() by 2020-06-01 once pay(doer: blue, sum >= 20)", "not_met a condition.once=weaker"},
		// What waits on the duty of another is met if all perform; where that duty has no date in time, it is not.
		{"a: red must leave() by 2020-06-01", "a: red must leave() by 2020-05-01 once b is kept\n b: blue must pay() by 2020-04-01", "met if_all_perform a deadline=stronger condition.once=stronger"},
		{"a: red must leave() by 2020-06-01", "a: red must leave() by 2020-05-01 once b is kept\n b: blue must pay() by 2020-05-20", "not_met a deadline=stronger condition.once=weaker"},
		{"a: red must leave() by 2020-06-01", "a: red must leave() within 10 days of b\n b: blue must pay() by 2020-04-01", "met if_all_perform a start=stronger deadline=stronger"},
		{"a: red must leave() within 30 days of hit(doer: blue)", "a: red must leave() within 10 days of hit(doer: blue)", "met bearer_alone a deadline=stronger"},
		{"a: red must leave() within 10 days of hit(doer: blue)", "a: red must leave() within 30 days of hit(doer: blue)", "not_met a deadline=weaker"},
		// A prohibition may be met case by case.
		{"a: red must not hit(at: town or field)", "a: red must not hit(at: land)\n b: red must not hit(at: field)", "met bearer_alone b a place=stronger"},
		{"a: red and blue must not hit()", "a: red must not hit()\n b: blue must not hit()", "met bearer_alone b a"},
		{"a: each of red and blue must leave() undated", "a: red must leave() undated\n b: blue must leave() undated", "met bearer_alone a b"},
		// Families.
		{
			"a: for each member of captives as h, red must free(person: h.person) undated",
			"a: for each member of captives as k, red must free(person: k.person) by 2020-05-01", "met bearer_alone a deadline=stronger",
		},
		{
			"a: for each member of captives(people: child) as h, red must free(person: h.person) undated",
			"a: for each member of captives as k, red must free(person: k.person) undated", "met bearer_alone a family=stronger",
		},
		{
			"a: for each member of captives as h, red must free(person: h.person) undated",
			"a: for each member of captives(people: child) as k, red must free(person: k.person) undated", "not_met a family=weaker",
		},
		// Conditions that are kept, or brought about.
		{"a: red must keep no held(by: red)", "a: red must keep no held(by: red)", "met bearer_alone a"},
		{"a: red must bring about leave(doer: red) by 2020-06-01", "a: red must bring about leave(doer: red, at: town) by 2020-06-01", "met bearer_alone a deed=stronger"},
		// What cannot come to bear.
		{"a: red must leave() by 2020-06-01 once hit(doer: blue)", "a: blue must not hit()", "met_in_vacuo because:forbidden"},
		{"a: red must leave() by 2020-06-01 if hit(doer: blue)", "a: red must leave() by 2020-07-01", "met_in_vacuo because:too_soon"},
		{"b: red must pay() undated\n a: otherwise, red must leave() by 2020-06-01", "b: red must pay() undated", "met bearer_alone b"},
		// What cannot be kept together.
		{"a: red must not hit(at: town)", "a: red must hit(at: town) by 2020-03-01", "contradicted a deadline=stronger"},
		{"a: red must leave(at: town) undated", "a: red must not leave(at: land)", "contradicted a place=stronger"},
		{"a: red may meet(with: blue)", "a: red must not meet()", "contradicted a thing=stronger"},
		// Permissions.
		{"a: red may meet(with: blue) only once hit()", "a: red may meet() only once hit()", "met bearer_alone a thing=stronger"},
		{"a: red may meet(with: blue) only once hit()", "a: red may meet() only once hit(doer: blue)", "met bearer_alone a thing=stronger condition.once=stronger"},
		{"a: red may meet(with: blue) only once hit(doer: blue)", "a: red may meet() only once hit()", "not_met a thing=stronger condition.once=weaker"},
		{"a: red may meet(with: blue)", "a: red must meet(with: blue) undated", "met because:free"},
		// Nothing is said.
		{"a: red must leave() by 2020-06-01", "a: blue must not hit()", "missing"},
		{"a: red must meet(with: blue) undated", "a: red must meet(with: council) undated", "missing"},
		{"a: red must meet(with: blue) undated", "a: council must meet() undated", "missing"},
		{"a: red must meet(with: blue) undated", "a: council must meet(with: blue) undated", "not_met a bearer=weaker"},
	} {
		if got := tell(ask(t, c[0], c[1])); got != c[2] {
			t.Errorf("%s\nagainst\n%s\nis %s\nnot %s", c[0], c[1], got, c[2])
		}
	}
}

// TestPartial: of a text known in part nothing is called missing.
func TestPartial(t *testing.T) {
	book := read(t, vocabulary, head("t", "")+"term 1\n a: red must leave() undated", head("i", "  partial\n")+"term 1\n a: red must not hit()\nterm 2\n unseen")
	if c := Of(book, "t", []string{"i"}, nil)[0].Rows[0].Cells[0]; c.Answer != NotSeen {
		t.Error(tell(c))
	}
}

// TestOtherwise: what waits on the breach of a norm that is met comes to bear in no lawful run.
func TestOtherwise(t *testing.T) {
	book := read(t, vocabulary, head("t", "")+"term 1\n b: red must pay() by 2020-05-01\n a: otherwise, red must leave() by 2020-06-01", head("i", "")+"term 1\n a: red must pay() by 2020-04-01")
	rows := Of(book, "t", []string{"i"}, nil)[0].Rows
	if c := rows[1].Cells[0]; c.Answer != MetInVacuo || c.Because.Code != "met" || c.Because.Norm != "t.b" {
		t.Error(tell(c), c.Because)
	}
}

// TestIncludedAndSuperseded: what an initiative includes is its own; a text that replaces the terms leaves them the measure; a norm
// that the initiative itself replaced asks for nothing any more.
func TestIncludedAndSuperseded(t *testing.T) {
	terms := head("t", "") + "term 1\n a: red must leave() by 2020-06-01"
	annex := head("annex", "") + "term 1\n a: red must leave() by 2020-05-01"
	first := func(initiative string, more ...string) string {
		book := read(t, append([]string{vocabulary, terms, initiative}, more...)...)
		return strings.ReplaceAll(tell(Of(book, "t", []string{"i"}, nil)[0].Rows[0].Cells[0]), "annex.", "")
	}
	if got := first(head("i", "  includes annex\n")+"term 1\n recital", annex); got != "met bearer_alone a deadline=stronger" {
		t.Error("included:", got)
	}
	if got := first(head("i", "  supersedes t\n") + "term 1\n a: red must leave() by 2020-05-01"); got != "met bearer_alone a deadline=stronger" {
		t.Error("the terms superseded:", got)
	}
	if got := first(head("i", "  includes annex\n  supersedes annex\n")+"term 1\n recital", annex); !strings.HasPrefix(got, "not_met a") {
		t.Error("superseded by the initiative:", got)
	}
	if got := first(head("i", "")+"term 1\n a: red must leave() by 2020-05-01", head("other", "  supersedes i\n")+"term 1\n recital"); got != "met bearer_alone a deadline=stronger" {
		t.Error("superseded by a text that is no part of it:", got)
	}
}

// TestReadings: each disputed reading is answered by itself.
func TestReadings(t *testing.T) {
	book := read(t, vocabulary, head("t", "")+"term 1\n a: red must leave() by 2020-06-01",
		head("i", "")+"term 1\n a: red must leave() by 2020-05-01\n reading north by red\n a: red must leave() by 2020-07-01")
	tables := Of(book, "t", []string{"i"}, nil)
	if len(tables) != 2 || tables[1].Reading != "north" {
		t.Fatal(len(tables))
	}
	if a, b := tables[0].Rows[0].Cells[0].Answer, tables[1].Rows[0].Cells[0].Answer; a != Met || b != NotMet {
		t.Error(a, b)
	}
}

// TestSame: the same texts give the same answers and the same runs.
func TestSame(t *testing.T) {
	a := ask(t, "a: red must leave(at: town) undated", "a: red must leave(at: land) undated")
	b := ask(t, "a: red must leave(at: town) undated", "a: red must leave(at: land) undated")
	if a.Run == nil || b.Run == nil || len(a.Run.Run.Acts) == 0 {
		t.Fatal("no run")
	}
	for k := range a.Run.Run.Acts {
		if a.Run.Run.Acts[k].At != b.Run.Run.Acts[k].At {
			t.Error("another run")
		}
	}
}

// TestToldOnTheWay: whoever compares is told so on the way to the next text too, at each run that is judged.
func TestToldOnTheWay(t *testing.T) {
	book := read(t, vocabulary, head("t", "")+"term 1\n  a: red must leave(at: town) undated", head("i", "")+"term 1\n  a: red must leave(at: land) undated")
	told := 0
	Of(book, "t", []string{"i"}, func(done, total int64) {
		if done != 0 || total != 1 {
			t.Errorf("%d of %d", done, total)
		}
		told++
	})
	if told < 2 {
		t.Errorf("told %d times", told)
	}
}
