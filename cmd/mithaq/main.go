// Command mithaq says where a political agreement stands, term by term, with the reasons.
package main

import (
	"os"

	"mithaq/internal/front/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:])) }
