package compare

import (
	"fmt"
	"strings"
	"testing"
)

func tell(c Cell) string {
	s := c.Answer.String()
	if c.Answer == Met {
		s += " " + c.By.String()
		if c.Run == nil {
			s += " (no run)"
		}
	}
	for _, l := range c.Links {
		s += " " + l.Norm
		for _, st := range l.Steps {
			if st.Relation != Same {
				s += fmt.Sprintf(" %s%s=%s", st.Dimension, strings.TrimSpace(" "+st.Word), st.Relation)
			}
		}
	}
	return s
}

func TestTry(t *testing.T) {
	for _, c := range [][2]string{
		{"a: red must leave() by 2020-06-01", "a: red must leave() by 2020-05-01"},
		{"a: red must leave() by 2020-06-01", "a: red must leave() by 2020-07-01"},
		{"a: red must leave(at: land) by 2020-06-01", "a: red must leave(at: town) by 2020-06-01"},
		{"a: red must leave(at: town) by 2020-06-01", "a: red must leave(at: land) by 2020-06-01"},
		{"a: red must not hit(at: town)", "a: red must not hit(at: land)"},
		{"a: red must not hit(at: town)", "a: red must hit(at: town) by 2020-03-01"},
		{"a: red must leave() by 2020-06-01", "a: red must leave() by 2020-05-01 once b is kept\n b: blue must pay() by 2020-04-01"},
		{"a: red must leave() by 2020-06-01 once hit(doer: blue)", "a: blue must not hit()"},
		{"a: red must leave() by 2020-06-01", "a: blue must not hit()"},
		{"a: red must not hit(at: town or field)", "a: red must not hit(at: land)\n b: red must not hit(at: field)"},
		{"a: red and blue must not hit()", "a: red must not hit()\n b: blue must not hit()"},
		{"a: for each member of captives as h, red must free(person: h.person) undated", "a: for each member of captives as k, red must free(person: k.person) by 2020-05-01"},
		{"a: for each member of captives as h, red must free(person: h.person) undated", "a: for each member of captives(people: child) as k, red must free(person: k.person) by 2020-05-01"},
		{"a: red aims to leave()  undated", "a: red aims to leave() undated"},
		{"a: red must leave()  undated", "a: red aims to leave() undated"},
		{"a: red must pay() every 30 days", "a: red must pay() every 30 days"},
		{"a: red must pay() every 30 days", "a: red must pay() every 60 days"},
		{"a: red must keep no held(by: red) ", "a: red must keep no held(by: red)"},
		{"a: red may meet(with: blue) only once hit()", "a: red may meet() only once hit()"},
		{"a: red may meet(with: blue) only once hit()", "a: red may leave() "},
	} {
		t.Log(c, tell(ask(t, c[0], c[1])))
	}
}
