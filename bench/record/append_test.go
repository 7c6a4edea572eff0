package record

import (
	"strconv"
	"syscall"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
)

// processor gives the processor's time of this process. That of PostgreSQL is not in it.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkAppend makes the whole record in one transaction, as the import of one file does.
func BenchmarkAppend(b *testing.B) {
	each(b, func(b *testing.B, k *kind) {
		for b.Loop() {
			s := k.make(b)
			before, start := processor(), time.Now()
			head, err := s.Append(b.Context(), nil, sourceRows(number(b)))
			if err != nil {
				b.Fatal(err)
			}
			rows := float64(number(b))
			b.ReportMetric(float64(head.Seq), "entries")
			b.ReportMetric(rows/time.Since(start).Seconds(), "rows/s")
			b.ReportMetric(rows/(processor()-before).Seconds(), "rows/cpu-s")
			b.ReportMetric(float64(k.size(b, s))/rows, "B/incident")
		}
	})
}

// BenchmarkAppendOne adds a single account to a record of some size, as a page of the desk does.
func BenchmarkAppendOne(b *testing.B) {
	each(b, func(b *testing.B, k *kind) {
		s := k.make(b)
		if _, err := s.Append(b.Context(), nil, sourceRows(10_000)); err != nil {
			b.Fatal(err)
		}
		n := 0
		for b.Loop() {
			n++
			account := record.Account{
				ID: strconv.Itoa(n), Source: "source-01", Incident: "made-up-0000001",
				Says: record.Text{"en": "The market was hit again, people say who were near."},
			}
			_, err := s.Append(b.Context(), nil, func(yield func(record.Draft, error) bool) {
				yield(record.Draft{Actor: "desk", Payload: account}, nil)
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}
