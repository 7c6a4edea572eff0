package docs

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/arch"
)

// short writes a folder as ARCHITECTURE.md does: below internal/, others behind a slash.
func short(folder string) string {
	if rest, ok := strings.CutPrefix(folder, "internal/"); ok {
		return "`" + rest + "`"
	}
	return "`/" + folder + "`"
}

// list writes folders in one cell.
func list(folders []string) string {
	var words []string
	for _, f := range folders {
		words = append(words, short(f))
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}

// rows writes a table of the rules, ordered by folder.
func rows(head string, rules map[string][]string) (table []string) {
	table = append(table, head, "|---|---|")
	for _, folder := range slices.Sorted(maps.Keys(rules)) {
		table = append(table, "| "+short(folder)+" | "+list(rules[folder])+" |")
	}
	return table
}

// TestImportTable compares the tables of ARCHITECTURE.md with the rules that internal/arch holds the code to.
func TestImportTable(t *testing.T) {
	page := strings.Join(lines(t, "ARCHITECTURE.md"), "\n")
	for _, want := range []string{
		strings.Join(rows("| folder | may import |", arch.Allowed), "\n"),
		strings.Join(rows("| folder | never |", arch.Forbidden), "\n"),
		"Pure, with no input or output, no clock, no chance: " + list(arch.Pure) + ".",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("ARCHITECTURE.md should say:\n\n%s\n", want)
		}
	}
}
