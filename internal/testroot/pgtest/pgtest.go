// Package pgtest starts a real PostgreSQL for tests: one server per test binary, in a folder of its own, on 127.0.0.1, with fsync on as in
// earnest; a database per test. A test that breaks its server starts another one.
//
// The programs are looked for in PATH and where Debian keeps them. Where there are none a test is skipped and counted; in CI that is a failure.
// PostgreSQL refuses to run as root: then it runs as the user "postgres".
package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Guarded is a role that must give its Password; "postgres", the role of Server.Database, need not.
const (
	Guarded  = "guarded"
	Password = "s3cret-Pa55"
)

// Server is a running PostgreSQL.
type Server struct {
	bin, dir string
	port     int
	as       *account       // whom it runs as; nil: whoever runs the tests
	guard    io.WriteCloser // closed, it makes the guard stop the server; so does the end of this process
	guarding *exec.Cmd
	names    atomic.Int64
}

// errNone tells that PostgreSQL is not installed.
var errNone = errors.New("no PostgreSQL server is installed (Debian: apt-get install postgresql)")

// the one server of this test binary.
var (
	once    sync.Once
	server  *Server
	started error
)

// Main runs the tests of a package (a testing.M), and stops the server where one was started. Use it in TestMain.
func Main(m interface{ Run() int }) {
	code := m.Run()
	if server != nil {
		if err := server.close(); err != nil {
			fmt.Fprintln(os.Stderr, "stopping PostgreSQL:", err)
			code = max(code, 1)
		}
	}
	os.Exit(code)
}

// Start gives the server of this test binary; the first call starts it.
func Start(tb testing.TB) *Server {
	tb.Helper()
	once.Do(func() { server, started = start() })
	must(tb, started)
	return server
}

// Another starts a server that is the test's own, and stops it at its end; its database is "postgres". initdb are more arguments for initdb.
func Another(tb testing.TB, initdb ...string) *Server {
	tb.Helper()
	s, err := start(initdb...)
	must(tb, err)
	tb.Cleanup(func() {
		if err := s.close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// Own gives a folder to whom the servers run as.
func Own(tb testing.TB, dir string) {
	tb.Helper()
	as, err := asWhom()
	if err == nil {
		err = as.own(dir)
	}
	must(tb, err)
}

// must ends a test where there is an error, as skipped where PostgreSQL is not installed.
func must(tb testing.TB, err error) {
	tb.Helper()
	switch {
	case errors.Is(err, errNone) && os.Getenv("CI") == "":
		tb.Skip(err)
	case errors.Is(err, errNone):
		tb.Fatalf("%v (a skipped test is a failure in CI)", err)
	case err != nil:
		tb.Fatal(err)
	}
}

// Database gives the address of a new, empty database, which is dropped at the end of the test.
func Database(tb testing.TB) string {
	tb.Helper()
	s := Start(tb)
	name := fmt.Sprintf("test_%d", s.names.Add(1))
	if err := s.Run("CREATE DATABASE " + name + " TEMPLATE template0"); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Run("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			tb.Error(err)
		}
	})
	return s.Address("postgres", name)
}

// Address gives the address of a database of the server, for a role.
func (s *Server) Address(role, database string) string {
	return fmt.Sprintf("postgres://%s@127.0.0.1:%d/%s", role, s.port, database)
}

// Kill ends the server as a crash would, while clients are served, and starts it again.
func (s *Server) Kill() error {
	return s.control("restart", "-m", "immediate")
}

// Stop stops the server; Resume starts it again.
func (s *Server) Stop() error { return s.control("stop", "-m", "fast") }

// Resume starts a server that was stopped.
func (s *Server) Resume() error { return s.control("start") }

// Standby starts the server again as a standby, which is read and not written, of a primary that is out of reach.
func (s *Server) Standby() error {
	if err := s.Stop(); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(s.data(), "standby.signal"), nil, 0o644); err != nil { // to be read by whom it runs as
		return err
	}
	return s.Resume()
}

// Run runs a statement as whoever administers the server.
func (s *Server) Run(statement string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, s.Address("postgres", "postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

func start(initdb ...string) (_ *Server, err error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin}
	if s.as, err = asWhom(); err != nil {
		return nil, err
	}
	if s.dir, err = os.MkdirTemp("", "mithaq-pg-"); err != nil {
		return nil, err
	}
	if err := s.as.own(s.dir); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	if err := s.watch(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	if err := s.initialise(initdb); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// watch starts a shell that stops the server and removes its folder once this process has ended, however it ends.
func (s *Server) watch() error {
	const script = `trap '' INT TERM HUP; read -r _; "$1/pg_ctl" stop -s -w -m immediate -D "$2/data" >/dev/null 2>&1; rm -rf "$2"`
	s.guarding = s.command("sh", "-c", script, "guard", s.bin, s.dir)
	var err error
	if s.guard, err = s.guarding.StdinPipe(); err != nil {
		return err
	}
	return s.guarding.Start()
}

func (s *Server) close() error {
	return errors.Join(s.guard.Close(), s.guarding.Wait())
}

func (s *Server) initialise(more []string) error {
	data := s.data()
	if err := s.output(filepath.Join(s.bin, "initdb"), append([]string{"-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C", "--auth=trust", "--no-sync"}, more...)...); err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s.port = l.Addr().(*net.TCPAddr).Port
	if err := l.Close(); err != nil {
		return err
	}
	settings := fmt.Sprintf("listen_addresses = '127.0.0.1'\nport = %d\nunix_socket_directories = '%s'\nmax_connections = 200\nshared_buffers = 64MB\n", s.port, s.dir)
	who := fmt.Sprintf("host all %s 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\nlocal all all trust\n", Guarded)
	for name, text := range map[string]string{"postgresql.conf": settings, "pg_hba.conf": who} {
		if err := os.WriteFile(filepath.Join(data, name), []byte(text), 0o600); err != nil { // the files are there, and keep their owner
			return err
		}
	}
	if err := s.control("start"); err != nil {
		return err
	}
	return s.Run(fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD '%s'", Guarded, Password))
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) control(verb string, more ...string) error {
	return s.output(filepath.Join(s.bin, "pg_ctl"), append([]string{verb, "-w", "-s", "-D", s.data(), "-l", filepath.Join(s.dir, "log")}, more...)...)
}

// output runs a program to its end; what it said is part of the error.
func (s *Server) output(name string, args ...string) error {
	cmd := s.command(name, args...)
	said, err := os.CreateTemp("", "mithaq-pg-said-") // not a pipe: the server that pg_ctl starts would hold it open
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(said.Name()) }()
	defer said.Close()
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Run(); err != nil {
		text, _ := os.ReadFile(said.Name())
		log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
		lines := bytes.Split(bytes.TrimSpace(log), []byte("\n"))
		return fmt.Errorf("%s %s: %w: %s\n%s", filepath.Base(name), strings.Join(args, " "), err, text, bytes.Join(lines[max(0, len(lines)-10):], []byte("\n")))
	}
	return nil
}

func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = s.dir // the folder of the tests may be closed to whom it runs as
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	s.as.run(cmd)
	return cmd
}

// programs gives the folder of the server's programs, of the newest version.
func programs() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errNone
	}
	slices.SortStableFunc(found, func(a, b string) int { return len(a) - len(b) }) // 9 before 15
	return filepath.Dir(found[len(found)-1]), nil
}
