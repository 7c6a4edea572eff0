package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/testroot"
)

const (
	labelledPage = "docs/remarks-south-sudan.md"
	labelledText = "examples/south-sudan-2018/rarcss.mithaq"
	labelledHead = "| code | where | remark | label | why |"
)

// labelled is a remark as the page holds it.
type labelled struct{ code, where, text, label, why string }

func (l labelled) row() string {
	return fmt.Sprintf("| %s | %s | %s | %s | %s |", l.code, l.where, l.text, l.label, l.why)
}

// remarksOn gives the remarks of check on the text, in their order, without labels.
func remarksOn(t *testing.T) (list []labelled) {
	t.Helper()
	texts, err := app.ReadFiles([]string{filepath.Join(testroot.Root(t), filepath.FromSlash(labelledText))})
	if err != nil {
		t.Fatal(err)
	}
	content := map[string]string{}
	for _, x := range texts {
		content[x.Name] = x.Content
	}
	words := wording.For(locale.En)
	for _, d := range app.Read(texts).Diagnostics {
		where := content[d.Span.File][d.Span.Start.Offset:d.Span.End.Offset]
		where, _, _ = strings.Cut(where, "\n")
		if r := []rune(where); len(r) > 24 {
			where = string(r[:24]) + "…"
		}
		cell := strings.NewReplacer("|", "\\|", "\n", " ", "\u2068", "", "\u2069", "")
		list = append(list, labelled{code: string(d.Code), where: cell.Replace(where), text: cell.Replace(words.Diagnostic(d).Title)})
	}
	return list
}

// rowsOf reads the table of the page.
func rowsOf(t *testing.T, page string) (list []labelled) {
	t.Helper()
	_, table, ok := strings.Cut(page, labelledHead+"\n|---|---|---|---|---|\n")
	if !ok {
		t.Fatalf("%s has no table headed %s", labelledPage, labelledHead)
	}
	for line := range strings.SplitSeq(table, "\n") {
		if !strings.HasPrefix(line, "|") {
			break
		}
		cells := strings.Split(strings.ReplaceAll(line, "\\|", "\x00"), "|")
		if len(cells) != 7 {
			t.Fatalf("%s: not five cells: %s", labelledPage, line)
		}
		for i, c := range cells {
			cells[i] = strings.ReplaceAll(strings.TrimSpace(c), "\x00", "\\|")
		}
		list = append(list, labelled{cells[1], cells[2], cells[3], cells[4], cells[5]})
	}
	return list
}

// sameAs gives the one remark of the list with the code at the place, or of several the one with the text as well.
// So a label stays when only the words of a remark change.
func sameAs(f labelled, list []labelled) (found *labelled) {
	n := 0
	for i, k := range list {
		if k.code != f.code || k.where != f.where {
			continue
		}
		if k.text == f.text {
			return &list[i]
		}
		found, n = &list[i], n+1
	}
	if n != 1 {
		return nil
	}
	return found
}

// tally is the table of the page that counts its labels by code.
func tally(list []labelled) string {
	codes := map[string][2]int{}
	for _, l := range list {
		n := codes[l.code]
		if l.label == "right" {
			n[0]++
		} else {
			n[1]++
		}
		codes[l.code] = n
	}
	var lines []string
	var sum [2]int
	for code, n := range codes {
		lines = append(lines, fmt.Sprintf("| %s | %d | %d |", code, n[0], n[1]))
		sum[0], sum[1] = sum[0]+n[0], sum[1]+n[1]
	}
	slices.Sort(lines)
	lines = append(lines, fmt.Sprintf("| all | %d | %d |", sum[0], sum[1]))
	return "| code | right | wrong |\n|---|---|---|\n" + strings.Join(lines, "\n") + "\n"
}

// TestRemarksAreLabelled holds the page of labelled remarks against what check says of the South Sudan text: every remark has a label given
// by hand, right or wrong, with a word why. MITHAQ_UPDATE=1 takes new remarks into the page, without a label, and drops those that are gone.
func TestRemarksAreLabelled(t *testing.T) {
	file := filepath.Join(testroot.Root(t), filepath.FromSlash(labelledPage))
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	known := rowsOf(t, page)
	found := remarksOn(t)
	if len(found) < 50 {
		t.Errorf("only %d remarks on a text of that size", len(found))
	}
	for i := range found {
		f := &found[i]
		if k := sameAs(*f, known); k != nil {
			f.label, f.why = k.label, k.why
		}
		if f.label != "right" && f.label != "wrong" || f.why == "" {
			t.Errorf("%s: say whether it is right or wrong, and why: %s", labelledPage, f.row())
		}
	}
	before, _, _ := strings.Cut(page, "| code | right | wrong |")
	_, table, _ := strings.Cut(page, labelledHead)
	rest := strings.TrimLeft(table, "|- \n")
	for strings.HasPrefix(rest, "M") || strings.HasPrefix(rest, "|") {
		_, rest, _ = strings.Cut(rest, "\n")
	}
	var b strings.Builder
	b.WriteString(before + tally(found) + "\n" + labelledHead + "\n|---|---|---|---|---|\n")
	for _, f := range found {
		b.WriteString(f.row() + "\n")
	}
	b.WriteString(rest)
	if b.String() == page {
		return
	}
	if os.Getenv("MITHAQ_UPDATE") == "" {
		t.Errorf("%s is not in step with check: MITHAQ_UPDATE=1 writes it, then label the new rows", labelledPage)
		return
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
