package wording

import "mithaq/internal/judge/status"

// OfInstance gives one member of a family the form of a norm's status, so that it is told like one: its own lanes, window
// and reasons (made on demand), the norm's bearers and bond.
func OfInstance(n *status.Norm, i *status.Instance, reasons status.Reasons) *status.Norm {
	one := *n
	one.Key, one.Lanes, one.Window = i.Key, i.Lanes, i.Window
	one.Family, one.Instances, one.Reasons = nil, nil, reasons
	return &one
}
