package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"mithaq/internal/base/civil"
)

var versionVerb = &verb{name: "version", run: runVersion}

// Version gives the program's version: that of the module, or the commit that it was built from.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	version := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && (version == "" || version == "(devel)") {
			version = s.Value[:min(12, len(s.Value))]
		}
	}
	if version == "" || version == "(devel)" {
		return "devel"
	}
	return version
}

func runVersion(c *call) int {
	if c.set("json") {
		return c.json("version", map[string]string{"go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH}, nil)
	}
	fmt.Fprintf(c.out, "mithaq %s\n%s %s/%s\ntzdata %s\n", Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, civil.TZData)
	return exitFine
}
