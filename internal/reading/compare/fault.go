package compare

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/run"
)

// faults gives the states in which an instance of the norm is breached or left open at the end of a run.
func faults(n *norms.Norm) status.Set {
	switch n.Modality {
	case norms.Obligation:
		if run.Repeats(n) {
			return status.Of(status.Breached, status.Cured)
		}
		return status.Of(status.Breached, status.Cured, status.Due, status.Open)
	case norms.Aim:
		return status.Of(status.Missed, status.Open)
	case norms.Prohibition:
		return status.Of(status.Breached)
	case norms.Permission:
		return status.Of(status.UsedTooEarly)
	case norms.Power:
	}
	return 0
}

// bears gives the states in which the norm has come to bear, and is as it should be.
func bears(n *norms.Norm) status.Set {
	set := status.Of(status.Kept, status.Reached, status.NoBreachSeen, status.Used, status.Lapsed)
	if run.Repeats(n) || n.Modality == norms.Permission || n.Modality == norms.Power {
		set |= status.Of(status.Due, status.Open)
	}
	return set
}

// fault gives the instance of a norm that is settled in a fault; ok is false where none is.
func fault(j *run.Judged, name string) (member string, ok bool) {
	for _, in := range j.Instances() {
		if in.Norm.Name() == name && in.States.Within(faults(in.Norm)) && in.States != 0 {
			return in.Key.Member, true
		}
	}
	return "", false
}

// borne says whether some instance of a norm comes to bear in the run.
func borne(j *run.Judged, name string) bool {
	for _, in := range j.Instances() {
		if in.Norm.Name() == name && in.States != 0 && in.States.Within(bears(in.Norm)) {
			return true
		}
	}
	return false
}

// keeps says whether a run is complete and lawful for the initiative; with aims, whether what it aims at is reached too: an aim
// of the terms is measured on such runs. Nothing in it is still to come: each date that the run fixed has passed.
func (x *pair) keeps(j *run.Judged, aims bool) bool {
	for _, in := range j.Instances() {
		if x.pending(j, &in) {
			return false
		}
		if x.asked(in.Norm) && (in.Norm.Modality != norms.Aim || aims) && in.States&faults(in.Norm) != 0 {
			return false
		}
	}
	return true
}

// asked says whether a norm is one of those of the initiative that have to be performed.
func (x *pair) asked(n *norms.Norm) bool {
	return some(x.init, func(a *norms.Agreement) bool { return a.ID == n.Agree }) && (x.only == nil || x.only[n.Name()])
}

// pending says that an opening or an end of an instance that is fixed lies after the end of the run; of what is done again and
// again, that not one stretch of it is over.
func (x *pair) pending(j *run.Judged, in *run.Instance) bool {
	end := j.Run.End
	for _, t := range []int64{in.Window.Start.Lo, in.Window.End.Lo} {
		if t > end && t < forever {
			return true
		}
	}
	if per := in.Norm.AtLeast.Per; !per.IsZero() && in.Window.Start.Lo < forever {
		return in.Window.Start.Lo+per.Seconds()+3*86400 > end
	}
	return false
}
