package seal

import (
	"context"
	"encoding/binary"
	"strconv"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal/tree"
)

// Export writes the log of a signed checkpoint as the files of C2SP tlog-tiles, which any web server can serve as they are: checkpoint, tile/L/N and
// tile/entries/N. An entry there is its id, 32 bytes, and nothing else. The checkpoint comes last, when all that it names is in its place.
func Export(ctx context.Context, l record.Log, checkpoint []byte, write func(path string, content []byte) error) error {
	text, _, _ := cutNote(checkpoint)
	c, err := parseText(text)
	if err != nil {
		return err
	}
	for _, t := range tree.Tiles(c.Size) {
		hashes, err := l.Tile(ctx, t.Level, t.N)
		if err != nil {
			return err
		}
		if len(hashes) < 32*t.Width {
			return tree.ErrTiles
		}
		if err := write(tree.Path(strconv.Itoa(t.Level), t.N, t.Width), hashes[:32*t.Width]); err != nil {
			return err
		}
	}
	if err := exportEntries(ctx, l, c.Size, write); err != nil {
		return err
	}
	return write("checkpoint", checkpoint)
}

func exportEntries(ctx context.Context, l record.Log, size int64, write func(path string, content []byte) error) error {
	var bundle []byte
	n, width := int64(0), 0
	flush := func() error {
		if width == 0 {
			return nil
		}
		err := write(tree.Path("entries", n, width), bundle)
		bundle, width = bundle[:0], 0
		n++
		return err
	}
	for e, err := range l.Stored(ctx, 0) {
		if err != nil {
			return err
		}
		if e.Seq > size {
			break
		}
		bundle = append(binary.BigEndian.AppendUint16(bundle, uint16(len(e.ID))), e.ID[:]...)
		if width++; width == tree.Width {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// EntryAt gives an entry as it is stored; record.ErrNotFound.
func EntryAt(ctx context.Context, l record.Log, seq int64) (record.Stored, error) {
	for e, err := range l.Stored(ctx, seq-1) {
		if err != nil || e.Seq == seq {
			return e, err
		}
		break
	}
	return record.Stored{}, record.ErrNotFound
}
