// Command scaffold begins a new check of texts:
//
//	go run ./internal/scaffold NAME CODE
//
// It writes the folder of the check, enters it in the list of checks, and begins its sentences in the three languages and
// its pair of texts. What it writes builds and passes the tests of the checks: it finds acts of the check's own name. From
// there the author puts in what is really looked for. -n shows what would be written and writes nothing.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	dry := flag.Bool("n", false, "show what would be written")
	flag.Parse()
	if flag.NArg() != 2 {
		fail(fmt.Errorf("usage: go run ./internal/scaffold [-n] NAME CODE"))
	}
	files, err := begin(os.DirFS("."), flag.Arg(0), flag.Arg(1))
	if err != nil {
		fail(err)
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if *dry {
			fmt.Printf("-- %s --\n%s", path, files[path])
			continue
		}
		if err := write(path, files[path]); err != nil {
			fail(err)
		}
		fmt.Println(path)
	}
	if !*dry {
		fmt.Println("then: MITHAQ_UPDATE=1 go test -run TestChecksPage ./internal/front/wording")
	}
}

func write(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "scaffold:", err)
	os.Exit(2)
}

// exists says whether a file or folder is there.
func exists(root fs.FS, path string) bool {
	_, err := fs.Stat(root, path)
	return err == nil
}
