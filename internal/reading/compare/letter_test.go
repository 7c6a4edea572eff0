package compare

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mithaq/internal/testroot"
)

// TestLetter holds the letter of the example beside the initiatives: the cells that were argued by hand (compare.md there).
func TestLetter(t *testing.T) {
	dir := filepath.Join(testroot.Root(t), "examples", "syria-2015")
	data, err := os.ReadFile(filepath.Join(dir, "compare.expected"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.mithaq"))
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	var columns []string
	var rows [][]string
	for line := range strings.SplitSeq(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, " | ")
		if columns == nil {
			columns = fields[1:]
			continue
		}
		rows = append(rows, fields)
	}
	table := Of(read(t, texts...), "khatib", columns, nil)[0]
	if len(rows) != len(table.Rows) || len(rows) < 9 || len(columns) < 4 {
		t.Fatalf("%d rows are argued, %d compared", len(rows), len(table.Rows))
	}
	for i, want := range rows {
		row := &table.Rows[i]
		if row.Norm.ID != want[0] {
			t.Errorf("row %d is %s, not %s", i, row.Norm.ID, want[0])
			continue
		}
		for k := range columns {
			answer, argued, _ := strings.Cut(want[k+1], " (")
			cell := &row.Cells[k]
			if got := strings.ReplaceAll(cell.Answer.String(), "_", " "); got != answer {
				t.Errorf("%s beside %s: %s; argued by hand: %s", row.Norm.ID, columns[k], tell(*cell), want[k+1])
			}
			for word := range strings.SplitSeq(strings.TrimSuffix(argued, ")"), ", ") {
				if word != "" && !falls(cell, word) {
					t.Errorf("%s beside %s: the hand says %q, the rules %s", row.Norm.ID, columns[k], word, tell(*cell))
				}
			}
		}
	}
}

// argued gives the dimensions that the words of the table stand for. A number of instances, each one, is told by the role that
// names them.
var argued = map[string][]Dimension{
	"force": {Modality}, "bearer": {Bearer}, "list": {Family}, "kind": {Thing}, "zone": {Place}, "window": {Start, Deadline},
	"number": {Number, Thing}, "condition": {Condition, Start},
}

func falls(c *Cell, word string) bool {
	return some(c.Add, func(s Step) bool { return some(argued[word], func(d Dimension) bool { return d == s.Dimension }) })
}
