package judgetest

import (
	"sync"

	"mithaq/internal/base/grade"
	"mithaq/internal/judge/oracle"
)

// answers keeps what the oracle says of a sample: it is asked once, however many engines are held against it.
type answers struct {
	mu     sync.Mutex
	plain  *oracle.Result
	unions *[len(grade.Standards)]oracle.Union
}

// exactly gives the only plain run of an exact sample.
func (a *answers) exactly(s *sample) oracle.Result {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.plain == nil {
		res := oracle.Plain(s.prog, onlyRun(s), s.at+1)
		a.plain = &res
	}
	return *a.plain
}

// union gives what completions at a standard say together.
func (a *answers) union(s *sample, lane int) oracle.Union {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.unions == nil {
		all := oracle.CompleteAll(s.prog, s.set, s.at+1, completionLimit, s.seed)
		a.unions = &all
	}
	return a.unions[lane]
}

// pool keeps the samples that the tests of checks draw for those of broken engines.
type pool struct {
	mu   sync.Mutex
	kept map[bool]map[uint64]*sample // by whether they are exact, and by seed
}

var drawn = &pool{kept: map[bool]map[uint64]*sample{true: {}, false: {}}}

func (p *pool) sample(seed uint64, exact bool) *sample {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, known := p.kept[exact][seed]
	if !known {
		s = newSample(seed, exact)
		p.kept[exact][seed] = s
	}
	return s
}
