package cli

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

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

// hanging prints text after a head; lines that follow the first stand under the text.
func (e *Env) hanging(head, text string) {
	indent := locale.Width(head)
	for _, line := range locale.Wrap(text, max(e.width, 72)-indent) {
		e.line(head + line)
		head = strings.Repeat(" ", indent)
	}
}

// upper begins a sentence that the catalogue has as a part of others.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// bold sets text off on a terminal; elsewhere it stays plain.
func (e *Env) bold(text string) string {
	return e.styled("1", text)
}

// styled sets text off by a code of ECMA-48 (8.3.117) on a terminal.
func (e *Env) styled(code, text string) string {
	if !e.colour || code == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// remarks prints diagnostics with the lines they speak of.
func (e *Env) remarks(out io.Writer, ds []diag.Diagnostic, files map[string]*source.File) {
	carets := wording.Carets{
		Words: e.words, Source: func(name string) *source.File { return files[name] },
		Colour: e.colour && e.errTTY, Width: e.width,
	}
	for i, d := range ds {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprint(out, carets.Remark(d))
	}
}
