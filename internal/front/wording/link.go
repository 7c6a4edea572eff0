package wording

import "mithaq/internal/evidence/link"

// Sign says what speaks for or against two incidents being one.
func (w *Words) Sign(s link.Sign) string {
	return w.Text("sign."+s.Code, "a", s.A, "b", s.B, "n", s.N)
}

// SignWeight says it with its weight.
func (w *Words) SignWeight(s link.Sign) string {
	return w.Text("cli.duplicates.sign", "text", Phrase(w.Sign(s)), "weight", Phrase(link.Weight(s.Weight)))
}
