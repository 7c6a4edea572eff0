package postgres

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"mithaq/internal/evidence/seal/sealtest"
)

// TestAttacks: whatever the administrator of the database changes in it is named.
func TestAttacks(t *testing.T) {
	s := created(t)
	ctx := context.Background()
	sealtest.Attacks(t, func(t *testing.T) (sealtest.Victim, func(string, ...any)) {
		wipe(t, s)
		return stays{Store: s}, func(query string, args ...any) {
			t.Helper()
			err := pgx.BeginFunc(ctx, s.write, func(tx pgx.Tx) error {
				if _, err := tx.Exec(ctx, "SET LOCAL session_replication_role = replica"); err != nil {
					return err
				}
				_, err := tx.Exec(ctx, query, args...)
				return err
			})
			if err != nil {
				t.Fatalf("%s: %v", query, err)
			}
		}
	})
}

func TestVerifiedWhileWritten(t *testing.T) { sealtest.Live(t, created(t)) }
