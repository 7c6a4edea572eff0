// Package project derives from the entries of a record what its stores keep beside them: packed bundles, the columns that filters, sorts
// and counts read, the words that are searched, and which entries touch which incident (DESIGN 7). It holds no SQL. Each store writes the
// results to tables of its own, in the transaction that appends the entries, so that two stores of the same entries answer alike.
package project
