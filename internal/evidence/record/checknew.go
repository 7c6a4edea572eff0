package record

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// checkMore is check for the payloads that came after the first version of this program.
func checkMore(payload any) error {
	switch p := payload.(type) {
	case Person:
		return errors.Join(sorted("aliases", p.Aliases), checkRange("years", p.Years))
	case Consent:
		return errors.Join(heldKind(p.Kind), sorted("share", p.Share))
	case Identity:
		if len(p.Recipients) < 2 {
			return fmt.Errorf("an identity that %d can open: at least two must, each by a key of their own", len(p.Recipients))
		}
		keys := map[string]bool{}
		for _, r := range p.Recipients {
			if r.Name == "" || r.Key == "" || keys[r.Key] {
				return errors.New("recipients have names, and each a key of their own")
			}
			keys[r.Key] = true
		}
		return errors.Join(heldKind(p.Kind), sortedBy("recipients", p.Recipients, func(a, b Recipient) int { return cmp.Compare(a.Name, b.Name) }))
	case File:
		if p.Size < 0 {
			return fmt.Errorf("a file of %d bytes", p.Size)
		}
	case Review:
		return sortedBy("put", p.Put, func(a, b Put) int { return cmp.Compare(a.Party, b.Party) })
	case User:
		return errors.Join(sorted("roles", p.Roles), sorted("keys", p.Keys))
	case Session:
		if p.Expires < p.Started {
			return errors.New("a session that expires before it starts")
		}
	case Link:
		return checkLink(p)
	case Publication:
		if p.Radius < 0 {
			return fmt.Errorf("a radius of %d metres", p.Radius)
		}
		return errors.Join(sorted("accounts", p.Accounts), sorted("hide", p.Hide), sortedBy("files", p.Files, compareHash))
	case Zone:
		return checkZone(p)
	case Removal:
		return checkRemoval(p)
	case LogKey:
		if p.Old == "" || p.Note == "" || p.Old == p.Key {
			return errors.New("a key of the log that follows on none, or without its statement")
		}
	}
	return nil
}

func checkLink(l Link) error {
	switch {
	case l.A >= l.B:
		return fmt.Errorf("the lesser id comes first, and they differ: %q, %q", l.A, l.B)
	case (l.Decision == "merge") != (l.Into != ""), l.Into != "" && l.Into != l.A && l.Into != l.B:
		return fmt.Errorf("a merge is into one of the two, nothing else is: %s into %q", l.Decision, l.Into)
	}
	return nil
}

func checkRemoval(r Removal) error {
	switch {
	case r.By == "" || r.Second == "" || r.By == r.Second:
		return errors.New("a removal is decided by two persons")
	case len(r.Entries) == 0:
		return errors.New("a removal of nothing")
	case slices.ContainsFunc(r.Entries, func(e Removed) bool { return e.Kind == KindRemoval }):
		return errors.New("a removal itself is not removed")
	case slices.ContainsFunc(r.Entries, func(e Removed) bool { return e.Kind == KindLogKey }):
		return errors.New("what names a key of the log is not removed: with it the checkpoints of that key would hang on nothing")
	}
	return sortedBy("entries", r.Entries, func(a, b Removed) int { return cmp.Compare(a.Seq, b.Seq) })
}

func compareHash(a, b Hash) int { return slices.Compare(a[:], b[:]) }

// heldKind refuses what has neither consent nor identity.
func heldKind(k Kind) error {
	if k != KindSource && k != KindPerson {
		return fmt.Errorf("a %s is neither a source nor a person", k)
	}
	return nil
}

func sorted(what string, list []string) error { return sortedBy(what, list, cmp.Compare[string]) }

// sortedBy refuses a list that is out of order or names something twice: the same must not have two forms.
func sortedBy[T any](what string, list []T, compare func(a, b T) int) error {
	for i := 1; i < len(list); i++ {
		if compare(list[i-1], list[i]) >= 0 {
			return fmt.Errorf("%s are sorted, each once", what)
		}
	}
	return nil
}
