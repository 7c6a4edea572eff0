package record

import (
	"context"
	"fmt"
	"strings"
)

// FaultSort says what sort of fault a check found.
type FaultSort string

// The sorts of fault.
const (
	FaultFile       FaultSort = "file"       // the database itself says that it is damaged
	FaultGap        FaultSort = "gap"        // positions do not count on
	FaultBytes      FaultSort = "bytes"      // an entry cannot be read
	FaultID         FaultSort = "id"         // an entry's content is not that of its id
	FaultChain      FaultSort = "chain"      // an entry does not follow on the one before
	FaultPayload    FaultSort = "payload"    // what an entry says cannot be read, or is of another subject
	FaultColumn     FaultSort = "column"     // a column beside an entry says something else than its bytes
	FaultStub       FaultSort = "stub"       // content is gone without a removal, or there in spite of one
	FaultHead       FaultSort = "head"       // the head is not the last entry
	FaultLayout     FaultSort = "layout"     // a kind of entry is not listed among those that occur
	FaultProjection FaultSort = "projection" // a table is not what the entries give
	FaultTables     FaultSort = "tables"     // the tables cannot be made anew: an entry says what none can
)

// Fault is something that is wrong with a record.
type Fault struct {
	Sort      FaultSort
	Entry     int64    // its position; 0: of no one entry
	Table     string   // of a projection; of a column: its name
	Incidents []string // of a projection: some of those that differ (20 at most)
	N         int64    // of a projection: how many differ in all
	Detail    string   // what is there and what should be
}

// Error tells the fault in plain words.
func (f *Fault) Error() string {
	out := string(f.Sort)
	if f.Entry > 0 {
		out += fmt.Sprintf(", entry %d", f.Entry)
	}
	if f.Table != "" {
		out += ", " + f.Table
	}
	if f.N > 0 {
		out += fmt.Sprintf(": %d differ: %s", f.N, strings.Join(f.Incidents, ", "))
	}
	if f.Detail != "" {
		out += ": " + f.Detail
	}
	return out
}

// Examined is what a check went through.
type Examined struct {
	Head   Head
	Faults int
	Newer  int  // entries of a newer program: chained, not read
	Tables bool // the projections were compared too: not where the record cannot be written, or holds entries of a newer program
}

// Examiner is a store that can be checked whole.
type Examiner interface {
	// Examine checks the chain of entries, the columns beside them, the head, and that all other tables are what the entries give. It reports every fault
	// that it finds, and goes on behind it as far as can be. It writes nothing, but makes writers wait while it compares the tables. progress may be nil.
	Examine(ctx context.Context, report func(Fault), progress func(done, total int64)) (Examined, error)
}

// Check examines a store and gives the first fault as an error.
func Check(ctx context.Context, s Examiner) (newer int, err error) {
	var first *Fault
	e, err := s.Examine(ctx, func(f Fault) {
		if first == nil {
			first = &f
		}
	}, nil)
	if err == nil && first != nil {
		err = first
	}
	return e.Newer, err
}
