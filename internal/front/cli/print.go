package cli

import (
	"fmt"
	"io"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
	"mithaq/internal/base/source"
	"mithaq/internal/front/wording"
)

// rightToLeft makes a terminal that knows about direction set the whole line from the right.
const rightToLeft = "\u200f"

// line prints a line of text in the reader's direction.
func (e *Env) line(text string) {
	if locale.Dir(e.words.Lang()) == "rtl" && text != "" {
		text = rightToLeft + text
	}
	fmt.Fprintln(e.out, text)
}

// wrapped prints text in lines that fit, each indented.
func (e *Env) wrapped(indent int, text string) {
	for _, line := range locale.Wrap(text, max(e.width, 72)-indent) {
		e.line(strings.Repeat(" ", indent) + line)
	}
}

// bold sets text off on a terminal; elsewhere it stays plain.
func (e *Env) bold(text string) string {
	if !e.tty || e.getenv("NO_COLOR") != "" {
		return text
	}
	return "\x1b[1m" + text + "\x1b[0m"
}

// remarks prints diagnostics with the lines they speak of.
func (e *Env) remarks(out io.Writer, ds []diag.Diagnostic, files map[string]*source.File) {
	carets := wording.Carets{
		Words: e.words, Source: func(name string) *source.File { return files[name] },
		Colour: e.tty && e.getenv("NO_COLOR") == "", Width: e.width,
	}
	for i, d := range ds {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprint(out, carets.Remark(d))
	}
}
