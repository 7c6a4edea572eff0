package run

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// turn gives the next instant at which a status may change by itself, after now; Forever: there is none worth waiting for.
func (pl *player) turn(view *Judged, moving bool) int64 {
	now, next := pl.run.End, civil.Forever
	take := func(t int64) {
		if t > now && t < next {
			next = t
		}
	}
	waits := false
	for i := range view.list {
		in := &view.list[i]
		take(pl.next(in))
		waits = waits || in.States&status.Of(status.NotYet, status.Suspended) != 0
	}
	if waits {
		for _, b := range pl.reached {
			take(pl.instant(view, b))
		}
	}
	return next
}

// next gives the next instant at which an instance may change by itself.
func (pl *player) next(in *Instance) int64 {
	next := civil.Forever
	switch {
	case in.States&status.Of(status.NotYet, status.Suspended) != 0:
	case in.Norm.Modality == norms.Obligation && in.States&status.Of(status.Due) != 0 && !in.Norm.Keep:
	default:
		return next
	}
	for _, t := range []int64{in.Window.Start.Lo, in.Window.End.Lo} {
		if t > pl.run.End && t < next {
			next = t
		}
	}
	return next
}

// instant gives about when a bound comes; Forever: not yet. It decides when to look again, nothing else.
func (pl *player) instant(view *Judged, b *norms.Bound) int64 {
	z, p := civil.UTC, civil.Forever
	if len(pl.prog.Agreements) > 0 {
		z, p = pl.prog.Agreements[0].Zone, civil.Forever
	}
	switch b.At.Sort {
	case norms.AtInstant:
		p = b.At.Instant
	case norms.AtStart:
		for i := range pl.prog.Agreements {
			p = min(p, pl.prog.Agreements[i].Starts)
		}
	case norms.AtMark:
		p = pl.marked(z, b.At.Mark)
	case norms.AtAct:
		past := pl.run.past(pl.prog)
		for i := range past {
			a := &past[i]
			if decl := pl.prog.Act(a.Act); matches(pl.prog, a, decl, &b.At.Act, nil) {
				p = min(p, a.At)
			}
		}
	case norms.AtNorm, norms.AtVar:
		for i := range pl.run.Acts {
			if a := &pl.run.Acts[i]; a.For.Norm == b.At.Norm {
				p = min(p, a.At)
			}
		}
	}
	if p >= civil.Forever {
		return p
	}
	if !b.Plus.IsZero() {
		if b.Plus.Unit == civil.Hours {
			p += b.Plus.Seconds()
		} else {
			p = z.Clock(z.DateOf(p).Shift(b.Plus), 0, 0)
		}
	}
	if b.Edge == norms.DayEnd {
		p = z.End(z.DateOf(p))
	}
	return p
}

func (pl *player) marked(z civil.Zone, mark string) int64 {
	past := pl.run.past(pl.prog)
	for i := range past {
		a := &past[i]
		named, day := false, ""
		for _, r := range a.Roles {
			for _, v := range r.Values {
				if v == mark {
					named = true
				} else if _, err := civil.ParseDate(v); err == nil {
					day = v
				}
			}
		}
		if d, err := civil.ParseDate(day); named && err == nil {
			return z.Clock(d, 12, 0)
		}
	}
	return civil.Forever
}
