//go:build !unix

package pgtest

import "os/exec"

// account is a user of the system; here always whoever runs the tests.
type account struct{}

// asWhom: only Unix has a user that must not run the server, and the guard is a Unix shell.
func asWhom() (*account, error) { return nil, errNone }

func (a *account) own(string) error { return nil }

func (a *account) run(*exec.Cmd) {}
