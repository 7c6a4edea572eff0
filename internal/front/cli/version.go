package cli

import (
	"fmt"
	"runtime"

	"mithaq/internal/base/civil"
	"mithaq/internal/front/answers"
)

var versionVerb = &verb{name: "version", run: runVersion}

// Version gives the program's version.
func Version() string { return answers.Version() }

func runVersion(c *call) int {
	if c.set("json") {
		return c.json("version", answers.BuildOf(), nil)
	}
	fmt.Fprintf(c.out, "mithaq %s\n%s %s/%s\ntzdata %s\n", Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, civil.TZData)
	return exitFine
}
