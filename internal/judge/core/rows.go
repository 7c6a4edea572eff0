package core

// Rows is a relation: rows of equal width, no row twice.
type Rows struct {
	Width int    // columns
	Words []Word // row after row
	N     int    // number of rows; a relation without columns has 0 or 1
	Pairs []Pair // one for each row in a run over lanes, nil in a plain run
}

// Row gives row i. The slice is valid as long as the rows are.
func (r Rows) Row(i int) []Word { return r.Words[i*r.Width : (i+1)*r.Width : (i+1)*r.Width] }

// Pair holds two sets of lanes as bit masks: those in which a tuple certainly holds, and those in which it possibly holds.
// Must is a subset of May. Operators combine pairs by strong Kleene logic: negation swaps and complements them.
type Pair struct{ Must, May uint64 }
