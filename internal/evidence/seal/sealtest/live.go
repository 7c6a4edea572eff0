package sealtest

import (
	"context"
	"fmt"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
)

// Live verifies a record again and again while somebody appends to it and signs checkpoints: what happens meanwhile is no fault.
func Live(t *testing.T, v Victim) {
	s := newScene(t, v, nil)
	ctx := context.Background()
	done := make(chan error, 1)
	go func() {
		done <- func() error {
			for i := range 25 {
				_, err := v.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
					for k := range 1 + i%9*40 {
						if !yield(record.Draft{Entered: 1, Actor: "desk", Payload: record.Source{ID: fmt.Sprintf("live-%d-%d", i, k)}}, nil) {
							return
						}
					}
				})
				if err != nil {
					return err
				}
				if _, err := seal.Make(ctx, v, s.key, 2); err != nil {
					return err
				}
			}
			return nil
		}()
	}()
	for rounds := 0; ; rounds++ {
		r, err := seal.Verify(ctx, v, seal.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Faults) > 0 {
			t.Fatalf("while somebody appended: %+v", r.Faults)
		}
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			if rounds < 2 {
				t.Errorf("verified %d times only", rounds)
			}
			s.expect(nil)
			return
		default:
		}
	}
}
