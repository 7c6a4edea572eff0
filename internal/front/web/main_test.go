package web_test

import (
	"os"
	"testing"
)

var tempDirs []string

// tempDir gives a folder that lasts as long as all tests.
func tempDir() (string, error) {
	dir, err := os.MkdirTemp("", "mithaq-web")
	tempDirs = append(tempDirs, dir)
	return dir, err
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, dir := range tempDirs {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}
