package drafting

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"os/exec"
	"strconv"
	"sync"
)

// How many editors may be open: of one user or address, and in all.
const (
	editorsOfOne  = 4
	editorsAtMost = 32
)

// mostMessage bounds a message of an editor's process; completion lists and whole texts with their remarks are far below.
const mostMessage = 16 << 20

// contextOfProcess is that of a process which serves one editor and ends with it.
var contextOfProcess = context.Background()

// editors counts those that are open.
type editors struct {
	mu  sync.Mutex
	of  map[string]int
	all int
}

func (e *editors) enter(key string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.of[key] >= editorsOfOne || e.all >= editorsAtMost {
		return false
	}
	e.of[key]++
	e.all++
	return true
}

func (e *editors) leave(key string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all--
	if e.of[key]--; e.of[key] == 0 {
		delete(e.of, key)
	}
}

// Editor is the language server of one editor.
type Editor struct {
	in   io.WriteCloser
	out  *bufio.Reader
	cmd  *exec.Cmd
	once sync.Once
	end  func()
}

// Open starts the language server of one editor. key is whose it is. It ends with ctx.
func (d *Desk) Open(ctx context.Context, key string, o *Opening) (*Editor, error) {
	if !d.editors.enter(key) {
		return nil, ErrBusy
	}
	within, cancel := context.WithCancel(ctx)
	e := &Editor{cmd: d.command(within, askedEditor)}
	e.end = func() {
		cancel()
		if e.cmd.Process != nil {
			_ = e.cmd.Wait() // it was ended, or ended by itself
		}
		d.editors.leave(key)
	}
	err := e.start(o)
	if err != nil {
		e.Close()
		return nil, err
	}
	return e, nil
}

func (e *Editor) start(o *Opening) error {
	first, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if e.in, err = e.cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := e.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	e.out = bufio.NewReaderSize(out, 64<<10)
	if err := e.cmd.Start(); err != nil {
		return err
	}
	_, err = e.in.Write(append(first, '\n'))
	return err
}

// Send hands a message of the editor on.
func (e *Editor) Send(message []byte) error {
	_, err := fmt.Fprintf(e.in, "Content-Length: %d\r\n\r\n%s", len(message), message)
	return err
}

// Receive waits for a message of the server. It fails when the process has ended.
func (e *Editor) Receive() ([]byte, error) {
	head, err := textproto.NewReader(e.out).ReadMIMEHeader()
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(head.Get("Content-Length"))
	if err != nil || n < 0 || n > mostMessage {
		return nil, errors.New("drafting: not a message of a language server")
	}
	message := make([]byte, n)
	_, err = io.ReadFull(e.out, message)
	return message, err
}

// Close ends the process.
func (e *Editor) Close() { e.once.Do(e.end) }
