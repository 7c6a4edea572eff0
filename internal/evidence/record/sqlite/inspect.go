package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"mithaq/internal/evidence/record"
)

// The head of a SQLite file (sqlite.org/fileformat2.html, section 1.3).
const (
	magic         = "SQLite format 3\x00"
	headerSize    = 100
	applicationAt = 68
)

// inspect looks at a file before SQLite does, so that no other program's file is ever touched.
func inspect(path string, readOnly bool) error {
	f, err := os.Open(path)
	if err != nil {
		return err // names the path and says what is wrong with it
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s: %w: it is a folder", path, record.ErrNotARecord)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s: %w: it is no plain file", path, record.ErrNotARecord)
	}
	head := make([]byte, headerSize)
	if _, err := io.ReadFull(f, head); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%s: %w: it has only %d bytes", path, record.ErrNotARecord, info.Size())
	} else if err != nil {
		return err
	}
	if string(head[:len(magic)]) != magic {
		return fmt.Errorf("%s: %w: it is no SQLite file", path, record.ErrNotARecord)
	}
	if id := binary.BigEndian.Uint32(head[applicationAt:]); id != applicationID {
		return fmt.Errorf("%s: %w: it is another program's SQLite file (application id %#x)", path, record.ErrNotARecord, id)
	}
	if readOnly {
		return nil
	}
	return writable(path, info)
}

func writable(path string, info fs.FileInfo) error {
	if info.Mode().Perm()&0o222 == 0 { // the system lets its administrator write all the same; the owner did not mean that
		return fmt.Errorf("%s: %w: the file is marked read-only", path, record.ErrReadOnly)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("%s: %w: %w", path, record.ErrReadOnly, err)
	}
	return f.Close()
}
