package syntax

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
	"mithaq/internal/testroot"
)

// expected is a remark that a comment in the text asks for. The mark ^ stands under the place in the line before;
// behind the # itself, ^^ stands for the first column.
var expected = regexp.MustCompile(`\^(M[0-9]{4})`)

// wanted collects the remarks that the comments of a text ask for, as "line:column code".
func wanted(text string) (list []string) {
	at := 0
	for i, line := range strings.Split(text, "\n") {
		if !strings.HasPrefix(line, "#") || !expected.MatchString(line) {
			at = i + 1
			continue
		}
		for _, m := range expected.FindAllStringSubmatchIndex(line, -1) {
			column := utf8.RuneCountInString(line[:m[0]]) + 1
			if strings.HasPrefix(line, "#^^") {
				column = 1
			}
			list = append(list, fmt.Sprintf("%d:%d %s", at, column, line[m[2]:m[3]]))
		}
	}
	slices.Sort(list)
	return list
}

func TestCorpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(testroot.Root(t), "spec/corpus/syntax/*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("no corpus", err)
	}
	for _, name := range files {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.Files {
			t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar")+"/"+file.Name, func(t *testing.T) {
				text := string(file.Data)
				checkRemarks(t, text)
				f, _ := Parse("x", text)
				for i := range f.Tokens {
					sound(t, text[:f.Tokens[i].Offset])
					sound(t, text[:(f.Tokens[i].Offset+f.Tokens[i].End())/2])
				}
			})
		}
	}
}

// checkRemarks compares the remarks on a text with those that its comments ask for.
func checkRemarks(t *testing.T, text string) {
	t.Helper()
	_, ds := sound(t, text)
	var got []string
	for _, d := range ds {
		got = append(got, fmt.Sprintf("%d:%d %s", d.Span.Start.Line, d.Span.Start.Column, d.Code))
	}
	slices.Sort(got)
	if want := wanted(text); !slices.Equal(got, want) {
		t.Errorf("remarks\n  got  %s\n  want %s", strings.Join(got, ", "), strings.Join(want, ", "))
	}
}
