package cli

import (
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

var (
	recordPublish = &verb{name: "record publish", plain: true, min: 2, max: 2, run: runRecordPublish, flags: []flag{
		{"account", "", "cli.value.id"},
		{"file", "", "cli.value.id"},
		{"radius", "", "cli.value.number"},
		{"date", "", "cli.value.unit"},
		{"hide", "", "cli.value.words"},
		{"dated", "", ""},
		{"withdraw", "", ""},
		{"dry-run", "", ""},
		secondFlag, whyFlag,
	}}
	recordPerson = &verb{name: "record person", plain: true, min: 2, max: -1, run: runRecordPerson}
)

// publication reads what is to go out, but its files.
func (c *call) publication() (p record.Publication, u *usage) {
	if !slices.Contains(app.PublishedKinds, c.args[0]) {
		return p, &usage{"cli.usage.publish", []any{"value", c.args[0], "kinds", strings.Join(app.PublishedKinds, ", "), "near", suggest.Nearest(c.args[0], app.PublishedKinds)}}
	}
	p = record.Publication{
		Kind: record.Kind(c.args[0]), Subject: c.args[1], Public: !c.set("withdraw"), Second: c.get("second", ""), Why: c.get("why", ""),
		Accounts: sortedWords(c.flags["account"]), Hide: sortedWords(c.flags["hide"]), Date: c.get("date", ""),
	}
	if r := c.get("radius", ""); r != "" {
		n, err := strconv.ParseInt(r, 10, 64)
		if err != nil || n < 0 || n > app.MostRadius {
			return p, &usage{"cli.usage.radius", []any{"value", r}}
		}
		p.Radius = n
	}
	if p.Date != "" && p.Date != "month" && p.Date != "year" {
		return p, &usage{"cli.usage.unit", []any{"value", p.Date}}
	}
	return p, nil
}

func runRecordPublish(c *call) int {
	p, u := c.publication()
	if u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		for _, word := range sortedWords(c.flags["file"]) {
			h, err := a.FindFile(c.ctx, word)
			if err != nil {
				return c.failAbout(word, err)
			}
			p.Files = append(p.Files, h)
		}
		if c.set("dry-run") {
			return c.previewPublication(a, p)
		}
		head, err := a.Publish(c.ctx, p, c.set("dated"))
		if err != nil {
			return c.failAbout(c.args[1], err)
		}
		c.line(c.words.Text("cli.record.entered", "n", head.Seq, "hash", head.Hash.String()[:12]))
		if p.Public && p.Kind == record.KindIncident {
			return c.publishedBeside(a, p.Subject)
		}
		return exitFine
	})
}

// previewPublication shows every text that would go out with a name left out of it, or with what may be one.
func (c *call) previewPublication(a *app.App, p record.Publication) int {
	pre, err := a.PreviewPublication(c.ctx, p, nil)
	if err != nil {
		return c.failAbout(p.Subject, err)
	}
	return c.tellPublication(pre.Texts, pre.Names, pre.Look, pre.Dated)
}

func (c *call) tellPublication(texts []string, names, look int, dated []string) int {
	for _, text := range texts {
		c.wrapped(2, c.words.Foreign(text))
	}
	c.line(c.words.Plural("cli.publish.names", int64(names)))
	c.line(c.words.Plural("cli.publish.look", int64(look)))
	c.wrapped(0, c.words.Text("cli.publish.marks"))
	if len(dated) > 0 {
		c.wrapped(0, c.words.Text("cli.publish.dated", "ids", strings.Join(dated, ", ")))
	}
	if look > 0 || len(dated) > 0 {
		return exitRemarks
	}
	return exitFine
}

// publishedBeside tells which findings on an incident go out with it, and what the parties answered that stands beside each.
func (c *call) publishedBeside(a *app.App, incident string) int {
	cs, err := a.Case(c.ctx, incident)
	if err != nil {
		return c.failAbout(incident, err)
	}
	for _, f := range cs.Findings() {
		put := c.reader().Finding(cs, f.Assessor, itself, a.Today()).Put
		if f.Stage != review.Published || len(put) == 0 {
			continue
		}
		c.hanging("", c.words.Text("cli.published.finding", "assessor", f.Assessor))
		for _, line := range put {
			c.hanging("  ", line)
		}
	}
	return exitFine
}

// sortedWords splits values at commas, each once, sorted.
func sortedWords(values []string) []string {
	var out []string
	for _, v := range values {
		for w := range strings.SplitSeq(v, ",") {
			if w = strings.TrimSpace(w); w != "" {
				out = append(out, w)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// personFields are what "record person" takes.
var personFields = []string{"name_en", "name_ar", "name_ru", "alias", "pseudonym", "sex", "age", "civil", "note"}

func runRecordPerson(c *call) int {
	fields, u := parseFields(c.args[1:])
	if u != nil {
		return c.misuse(u)
	}
	p := record.Person{ID: c.args[0]}
	for _, f := range fields {
		switch f.Name {
		case "name_en", "name_ar", "name_ru":
			if p.Name == nil {
				p.Name = record.Text{}
			}
			p.Name[strings.TrimPrefix(f.Name, "name_")] = f.Value
		case "alias":
			p.Aliases = sortedWords([]string{f.Value})
		case "pseudonym":
			yes, ok := yesNo(f.Value)
			if !ok {
				return c.misuse(&usage{"cli.usage.yes", []any{"field", f.Name, "value", f.Value}})
			}
			p.Pseudo = yes
		case "sex":
			p.Sex = f.Value
		case "age":
			p.Age = f.Value
		case "civil":
			p.Civil = f.Value
		case "note":
			p.Note = f.Value
		default:
			return c.misuse(&usage{"cli.usage.person", []any{"value", f.Name, "fields", strings.Join(personFields, ", "), "near", suggest.Nearest(f.Name, personFields)}})
		}
	}
	return c.withRecord(func(a *app.App) int {
		head, err := a.EnterPerson(c.ctx, p)
		if err != nil {
			return c.fail(err)
		}
		c.line(c.words.Text("cli.record.entered", "n", head.Seq, "hash", head.Hash.String()[:12]))
		return exitFine
	})
}
