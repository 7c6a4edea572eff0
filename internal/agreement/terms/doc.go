// Package terms holds agreements as resolved: every name has become the thing it names.
//
//	syntax (as written) ── Resolve ──> terms (as resolved) ── norms.Lower ──> norms (as judged)
//
// The types here refer to each other by pointer, so that an unresolved name
// cannot exist in them. A statement that holds an error is left out of the
// Book and told as a remark; a declaration stays, so that one slip in it does
// not make every use of it an error too. A Book without errors is whole.
//
// Resolve goes in four passes, because a text may use a name before it declares it:
//
//  1. vocabularies: parties, kinds, acts, states, zones, rosters; then what they say of each other
//  2. agreements: names, headings, marks, labels of terms and norms
//  3. bodies: norms, claims, concerns, positions
//  4. the whole: circles of conditions and of supersession
package terms
