package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"slices"
	"strings"
	"syscall"

	"mithaq/internal/app"
	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/export"
	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/files/display"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/vault"
)

// known are the errors that have a sentence of their own ("cli.error.KEY") and the exit code of each, the most telling first.
var known = []struct {
	err  error
	key  string
	code int
}{
	{app.ErrNoRecord, "no_record", exitInput},
	{app.ErrUnreached, "unreached", exitUnfinished},
	{app.ErrNoFolder, "no_folder", exitUsage},
	{app.ErrNoConsent, "no_consent", exitInput},
	{app.ErrSecond, "second", exitUsage},
	{app.ErrNoUser, "no_user", exitInput},
	{app.ErrNoToken, "token", exitInput},
	{app.ErrTokenName, "token_name", exitUsage},
	{app.ErrTokenScope, "token_scope", exitUsage},
	{app.ErrTokenDays, "token_days", exitUsage},
	{app.ErrTokenMany, "token_many", exitInput},
	{app.ErrNoWebhook, "no_webhook", exitInput},
	{app.ErrNotAdministrator, "not_administrator", exitInput},
	{app.ErrSealed, "not_sealed", exitInput},
	{app.ErrNoReason, "no_reason", exitUsage},
	{app.ErrRequest, "request", exitInput},
	{app.ErrOwn, "own_request", exitInput},
	{export.ErrArchive, "archive", exitInput},
	{vault.ErrFew, "few_recipients", exitInput},
	{vault.ErrKey, "recipient_key", exitInput},
	{vault.ErrNoKey, "no_key", exitInput},
	{vault.ErrMissing, "box_missing", exitInput},
	{vault.ErrDamaged, "box_damaged", exitInput},
	{vault.ErrContent, "box_content", exitInput},
	{record.ErrDots, "dots", exitInput},
	{record.ErrHangs, "removal_hangs", exitInput},
	{record.ErrRemoved, "removed", exitInput},
	{app.ErrNoTexts, "no_texts_in", exitInput},
	{app.ErrNotAKey, "not_a_key", exitInput},
	{app.ErrNoPassphrase, "no_passphrase", exitInput},
	{app.ErrBadPassphrase, "bad_passphrase", exitInput},
	{app.ErrNoFiles, "no_files", exitUsage},
	{files.ErrNotFound, "file_missing", exitInput},
	{files.ErrDamaged, "file_damaged", exitInput},
	{display.ErrNoCopy, "no_copy", exitInput},
	{display.ErrBroken, "broken_image", exitInput},
	{record.ErrUnknown, "unknown", exitUnfinished},
	{record.ErrPooler, "pooler", exitInput},
	{record.ErrDatabaseFull, "database_full", exitUnfinished},
	{record.ErrLost, "lost", exitUnfinished},
	{app.ErrNoSums, "no_sums", exitInput},
	{record.ErrNotARecord, "not_a_record", exitInput},
	{record.ErrNewer, "newer", exitInput},
	{record.ErrDamaged, "damaged", exitInput},
	{record.ErrNotFound, "hangs_on", exitInput},
	{record.ErrHeadMoved, "head_moved", exitUnfinished},
	{record.ErrBusy, "busy", exitUnfinished},
	{record.ErrDiskFull, "disk_full", exitUnfinished},
	{record.ErrReadOnly, "read_only", exitUnfinished},
	{syscall.ENOSPC, "disk_full", exitUnfinished},
	{syscall.EADDRINUSE, "address_in_use", exitUnfinished},
	{syscall.EISDIR, "folder", exitInput},
	{syscall.EROFS, "no_permission", exitInput},
	{fs.ErrPermission, "no_permission", exitInput},
	{fs.ErrNotExist, "no_file", exitInput},
	{fs.ErrExist, "exists", exitInput},
}

// explainError finds the sentence and the exit code for an error. It looks at what the error is, never at its text.
func explainError(err error) (key string, code int) {
	for _, k := range slices.Concat(logErrors, known) {
		if errors.Is(err, k.err) {
			return "cli.error." + k.key, k.code
		}
	}
	var op *net.OpError
	var path *fs.PathError
	switch {
	case errors.As(err, &op):
		return "cli.error.net", exitUnfinished
	case errors.As(err, &path):
		return "cli.error.file", exitInput
	}
	return "cli.error.other", exitUnfinished
}

// fail tells an error and gives its exit code.
func (e *Env) fail(err error) int {
	var cut *app.CutError
	var hide *app.HideError
	var name *app.NameError
	var dated *app.DatedError
	var src *app.SourceError
	var file *files.TooLargeError
	var picture *display.TooLargeError
	switch {
	case errors.As(err, &file):
		e.complain("cli.error.large_file", "what", e.fileOf(err), "limit", file.Limit)
		return exitInput
	case errors.As(err, &picture):
		e.complain("cli.error.large_image")
		return exitInput
	case errors.As(err, &dated):
		e.complain("cli.error.tells_date", "ids", strings.Join(dated.IDs, ", "))
		return exitInput
	case errors.As(err, &name):
		e.complain("cli.error.one_name", "name", name.Name, "first", name.First, "second", name.Second)
		return exitInput
	case errors.As(err, &src):
		return e.misuse(&usage{"cli.usage.source", []any{"value", src.Source, "near", suggest.Nearest(src.Source, src.Known)}})
	case errors.As(err, &hide):
		return e.misuse(&usage{"cli.usage.hide", []any{"value", hide.Word, "known", strings.Join(hide.Known, ", "), "near", suggest.Nearest(hide.Word, hide.Known)}})
	case errors.As(err, &cut):
		return e.misuse(&usage{"cli.usage.cut", []any{"flag", "--" + cut.Flag, "value", cut.Value}})
	case errors.Is(err, context.Canceled), e.ctx.Err() != nil:
		return exitInterrupted // told once, at the end
	}
	if rs := refusalsIn(err); rs != nil {
		return e.refuse(rs)
	}
	key, code := explainError(err)
	e.complain(key, "file", e.fileOf(err), "error", err.Error())
	return code
}

// failAbout is fail for a command that asked for one thing of the record.
func (e *Env) failAbout(what string, err error) int {
	if errors.Is(err, record.ErrNotFound) {
		e.complain("cli.error.not_found", "what", what)
		return exitInput
	}
	return e.fail(err)
}

// failEach tells every one of several errors joined.
func (e *Env) failEach(err error) int {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return e.fail(err)
	}
	code := exitFine
	for _, one := range joined.Unwrap() {
		code = max(code, e.fail(one))
	}
	return code
}

// fileOf gives the file that an error speaks of: the one it names, unless the record is what the command was about to open.
func (e *Env) fileOf(err error) string {
	var path *fs.PathError
	if e.opening == "" && errors.As(err, &path) {
		return path.Path
	}
	return e.record
}

// complain writes a sentence about what went wrong to standard error.
func (e *Env) complain(key string, args ...any) {
	fmt.Fprintln(e.err, "mithaq: "+e.words.Text(key, args...))
}
