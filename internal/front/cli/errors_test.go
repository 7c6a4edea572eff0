package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/wording"
)

// TestErrors: each error that can come up has a sentence in every language, names the file, ends with the right code, and lets no
// words of the system or the database through where ours say it all.
func TestErrors(t *testing.T) {
	const file = "there/r.db"
	for _, x := range []struct {
		err  error
		code int
		says string
		raw  bool // the detail stands in parentheses
	}{
		{fmt.Errorf("%w at %s", app.ErrNoRecord, file), exitInput, file + ": there is no record.", false},
		{record.ErrNotARecord, exitInput, file + ": this is not a record", false},
		{record.ErrNewer, exitInput, file + ": a newer version", false},
		{record.ErrDamaged, exitInput, file + ": the file is damaged", true},
		{record.ErrBusy, exitUnfinished, file + ": another program is writing", false},
		{record.ErrLost, exitUnfinished, file + ": the database cannot be reached. Nothing was entered", true},
		{fmt.Errorf("%w: %w", record.ErrPooler, record.ErrLost), exitInput, file + ": between this program and the database stands a connection pooler", true},
		{record.ErrDatabaseFull, exitUnfinished, file + ": the disk of the database is full. Nothing was entered", true},
		{fmt.Errorf("%w: %w", record.ErrUnknown, record.ErrDatabaseFull), exitUnfinished, "is not known", true},
		{record.ErrUnknown, exitUnfinished, "is not known", true},
		{record.ErrDiskFull, exitUnfinished, "the disk is full. Nothing was entered.", false},
		{record.ErrReadOnly, exitUnfinished, file + ": the record cannot be written", false},
		{record.ErrHeadMoved, exitUnfinished, "somebody else wrote", false},
		{&fs.PathError{Op: "write", Path: "out.md", Err: syscall.ENOSPC}, exitUnfinished, "the disk is full", false},
		{&fs.PathError{Op: "open", Path: "a.csv", Err: syscall.ENOENT}, exitInput, "a.csv: there is no such file", false},
		{&fs.PathError{Op: "open", Path: "a.csv", Err: syscall.EACCES}, exitInput, "a.csv: it may not be read", false},
		{&fs.PathError{Op: "open", Path: "a.csv", Err: syscall.EROFS}, exitInput, "a.csv: it may not be read", false},
		{&fs.PathError{Op: "read", Path: "a", Err: syscall.EISDIR}, exitInput, "a: this is a folder", false},
		{&fs.PathError{Op: "read", Path: "a", Err: syscall.EIO}, exitInput, "a: it cannot be used (", true},
		{&net.OpError{Op: "listen", Net: "tcp", Err: os.NewSyscallError("bind", syscall.EADDRINUSE)}, exitUnfinished, "another program uses this address", false},
		{&net.OpError{Op: "listen", Net: "tcp", Err: errors.New("odd")}, exitUnfinished, "the address cannot be used (", true},
		{errors.New("odd"), exitUnfinished, "it could not be finished (wrapped: odd)", true},
	} {
		for _, lang := range locale.Langs {
			var out bytes.Buffer
			e := &Env{ctx: context.Background(), err: &out, words: wording.For(lang), record: file}
			wrapped := fmt.Errorf("wrapped: %w", x.err)
			if code := e.fail(wrapped); code != x.code {
				t.Errorf("%v: code %d, want %d", x.err, code, x.code)
			}
			if lang == locale.En && !strings.Contains(out.String(), x.says) {
				t.Errorf("%v: %s", x.err, out.String())
			}
			if raw := strings.Contains(out.String(), "wrapped"); raw != x.raw || strings.Contains(out.String(), "[cli.") {
				t.Errorf("%s: %v: %s", lang, x.err, out.String())
			}
		}
	}
}

// TestErrorIsAboutTheRecord: what the system says of a helper file while a record is made is told of the record.
func TestErrorIsAboutTheRecord(t *testing.T) {
	var out bytes.Buffer
	e := &Env{ctx: context.Background(), err: &out, words: wording.For(locale.En), record: "r.db", opening: "r.db"}
	e.fail(&fs.PathError{Op: "open", Path: ".mithaq-new-1", Err: syscall.EACCES})
	if got := out.String(); !strings.HasPrefix(got, "mithaq: r.db: it may not be") {
		t.Error(got)
	}
}
