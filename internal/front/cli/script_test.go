package cli

import (
	"archive/zip"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/files/filestest"
	"mithaq/internal/evidence/seal/sealtest"
	"mithaq/internal/testroot"
	"mithaq/spec/schema"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"mithaq": func() { os.Exit(Main(os.Args[1:])) }})
}

// TestScripts runs the scripts in testdata/script: one subject each, with a title at its head. Beside the usual commands they have
//
//	example FILE          puts the record of the example there
//	validate NAME FILE    holds a JSON answer (or several, one after another) against spec/schema/NAME.json
//	exits CODE COMMAND... runs a command that must end with this code
//	neutral FILE...       none of the words that the program never says
//	narrow FILE           no line is wider than 80 cells
//	pack FILE FOLDER      a ZIP archive of a folder
//	behind FILE SQL       changes a record behind the program's back
//	photograph FILE       a made-up JPEG file with metadata of all kinds (filestest.Photograph)
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(b, []byte("# ")) {
			t.Errorf("%s: a script begins with its title", f)
		}
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("MITHAQ_UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("EXAMPLE", filepath.Join(testroot.Root(t), "examples", "syria-2015"))
			env.Setenv("LATIN", filepath.Join(testroot.Root(t), "internal", "front", "cli", "testdata", "latin.csv"))
			env.Setenv("TABLES", filepath.Join(testroot.Root(t), "internal", "front", "cli", "testdata", "tables"))
			env.Setenv("STAMPS", filepath.Join(testroot.Root(t), "internal", "evidence", "seal", "tsp", "testdata"))
			env.Setenv("MITHAQ_ACTOR", "desk")
			env.Setenv("LANG", "C.UTF-8")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serving": scriptServing, "field": scriptField, "other": scriptOther, "newer": scriptNewer, "secretfile": scriptSecretFile, "proxy": scriptProxy,
			"exits": scriptExits, "example": scriptExample, "validate": scriptValidate, "neutral": scriptNeutral, "narrow": scriptNarrow, "ots": scriptOTS,
			"photograph": scriptPhotograph, "pack": scriptPack, "behind": scriptBehind,
		},
	})
}

func scriptBehind(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: behind FILE SQL")
	}
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec(args[1])
	ts.Check(err)
}

// exampleRecord makes the record of the example once.
var exampleRecord = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "mithaq-example-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "example.db")
	a, err := app.Create(context.Background(), path, app.Options{Actor: "example"})
	if err != nil {
		return nil, err
	}
	if err := a.LoadExample(context.Background()); err != nil {
		return nil, err
	}
	if err := a.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func scriptExits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s ended with %d, not %d: %s%s", strings.Join(args[1:], " "), got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

func scriptExample(ts *testscript.TestScript, _ bool, args []string) {
	b, err := exampleRecord()
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o600))
}

func scriptPack(ts *testscript.TestScript, _ bool, args []string) {
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	z := zip.NewWriter(f)
	ts.Check(z.AddFS(os.DirFS(ts.MkAbs(args[1]))))
	ts.Check(errors.Join(z.Close(), f.Close()))
}

func scriptPhotograph(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), filestest.Photograph(320, 240, 6), 0o600))
}

func scriptValidate(ts *testscript.TestScript, neg bool, args []string) {
	s, err := compileSchema(args[0])
	ts.Check(err)
	dec := json.NewDecoder(strings.NewReader(ts.ReadFile(args[1])))
	dec.UseNumber()
	answers := 0
	for ; dec.More(); answers++ {
		var v any
		ts.Check(dec.Decode(&v))
		switch err := s.Validate(v); {
		case err != nil && !neg:
			ts.Fatalf("%s: %v", args[0], err)
		case err == nil && neg:
			ts.Fatalf("%s: it should have failed", args[0])
		}
	}
	if answers == 0 {
		ts.Fatalf("no JSON in %s", args[1])
	}
}

// compileSchema reads the schema of an answer.
func compileSchema(name string) (*jsonschema.Schema, error) {
	c := jsonschema.NewCompiler()
	names, err := fs.Glob(schema.Files, "*.json")
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		b, err := schema.Files.ReadFile(n)
		if err != nil {
			return nil, err
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			return nil, err
		}
		if err := c.AddResource("file:///"+n, doc); err != nil {
			return nil, err
		}
	}
	return c.Compile("file:///" + name + ".json")
}

// never are words that no answer may hold, in the three languages.
var never = []string{
	"proof", "verdict", "guilt", "violator", "convict", "true", "culprit", "innocence",
	"إدانة", "مذنب", "حكم قضائي", "منتهك",
	"доказательств", "вердикт", "приговор", "виновн", "нарушитель",
}

func scriptNeutral(ts *testscript.TestScript, _ bool, args []string) {
	for _, a := range args {
		text := strings.ToLower(ts.ReadFile(a))
		for _, word := range never {
			if i := strings.Index(text, word); i >= 0 {
				ts.Fatalf("%s: the program never says %q: ...%s...", a, word, text[max(0, i-40):min(len(text), i+40)])
			}
		}
	}
}

func scriptNarrow(ts *testscript.TestScript, _ bool, args []string) {
	for i, line := range slices.All(strings.Split(ts.ReadFile(args[0]), "\n")) {
		if w := locale.Width(line); w > 80 {
			ts.Fatalf("%s:%d: %d cells: %s", args[0], i+1, w, line)
		}
	}
}

// scriptOTS makes an OpenTimestamps proof file of a file: with a promise alone, or as if it had come into Bitcoin block 100.
//
//	ots FILE OUT [complete]
func scriptOTS(ts *testscript.TestScript, _ bool, args []string) {
	height := byte(0)
	if len(args) == 3 {
		height = 100
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), sealtest.OTS([]byte(ts.ReadFile(args[0])), height), 0o644))
}
