package postgres

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// defaultRecord is the name of a record that its address does not name.
const defaultRecord = "mithaq"

// address is where a record is: a database, and in it a schema of the record's own.
type address struct {
	server string // for pgx; may hold a password, and is told to nobody
	schema string
	shown  string // for people: no password, no parameters but record
}

// IsAddress says whether a record's name is the address of a database, not the path of a file.
func IsAddress(name string) bool {
	return strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://")
}

// Shown gives an address as it may be told: without password, host lists, certificates and the like.
func Shown(name string) string {
	a, err := parseAddress(name)
	if err != nil {
		return "postgres://..."
	}
	return a.shown
}

var schemaName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)

// What an error says of an address is never taken from it, because any part of it may be a part of a password.
var (
	errAddress = errors.New("the address of the database cannot be read: want postgres://user@host:port/database?record=NAME, with %XX for what is special in a URL")
	errPath    = errors.New("the address of the database must not set search_path or options: the schema is that of record=NAME")
)

// parseAddress takes apart
//
//	postgres://user:password@host:port/database?record=NAME&sslmode=...
//
// The record is the schema NAME of the database ("mithaq"), made by Create and used by nothing else. All other parameters are those of libpq,
// which can also be given by its environment (PGPASSFILE, PGSERVICE ...), so that no password need stand in an address.
func parseAddress(name string) (*address, error) {
	u, err := url.Parse(name)
	if err != nil || !IsAddress(name) {
		return nil, errAddress
	}
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, errAddress
	}
	a := &address{schema: q.Get("record")}
	if !q.Has("record") {
		a.schema = defaultRecord
	}
	if !schemaName.MatchString(a.schema) || strings.HasPrefix(a.schema, "pg_") || a.schema == "information_schema" {
		return nil, fmt.Errorf("a record in a database is named by up to 63 of the letters a to z, digits and _, and not pg_...: not %q", a.schema)
	}
	if q.Has("search_path") || q.Has("options") {
		return nil, errPath
	}
	shown := url.URL{Scheme: "postgres", Host: u.Host, Path: u.Path, RawQuery: url.Values{"record": {a.schema}}.Encode()}
	if user := u.User.Username(); user != "" {
		shown.User = url.User(user)
	}
	a.shown = shown.String()
	q.Del("record")
	u.RawQuery = q.Encode()
	a.server = u.String()
	return a, nil
}
