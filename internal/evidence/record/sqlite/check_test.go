package sqlite

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"reflect"
	"testing"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// TestCheckFinds: whatever is changed behind the store's back is found.
func TestCheckFinds(t *testing.T) {
	ctx := context.Background()
	for _, q := range []string{
		"DROP TRIGGER entry_kept; DELETE FROM touch; DELETE FROM entry WHERE seq = 1",
		"DROP TRIGGER entry_stays; UPDATE entry SET subject = 'x' WHERE seq = 1",
		"DROP TRIGGER entry_stays; UPDATE entry SET entered = 5 WHERE seq = 2",
		"DROP TRIGGER entry_stays; UPDATE entry SET bytes = (SELECT bytes FROM entry WHERE seq = 1) WHERE seq = 2",
		"UPDATE head SET hash = zeroblob(32)",
		"UPDATE bundle SET withdrawn = 1",
		"UPDATE incident SET grade = 3",
		"UPDATE words SET body = 'x'",
		"DELETE FROM touch WHERE seq = 2",
		"INSERT INTO party VALUES ('russia', 1)",
	} {
		s := created(t)
		if _, err := s.Append(ctx, nil, drafts(record.Incident{ID: "i", Act: "attack"}, record.Account{ID: "a", Source: "s", Incident: "i"})); err != nil {
			t.Fatal(err)
		}
		if n, err := s.Check(ctx); err != nil || n != 0 {
			t.Fatalf("untouched: %d, %v", n, err)
		}
		if _, err := s.write.Exec(q); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Check(ctx); err == nil {
			t.Errorf("not found: %s", q)
		}
	}
}

// TestNewerEntries: what a newer program wrote is kept, counted and not misread.
func TestNewerEntries(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	head, err := s.Append(ctx, nil, drafts(record.Incident{ID: "i", Act: "attack"}))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []record.Entry{
		{Kind: record.KindSource, Version: 2, Subject: "s"},
		{Kind: "dream", Version: 1, Subject: "d"},
	} {
		e.Seq, e.Prev, e.Salt, e.Payload = head.Seq+1, head.Hash, make([]byte, record.SaltSize), []byte{0xa1, 0x61, 0x78, 0x01}
		b, err := record.Encode(&e)
		if err != nil {
			t.Fatal(err)
		}
		now := record.Head{Seq: e.Seq, Hash: record.IDOf(b)}
		err = withTx(ctx, s.write, func(conn *sql.Conn) error {
			st := newStmts(ctx, conn)
			defer st.close()
			if err := st.exec(insertLayout, string(e.Kind), e.Version); err != nil {
				return err
			}
			if err := st.exec(insertEntry, e.Seq, now.Hash[:], string(e.Kind), e.Version, e.Subject, 0, nil, 1, b); err != nil {
				return err
			}
			return compareAndSwap(ctx, conn, head, now)
		})
		if err != nil {
			t.Fatal(err)
		}
		head = now
	}
	if _, err := s.Append(ctx, &head, drafts(record.Source{ID: "s2"})); err != nil {
		t.Fatalf("writing on: %v", err)
	}
	for cut, want := range map[record.Cut]int{{}: 2, {Seq: 2}: 1, {Seq: 1}: 0} {
		if b, err := s.Base(ctx, cut); err != nil || b.Newer != want {
			t.Errorf("at %+v: %+v, %v", cut, b, err)
		}
	}
	if n, err := s.Check(ctx); err != nil || n != 2 {
		t.Errorf("check: %d, %v", n, err)
	}
}

// TestPackKeepsEveryField: a field added to a payload type and forgotten in pack would be lost in every status.
func TestPackKeepsEveryField(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var b, got record.Bundle
		fill(r, reflect.ValueOf(&b).Elem())
		for i := range b.Accounts { // these are not packed again: they are the bundle's own
			b.Accounts[i].Incident = b.Incident.ID
		}
		for i := range b.Assessments {
			b.Assessments[i].Incident = b.Incident.ID
		}
		for i := range b.Denials {
			b.Denials[i].About = b.Incident.ID
		}
		packed := string(pack(nil, &b))
		if err := unpack(packed, &got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, b) {
			t.Fatalf("packed %+v\nunpacked %+v", b, got)
		}
		cut := r.IntN(len(packed))
		if err := unpack(packed[:cut], &got); err == nil {
			t.Fatalf("%d of %d bytes were unpacked", cut, len(packed))
		}
	}
}

// fill gives every field a value that is not empty.
func fill(r *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(string(rune('a'+r.IntN(26))) + string(rune(0x621+r.IntN(30))))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int, reflect.Int64:
		v.SetInt(r.Int64() - r.Int64())
	case reflect.Uint8:
		v.SetUint(uint64(1 + r.IntN(int(grade.Verified))))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1+r.IntN(3), 3))
		for i := range v.Len() {
			fill(r, v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range 1 + r.IntN(3) {
			k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(r, k)
			fill(r, e)
			v.SetMapIndex(k, e)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i))
		}
	default:
		panic(v.Kind().String())
	}
}
