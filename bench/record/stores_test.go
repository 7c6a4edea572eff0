package record

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/postgres"
	"mithaq/internal/evidence/record/sqlite"
	"mithaq/internal/testroot/pgtest"
)

// kind is a kind of store.
type kind struct {
	name string
	make func(tb testing.TB) record.Store // a new, empty one, closed at the end
	size func(tb testing.TB, s record.Store) int64
	big  record.Store // the record that the reading benchmarks share, made once
}

var kinds = []*kind{
	{name: "sqlite", make: makeSQLite, size: sizeSQLite},
	{name: "postgres", make: makePostgres, size: sizePostgres},
}

func number(tb testing.TB) int {
	if s := os.Getenv("MITHAQ_BENCH_N"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			tb.Fatal(err)
		}
		return n
	}
	return 100_000
}

// each runs a benchmark on every store that is asked for.
func each(b *testing.B, bench func(b *testing.B, k *kind)) {
	asked := os.Getenv("MITHAQ_BENCH_STORES")
	for _, k := range kinds {
		if asked == "" || strings.Contains(asked, k.name) {
			b.Run(k.name, func(b *testing.B) { bench(b, k) })
		}
	}
}

// whole gives the record of all rows.
func (k *kind) whole(b *testing.B) record.Store {
	b.Helper()
	if k.big == nil {
		s, start := k.make(forAll{b}), time.Now()
		if _, err := s.Append(context.Background(), nil, sourceRows(number(b))); err != nil {
			b.Fatal(err)
		}
		fmt.Fprintf(os.Stderr, "%s: %d rows in %s\n", k.name, number(b), time.Since(start).Round(time.Second))
		k.big = s
	}
	b.ResetTimer()
	return k.big
}

// forAll is a benchmark whose store stays until the end of them all.
type forAll struct{ testing.TB }

var (
	atEnd   []func()
	tempDir string
)

func (forAll) Cleanup(f func()) { atEnd = append(atEnd, f) }

// TempDir gives a new folder each time, as testing.TB does.
func (f forAll) TempDir() string {
	var err error
	if tempDir == "" {
		tempDir, err = os.MkdirTemp("", "mithaq-bench-")
	}
	dir := ""
	if err == nil {
		dir, err = os.MkdirTemp(tempDir, "")
	}
	if err != nil {
		f.Fatal(err)
	}
	return dir
}

// measured runs the tests and benchmarks, and then takes away what they share.
type measured struct{ *testing.M }

func (m measured) Run() int {
	code := m.M.Run()
	for i := len(atEnd) - 1; i >= 0; i-- {
		atEnd[i]()
	}
	if tempDir != "" {
		_ = os.RemoveAll(tempDir)
	}
	return code
}

func TestMain(m *testing.M) { pgtest.Main(measured{m}) }

// sqlitePath is where the file of a store is.
var sqlitePath = map[record.Store]string{}

func makeSQLite(tb testing.TB) record.Store {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "record.db")
	s, err := sqlite.Create(context.Background(), path, sqlite.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	sqlitePath[s] = path
	tb.Cleanup(func() { s.Close() })
	return s
}

func sizeSQLite(tb testing.TB, s record.Store) int64 {
	tb.Helper()
	if err := s.Close(); err != nil { // it folds the log into the file
		tb.Fatal(err)
	}
	info, err := os.Stat(sqlitePath[s])
	if err != nil {
		tb.Fatal(err)
	}
	return info.Size()
}

// address is where the database of a store is.
var address = map[record.Store]string{}

func makePostgres(tb testing.TB) record.Store {
	tb.Helper()
	at := pgtest.Database(tb)
	s, err := postgres.Create(context.Background(), at, postgres.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	address[s] = at
	tb.Cleanup(func() { s.Close() })
	return s
}

func sizePostgres(tb testing.TB, s record.Store) (n int64) {
	tb.Helper()
	conn, err := pgx.Connect(context.Background(), address[s])
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(context.Background(), "SELECT pg_database_size(current_database())").Scan(&n); err != nil {
		tb.Fatal(err)
	}
	return n
}
