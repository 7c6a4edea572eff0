package drafting

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"time"

	"mithaq/internal/front/board"
)

// Errors of a desk.
var (
	ErrBusy    = errors.New("drafting: too much is asked at once")
	ErrTooLong = errors.New("drafting: the text is longer than is taken")
)

// How long an answer may take, and how long one waits for a place.
const (
	answerTime = 15 * time.Second
	waitTime   = 10 * time.Second
)

// Desk starts processes, no more at once than it has places.
type Desk struct {
	program string
	env     []string // beside what every process is told
	time    time.Duration
	places  chan struct{}
	editors editors
}

// Answer is what is said of a text.
type Answer struct {
	board.DraftPanels
	Text    string // where it was Changed
	Changed bool
	Done    string // what was done to the text: a key of the catalogue
}

// NewDesk makes a desk that starts this program again.
func NewDesk() (*Desk, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return &Desk{program: program, time: answerTime, places: make(chan struct{}, max(2, runtime.NumCPU())), editors: editors{of: map[string]int{}}}, nil
}

// Ask asks of a text. Where it makes the checker work longer than it may, or takes more memory, the answer is what was ready, and Cut.
func (d *Desk) Ask(ctx context.Context, q *Question) (*Answer, error) {
	if len(q.Text) > MostBytes {
		return nil, ErrTooLong
	}
	input, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	wait := time.NewTimer(waitTime)
	defer wait.Stop()
	select {
	case d.places <- struct{}{}:
	case <-wait.C:
		return nil, ErrBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-d.places }()
	within, cancel := context.WithTimeout(ctx, d.time)
	defer cancel()
	cmd := d.command(within, askedPanels)
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	a, err := answer(within, out)
	if err != nil {
		cancel()
		a.Cut = true
	}
	_ = cmd.Wait() // how it ended is in what it said
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return a, nil
}

// command makes a process that knows nothing but what it is told. What it complains of is not kept: it may hold words of the text.
func (d *Desk) command(ctx context.Context, ask string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, d.program, "-"+askedFlag) // another program that does not know the flag ends at once
	cmd.Env = append([]string{asked + "=" + ask}, d.env...)
	if root := os.Getenv("SYSTEMROOT"); root != "" {
		cmd.Env = append(cmd.Env, "SYSTEMROOT="+root) // without it no program starts on Windows
	}
	cmd.Dir = os.TempDir()
	cmd.WaitDelay = time.Second
	return cmd
}
