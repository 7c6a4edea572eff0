package postgres

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/testroot/pgtest"
)

// TestCommitWithoutAnswer: a connection that is lost at a commit leaves nobody in doubt where the database can be asked.
func TestCommitWithoutAnswer(t *testing.T) {
	ctx := context.Background()
	p, address := proxied(t, pgtest.Database(t))
	s := createdAt(t, address)
	head := func() int64 {
		h, err := s.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return h.Seq
	}
	p.next(before)
	if _, err := s.Append(ctx, nil, drafts(record.Incident{ID: "i1", Act: "attack"})); !errors.Is(err, record.ErrLost) || errors.Is(err, record.ErrUnknown) {
		t.Errorf("cut before the commit: %v", err)
	}
	if n := head(); n != 0 {
		t.Errorf("it was said that nothing was entered; the head is at %d", n)
	}
	p.next(after)
	h, err := s.Append(ctx, nil, drafts(record.Incident{ID: "i2", Act: "attack"}))
	if err != nil || h.Seq != 1 || head() != 1 {
		t.Errorf("cut after the commit: %+v, %v; the head is at %d", h, err, head())
	}
	if _, err := s.Append(ctx, &h, drafts(record.Account{ID: "a", Source: "s", Incident: "i2"})); err != nil {
		t.Errorf("writing on: %v", err)
	}
	if n := head(); n != 2 {
		t.Errorf("the head is at %d", n)
	}
	s.outcomeWait = 300 * time.Millisecond
	p.next(afterAndNo)
	if _, err := s.Append(ctx, nil, drafts(record.Source{ID: "s"})); !errors.Is(err, record.ErrUnknown) || errors.Is(err, record.ErrLost) {
		t.Errorf("nobody left to ask: %v", err)
	}
}

// TestPanicAtCommit: a server that panics over a full disk while it commits may have kept what it was given. It is asked; its panic is no answer.
func TestPanicAtCommit(t *testing.T) {
	ctx := context.Background()
	p, address := proxied(t, pgtest.Database(t))
	s := createdAt(t, address)
	p.next(afterPanic)
	h, err := s.Append(ctx, nil, drafts(record.Incident{ID: "i1", Act: "attack"}))
	if err != nil || h.Seq != 1 {
		t.Errorf("a panic after the commit: %+v, %v", h, err)
	}
	p.next(beforePanic)
	_, err = s.Append(ctx, &h, drafts(record.Incident{ID: "i2", Act: "attack"}))
	if !errors.Is(err, record.ErrDatabaseFull) || errors.Is(err, record.ErrUnknown) {
		t.Errorf("a panic before the commit: %v", err)
	}
	if got, err := s.Head(ctx); err != nil || got != h {
		t.Errorf("the head is %v (%v), want %v", got, err, h)
	}
}

// TestKilledServer: a server that crashes in the middle of requests gives honest errors, keeps what it acknowledged, nothing by halves, and is
// used again as soon as it is back.
func TestKilledServer(t *testing.T) {
	ctx := context.Background()
	server := pgtest.Start(t)
	s := created(t)
	for i := range 2 {
		acknowledged := writeUntilKilled(t, s, server, i)
		var h record.Head
		var err error
		for begun := time.Now(); ; { // it may still be coming back
			if h, err = s.Head(ctx); err == nil || !errors.Is(err, record.ErrLost) || time.Since(begun) > time.Minute {
				break
			}
		}
		if err != nil || h.Seq < acknowledged || h.Seq > acknowledged+3 || h.Seq%3 != 0 {
			t.Fatalf("entry %d was acknowledged, the head is %d, %v", acknowledged, h.Seq, err)
		}
		whole(t, s)
	}
}

// writeUntilKilled appends and reads until the server was killed, and gives the last position that was acknowledged. Where the server is back before
// it is asked again, nobody hears of it.
func writeUntilKilled(t *testing.T, s *Store, server *pgtest.Server, round int) (acknowledged int64) {
	ctx := context.Background()
	killed := make(chan error, 1)
	for i := 0; ; i++ {
		id := fmt.Sprintf("k%d-%d", round, i)
		h, err := s.Append(ctx, nil, drafts(
			record.Incident{ID: id, Act: "attack", When: "2015-11-01"}, record.Account{ID: id, Source: "s", Incident: id}, record.Assessment{Incident: id, Assessor: "desk"},
		))
		if err == nil {
			acknowledged = h.Seq
			_, err = s.Incidents(ctx, record.Query{})
		}
		if i == 0 {
			go func() {
				time.Sleep(20 * time.Millisecond)
				killed <- server.Kill()
			}()
		}
		if err != nil && !errors.Is(err, record.ErrLost) {
			t.Errorf("a server that is gone: %v", err)
		}
		select {
		case err := <-killed:
			if err != nil {
				t.Fatal(err)
			}
			return acknowledged
		default:
		}
	}
}

// TestIdleConnections: connections that the server dropped while nobody used them are replaced, and nobody hears of it.
func TestIdleConnections(t *testing.T) {
	ctx := context.Background()
	p, address := proxied(t, pgtest.Database(t))
	s := createdAt(t, address)
	if _, err := s.Append(ctx, nil, drafts(record.Source{ID: "s"})); err != nil {
		t.Fatal(err)
	}
	p.cutAll()
	if h, err := s.Head(ctx); err != nil || h.Seq != 1 {
		t.Errorf("%+v, %v", h, err)
	}
	p.cutAll()
	if _, err := s.Append(ctx, nil, drafts(record.Source{ID: "s2"})); err != nil {
		t.Error(err)
	}
}
