package cli

import (
	"errors"
	"io/fs"
	"net"
	"syscall"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
)

// explainError finds the sentence and the exit code for an error.
func explainError(err error) (key string, args []any, code int) {
	var path *fs.PathError
	var op *net.OpError
	file := ""
	if errors.As(err, &path) {
		file = path.Path
	}
	args = []any{"file", file, "error", err.Error()}
	switch {
	case errors.Is(err, app.ErrNoRecord):
		return "cli.error.no_record", args, exitInput
	case errors.Is(err, record.ErrNotARecord):
		return "cli.error.not_a_record", args, exitInput
	case errors.Is(err, record.ErrNotFound):
		return "cli.error.not_found", args, exitInput
	case errors.Is(err, record.ErrHeadMoved):
		return "cli.error.head_moved", args, exitUnfinished
	case errors.Is(err, record.ErrReadOnly):
		return "cli.error.read_only", args, exitUnfinished
	case errors.Is(err, syscall.ENOSPC):
		return "cli.error.disk_full", args, exitUnfinished
	case errors.Is(err, syscall.EADDRINUSE):
		return "cli.error.address_in_use", args, exitUnfinished
	case errors.As(err, &op):
		return "cli.error.net", args, exitUnfinished
	case errors.Is(err, fs.ErrNotExist) && file != "":
		return "cli.error.no_file", args, exitInput
	case errors.Is(err, fs.ErrPermission) && file != "":
		return "cli.error.no_permission", args, exitInput
	case errors.Is(err, fs.ErrExist):
		return "cli.error.exists", args, exitInput
	case path != nil:
		return "cli.error.file", args, exitInput
	}
	return "cli.error.other", args, exitUnfinished
}
