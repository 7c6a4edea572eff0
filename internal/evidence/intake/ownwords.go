package intake

import (
	"cmp"
	"slices"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// word reads a cell that holds one word of a vocabulary, or nothing.
func (r *row) word(to *string, column string, words []string) []diag.Diagnostic {
	v := r.get(column)
	if v != "" && !slices.Contains(words, v) {
		return []diag.Diagnostic{r.bad(CodeValue, column, "want", joined(words))}
	}
	*to = v
	return nil
}

// groups are what may stand behind the role in a column of numbers, "amount:killed:civilian:female": of whom the number is a part of the total, and
// "amount:detained:family": in what it was counted.
var groups = map[string]func(*record.Amount) *string{
	"civilian": civilOf, "combatant": civilOf, "civil_unknown": civilOf,
	"female": sexOf, "male": sexOf, "sex_other": sexOf, "sex_unknown": sexOf,
	"child": ageOf, "adult": ageOf, "elderly": ageOf, "age_unknown": ageOf,
	"individual": unitOf, "family": unitOf, "group": unitOf, "community": unitOf, "vehicle": unitOf, "vessel": unitOf, "aircraft": unitOf,
	"weapon": unitOf, "building": unitOf, "tonne": unitOf, "unit_other": unitOf,
}

func civilOf(a *record.Amount) *string { return &a.Civil }
func sexOf(a *record.Amount) *string   { return &a.Sex }
func ageOf(a *record.Amount) *string   { return &a.Age }
func unitOf(a *record.Amount) *string  { return &a.Unit }

// numbers reads the columns of a family, "amount:" or "claim:", sorted as the record has them.
func (r *row) numbers(family string) (list []record.Amount, ds []diag.Diagnostic) {
	first := map[record.Amount]string{} // by what is counted, in whatever unit: the column that says it first
	for _, c := range sortedKeys(r.t.columns) {
		name, ok := strings.CutPrefix(c, family)
		if !ok || r.get(c) == "" {
			continue
		}
		role, parts, _ := strings.Cut(name, ":")
		a := record.Amount{Role: role}
		for _, g := range groupsOf(parts) {
			of := groups[g]
			if of == nil || *of(&a) != "" {
				ds = append(ds, r.bad(CodeValue, c, "want", family+role+":civilian|combatant:female|male:child|adult|elderly:family|vehicle|building"))
				break
			}
			_, bare, found := strings.Cut(g, "_")
			if !found {
				bare = g
			}
			*of(&a) = bare
		}
		of := a
		if of.Unit = ""; first[of] != "" {
			ds = append(ds, r.bad(CodeTwoNumbers, c, "other", first[of]))
			continue
		}
		first[of] = c
		rg, d := r.amount(c)
		ds = append(ds, d...)
		a.Range = rg
		list = append(list, a)
	}
	slices.SortFunc(list, func(x, y record.Amount) int {
		return cmp.Or(cmp.Compare(x.Role, y.Role), cmp.Compare(x.Civil, y.Civil), cmp.Compare(x.Sex, y.Sex), cmp.Compare(x.Age, y.Age))
	})
	return list, ds
}

// groupsOf parts what stands behind the role; nothing: the number is the total.
func groupsOf(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ":")
}

// accountWords reads what an account says in its own words, on whom it rests, and what it asserts.
func (r *row) accountWords(a *record.Account) (ds []diag.Diagnostic) {
	a.Words, a.Cites = r.get("words"), slices.Compact(slices.Sorted(slices.Values(list(r.get("cites"), "|"))))
	ds = append(ds, r.word(&a.Connection, "connection", record.Connections)...)
	machine, d := r.yes("translated_by_machine")
	ds = append(ds, d...)
	for c := range r.t.columns {
		lang, ok := strings.CutPrefix(c, "translation:")
		if !ok || r.get(c) == "" {
			continue
		}
		if r.get("translator") == "" {
			ds = append(ds, r.needed("translator", c, "translator"))
			break
		}
		a.Translations = append(a.Translations, record.Translation{Lang: lang, Text: r.get(c), By: r.get("translator"), Machine: machine})
	}
	slices.SortFunc(a.Translations, func(x, y record.Translation) int { return cmp.Compare(x.Lang, y.Lang) })
	a.Claim.By, a.Claim.Scheme = list(r.get("claim_by"), "|"), ""
	if a.Claim.By != nil {
		a.Claim.Scheme = r.get("scheme")
	}
	a.Claim.When, d = r.edtf("claim_when", false)
	ds = append(ds, d...)
	a.Claim.Amounts, d = r.numbers("claim:")
	return append(ds, d...)
}

// assessmentWords reads status, reliability, degrees, and what is said of all numbers.
func (r *row) assessmentWords(a *record.Assessment) (ds []diag.Diagnostic) {
	ds = append(ds, r.word(&a.Status, "status", record.Statuses)...)
	ds = append(ds, r.word(&a.Reliability, "reliability", record.Reliabilities)...)
	var method string
	ds = append(ds, r.word(&method, "count_method", record.CountMethods)...)
	for i := range a.Amounts {
		a.Amounts[i].Method = method
	}
	const want = "PARTY=HOW=GRADE|person:ID=HOW=GRADE"
	for _, item := range list(r.get("degrees"), "|") {
		parts := strings.Split(item, "=")
		if len(parts) != 3 || !slices.Contains(record.Involvements, clean(parts[1])) {
			ds = append(ds, r.bad(CodeValue, "degrees", "want", want))
			continue
		}
		g, err := grade.Parse(clean(parts[2]))
		if err != nil {
			ds = append(ds, r.bad(CodeGrade, "degrees", "want", gradeWords))
			continue
		}
		d := record.Degree{How: clean(parts[1]), Grade: g}
		if id, is := strings.CutPrefix(clean(parts[0]), "person:"); is {
			d.Person = id
		} else {
			d.To = clean(parts[0])
		}
		a.Degrees = append(a.Degrees, d)
	}
	slices.SortFunc(a.Degrees, func(x, y record.Degree) int { return cmp.Or(cmp.Compare(x.To, y.To), cmp.Compare(x.Person, y.Person)) })
	return ds
}

// incidentTies reads who suffered or saw an incident, and to which others it is tied: "p1=victim|p2=witness", "bridge-2=follows".
func (r *row) incidentTies(i *record.Incident) (ds []diag.Diagnostic) {
	pairs := func(column string, words []string, add func(id, word string)) {
		for _, item := range list(r.get(column), "|") {
			id, word, ok := strings.Cut(item, "=")
			if id, word = clean(id), clean(word); !ok || id == "" || !slices.Contains(words, word) {
				ds = append(ds, r.bad(CodeValue, column, "want", "ID="+strings.Join(words, "/")))
				continue
			}
			add(id, word)
		}
	}
	pairs("persons", record.Involvements, func(id, word string) {
		i.Persons = append(i.Persons, record.Involved{Person: id, As: word})
	})
	pairs("related", record.Chains, func(id, word string) {
		i.Related = append(i.Related, record.Related{Incident: id, How: word})
	})
	slices.SortFunc(i.Persons, func(a, b record.Involved) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.As, b.As))
	})
	slices.SortFunc(i.Related, func(a, b record.Related) int {
		return cmp.Or(cmp.Compare(a.Incident, b.Incident), cmp.Compare(a.How, b.How))
	})
	i.Persons, i.Related = slices.Compact(i.Persons), slices.Compact(i.Related)
	return ds
}

// readPerson reads a person. A name that could harm is sealed apart (mithaq record identity); the name here is then a pseudonym.
func readPerson(r *row) (any, []diag.Diagnostic) {
	var ds []diag.Diagnostic
	p := record.Person{
		ID: r.need("person", &ds), Name: text(r, "ar", "name_ar", "en", "name_en", "ru", "name_ru"), Note: r.get("note"),
		Aliases: slices.Compact(slices.Sorted(slices.Values(list(r.get("aliases"), "|")))),
	}
	var d []diag.Diagnostic
	p.Pseudo, d = r.yes("pseudo")
	ds = append(ds, d...)
	ds = append(ds, r.word(&p.Sex, "sex", record.Sexes)...)
	ds = append(ds, r.word(&p.Age, "age", record.Ages)...)
	ds = append(ds, r.word(&p.Civil, "civil", record.Civils)...)
	if r.get("years") != "" {
		p.Years, d = r.amount("years")
		ds = append(ds, d...)
	}
	return p, ds
}
