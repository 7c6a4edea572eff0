package cli

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"mithaq/internal/testroot/pgtest"
)

// TestDatabase runs the scripts in testdata/database, each on an empty database of a real PostgreSQL, whose address is $DB.
func TestDatabase(t *testing.T) {
	address := pgtest.Database(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/database",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("DB", address)
			env.Setenv("MITHAQ_ACTOR", "desk")
			env.Setenv("LANG", "C.UTF-8")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": scriptExits, "validate": scriptValidate},
	})
}
