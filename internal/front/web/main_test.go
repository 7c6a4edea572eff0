package web_test

import (
	"os"
	"testing"

	"mithaq/internal/front/drafting"
)

var tempDirs []string

// tempDir gives a folder that lasts as long as all tests.
func tempDir() (string, error) {
	dir, err := os.MkdirTemp("", "mithaq-web")
	tempDirs = append(tempDirs, dir)
	return dir, err
}

func TestMain(m *testing.M) {
	if drafting.Asked() { // the drafting room starts this program again
		os.Exit(drafting.Serve(os.Stdin, os.Stdout))
	}
	code := m.Run()
	for _, dir := range tempDirs {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}
