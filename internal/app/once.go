package app

import "sync"

// once keeps what others derive from the texts alone, for as long as the texts are kept.
type once struct{ of sync.Map }

// Once gives what is derived from the texts alone under a key; it is made for the first who asks. Nobody changes it. A key is one of a number
// that rests on the texts, not on who asks for what.
func (r *Reading) Once(key any, derive func() any) any {
	made, known := r.once.of.Load(key)
	if !known {
		made, _ = r.once.of.LoadOrStore(key, sync.OnceValue(derive))
	}
	return made.(func() any)()
}
