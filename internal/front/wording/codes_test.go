package wording

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/judge/status"
	"mithaq/internal/testroot"
)

func read(t *testing.T, path ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{testroot.Root(t)}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// rulesOf gives the rule codes of section 6 of spec/norms.md. An aim has those of a one-off obligation.
func rulesOf(t *testing.T) []string {
	t.Helper()
	_, section, ok := strings.Cut(read(t, "spec", "norms.md"), "\n## 6. ")
	if !ok {
		t.Fatal("spec/norms.md has no section 6")
	}
	section, _, _ = strings.Cut(section, "\n## 7. ")
	var codes []string
	for _, code := range regexp.MustCompile(`\| ((?:obligation|prohibition|permission|family|keep|judged)\.[a-z_]+) \|`).FindAllStringSubmatch(section, -1) {
		codes = append(codes, code[1])
		if rest, ok := strings.CutPrefix(code[1], "obligation."); ok && !strings.HasPrefix(rest, "stretch") {
			codes = append(codes, "aim."+rest)
		}
	}
	for _, state := range []status.State{status.Supported, status.SupportedInPart, status.NotShown, status.Contradicted} {
		codes = append(codes, "claim."+state.String())
	}
	return codes
}

func TestRules(t *testing.T) {
	codes := rulesOf(t)
	if len(codes) < 50 {
		t.Fatalf("only %d rules found: %v", len(codes), codes)
	}
	for _, lang := range locale.Langs {
		w := For(lang)
		for _, code := range codes {
			if got := w.Rule(code); got == w.Text("step.unknown", "rule", code) || strings.ContainsAny(got, "[{") {
				t.Errorf("%s: %s has no sentence: %q", lang, code, got)
			}
		}
		if got := w.Rule("no.such_rule"); !strings.Contains(got, "no.such_rule") {
			t.Errorf("%s: an unknown rule is told as %q", lang, got)
		}
	}
}

// documented gives the codes in the comment of a field of a type in judge/status.
func documented(t *testing.T, typ, field string) []string {
	t.Helper()
	_, body, ok := strings.Cut(read(t, "internal", "judge", "status", "status.go"), "\ntype "+typ+" struct {")
	if !ok {
		t.Fatalf("no type %s", typ)
	}
	body, _, _ = strings.Cut(body, "\n}")
	line := regexp.MustCompile(`(?m)^\s*` + field + `\s+string\b[^/\n]*//(.*)$`).FindStringSubmatch(body)
	if line == nil {
		t.Fatalf("no comment at %s.%s", typ, field)
	}
	var codes []string
	for _, m := range regexp.MustCompile(`"([a-z_]+)"`).FindAllStringSubmatch(line[1], -1) {
		codes = append(codes, m[1])
	}
	return codes
}

// used gives the codes that the monitor's source writes, found by a pattern with one group.
func used(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(testroot.Root(t), "internal", "judge", "monitor", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no monitor: %v", err)
	}
	var codes []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(data), -1) {
			codes = append(codes, m[1])
		}
	}
	return codes
}

func TestReasonCodes(t *testing.T) {
	all := map[string][]string{
		"doubt.": append(documented(t, "Doubt", "Code"), used(t, `status\.Doubt\{Code: "([a-z_]+)"`)...),
		"wait.":  append(documented(t, "Wait", "On"), used(t, `status\.Wait\{On: "([a-z_]+)"`)...),
		"would.": append(documented(t, "Would", "Code"), used(t, `\bput\("([a-z_]+)"`)...),
		"part.":  append(documented(t, "Deciding", "Part"), used(t, `\bpart = "([a-z_]+)"`)...),
	}
	for prefix, codes := range all {
		if len(codes) < 6 {
			t.Errorf("%s: only %d codes found", prefix, len(codes))
		}
		for _, code := range codes {
			for _, lang := range locale.Langs {
				if w := For(lang); !w.Has(prefix+code) && !w.Has(prefix+code+".with") {
					t.Errorf("%s: no sentence for %s%s", lang, prefix, code)
				}
			}
		}
	}
}

// TestExcuses holds the list of excuses that have words: those of the articles on State responsibility (ILC 2001, chapter V) and those that parties allege.
func TestExcuses(t *testing.T) {
	known := []string{
		"consent", "self_defence", "countermeasure", "force_majeure", "distress", "necessity",
		"accident", "error", "military_objective", "terrorist_target", "response",
	}
	for _, lang := range locale.Langs {
		w := For(lang)
		for _, code := range known {
			if got := w.Excuse(code); got == w.Text("excuse.unknown", "code", code) || strings.ContainsAny(got, "[{") {
				t.Errorf("%s: %s is told as %q", lang, code, got)
			}
		}
		if got := w.Excuse("unknown"); !strings.Contains(flat(got), "unknown") {
			t.Errorf("%s: a code that no list has is told as %q", lang, got)
		}
	}
}

// TestWordsOfStates looks at every state, grade and the like in every language.
func TestWordsOfStates(t *testing.T) {
	for _, lang := range locale.Langs {
		w := For(lang)
		seen := map[string]status.State{}
		for s := range status.NumStates {
			word := w.Text("state." + s.String())
			if other, twice := seen[word]; twice {
				t.Errorf("%s: %v and %v have one word %q", lang, s, other, word)
			}
			seen[word] = s
			if !w.Has("state." + s.String() + ".long") {
				t.Errorf("%s: %v has no explanation", lang, s)
			}
		}
		for g := grade.Discounted; g <= grade.Verified; g++ {
			if text := w.Grade(g); strings.Contains(text.Word+text.Long, "[") {
				t.Errorf("%s: %v: %v", lang, g, text)
			}
		}
		for _, stance := range []string{"accept", "reject", "reserve", "deny", "admit", "deny_responsibility", "alternative"} {
			if strings.Contains(w.Stance(stance), stance+"_") || !w.Has("stance."+stance) {
				t.Errorf("%s: no word for %s", lang, stance)
			}
		}
		if got := flat(w.Stance("shrug") + w.Means("kites")); !strings.Contains(got, "shrug") || !strings.Contains(got, "kites") {
			t.Errorf("%s: unknown words are told as %q", lang, got)
		}
	}
	if !slices.Equal(Languages[:], []string{string(locale.En), string(locale.Ar), string(locale.Ru)}) {
		t.Error("the languages differ from those of the program")
	}
}
