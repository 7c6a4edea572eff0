package app

import (
	"context"
	"errors"
	"testing"

	"mithaq/internal/evidence/intake"
)

// TestPreparing: whoever is impatient is told how far the work over a large record is, waits where there is little to do, and gets what it gave; who is patient waits.
func TestPreparing(t *testing.T) {
	as, _ := team(t)
	lina := as("lina")
	q := lina.queue
	impatient := Impatient(t.Context(), 0)
	onItsWay := func(of int) *preparing {
		job := &preparing{done: make(chan struct{}), known: make(chan struct{}), cancel: func() {}}
		job.begin(of)
		q.mu.Lock()
		q.job = job
		q.mu.Unlock()
		return job
	}
	end := func(job *preparing) {
		q.mu.Lock()
		q.job = nil
		q.mu.Unlock()
		close(job.done)
	}
	job := onItsWay(10_000)
	job.read.Store(10_000)
	job.compared.Store(2_000)
	var far *Preparing
	if _, err := lina.Duplicates(impatient, 0, "", 10); !errors.As(err, &far) || far.Percent != 60 {
		t.Errorf("%v", err)
	}
	if _, _, err := lina.Proposal(impatient, "a", "b"); errors.As(err, &far) {
		t.Error("a pair of nothing is being worked out")
	}
	end(job)
	for name, c := range map[string]struct {
		ctx context.Context
		of  int
	}{"little": {impatient, 10}, "patient": {t.Context(), 10_000}} {
		job := onItsWay(c.of)
		got := make(chan error)
		go func() {
			_, err := lina.Duplicates(c.ctx, 0, "", 10)
			got <- err
		}()
		end(job)
		if err := <-got; err != nil {
			t.Errorf("%s: %v", name, err)
		}
		q.forget()
	}
}

// TestQueueOnItsWay: what is let go while proposals are made of it is not shown, and closing the record ends what is on its way.
func TestQueueOnItsWay(t *testing.T) {
	as, _ := team(t)
	rami, lina := as("rami"), as("lina")
	for _, id := range []string{"one", "two"} {
		if err := addRow(rami, intake.LayoutIncidents, "incident", id, "act", "attack", "when", "2016-01-05", "place_en", "Karata", "account", id+"-1", "source", "s", "source_en", "S", "url", "https://a.example/x"); err != nil {
			t.Fatal(err)
		}
	}
	q := lina.queue
	q.turn <- struct{}{} // as if somebody used what is kept: the work waits
	got := make(chan error)
	go func() {
		d, err := lina.Duplicates(t.Context(), 0, "", 10)
		if err == nil && d.Total != 1 {
			err = errors.New("not the pair")
		}
		got <- err
	}()
	first, _ := q.begin(lina)
	forgotten := make(chan struct{})
	go func() {
		q.forget()
		close(forgotten)
	}()
	<-first.done // it is given up at once, and was not waited for
	if !first.dropped {
		t.Error("what was let go is shown")
	}
	<-q.turn
	<-forgotten
	if err := <-got; err != nil {
		t.Fatal(err)
	}
	q.forget()
	q.turn <- struct{}{}
	go func() {
		_, err := lina.Duplicates(t.Context(), 0, "", 10)
		got <- err
	}()
	second, _ := q.begin(lina)
	q.close()
	<-second.done
	if err := <-got; !errors.Is(err, context.Canceled) {
		t.Errorf("after the record was closed: %v", err)
	}
	<-q.turn
}
