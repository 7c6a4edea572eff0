package record

import (
	"cmp"
	"context"
	"slices"
)

// Due is something that stands outside the tables of a store and that the content of removed entries named: whether it goes is for those to say
// that know what still names it.
type Due struct {
	Sort DueSort `cbor:"sort"`
	Hash Hash    `cbor:"hash"`
}

// DueSort says what is due.
type DueSort string

// What stands outside the tables.
const (
	DueFile DueSort = "file" // of evidence, in the store of files
	DueBox  DueSort = "box"  // a sealed identity
)

// Debtor is a store that keeps what is due. It is noted in the transaction of the removal, so that whoever comes after a program that was killed
// finds it. It is no part of the record: a copy has files of its own.
type Debtor interface {
	// Due gives what is still to be done, sorted.
	Due(ctx context.Context) ([]Due, error)
	// Pay runs take while nobody else can enter anything, given the head on which that holds, and takes d out where it gives no error. What take
	// reads of the record is as it stays until Pay returns; it writes nothing to it. Where it was cut short d is due still, whatever take did.
	Pay(ctx context.Context, d Due, take func(Head) error) error
}

// DueOf gives what the payload of a removed entry names outside the tables.
func DueOf(payload any) (out []Due) {
	switch p := payload.(type) {
	case File:
		for _, h := range p.Names() {
			out = append(out, Due{DueFile, h})
		}
	case Account:
		for _, h := range p.Files {
			out = append(out, Due{DueFile, h})
		}
	case Identity:
		out = append(out, Due{DueBox, p.Box})
	}
	return out
}

// EncodeDue writes a list, sorted and each once; nothing is written as no bytes.
func EncodeDue(list []Due) []byte {
	if len(list) == 0 {
		return []byte{}
	}
	list = slices.Clone(list)
	slices.SortFunc(list, compareDue)
	return Marshal(slices.Compact(list))
}

// DecodeDue reads what EncodeDue wrote.
func DecodeDue(b []byte) (list []Due, err error) {
	if len(b) == 0 {
		return nil, nil
	}
	return list, Unmarshal(b, &list)
}

func compareDue(a, b Due) int {
	return cmp.Or(cmp.Compare(a.Sort, b.Sort), compareHash(a.Hash, b.Hash))
}

// Without gives a list without some.
func Without(list, done []Due) []Due {
	return slices.DeleteFunc(slices.Clone(list), func(d Due) bool { return slices.Contains(done, d) })
}
