package project

import "mithaq/internal/evidence/record"

// Row is an entry as a store keeps it: its bytes, and columns that say again, for the indexes, what the bytes say.
type Row struct {
	Seq      int64
	ID       record.Hash
	Kind     record.Kind
	Version  int
	Subject  string // "" of a stub
	Entered  int64
	Incident string // that it speaks of (Spoken); "": none
	Based    bool   // Base reads it
	Removed  int64  // the entry that says that its content was removed; 0: it is there
	Bytes    []byte
}

// rowOf gives the row of an entry. A nil payload is that of a stub, or of a newer program.
func rowOf(r Read) *Row {
	e := r.Entry
	return &Row{
		Seq: e.Seq, ID: e.ID, Kind: e.Kind, Version: e.Version, Subject: e.Subject, Entered: e.Entered,
		Incident: Spoken(r.Payload), Based: Based(r.Payload), Removed: r.Removed, Bytes: r.Bytes,
	}
}
