package wording

// Or joins phrases of this language: "a, b or c".
func (w *Words) Or(list []string) string { return w.join("list.or", list) }

// And joins phrases of this language: "a, b and c".
func (w *Words) And(list []string) string { return w.join("list.and", list) }

// Series joins phrases of this language by commas alone.
func (w *Words) Series(list []string) string { return w.join("list.comma", list) }

// join puts the last two together by key and everything before by key.more: a comma, or in Arabic the word again.
func (w *Words) join(key string, list []string) string {
	if len(list) == 0 {
		return ""
	}
	out := list[0]
	for i, item := range list[1:] {
		k := key
		if i < len(list)-2 && key != "list.comma" {
			k += ".more"
		}
		out = w.Text(k, "a", Phrase(out), "b", Phrase(item))
	}
	return out
}

// names joins names of things, each isolated on its own.
func (w *Words) names(key string, list []string) Phrase {
	isolated := make([]string, len(list))
	for i, s := range list {
		isolated[i] = w.name(s)
	}
	return Phrase(w.join(key, isolated))
}

// first gives the first of keys whose sentence is there and whose arguments are all given.
func (w *Words) first(keys []string, args ...any) (string, bool) {
	for _, key := range keys {
		if text, ok := w.texts[key]; ok && w.filled(text, args) {
			return w.fill(text, args), true
		}
	}
	return "", false
}
