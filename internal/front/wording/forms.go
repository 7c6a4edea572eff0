package wording

import "mithaq/internal/base/locale"

// Forms gives a sentence in each form that the language's whole numbers need, by the form's name (CLDR), with {n} where the number
// goes: for a program that counts by itself.
func (w *Words) Forms(key string) map[string]string {
	forms := map[string]string{}
	for _, form := range locale.Categories(w.lang) {
		if text, ok := w.texts[key+"#"+string(form)]; ok {
			forms[string(form)] = text
		}
	}
	return forms
}
