package app

import (
	"fmt"
	"strconv"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
)

// Cuts limit what is judged, as the user gave them (DESIGN 4.4). Empty strings do not cut.
type Cuts struct {
	AsOf        string // happened by; what is still to come is read as now
	PublishedBy string // published by
	KnownAt     string // entered by; "#N": up to entry N
}

// Instants are cuts as instants.
type Instants struct {
	At        int64 // last instant that is read
	Published int64 // civil.Forever: no cut
	Record    record.Cut
}

// CutError names a cut that cannot be read. Its sentence is made in the front.
type CutError struct{ Flag, Value string }

func (e *CutError) Error() string {
	return fmt.Sprintf("--%s: %q is not a day, a time or an entry", e.Flag, e.Value)
}

// instants turns cuts into instants: a bare day means its end in the zone; without --as-of it is now. A day that is not over ends now:
// nobody can have missed a deadline that is still to come.
func (c Cuts) instants(zone civil.Zone, now int64) (Instants, error) {
	in := Instants{At: now, Published: civil.Forever}
	if c.AsOf != "" {
		t, err := endOf("as-of", c.AsOf, zone)
		if err != nil {
			return in, err
		}
		in.At = min(t, now)
	}
	if c.PublishedBy != "" {
		t, err := endOf("published-by", c.PublishedBy, zone)
		if err != nil {
			return in, err
		}
		in.Published = t
	}
	if n, ok := strings.CutPrefix(c.KnownAt, "#"); ok {
		seq, err := strconv.ParseInt(n, 10, 64)
		if err != nil || seq < 1 {
			return in, &CutError{"known-at", c.KnownAt}
		}
		in.Record.Seq = seq
	} else if c.KnownAt != "" {
		t, err := endOf("known-at", c.KnownAt, zone)
		if err != nil {
			return in, err
		}
		in.Record.Entered = max(t, firstEntered)
	}
	return in, nil
}

// firstEntered stands for every instant before which no clock of an entry was set: a cut there leaves nothing. An instant of 0 or less would cut nothing
// (record.Cut), and what is known now would be told as what was known in the year 1.
const firstEntered = 1

// endOf gives the last instant of a day, month or year, or a clock time.
func endOf(flag, value string, zone civil.Zone) (int64, error) {
	e, err := civil.ParseEDTF(value)
	if err != nil || e.Approximate || e.Uncertain {
		return 0, &CutError{flag, value}
	}
	in := e.In(zone)
	if in.Hi >= civil.Forever {
		return 0, &CutError{flag, value}
	}
	return in.Hi, nil
}
