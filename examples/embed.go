// Package examples holds the worked examples: agreements and records that the program carries with it.
package examples

import "embed"

// Syria2015 holds the terms of an open letter of 2015, the initiatives of the time, and a record of dated facts.
//
//go:embed syria-2015
var Syria2015 embed.FS

// Agreements holds the texts of every example, one folder for each, with the tests that stand beside them.
//
//go:embed */*.mithaq */*.test
var Agreements embed.FS
