package project

import (
	"fmt"

	"mithaq/internal/evidence/record"
)

// RawRow is a row of the table of entries as it is read, nothing of it believed.
type RawRow struct {
	Row
	RawID []byte // the column id, of any length
}

// Examination goes through the entries of a store in their order.
type Examination struct {
	report   func(record.Fault)
	out      record.Examined
	prev     []byte // the column id of the row before
	removals record.Removals
	layouts  map[Layout]bool
}

// NewExamination begins before the first entry.
func NewExamination(report func(record.Fault)) *Examination {
	return &Examination{report: report, prev: make([]byte, len(record.Hash{})), layouts: map[Layout]bool{}}
}

func (x *Examination) fault(sort record.FaultSort, entry int64, table, format string, args ...any) {
	x.Report(record.Fault{Sort: sort, Entry: entry, Table: table, Detail: fmt.Sprintf(format, args...)})
}

// Report counts a fault and passes it on.
func (x *Examination) Report(f record.Fault) {
	x.out.Faults++
	x.report(f)
}

// Row examines the next row.
func (x *Examination) Row(r *RawRow) {
	if r.Seq != x.out.Head.Seq+1 {
		x.fault(record.FaultGap, r.Seq, "", "it follows entry %d", x.out.Head.Seq)
	}
	before := x.prev
	x.prev = r.RawID
	x.out.Head = record.Head{Seq: r.Seq}
	if copy(x.out.Head.Hash[:], r.RawID) != len(x.out.Head.Hash) {
		x.fault(record.FaultColumn, r.Seq, "id", "%x", r.RawID)
	}
	x.layouts[Layout{r.Kind, r.Version}] = true
	e, err := record.DecodeStored(r.Bytes)
	if err != nil {
		x.fault(record.FaultBytes, r.Seq, "", "%v", err)
		return
	}
	e.Seq = r.Seq
	if string(e.ID[:]) != string(r.RawID) {
		x.fault(record.FaultID, r.Seq, "", "%s, %x", e.ID, r.RawID)
	}
	if string(e.Prev[:]) != string(before) {
		x.fault(record.FaultChain, r.Seq, "", "%s, %x", e.Prev, before)
	}
	if e.Gone() != (r.Removed > r.Seq) {
		x.fault(record.FaultStub, r.Seq, "", "removed by %d", r.Removed)
	}
	x.content(&e, r)
}

// content examines what an entry says, and the columns that say it again.
func (x *Examination) content(e *record.Entry, r *RawRow) {
	var payload any
	if !e.Gone() {
		var err error
		payload, err = record.Decode(e.Kind, e.Version, e.Payload)
		switch {
		case record.IsNewer(err):
			x.out.Newer++
			return
		case err != nil:
			x.fault(record.FaultPayload, r.Seq, "", "%v", err)
			return
		}
		if k, s, err := record.SubjectOf(payload); err != nil || k != e.Kind || s != e.Subject {
			x.fault(record.FaultPayload, r.Seq, "", "%s %q, %s %q", e.Kind, e.Subject, k, s)
		}
	}
	want := rowOf(Read{Entry: e, Payload: payload})
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"kind", r.Kind, want.Kind},
		{"version", r.Version, want.Version},
		{"subject", r.Subject, want.Subject},
		{"entered", r.Entered, want.Entered},
		{"incident", r.Incident, want.Incident},
		{"based", r.Based, want.Based},
	} {
		if c.got != c.want {
			x.fault(record.FaultColumn, r.Seq, c.name, "%v, %v", c.got, c.want)
		}
	}
	if err := x.removals.Take(e, payload); err != nil {
		x.fault(record.FaultStub, r.Seq, "", "%v", err)
	}
}

// End examines what is said of all entries together: the head, and which layouts occur.
func (x *Examination) End(head record.Head, layouts []Layout) {
	if err := x.removals.End(); err != nil {
		x.fault(record.FaultStub, 0, "", "%v", err)
	}
	if head != x.out.Head {
		x.fault(record.FaultHead, 0, "", "%d %s, %d %s", head.Seq, head.Hash, x.out.Head.Seq, x.out.Head.Hash)
	}
	listed := map[Layout]bool{}
	for _, l := range layouts {
		listed[l] = true
	}
	for l := range x.layouts {
		if !listed[l] {
			x.fault(record.FaultLayout, 0, "", "%s %d", l.Kind, l.Version)
		}
	}
}

// Result gives what was gone through so far.
func (x *Examination) Result() record.Examined { return x.out }

// Compared notes that the tables were compared.
func (x *Examination) Compared() { x.out.Tables = true }

// MostFaulty is how many incidents a fault of a table names.
const MostFaulty = 20

// Differing gathers what differs in a table, to be reported as one fault.
type Differing struct {
	Table string
	ids   []string
	n     int64
}

// Add adds one.
func (d *Differing) Add(id string) {
	if d.n++; len(d.ids) < MostFaulty {
		d.ids = append(d.ids, id)
	}
}

// Tell reports them, where there are any.
func (x *Examination) Tell(d *Differing) {
	if d.n > 0 {
		x.Report(record.Fault{Sort: record.FaultProjection, Table: d.Table, Incidents: d.ids, N: d.n})
	}
}
