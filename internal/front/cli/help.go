package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"mithaq/internal/base/locale"
)

// overview lists the verbs; of a group those alone.
func (e *Env) overview(out io.Writer, group string) {
	for _, line := range locale.Wrap(e.words.Text("cli.help.about"), e.width) {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintln(out)
	fmt.Fprintln(out, e.words.Text("cli.help.usage"))
	if group == "" {
		fmt.Fprintln(out, "  mithaq VERB [AGREEMENT.mithaq ...] [--record FILE.db]")
	} else {
		fmt.Fprintln(out, "  mithaq "+group+" VERB ...")
	}
	fmt.Fprintln(out)
	wide := 0
	lines := e.listed(group)
	for _, l := range lines {
		wide = max(wide, len(l.name))
	}
	for _, l := range lines {
		e.entry(out, l.name, wide, l.text)
	}
	fmt.Fprintln(out)
	e.flagHelp(out, "", e.words.Text("cli.help.common"), common)
	fmt.Fprintln(out, e.words.Text("cli.help.more"))
}

// line is a verb, or a group of them, in an overview.
type line struct{ name, text string }

// listed gives what an overview lists: the verbs of a group, and in place of those of a group within it that group.
func (e *Env) listed(group string) (out []line) {
	for _, v := range verbs() {
		if group != "" && !strings.HasPrefix(v.name, group+" ") {
			continue
		}
		if in := groupOf(v.name, group); in != "" {
			l := line{in + " VERB", e.words.Text("cli.group." + strings.ReplaceAll(in, " ", "_"))}
			if !slices.Contains(out, l) {
				out = append(out, l)
			}
			continue
		}
		out = append(out, line{v.name, e.words.Text("cli.verb." + v.key())})
	}
	return out
}

// groupOf gives the group directly inside a group that a verb belongs to; "": the verb itself stands there.
func groupOf(name, group string) string {
	words, depth := strings.Fields(name), len(strings.Fields(group))
	if len(words) <= depth+1 {
		return ""
	}
	return strings.Join(words[:depth+1], " ")
}

// help tells all of one verb.
func (e *Env) help(out io.Writer, v *verb) {
	for _, line := range locale.Wrap(e.words.Text("cli.verb."+v.key()), e.width) {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintln(out)
	fmt.Fprintln(out, e.words.Text("cli.help.usage"))
	fmt.Fprintln(out, strings.TrimRight("  mithaq "+v.name+" "+use[v.name], " "))
	fmt.Fprintln(out)
	if len(v.flags) > 0 {
		e.flagHelp(out, v.key(), e.words.Text("cli.help.flags"), v.flags)
	}
	e.flagHelp(out, v.key(), e.words.Text("cli.help.common"), v.common())
	for _, line := range locale.Wrap(e.far(v), e.width) {
		fmt.Fprintln(out, line)
	}
}

// far says whether a verb speaks to a server, with which flags, or why not.
func (e *Env) far(v *verb) string {
	verb, ok := farVerbs[v.name]
	if !ok {
		return e.words.Text("cli.server.cannot."+near(v.name), "verb", v.name)
	}
	var without []string
	for _, f := range v.flags {
		if !slices.Contains(strings.Fields(verb.flags), f.name) {
			without = append(without, "--"+f.name)
		}
	}
	if len(without) > 0 {
		return e.words.Text("cli.help.far.but", "flags", strings.Join(without, ", "))
	}
	return e.words.Text("cli.help.far")
}

// use says which words follow a verb; the same in every language, like the verbs themselves.
var use = map[string]string{
	"check":           "[--list] FILE.mithaq ...",
	"read":            "FILE.mithaq ...",
	"schedule":        "[FILE.mithaq ... | --network FILE.json]",
	"compare":         "TERMS INITIATIVE ... [FILE.mithaq ...]",
	"positions":       "[FILE.mithaq ...]",
	"whatif":          `[FILE.mithaq ...] --act "DAY WHO ACT(ROLE: VALUE, ...)" ...`,
	"fmt":             "[-w | -d] [--to LANG] FILE.mithaq ...",
	"test":            "FILE.test ...",
	"status":          "[FILE.mithaq ...]",
	"explain":         "WHAT [FILE.mithaq ...]",
	"report":          "--from DAY --to DAY [FILE.mithaq ...]",
	"serve":           "[FILE.mithaq ...]",
	"monitor":         "-sig FILE -formula FILE [-log FILE | -log -]",
	"record add":      "KIND FIELD=VALUE ...",
	"record assess":   "INCIDENT FIELD=VALUE ... | --all FIELD=VALUE ...",
	"record cover":    "FIELD=VALUE ...",
	"record import":   "FILE ...",
	"record template": "LAYOUT",
	"record names":    "[FILE.mithaq ...]",
	"record review":   "INCIDENT --stage STAGE",
	"record put":      "INCIDENT --until DAY",
	"record answer":   "INCIDENT --party PARTY",
	"record adopt":    "INCIDENT --from ASSESSOR",
	"record dissent":  "INCIDENT --says TEXT",
	"record history":  "INCIDENT",
	"record user":     "add|list|role|key|invite|end [USER]",
	"record token":    "make --name NAME --scope SCOPE ... | list | end ID",
	"record webhook":  "add|list|end|test [URL|ID]",
	"record key":      "FILE",
	"record sign":     "ENTRY --key FILE",
	"record show":     "ID",
	"record count":    "--by DIM[,DIM]",
	"record copy":     "FROM TO",
	"record backup":   "FILE",
	"record restore":  "FILE TO",

	"record file add":          "FILE ... [--account ID | --incident ID --source ID]",
	"record sources":           "[ID]",
	"record file show":         "HASH",
	"record file get":          "HASH --out FILE [--original]",
	"record publish":           "KIND ID [--account ID,ID] [--radius METRES] [--date month|year] [--hide ROLE,title,place,persons]",
	"record person":            "ID FIELD=VALUE ...",
	"record request approve":   "ID [--days N]",
	"record request refuse":    "ID",
	"record bundle":            "FILE.zip | FOLDER [--check]",
	"record export":            "--format FORMAT [--out FILE] | --request ID --out FILE",
	"record request ask":       "--format FORMAT --for BODY --why WORDS",
	"record identity key":      "FILE",
	"record identity seal":     "KIND ID --to NAME=age1... --to NAME=age1... < FILE",
	"record identity open":     "KIND ID --key FILE --why WORDS",
	"record identity rehearse": "--key FILE [--key FILE ...]",
	"record identity rewrap":   "[KIND ID] --key FILE --to NAME=age1... --to NAME=age1...",
	"record consent give":      "KIND ID [record=yes] [share=BODY,BODY] [publish=yes] [how=...] [given=DAY] [until=DAY]",
	"record consent withdraw":  "KIND ID [--second NAME]",
	"record remove":            "--ground GROUND --entries N[,N-N] [--second NAME]",

	"log receipt": "#N",
	"log rotate":  "[--key OLD | --lost --second NAME] [--new-key FILE] [--why WORDS] [--out FILE]",
	"log check":   "FILE --known KEY",
	"log cosign":  "FILE --key FILE --known KEY | --new NAME --key FILE",
	"log take":    "FILE [--known KEY]",
	"log export":  "FOLDER",
}

func (v *verb) key() string { return strings.ReplaceAll(v.name, " ", "_") }

// flagHelp lists flags; one that means something of its own with a verb has its sentence under "cli.flag.VERB.NAME".
func (e *Env) flagHelp(out io.Writer, verb, title string, flags []flag) {
	fmt.Fprintln(out, title)
	var names []string
	wide := 0
	for _, f := range flags {
		name := "--" + f.name
		if f.short != "" {
			name = "-" + f.short + ", " + name
		}
		if f.value != "" {
			name += " " + e.words.Text(f.value)
		}
		names = append(names, name)
		wide = max(wide, locale.Width(name))
	}
	for i, f := range flags {
		name := strings.ReplaceAll(f.name, "-", "_")
		key := "cli.flag." + verb + "." + name
		if !e.words.Has(key) {
			key = "cli.flag." + name
		}
		e.entry(out, names[i], wide, e.words.Text(key))
	}
	fmt.Fprintln(out)
}

// entry prints a name and, beside it, its text wrapped to the terminal.
func (e *Env) entry(out io.Writer, name string, wide int, text string) {
	lines := locale.Wrap(text, max(20, e.width-wide-4))
	for i, line := range slices.All(lines) {
		if i > 0 {
			name = ""
		}
		fmt.Fprintln(out, "  "+locale.Pad(name, wide)+"  "+line)
	}
}
