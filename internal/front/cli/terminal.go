package cli

import (
	"os"
	"strconv"
)

// isTerminal says whether the file is a terminal.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// terminalWidth takes the width from COLUMNS; 80 where nothing says otherwise.
func terminalWidth(getenv func(string) string) int {
	if n, err := strconv.Atoi(getenv("COLUMNS")); err == nil && n >= 40 && n <= 400 {
		return n
	}
	return 80
}
