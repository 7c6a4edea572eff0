package project

import "mithaq/internal/evidence/record"

// Layout is a kind of entry in one version. Stores keep which occur, so that what a newer program wrote is noticed at once.
type Layout struct {
	Kind    record.Kind
	Version int
}

// Newer says that this program does not know the layout.
func (l Layout) Newer() bool { return l.Version > record.Version(l.Kind) }
