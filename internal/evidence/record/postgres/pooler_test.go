package postgres

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"

	"mithaq/internal/evidence/record"
	"mithaq/internal/testroot/pgtest"
)

// pooled gives an address that leads through what answers the start of a connection as PgBouncer does: it refuses settings that it does not keep
// itself, or, told to ignore them (ignore_startup_parameters), does not pass on the one named.
func pooled(t *testing.T, address, ignored string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	server := u.Host
	u.Host = l.Addr().String()
	u.RawQuery = "sslmode=disable"
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer client.Close()
				if err := pass(client, server, ignored); err != nil {
					t.Error(err)
				}
			}()
		}
	}()
	return u.String()
}

func pass(client net.Conn, server, ignored string) error {
	front := pgproto3.NewBackend(client, client)
	start, err := front.ReceiveStartupMessage()
	if err != nil {
		return err
	}
	m, ok := start.(*pgproto3.StartupMessage)
	if !ok {
		return nil // a request to cancel
	}
	if ignored == "" {
		front.Send(&pgproto3.ErrorResponse{Severity: "FATAL", SeverityUnlocalized: "FATAL", Code: "08P01", Message: "unsupported startup parameter: lock_timeout"})
		return front.Flush()
	}
	delete(m.Parameters, ignored)
	b, err := m.Encode(nil)
	if err != nil {
		return err
	}
	back, err := net.Dial("tcp", server)
	if err != nil {
		return err
	}
	defer back.Close()
	if _, err := back.Write(b); err != nil {
		return err
	}
	go func() { _, _ = io.Copy(back, client); _ = back.Close() }()
	_, _ = io.Copy(client, back)
	return nil
}

// TestPooler: a connection whose settings are refused or lost on the way is not used, and the error says why.
func TestPooler(t *testing.T) {
	ctx := context.Background()
	address := pgtest.Database(t)
	createdAt(t, address)
	if s, err := Open(ctx, pooled(t, address, "application_name"), Options{}); err != nil {
		t.Errorf("a setting that nothing hangs on: %v", err)
	} else {
		s.Close()
	}
	for ignored, says := range map[string]string{"": "unsupported startup parameter", "search_path": "setting search_path", "lock_timeout": "setting lock_timeout"} {
		s, err := Open(ctx, pooled(t, address, ignored), Options{})
		if s != nil || !errors.Is(err, record.ErrPooler) || errors.Is(err, record.ErrLost) || !strings.Contains(err.Error(), says) {
			t.Errorf("without %q: %v", ignored, err)
		}
	}
	// What only the readers' connections are set to is missed by theirs.
	if s, err := Open(ctx, pooled(t, address, "default_transaction_read_only"), Options{}); s != nil || !errors.Is(err, record.ErrPooler) {
		t.Errorf("readers that could write: %v", err)
	}
}

// TestTakesNoWrites: a standby, and a server that was set to take no writes, can be read; whoever wants to write is told so at once.
func TestTakesNoWrites(t *testing.T) {
	for name, turn := range map[string]func(*pgtest.Server) error{
		"standby": (*pgtest.Server).Standby,
		"default_transaction_read_only": func(s *pgtest.Server) error {
			return errors.Join(s.Run("ALTER SYSTEM SET default_transaction_read_only = on"), s.Kill())
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			server := pgtest.Another(t)
			address := server.Address("postgres", "postgres")
			open := createdAt(t, address)
			if _, err := open.Append(ctx, nil, drafts(record.Incident{ID: "i", Act: "attack"})); err != nil {
				t.Fatal(err)
			}
			if err := turn(server); err != nil {
				t.Fatal(err)
			}
			if h, err := open.Append(ctx, nil, drafts(record.Source{ID: "s"})); !errors.Is(err, record.ErrReadOnly) {
				t.Errorf("whoever had it open for writing: %+v, %v", h, err)
			}
			for what, fn := range map[string]func(context.Context, string, Options) (*Store, error){"": Open, "?record=new": Create} {
				if s, err := fn(ctx, address+what, Options{}); s != nil || !errors.Is(err, record.ErrReadOnly) {
					t.Errorf("%q for writing: %v", what, err)
				}
			}
			s, err := Open(ctx, address, Options{ReadOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if b, err := s.Bundle(ctx, "i"); err != nil || b.Incident.ID != "i" {
				t.Errorf("%+v, %v", b, err)
			}
		})
	}
}
