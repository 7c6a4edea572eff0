package wording

import (
	"cmp"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Refusal tells which rule forbids what was asked, and what would be right, in the terminal.
func (w *Words) Refusal(r review.Refusal) string { return w.refusal("refused."+r.Code, r) }

// RefusalHere is Refusal for the board, where what would be right is done on pages.
func (w *Words) RefusalHere(r review.Refusal) string {
	key := "refused_here." + r.Code
	if !w.Has(key) {
		key = "refused." + r.Code
	}
	return w.refusal(key, r)
}

func (w *Words) refusal(key string, r review.Refusal) string {
	var args []any
	incident := ""
	for _, a := range r.Args {
		var value any = a.Value
		switch a.Name {
		case "stage", "to", "next":
			value = Phrase(w.Stage(a.Value))
		case "action":
			value = Phrase(w.orItself("action.", a.Value))
		case "roles":
			value = w.names("list.comma", strings.Split(a.Value, ", "))
			if r.Code == "right" {
				value = Phrase(w.UserRoles(strings.Split(a.Value, ", ")))
			}
		case "incident":
			incident = a.Value
		}
		args = append(args, a.Name, value)
	}
	text := w.Text(key, args...)
	if r.Code == "right" && incident != "" {
		return w.Text("refused.of", "incident", incident, "why", Phrase(text))
	}
	return text
}

// Vocabulary words: an unknown one, of a record from before, stands for itself.

// Stage gives the word of a stage on the ladder of a finding.
func (w *Words) Stage(stage string) string { return w.orItself("stage.", stage) }

// UserRoles gives the words of roles.
func (w *Words) UserRoles(roles []string) string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = w.orItself("user_role.", r)
	}
	return w.Series(out)
}

// Access gives what somebody did who looked at, or took out, what is not for everybody.
func (w *Words) Access(what string) string { return w.orItself("access.", what) }

// Reliability gives the word of a reliability.
func (w *Words) Reliability(word string) string { return w.orItself("reliability.", word) }

// ViolationStatus gives the word of a status of a violation.
func (w *Words) ViolationStatus(word string) string { return w.orItself("violation.", word) }

// Connection gives the word of a source's connection to what happened.
func (w *Words) Connection(word string) string { return w.orItself("connection.", word) }

// Involvement gives the word of how somebody took part.
func (w *Words) Involvement(word string) string { return w.orItself("involvement.", word) }

// Chain gives the word of a tie between incidents.
func (w *Words) Chain(word string) string { return w.orItself("chain.", word) }

// Persons names those who stand behind a step, and says of each whether they signed or are only said to have taken part.
func (w *Words) Persons(list []review.Person) string {
	out := make([]string, len(list))
	for i, p := range list {
		key := "review.declared"
		if p.Signed {
			key = "review.signed"
		}
		out[i] = w.Text(key, "who", p.ID)
	}
	return w.And(out)
}

// Put tells that a finding was put to a party, and what it answered. party is its name, when writes a date.
func (w *Words) Put(p *record.Put, party string, today civil.Date, when func(edtf string) string) string {
	args := []any{"party", party, "asked", Phrase(when(p.Asked)), "until", Phrase(when(p.Until)), "date", Phrase(when(p.Answered))}
	switch {
	case p.Answered == "" && review.Silent(p, today):
		return w.Text("review.silent", args...)
	case p.Answered == "" && p.Until != "":
		return w.Text("review.asked_until", args...)
	case p.Answered == "":
		return w.Text("review.asked", args...)
	}
	line := w.Text("review.answered", args...)
	if p.Stance != "" {
		line = w.Text("review.answer", "line", Phrase(line), "stance", Phrase(w.Stance(p.Stance)))
	}
	if says := Name(w.lang, map[string]string(p.Answer), ""); says != "" {
		line = w.Text("review.answer_says", "line", Phrase(line), "says", says)
	}
	return line
}

// Counted is what is told of one role's numbers.
type Counted struct{ Role, Text string }

// Counts tells numbers, each role once: its total, and of whom it is made up. number writes a range, "" where nothing is known.
func (w *Words) Counts(list []record.Amount, number func(record.Range) string) (out []Counted) {
	for i := 0; i < len(list); {
		role := list[i].Role
		n := i
		total, parts := "", []string(nil)
		for ; n < len(list) && list[n].Role == role; n++ {
			a := &list[n]
			text := number(a.Range)
			if text == "" {
				continue
			}
			if a.Unit != "" && a.Unit != "individual" {
				text = w.Text("count.unit", "n", Phrase(text), "unit", Phrase(w.orItself("unit.", a.Unit)))
			}
			if !a.Total() {
				text = w.Text("count.part", "people", Phrase(w.People(a.Civil, a.Sex, a.Age)), "n", Phrase(text))
			}
			if a.Method != "" {
				text = w.Text("count.joined", "n", Phrase(text), "method", Phrase(w.orItself("count_method.", a.Method)))
			}
			if a.Total() {
				total = text
			} else {
				parts = append(parts, text)
			}
		}
		i = n
		switch series := Phrase(w.Series(parts)); {
		case total == "" && parts == nil:
			continue
		case total == "":
			total = string(series)
		case parts != nil:
			total = w.Text("count.parts", "total", Phrase(total), "parts", series)
		}
		out = append(out, Counted{w.Role(role), total})
	}
	return out
}

// People names those counted: "civilian women".
func (w *Words) People(civil, sex, age string) string {
	known := map[string]string{"civilian": "civilian", "combatant": "combatant", "unknown": "notknown"}
	key := "people." + known[civil]
	if sex == "" && age == "" && known[civil] != "" {
		return w.Text(key + ".any")
	}
	people := w.Text("people." + cmp.Or(sex, "any") + "." + cmp.Or(age, "any"))
	if known[civil] == "" {
		return people
	}
	return w.Text(key, "people", Phrase(people))
}

// Change tells that a field says something else than before.
func (w *Words) Change(c review.Change) string {
	key := "review.change"
	switch {
	case c.Before == "":
		key = "review.set"
	case c.After == "":
		key = "review.unset"
	}
	return w.Text(key, "field", c.Field, "before", c.Before, "after", c.After)
}
