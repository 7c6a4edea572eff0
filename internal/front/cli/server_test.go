package cli

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"

	"mithaq/internal/app"
	"mithaq/internal/front/web"
)

// scriptServing serves the board of a record, as "serve" does, and puts its address into a variable: serving FILE NAME.
func scriptServing(ts *testscript.TestScript, _ bool, args []string) {
	a, err := app.Open(context.Background(), ts.MkAbs(args[0]), app.Options{})
	ts.Check(err)
	h, err := web.New(a, a.RecordTexts, web.Options{Print: printed})
	ts.Check(err)
	srv := httptest.NewServer(h)
	ts.Defer(func() {
		srv.Close()
		_ = a.Close() // of a test that has ended
	})
	ts.Setenv(args[1], srv.URL)
}

// scriptOther serves something else: other NAME. scriptNewer serves answers of a later version.
func scriptOther(ts *testscript.TestScript, _ bool, args []string) {
	answering(ts, args[0], func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"schema":"mithaq/status/1","data":{}}`))
	})
}

func scriptNewer(ts *testscript.TestScript, _ bool, args []string) {
	answering(ts, args[0], func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set(web.APIHeader, "1")
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"schema":"mithaq/status/2","data":{}}`))
	})
}

func answering(ts *testscript.TestScript, name string, h http.HandlerFunc) {
	srv := httptest.NewServer(h)
	ts.Defer(srv.Close)
	ts.Setenv(name, srv.URL)
}

// scriptField puts a field of the data of an answer into a variable: field FIELD FILE NAME.
func scriptField(ts *testscript.TestScript, _ bool, args []string) {
	var env struct {
		Data map[string]any `json:"data"`
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[1])), &env))
	v, ok := env.Data[args[0]].(string)
	if !ok {
		ts.Fatalf("no field %s", args[0])
	}
	ts.Setenv(args[2], v)
}

// scriptSecretFile writes the value of a variable into a file of some mode: secretfile NAME FILE MODE.
func scriptSecretFile(ts *testscript.TestScript, _ bool, args []string) {
	mode, err := strconv.ParseUint(args[2], 8, 32)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(ts.Getenv(args[0])+"\n"), 0o600))
	ts.Check(os.Chmod(ts.MkAbs(args[1]), os.FileMode(mode)))
}

// scriptProxy serves a proxy that lets nobody through, and writes what it is sent into a file: proxy NAME FILE.
func scriptProxy(ts *testscript.TestScript, _ bool, args []string) {
	file := ts.MkAbs(args[1])
	answering(ts, args[0], func(w http.ResponseWriter, r *http.Request) {
		sent, _ := httputil.DumpRequest(r, true)
		if f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
			_, _ = f.Write(sent)
			_ = f.Close()
		}
		w.WriteHeader(http.StatusBadGateway)
	})
}
