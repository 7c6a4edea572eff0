package cli

import (
	"slices"
	"strings"

	"mithaq/internal/base/suggest"
)

// flag is one flag of a verb. Its help stands in the catalogue under "cli.flag.NAME".
type flag struct {
	name  string
	short string // one letter, or ""
	value string // catalogue key of what it takes ("cli.value.day"); "": a switch
}

// verb is one command. Its help stands under "cli.verb.NAME", its words under "cli.use.NAME".
type verb struct {
	name  string
	flags []flag
	min   int  // fewest words after the verb
	max   int  // most words; -1: any number
	plain bool // it has no answer in JSON
	dash  bool // its flags may have one dash, as MonPoly writes them
	run   func(*call) int
}

// common gives the flags that the verb shares with all others.
func (v *verb) common() []flag {
	if !v.plain {
		return common
	}
	return slices.DeleteFunc(slices.Clone(common), func(f flag) bool { return f.name == "json" })
}

// call is one invocation: what was asked, where to answer.
type call struct {
	*Env
	verb  *verb
	args  []string
	flags map[string][]string
}

// common are the flags of every verb.
var common = []flag{
	{"record", "r", "cli.value.file"},
	{"server", "", "cli.value.url"},
	{"lang", "l", "cli.value.lang"},
	{"json", "", ""},
	{"as-of", "", "cli.value.day"},
	{"published-by", "", "cli.value.day"},
	{"known-at", "", "cli.value.entry"},
	{"standard", "", "cli.value.grade"},
	{"actor", "", "cli.value.name"},
	{"user", "", "cli.value.user"},
	{"files", "", "cli.value.place"},
	{"help", "h", ""},
}

// usage is what was wrong with a command line: a catalogue key and its arguments.
type usage struct {
	key  string
	args []any
}

// parse reads the words after a verb into c. Flags may stand anywhere; "--" ends them.
func (c *call) parse(words []string) *usage {
	c.flags = map[string][]string{}
	known := append(slices.Clone(c.verb.flags), c.verb.common()...)
	for i := 0; i < len(words); i++ {
		w := words[i]
		if w == "--" {
			c.args = append(c.args, words[i+1:]...)
			break
		}
		if w == "-" || !strings.HasPrefix(w, "-") {
			c.args = append(c.args, w)
			continue
		}
		name, value, given := strings.Cut(strings.TrimLeft(w, "-"), "=")
		f := findFlag(known, name, strings.HasPrefix(w, "--") || c.verb.dash && len(name) > 1)
		switch {
		case f == nil:
			return &usage{"cli.usage.flag", []any{"flag", w, "near", nearFlag(known, name)}}
		case f.value == "" && given:
			return &usage{"cli.usage.switch", []any{"flag", "--" + f.name}}
		case f.value == "":
			value = "true"
		case !given && i+1 < len(words):
			i++
			value = words[i]
		case !given:
			return &usage{"cli.usage.value", []any{"flag", "--" + f.name}}
		}
		c.flags[f.name] = append(c.flags[f.name], value)
	}
	switch {
	case c.set("help"):
		return nil
	case len(c.args) < c.verb.min:
		return &usage{"cli.usage.few", []any{"verb", c.verb.name}}
	case c.verb.max >= 0 && len(c.args) > c.verb.max:
		return &usage{"cli.usage.many", []any{"verb", c.verb.name, "word", c.args[c.verb.max]}}
	}
	return nil
}

func findFlag(known []flag, name string, long bool) *flag {
	for i := range known {
		if long && known[i].name == name || !long && known[i].short == name && name != "" {
			return &known[i]
		}
	}
	return nil
}

func nearFlag(known []flag, name string) string {
	var names []string
	for _, f := range known {
		names = append(names, f.name)
	}
	if near := suggest.Nearest(name, names); near != "" {
		return "--" + near
	}
	return ""
}

// set says whether a flag was given.
func (c *call) set(name string) bool { return len(c.flags[name]) > 0 }

// get gives a flag's last value, or the default.
func (c *call) get(name, otherwise string) string {
	if vs := c.flags[name]; len(vs) > 0 {
		return vs[len(vs)-1]
	}
	return otherwise
}
