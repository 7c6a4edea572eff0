package wording

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
)

// plurals are the forms that whole numbers need in each language (CLDR), apart from the code that chooses among them.
// "other" is allowed everywhere.
var plurals = map[string][]string{
	"en": {"one", "other"},
	"ar": {"zero", "one", "two", "few", "many", "other"},
	"ru": {"one", "few", "many"},
}

var (
	keyForm     = regexp.MustCompile(`^[A-Za-z0-9_.-]+(#(zero|one|two|few|many|other))?$`)
	placeholder = regexp.MustCompile(`\{([a-z_]+)\}`)
)

// load reads a language for a test; any fault of a file fails the test.
func load(t *testing.T, files fs.FS, lang string) []entry {
	t.Helper()
	entries, err := readEntries(files, lang)
	if err != nil {
		t.Error(err)
	}
	if len(entries) == 0 {
		t.Fatalf("no catalogue for %s", lang)
	}
	return entries
}

// bases gives, for each key without its plural suffix, the forms it has ("" for none) with their entries.
func bases(entries []entry) map[string]map[string]entry {
	all := make(map[string]map[string]entry)
	for _, e := range entries {
		base, form, _ := strings.Cut(e.key, "#")
		if all[base] == nil {
			all[base] = make(map[string]entry)
		}
		all[base][form] = e
	}
	return all
}

// faults lists everything that is wrong with the catalogues in files, one sentence each.
func faults(t *testing.T, files fs.FS) []string {
	t.Helper()
	var found []string
	fault := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	byLang := make(map[string]map[string]map[string]entry)
	for _, lang := range Languages {
		seen := make(map[string]entry)
		entries := load(t, files, lang)
		for _, e := range entries {
			if other, twice := seen[e.key]; twice {
				fault("%v: also in %s:%d", e, other.file, other.line)
			}
			seen[e.key] = e
			if !keyForm.MatchString(e.key) {
				fault("%v: not a key", e)
			}
			for _, f := range textFaults(lang, e.text) {
				fault("%v: %s: %q", e, f, e.text)
			}
		}
		byLang[lang] = bases(entries)
		for base, forms := range byLang[lang] {
			fault := func(format string, args ...any) { fault(lang+": "+base+": "+format, args...) }
			if _, plain := forms[""]; plain && len(forms) > 1 {
				fault("both plain and with plural forms")
			} else if !plain {
				for _, form := range plurals[lang] {
					if _, ok := forms[form]; !ok {
						fault("no form #%s", form)
					}
				}
				for form := range forms {
					if form != "other" && !slices.Contains(plurals[lang], form) {
						fault("form #%s is not of this language", form)
					}
				}
			}
		}
	}
	for base, english := range byLang["en"] {
		for _, lang := range Languages[1:] {
			if len(byLang[lang][base]) == 0 {
				fault("%s: %s is missing (%s)", lang, base, first(english).file)
				continue
			}
			if _, plain := english[""]; plain {
				if _, also := byLang[lang][base][""]; !also {
					fault("%s: %s is plain in English only", lang, base)
				}
			}
			want := arguments(english)
			for _, f := range byLang[lang][base] {
				for name := range argumentsOf(f.text) {
					if !want[name] {
						fault("%v: {%s} is not in the English sentence", f, name)
					}
				}
			}
			for name := range want {
				if have := arguments(byLang[lang][base]); !have[name] {
					fault("%s: %s: {%s} is missing", lang, base, name)
				}
			}
		}
	}
	for _, lang := range Languages[1:] {
		for base, forms := range byLang[lang] {
			if len(byLang["en"][base]) == 0 {
				fault("%v: not in English", first(forms))
			}
		}
	}
	slices.Sort(found)
	return found
}

// first gives some entry of a key, the same one each time.
func first(forms map[string]entry) entry {
	best := ""
	for form := range forms {
		if best == "" || form > best {
			best = form
		}
	}
	return forms[best]
}

// argumentsOf gives the names of the arguments of a text.
func argumentsOf(text string) map[string]bool {
	names := make(map[string]bool)
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		names[m[1]] = true
	}
	return names
}

// arguments gives the names of the arguments of all forms of a key. A form may leave {n} out ("two incidents").
func arguments(forms map[string]entry) map[string]bool {
	names := make(map[string]bool)
	for _, e := range forms {
		for name := range argumentsOf(e.text) {
			names[name] = true
		}
	}
	return names
}

// forbidden are words that are never said on screen (LOOK.md, "Words"), with their inflections.
var forbidden = map[string]*regexp.Regexp{
	"en": regexp.MustCompile(`(?i)\b(proof|proofs|prove[ns]?|verdicts?|guilt|guilty|violators?|true|truth|culprits?|perpetrators?)\b`),
	"ar": regexp.MustCompile(`(^|[^\p{L}])(و|ف|ب|ل|ك)?(ال)?(إثبات|برهان|مذنب|مدان|منتهك|منتهكون|منتهكين|مجرم|الجاني|جانٍ|حقيقة)([^\p{L}]|$)`),
	"ru": regexp.MustCompile(`(?i)(^|[^\p{L}])(доказан\p{L}*|доказательств\p{L}*|вердикт\p{L}*|виновн\p{L}*|виноват\p{L}*|нарушител\p{L}*|преступник\p{L}*|истин\p{L}*|правдив\p{L}*)`),
}

// unsettled are words beside the one that a language has chosen for the same thing, with their inflections: an incident is حادث and «происшествие», everywhere.
// Before an Arabic one a letter means another word (محادثات: talks); marks of vowels do not count.
var unsettled = map[string]*regexp.Regexp{
	"ar": regexp.MustCompile(`(^|[^\p{L}])[وفبلك]*(ال|لل)?حادث(ة|ت|ات)\p{L}*`),
	"ru": regexp.MustCompile(`(?i)инцидент\p{L}*`),
}

var vowels = strings.NewReplacer("\u064b", "", "\u064c", "", "\u064d", "", "\u064e", "", "\u064f", "", "\u0650", "", "\u0651", "", "\u0652", "")

// quoted are words of the language of terms, commands and the like, which stand in every language as they are written.
var quoted = regexp.MustCompile(`\{[a-z_]+\}|` + "`[^`]*`" + `|“[^”]*”|"[^"]*"|«[^»]*»|\bmithaq(?: [a-z-]+)+|[A-Z]+`)

// foreign finds three Latin words in a row, the mark of a sentence that was not translated.
var foreign = regexp.MustCompile(`[A-Za-z]{2,}[ ,;:]+[A-Za-z]{1,}[ ,;:]+[A-Za-z]{2,}`)

// textFaults lists what is wrong with one text of a language.
func textFaults(lang, text string) []string {
	var found []string
	if text == "" || text != strings.TrimSpace(text) {
		found = append(found, "empty, or space at an end")
	}
	if strings.Contains(text, "  ") {
		found = append(found, "two spaces")
	}
	if strings.Count(text, "{") != len(placeholder.FindAllString(text, -1)) || strings.Count(text, "{") != strings.Count(text, "}") {
		found = append(found, "braces that hold no argument")
	}
	if word := forbidden[lang].FindString(text); word != "" {
		found = append(found, "the word "+strings.TrimSpace(word))
	}
	if u := unsettled[lang]; u != nil {
		if word := u.FindString(vowels.Replace(text)); word != "" {
			found = append(found, "another word than the chosen one, "+strings.TrimSpace(word))
		}
	}
	if strings.ContainsFunc(text, invisible) {
		found = append(found, "an invisible character")
	}
	script := map[string]*unicode.RangeTable{"en": unicode.Latin, "ar": unicode.Arabic, "ru": unicode.Cyrillic}[lang]
	bare := quoted.ReplaceAllString(text, " ")
	own := strings.ContainsFunc(bare, func(r rune) bool { return unicode.Is(script, r) })
	letters := strings.ContainsFunc(bare, unicode.IsLetter)
	if letters && !own || lang != "en" && foreign.MatchString(bare) {
		found = append(found, "words of another script")
	}
	return found
}

// invisible says whether nobody would see the character in the file. The marks that give a quotation its direction are allowed.
func invisible(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) && r != '\u200e' && r != '\u200f'
}

func TestCatalogues(t *testing.T) {
	for _, f := range faults(t, catalogFiles) {
		t.Error(f)
	}
}

// TestFaultsAreFound breaks a small catalogue in each way and looks whether the check above sees it.
func TestFaultsAreFound(t *testing.T) {
	good := map[string]string{
		"en": "a = one {x}\nb#one = {n} day\nb#other = {n} days",
		"ar": "a = واحد {x}\nb#zero = لا أيام\nb#one = يوم\nb#two = يومان\nb#few = {n} أيام\nb#many = {n} يوماً\nb#other = {n} يوم",
		"ru": "a = один {x}\nb#one = {n} день\nb#few = {n} дня\nb#many = {n} дней\nb#other = {n} дня",
	}
	catalogue := func(lang, old, new string) fstest.MapFS {
		files := fstest.MapFS{}
		for l, text := range good {
			if l == lang {
				if !strings.Contains(text, old) {
					t.Fatalf("%s has no %q", lang, old)
				}
				text = strings.Replace(text, old, new, 1)
			}
			files[path.Join("catalog", l, "a.txt")] = &fstest.MapFile{Data: []byte(text)}
		}
		return files
	}
	if f := faults(t, catalogue("", "", "")); len(f) > 0 {
		t.Fatalf("a good catalogue has faults: %v", f)
	}
	for _, c := range []struct{ lang, old, new, want string }{
		{"ar", "a = واحد {x}\n", "", "ar: a is missing"},
		{"ru", "a = один {x}", "a = один", "{x} is missing"},
		{"ru", "a = один {x}", "a = один {x} {y}", "{y} is not in the English"},
		{"ru", "b#many = {n} дней\n", "", "no form #many"},
		{"ar", "b#two = يومان\n", "", "no form #two"},
		{"ru", "b#few", "b#two", "form #two is not of this language"},
		{"en", "a = one {x}", "a = one {x}\na = two {x}", "also in"},
		{"en", "one {x}", "a proof {x}", "the word proof"},
		{"en", "one {x}", "It is true {x}", "the word true"},
		{"ru", "один {x}", "виновный {x}", "the word виновн"},
		{"ar", "واحد {x}", "المذنب {x}", "the word المذنب"},
		{"ru", "один {x}", "Инцидентов {x}", "chosen one, Инцидентов"},
		{"ar", "واحد {x}", "في الحادِثتين {x}", "chosen one, الحادثتين"},
		{"en", "one {x}", "one {x} ", "space at an end"},
		{"en", "one {x}", "one  {x}", "two spaces"},
		{"ru", "один {x}", "one and two {x}", "another script"},
		{"ar", "واحد {x}", "some words of mine {x}", "another script"},
		{"ar", "واحد {x}", "some {x}", "another script"},
		{"ru", "один {x}", "один some other words {x}", "another script"},
		{"en", "one {x}", "one {x", "braces"},
		{"en", "one {x}", "o\u202ene {x}", "invisible"},
	} {
		found := faults(t, catalogue(c.lang, c.old, c.new))
		if !slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, c.want) }) {
			t.Errorf("%s: %q for %q: found %q, want %q", c.lang, c.new, c.old, found, c.want)
		}
	}
}

// TestReadEntries looks at lines that are no entries.
func TestReadEntries(t *testing.T) {
	files := fstest.MapFS{"catalog/en/a.txt": {Data: []byte("# comment\n\na = x = y\r\nno entry\nb c = d\n= e\n")}}
	entries, err := readEntries(files, "en")
	if len(entries) != 1 || entries[0].key != "a" || entries[0].text != "x = y" || entries[0].line != 3 {
		t.Errorf("entries %v", entries)
	}
	for _, want := range []string{"a.txt:4", "a.txt:5", "a.txt:6"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
