package compare

import (
	"fmt"
	"strings"
)

// clauses is a norm of a random text, clause by clause, so that another can be made that differs in one of them.
type clauses struct {
	family, who, how, act string
	args                  []string
	number, when          string
	conds                 []string
	goal                  string // "keep C", "bring about C": in the place of an act
}

func (c *clauses) text(label string) string {
	s := label + ": "
	if c.family != "" {
		s += c.family + ", "
	}
	how := c.how
	if strings.HasPrefix(c.number, "at most") { // the language says "must ... at most 2"
		how = "must"
	}
	s += c.who + " " + how + " "
	if c.goal != "" {
		s += c.goal
	} else {
		s += c.act + "(" + strings.Join(c.args, ", ") + ")"
	}
	for _, more := range append([]string{c.number, c.when}, c.conds...) {
		if more != "" {
			s += " " + more
		}
	}
	return s
}

// gen draws random texts.
type gen struct{ *dice }

func (g gen) one(list ...string) string { return list[g.n(len(list))] }

func (g gen) date() string { return fmt.Sprintf("2020-%02d-%02d", 2+g.n(5), 1+g.n(3)*9) }

// argsOf gives what may be wanted of each role of an act, from wide to narrow.
var argsOf = map[string][][]string{
	"hit":   {{"object: site", "object: school or hospital", "object: hospital", "object: clinic"}, {"harmed: people", "harmed: civilian", "harmed: woman or child", "harmed: child"}, {"at: land", "at: land or field", "at: town"}},
	"leave": {{"at: land", "at: land or field", "at: town"}},
	"free":  {{"people: people", "people: civilian", "people: child"}, {"at: land", "at: town"}},
	"pay":   {{"to: red", "to: red or blue", "to: force"}, {"sum >= 10", "sum >= 20", "sum > 40"}},
	"meet":  {{"with: red", "with: red or blue", "with: red and blue", "with: force"}},
	"hold":  {{"people: civilian", "people: child"}},
}

var actNames = []string{"hit", "leave", "free", "free", "pay", "meet", "hold"}

func (g gen) args(act string) (out []string) {
	for _, list := range argsOf[act] {
		if g.n(3) > 0 {
			out = append(out, g.one(list...))
		}
	}
	return out
}

func (g gen) pattern() string {
	act := g.one(actNames...)
	args := g.args(act)
	if g.n(3) == 0 {
		args = append([]string{"doer: " + g.one("red", "blue", "force")}, args...)
	}
	return act + "(" + strings.Join(args, ", ") + ")"
}

func (g gen) atom(labels []string) string {
	switch g.n(9) {
	case 0:
		return "no " + g.pattern()
	case 1:
		return "held(by: " + g.one("red", "blue") + ")"
	case 2:
		return "after " + g.date()
	case 3:
		if len(labels) > 0 {
			return g.one(labels...) + " is " + g.one("kept", "breached")
		}
	case 4:
		return "count " + g.pattern() + " >= " + g.one("1", "2", "3")
	case 5:
		return "day is set"
	}
	return g.pattern()
}

func (g gen) cond(labels []string) string {
	switch g.n(6) {
	case 0:
		return "(" + g.atom(labels) + " and " + g.atom(labels) + ")"
	case 1:
		return "(" + g.atom(labels) + " or " + g.atom(labels) + ")"
	}
	return g.atom(labels)
}

func (g gen) when(duty bool) string {
	if !duty {
		return g.one("", "", "from "+g.date(), "from "+g.date()+" until 2020-08-01", "until "+g.date(), "for 6 months")
	}
	switch g.n(10) {
	case 0, 1, 2, 3:
		return "by " + g.date()
	case 4:
		return "within " + g.one("10", "30", "60") + " days of " + g.one("2020-02-01", "2020-03-01", "start")
	case 5:
		return "within " + g.one("10", "30") + " days of " + g.pattern()
	case 6:
		return "before " + g.date()
	case 7:
		return "by day"
	case 8:
		return "from " + g.date() + " until 2020-08-01"
	}
	return "undated"
}

func (g gen) word(c *clauses) string {
	if c.how == "must not" {
		return g.one("if", "once", "while", "until", "unless")
	}
	if c.how == "may" {
		return g.one("once", "only once")
	}
	return g.one("if", "once", "once", "while", "until")
}

func (g gen) norm(labels []string) *clauses {
	c := &clauses{who: g.one("red", "red", "blue", "force", "red and blue", "each of red and blue", "unnamed", "jointly red and blue")}
	c.how = g.one("must", "must", "must", "must not", "must not", "must not", "may", "aims to")
	c.act = g.one(actNames...)
	c.args = g.args(c.act)
	c.when = g.when(c.how == "must" || c.how == "aims to")
	switch {
	case c.how == "must" && g.n(8) == 0:
		c.goal, c.when = g.one("keep ", "bring about ")+"("+g.cond(nil)+")", "from 2020-02-01 until "+g.one("2020-05-01", "2020-07-01")
	case c.how == "must" && g.n(8) == 0:
		c.number, c.when = g.one("at least 2 ", "at least 1 ")+g.one("every 30 days", "in any 30 days"), g.one("from 2020-02-01 until 2020-07-01", "until 2020-06-01", "")
	case c.how == "must" && g.n(6) == 0:
		c.number = g.one("at least 2", "at least 3")
	case c.how == "must not" && g.n(6) == 0:
		c.number = g.one("at most 1", "at most 2", "at most 2 in any 30 days")
	case c.act == "free" && g.n(4) > 0 && !strings.Contains(c.who, "each"):
		c.family = g.family()
		c.args = append(c.args, "person: h.person")
	}
	if g.n(3) == 0 || c.how == "may" && g.n(2) == 0 {
		c.conds = append(c.conds, g.word(c)+" "+g.cond(labels))
	}
	if g.n(10) == 0 && c.goal == "" {
		c.conds = append(c.conds, "except "+c.act+"("+strings.Join(g.args(c.act), ", ")+")")
	}
	return c
}

func (g gen) family() string {
	return g.one("for each member of captives as h", "for each member of captives(people: child) as h", "for each hold(people: child) as h", "for each hold() as h", "for each held(by: red) as h", "for each held() as h")
}

// vary makes another norm that differs in some clauses.
func (g gen) vary(c *clauses, times int) *clauses {
	d := *c
	d.args, d.conds = append([]string(nil), c.args...), append([]string(nil), c.conds...)
	if d.family != "" && times > 0 && g.n(3) > 0 { // others, or fewer
		d.family = g.family()
		return &d
	}
	for range times {
		other := g.norm(nil)
		switch g.n(9) {
		case 0:
			if d.family == "" {
				d.who = other.who
			} else {
				d.family = g.family()
			}
		case 1:
			if d.goal == "" && d.number == "" && (d.how == "must" || d.how == "aims to") {
				d.how = g.one("must", "aims to")
			}
		case 2, 3: // one value narrower or wider
			for k, list := range argsOf[d.act] {
				for j, a := range d.args {
					if role, _, _ := strings.Cut(list[0], " "); strings.HasPrefix(a, role) && g.n(2) == 0 {
						d.args[j] = g.one(argsOf[d.act][k]...)
					}
				}
			}
		case 4:
			if len(d.args) > 0 && !strings.HasPrefix(d.args[len(d.args)-1], "person") {
				k := g.n(len(d.args))
				d.args = append(d.args[:k:k], d.args[k+1:]...)
			}
		case 5, 6:
			if d.goal == "" && d.number == "" {
				d.when = g.when(d.how == "must" || d.how == "aims to")
			} else if d.goal != "" {
				d.when = "from 2020-02-01 until " + g.one("2020-05-01", "2020-07-01")
			}
		case 7:
			switch {
			case len(d.conds) > 0 && g.n(2) == 0:
				d.conds = d.conds[1:]
			case len(d.conds) == 0 && d.goal == "" && g.n(2) == 0:
				d.conds = []string{"except " + d.act + "(" + strings.Join(g.args(d.act), ", ") + ")"}
			case len(d.conds) == 0:
				d.conds = []string{g.word(&d) + " " + g.cond(nil)}
			default:
				word, _, _ := strings.Cut(d.conds[0], " ")
				if word != "except" && word != "only" {
					d.conds[0] = word + " " + g.cond(nil)
				}
			}
		case 8:
			if d.number == "at least 2" || d.number == "at least 3" {
				d.number = g.one("at least 2", "at least 3", "")
			} else if strings.HasPrefix(d.number, "at most") {
				d.number = g.one("at most 1", "at most 2", "")
			} else if d.number == "" && d.how == "must not" && d.goal == "" {
				d.number = g.one("at most 1", "at most 2")
			} else if d.number == "" && d.how == "must" && d.goal == "" && d.family == "" {
				d.number = "at least 2"
			}
		}
	}
	return &d
}

// texts draws a pair: terms with one or two norms, and an initiative made from them, or of its own.
func (g gen) texts() (terms, initiative string) {
	var list []*clauses
	list = append(list, g.norm(nil))
	if g.n(3) == 0 {
		list = append(list, g.norm([]string{"n1"}))
	}
	mark := "mark day\n"
	terms = head("t", g.one("", "", "  in force from 2020-01-10\n")) + mark + "term 1\n"
	for k, c := range list {
		terms += "  " + c.text(fmt.Sprint("n", k+1)) + "\n"
	}
	more := g.one("", "", "", "", "  dated-later\n")
	initiative = head("i", "")
	if more != "" {
		initiative = strings.Replace(initiative, "2020-01-01", "2020-02-15", 1)
	}
	if g.n(5) == 0 {
		initiative += "  partial\n"
	}
	initiative += mark + "term 1\n"
	var out []*clauses
	switch g.n(11) {
	case 0, 1: // its own
		out = append(out, g.norm(nil))
	case 2, 3, 4: // the same
		for _, c := range list {
			out = append(out, g.vary(c, 0))
		}
	case 5: // what the first norm waits on is forbidden
		c := *list[0]
		if c.how != "may" && c.number == "" && g.n(2) == 0 {
			p := g.pattern()
			c.conds = append(append([]string(nil), c.conds...), "once "+p)
			if len(list[0].conds) == 0 {
				terms = strings.Replace(terms, list[0].text("n1"), c.text("n1"), 1)
				list[0].conds = c.conds
			}
			out = append(out, &clauses{who: "unnamed", how: "must not", act: p[:strings.Index(p, "(")]})
			break
		}
		fallthrough
	case 6: // the same, once another has done its part
		if c := *list[0]; c.how == "must" && c.family == "" {
			other := g.norm(nil)
			other.how, other.goal, other.number, other.family, other.conds = "must", "", "", "", nil
			other.act, other.args, other.when = "pay", nil, g.one("by "+g.date(), "undated")
			c.conds = append(append([]string(nil), c.conds...), "once n2 is kept")
			if len(list[0].conds) == 0 {
				out = append(out, &c, other)
				break
			}
		}
		fallthrough
	case 7, 8: // the opposite
		c := g.vary(list[0], 0)
		if c.goal == "" && c.number == "" && c.family == "" {
			switch c.how {
			case "must":
				c.how, c.conds = "must not", nil
				if g.n(2) == 0 {
					c.when = ""
				}
				if c.when != "" && !strings.HasPrefix(c.when, "from") {
					c.when = "from 2020-01-01 until 2020-12-01"
				}
			case "must not":
				c.how, c.conds, c.when = "must", nil, "by "+g.date()
			}
		}
		out = append(out, c)
	default:
		for _, c := range list {
			out = append(out, g.vary(c, 1+g.n(2)))
		}
	}
	if g.n(3) == 0 {
		out = append(out, g.norm([]string{"n1"}))
	}
	for k, c := range out {
		initiative += "  " + c.text(fmt.Sprint("n", k+1)) + "\n"
	}
	return terms, initiative
}
