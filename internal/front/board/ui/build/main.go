// Command build bundles the board's islands: what stands in head and islands of its parent folder, with the npm packages that they
// import, into the scripts that are embedded, and copies the outlines of countries. They are committed, so that building mithaq needs neither Node nor npm.
//
//	npm ci --prefix internal/front/board/ui && go generate ./internal/front/board
package main

import (
	"fmt"
	"os"
)

func main() {
	scripts, err := bundle("ui")
	if err == nil {
		err = write("assets/js", scripts)
	}
	if err == nil {
		var maps map[string][]byte
		if maps, err = outlines("ui"); err == nil {
			err = write("assets/map", maps)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "build: run by go generate ./internal/front/board:", err)
		os.Exit(1)
	}
}
