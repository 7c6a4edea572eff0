// Package schema holds a JSON Schema (draft 2020-12) for each answer of the command line (spec/cli.md).
package schema

import "embed"

// Files are the schemas, NAME.json for an answer "mithaq/NAME/1". They refer to each other by file name.
//
//go:embed *.json
var Files embed.FS
