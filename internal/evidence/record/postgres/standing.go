package postgres

import (
	"strings"

	"github.com/jackc/pgx/v5"

	"mithaq/internal/evidence/record/project"
)

const (
	insertBundles = `INSERT INTO bundle (n, id, first, seq, earliest, latest, state, packed)
		SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::smallint[], $8::bytea[])`
	insertIncidents = `INSERT INTO incident (n, state, date_lo, date_hi, month, year, act, publisher, grade, waiting, killed_lo, killed_best, killed_hi, parties)
		SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::integer[],
		$10::boolean[], $11::bigint[], $12::bigint[], $13::bigint[], $14::text[])`
)

// A changed row is taken out and inserted again: in PostgreSQL an update does no less.
var deleteStanding = []string{
	`DELETE FROM bundle WHERE n = ANY ($1::bigint[])`,
	`DELETE FROM incident WHERE n = ANY ($1::bigint[])`,
}

// writtenAtOnce is how many incidents go in one statement, some 4 MB.
const writtenAtOnce = 2000

// WriteBundles writes changed incidents.
func (t *tables) WriteBundles(ids []string, held map[string]*project.Standing) error {
	for len(ids) > 0 {
		n := min(len(ids), writtenAtOnce)
		if err := t.writeBundles(ids[:n], held); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

func (t *tables) writeBundles(ids []string, held map[string]*project.Standing) error {
	var c standingColumns
	for _, id := range ids {
		c.add(id, held[id])
	}
	b := &pgx.Batch{}
	if len(c.stored) > 0 {
		for _, statement := range deleteStanding {
			b.Queue(statement, c.stored)
		}
	}
	b.Queue(insertBundles, c.n, c.id, c.first, c.seq, c.earliest, c.latest, c.state, c.packed)
	b.Queue(insertIncidents, c.n, c.state, c.lo, c.hi, c.month, c.year, c.act, c.publisher, c.grade, c.waiting, c.killedLo, c.killedBest, c.killedHi, c.parties)
	return t.flush(b)
}

// standingColumns are the columns of the tables of what stands.
type standingColumns struct {
	stored []int64 // those of n that the tables have already

	n, first, seq                  []int64
	earliest, latest               []int64
	id                             []string
	state                          []int16
	packed                         [][]byte
	lo, hi                         []int64
	month, year, act, publisher    []string
	grade                          []int32
	waiting                        []bool
	killedLo, killedBest, killedHi []int64
	parties                        []string
}

func (c *standingColumns) add(id string, s *project.Standing) {
	if s.Stored() {
		c.stored = append(c.stored, s.Row)
	}
	b := &s.Bundle
	c.n, c.id, c.first, c.seq = append(c.n, s.Row), append(c.id, text(id)), append(c.first, s.First), append(c.seq, b.Seq)
	c.earliest, c.latest, c.state = append(c.earliest, s.Earliest), append(c.latest, s.Latest), append(c.state, int16(project.StateOf(b)))
	c.packed = append(c.packed, project.Pack(nil, b))
	k := project.ColumnsOf(b)
	c.lo, c.hi, c.month, c.year = append(c.lo, k.Lo), append(c.hi, k.Hi), append(c.month, k.Month), append(c.year, k.Year)
	c.act, c.publisher = append(c.act, text(b.Incident.Act)), append(c.publisher, text(b.Incident.Publisher))
	c.grade, c.waiting = append(c.grade, int32(k.Grade)), append(c.waiting, k.Waiting)
	c.killedLo, c.killedBest, c.killedHi = append(c.killedLo, k.Killed.Lo), append(c.killedBest, k.Killed.Best), append(c.killedHi, k.Killed.Hi)
	c.parties = append(c.parties, text(strings.Join(k.Parties, project.PartySeparator)))
}
