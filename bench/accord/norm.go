package accord

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

func (w *writer) accord() {
	w.line("agreement accord \"A made-up accord\"\n  uses made_up\n  agreed between government and insurgents\n  dated %s", Starts)
	w.line("  zone \"America/Bogota\"\n  standard corroborated\n  observed by mission at least 50%%\n")
	w.line("mark ratified \"The day of ratification\"\nmark disarmed \"The day on which all arms are laid down\"\n")
	for t := range Themes {
		w.line("term %d %q", t+1, themes[t])
		from, to := Stipulations*t/Themes, Stipulations*(t+1)/Themes
		for i := range to - from {
			w.norm(fmt.Sprintf("%d_%d", t+1, i+1), t)
		}
		w.line("")
	}
}

// protocol is a second text: the mission's, which speaks of the norms of the first.
func (w *writer) protocol() {
	w.line("agreement protocol \"A made-up protocol on verification\"\n  uses made_up\n  resolution of mission\n  dated 2017-01-15\n  zone \"America/Bogota\"\n")
	w.line("mark ratified \"The day of ratification\"\nmark disarmed \"The day on which all arms are laid down\"\n")
	w.line("term 1 \"Verification\"")
	for i := range w.labels {
		w.labels[i] = "accord." + w.labels[i]
	}
	for i := range Annexed {
		w.norm(fmt.Sprintf("v%d", i+1), 17)
	}
}

// norm writes one norm. Conditions speak of norms before it, so that none refers to itself.
func (w *writer) norm(label string, theme int) {
	w.n++
	dated := w.n%2 == 0
	clauses := make([]string, 0, 4)
	if c := w.condition(); c != "" {
		clauses = append(clauses, c)
	}
	var head string
	switch k := w.n % 20; {
	case w.n%50 == 8: // each instance has its own deadline
		head, clauses = w.family(), nil
	case k < 11:
		head = w.bearer() + " must " + w.pattern(theme)
		if w.IntN(3) == 0 {
			clauses = append(clauses, pick(w.Rand, []string{"at least 5", "at least 40", "at least 2 in any 6 months", "at least 1 in any 12 months"}))
		}
	case k < 16:
		word := " must not "
		switch w.IntN(4) {
		case 0:
			word = " must " // at most so many: more are forbidden
			clauses = append(clauses, pick(w.Rand, []string{"at most 3 in any 30 days", "at most 100"}))
		case 1:
			clauses = append(clauses, "unless "+w.pattern(theme))
		}
		head = w.bearer() + word + w.pattern(theme)
	case k < 18:
		head = w.bearer() + " may " + w.pattern(theme)
		if len(clauses) == 0 {
			clauses = append(clauses, "only once "+w.truth())
		}
	default:
		head = w.bearer() + " aims to " + w.pattern(theme)
	}
	when := w.start()
	switch {
	case w.n%50 == 8:
		when = ""
	case dated:
		when = w.deadline()
	}
	clauses = slices.DeleteFunc(append([]string{when}, clauses...), func(s string) bool { return s == "" })
	w.line("  %s: %s %s", label, head, strings.Join(clauses, "\n    "))
	w.labels = append(w.labels, label)
}

// bearer is a party of the accord, whose members' acts count as its own.
func (w *writer) bearer() string {
	return pick(w.Rand, []string{"government", "government", "government", "army", "police", "land_agency", "insurgents", "insurgents", "bloc_1", "government and insurgents", "unnamed"})
}

// wish asks for an act in a town, in a region or anywhere, of a kind or of any.
func (w *writer) wish(a act) string {
	var roles []string
	if w.IntN(4) > 0 {
		kind := pick(w.Rand, a.kinds)
		roles = append(roles, a.role+": "+kind)
	}
	switch v := w.IntN(10); {
	case v < 5:
		roles = append(roles, fmt.Sprintf("at: town_%d_%d", w.IntN(regions), w.IntN(towns)))
	case v < 9:
		roles = append(roles, fmt.Sprintf("at: region_%d", w.IntN(regions)))
	}
	return fmt.Sprintf("%s(%s)", a.name, strings.Join(roles, ", "))
}

// pattern is an act of a theme: each theme has four.
func (w *writer) pattern(theme int) string { return w.wish(acts[(theme*5+w.IntN(4)*3)%len(acts)]) }

// done is an act that somebody named has done.
func (w *writer) done() string {
	s := w.wish(pick(w.Rand, acts))
	doer := "doer: " + pick(w.Rand, doers)
	if strings.HasSuffix(s, "()") {
		return strings.TrimSuffix(s, ")") + doer + ")"
	}
	return strings.TrimSuffix(s, ")") + ", " + doer + ")"
}

func (w *writer) day() string {
	first, _ := time.Parse(time.DateOnly, Starts) // a constant
	return first.AddDate(0, 0, 30+w.IntN(365*7)).Format(time.DateOnly)
}

func (w *writer) deadline() string {
	switch w.IntN(8) {
	case 0, 1, 2:
		return "by " + w.day()
	case 3:
		return "before " + w.day()
	case 4:
		return fmt.Sprintf("within %d days of start", 30*(1+w.IntN(60)))
	case 5:
		return fmt.Sprintf("within %d months of %s", 6*(1+w.IntN(8)), pick(w.Rand, []string{"ratified", "disarmed"}))
	case 6:
		if len(w.labels) > 0 {
			return fmt.Sprintf("within %d days of %s", 90*(1+w.IntN(8)), w.other())
		}
		return "by " + w.day()
	}
	return fmt.Sprintf("by day %d of %s", 30*(1+w.IntN(60)), "disarmed")
}

func (w *writer) start() string {
	switch w.IntN(4) {
	case 0:
		return "from " + w.day()
	case 1:
		return "from ratified"
	}
	return ""
}

// other is a norm before this one.
func (w *writer) other() string { return w.labels[max(0, len(w.labels)-1-w.IntN(60))] }

// condition is a clause, or none.
func (w *writer) condition() string {
	if len(w.labels) == 0 || w.IntN(5) < 3 {
		return ""
	}
	return pick(w.Rand, []string{"if ", "once ", "while ", "until "}) + w.truth()
}

// truth is a condition of one of the sorts that the language has.
func (w *writer) truth() string {
	switch w.IntN(9) {
	case 0, 1, 2:
		if len(w.labels) > 0 {
			return fmt.Sprintf("%s is %s", w.other(), pick(w.Rand, []string{"kept", "breached", "due", "in force"}))
		}
		return "ratified is set"
	case 3:
		return w.done()
	case 4:
		return "(count " + w.done() + fmt.Sprintf(" >= %d)", 1+w.IntN(200))
	case 5:
		return "held(people: child)"
	case 6:
		return "after " + w.day()
	case 7:
		return "(disarmed is set and not " + w.done() + ")"
	}
	return "no held(people: child)"
}

// family is a norm with an instance for each thing on a list.
func (w *writer) family() string {
	town := fmt.Sprintf("at: town_%d_%d", w.IntN(regions), w.IntN(towns))
	switch w.n / 50 % 3 {
	case 0:
		return "for each member of detainees as m, government must release(person: m.person) within 90 days of start"
	case 1:
		return "for each detain(doer: government, " + town + ") as d, government must release(person: d.person) within 30 days of d"
	}
	return "for each held(by: insurgents, people: child) as h, insurgents must release(person: h.person) within 60 days of start"
}
