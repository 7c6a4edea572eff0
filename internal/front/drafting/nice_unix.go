//go:build unix

package drafting

import "syscall"

// yieldToOthers lets pages go before drafts where both want the processor.
func yieldToOthers() { _ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, 10) }
