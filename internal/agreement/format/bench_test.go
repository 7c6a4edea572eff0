package format

import (
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/agreement/syntax"
)

// accord writes a text of n norms with a vocabulary.
func accord(n int) string {
	var b strings.Builder
	b.WriteString("vocabulary v \"Acts\" ar \"أفعال\"\nparty a \"A\"\nparty b \"B\"\nact attack (doer party, harmed people, at place)\nkind people { civilian fighter }\n")
	b.WriteString("agreement accord \"Accord\"\n  uses v\n  agreed between a and b\n  dated 2015-11-01\n  zone \"Asia/Damascus\"\n")
	for i := range n {
		if i%4 == 0 {
			fmt.Fprintf(&b, "\nterm %d \"Term %d\" ar \"البند\"\n  text en \"The parties shall refrain from what follows.\" ar \"يمتنع الطرفان عما يلي.\"\n", i/4+1, i/4+1)
		}
		fmt.Fprintf(&b, "  n%d: for each attack(doer: a) as x, b must attack(harmed: civilian or fighter, at: x.at) within %d days of x\n      if (attack(doer: a) from 2015-11-01 until 2016-01-01) and not n%d is breached unless count attack() >= %d # note\n", i, i%90+1, i/2, i)
	}
	return b.String()
}

func BenchmarkParse600Norms(b *testing.B) {
	text := accord(600)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, ds := syntax.Parse("accord", text); len(ds) > 0 {
			b.Fatal(ds)
		}
	}
}

func BenchmarkParseAndFormat600Norms(b *testing.B) {
	text := accord(600)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Text(text)
	}
}

func BenchmarkParseLetter(b *testing.B) {
	text := accord(20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		syntax.Parse("letter", text)
	}
}
