// Package syntax reads the language of terms (spec/language.md) into a tree.
//
// The tree is lossless: File.Tokens holds every byte of the input, comments and
// errors included, and each node says which of these tokens are its own. The
// parser never gives up: every text, half-written or broken, gives a whole tree
// and all remarks at once. What could not be read is marked Broken, not dropped.
//
//	text ── scan ──> tokens ── parse ──> statements over the tokens
//
// Names are not resolved here; that is package terms.
package syntax
