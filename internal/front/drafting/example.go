package drafting

import (
	_ "embed"

	"mithaq/internal/agreement/format"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/locale"
)

//go:embed begin.mithaq
var begin string

// Example is a short text to begin with, its keywords in a language.
func Example(lang locale.Lang) string {
	if table := syntax.TableOf(string(lang)); table != nil {
		if text, ds := format.To(DraftName, begin, table); ds == nil {
			return text
		}
	}
	return begin
}
