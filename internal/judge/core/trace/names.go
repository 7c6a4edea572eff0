package trace

import "mithaq/internal/judge/core/policy"

// names finds predicates. A signature has few, so most names are told by their length, first and last letter.
type names struct {
	sig    *policy.Signature
	likely [256]int16 // by hash, the index of the first predicate with it, -1 for none
	all    map[string]int
}

func newNames(sig *policy.Signature) *names {
	n := &names{sig: sig, all: map[string]int{}}
	for i := range n.likely {
		n.likely[i] = -1
	}
	for i, p := range sig.Predicates {
		n.all[p.Name] = i
		if h := nameHash([]byte(p.Name)); n.likely[h] < 0 && i < 1<<15 {
			n.likely[h] = int16(i)
		}
	}
	return n
}

// nameHash is of a name, which is never empty.
func nameHash(name []byte) byte {
	return byte(len(name)) ^ name[0]<<3 ^ name[len(name)-1]
}

// find gives the index of a predicate in the signature, or -1.
func (n *names) find(name []byte) int {
	if i := n.likely[nameHash(name)]; i >= 0 && n.sig.Predicates[i].Name == string(name) {
		return int(i)
	}
	if i, ok := n.all[string(name)]; ok {
		return i
	}
	return -1
}
