package web

import (
	"errors"
	"testing"
)

// What is asked meanwhile is answered to whoever waits: the answer, the error, and a fault as if they had asked themselves.
func TestMeanwhile(t *testing.T) {
	failed := errors.New("the record is gone")
	wait := meanwhile(func() (int, error) { return 7, failed })
	if n, err := wait(); n != 7 || !errors.Is(err, failed) {
		t.Errorf("%d, %v", n, err)
	}
	wait = meanwhile(func() (int, error) { panic("a fault") })
	defer func() {
		if fault := recover(); fault != "a fault" {
			t.Errorf("whoever waits is told %v", fault)
		}
	}()
	n, err := wait()
	t.Errorf("after a fault: %d, %v", n, err)
}
