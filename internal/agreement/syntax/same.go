package syntax

import (
	"reflect"

	"mithaq/internal/base/diag"
)

// Same says whether two trees are the same but for how their keywords are spelt. Where they are not, at is the first token of the smallest
// statement or part that differs.
func Same(a, b *File) (same bool, at int) {
	if len(a.Tokens) != len(b.Tokens) {
		for i := range min(len(a.Tokens), len(b.Tokens)) {
			if x, y := &a.Tokens[i], &b.Tokens[i]; x.Kind != y.Kind || x.keyword() != y.keyword() {
				return false, i
			}
		}
		return false, 0
	}
	for i := range a.Tokens {
		x, y := &a.Tokens[i], &b.Tokens[i]
		if x.Kind != y.Kind || x.keyword() != y.keyword() || x.keyword() == NoKeyword && x.sign() != y.sign() ||
			x.Kind != Punct && x.keyword() == NoKeyword && x.Text != y.Text {
			return false, i
		}
	}
	c := comparison{at: 0}
	return c.same(reflect.ValueOf(a.Stmts), reflect.ValueOf(b.Stmts)), c.at
}

// comparison walks two trees together.
type comparison struct{ at int }

func (c *comparison) same(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Interface, reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() == b.IsNil()
		}
		return a.Elem().Type() == b.Elem().Type() && c.same(a.Elem(), b.Elem())
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !c.same(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		if n, ok := a.Interface().(Node); ok {
			m := b.Interface().(Node)
			c.at = n.First
			return n.First == m.First && n.Last == m.Last && n.Broken == m.Broken
		}
		word := "" // a field that holds a keyword as it is written
		switch part := a.Interface().(type) {
		case Role:
			if part.Type != nil && part.Word != TypeKind {
				word = "Type"
			}
		case Value:
			if part.Sort == ValueThis {
				word = "Ref" // what stands behind "this." is compared with the tokens
			}
		}
		for i := range a.NumField() {
			switch a.Type().Field(i).Name {
			case "Span", "ModalitySpan", "DeedSpan", word:
			default:
				if !c.same(a.Field(i), b.Field(i)) {
					return false
				}
			}
		}
		return true
	}
	return a.Equal(b)
}

// NameTaken remarks on the name for which a text cannot be put into a language: the first, from a token of the statement concerned on, that is
// a word of the language.
func (f *File) NameTaken(t *Table, at int) diag.Diagnostic {
	found := at
	for i := at; i < len(f.Tokens) && f.Tokens[i].Kind != End; i++ {
		if f.Tokens[i].named && t.meaning(f.Tokens, i).key != NoKeyword {
			found = i
			break
		}
	}
	tok := &f.Tokens[found]
	return diag.Diagnostic{Code: codeTongueName, Span: f.Source.Span(tok.Offset, tok.End()), Args: diag.Args("word", tok.Text, "lang", t.Lang)}
}
