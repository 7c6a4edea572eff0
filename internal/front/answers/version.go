package answers

import (
	"runtime"
	"runtime/debug"
)

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

// Build is what the program was built with and for (spec/schema/version.json).
type Build struct {
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

// BuildOf gives the build of this program.
func BuildOf() Build { return Build{runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH} }
