package link

import (
	"iter"
	"slices"
	"strconv"
)

// JaroWinkler says how alike two words are, from 0 to 1 (W. E. Winkler, String Comparator Metrics and Enhanced Decision Rules, 1990: a prefix of up to four letters counts 0.1 each).
func JaroWinkler(s, t string) float64 {
	a, b := []rune(s), []rune(t)
	j := jaro(a, b)
	prefix := 0
	for prefix < min(len(a), len(b), 4) && a[prefix] == b[prefix] {
		prefix++
	}
	return j + float64(prefix)*0.1*(1-j)
}

func jaro(a, b []rune) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	reach := max(len(a), len(b))/2 - 1
	used := make([]bool, len(b))
	var common, in []rune // of a in its order
	for i, r := range a {
		for k := max(0, i-reach); k < min(len(b), i+reach+1); k++ {
			if !used[k] && b[k] == r {
				used[k] = true
				common = append(common, r)
				break
			}
		}
	}
	if len(common) == 0 {
		return 0
	}
	for k, r := range b {
		if used[k] {
			in = append(in, r)
		}
	}
	moved := 0
	for i := range common {
		if common[i] != in[i] {
			moved++
		}
	}
	m := float64(len(common))
	return (m/float64(len(a)) + m/float64(len(b)) + (m-float64(moved/2))/m) / 3
}

// overlap gives how many percent of the words of either text both have (Jaccard); the lists are sorted, each word once.
func overlap(a, b []uint32) int64 {
	both, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			both, i, j = both+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	if both == 0 {
		return 0
	}
	return int64(100 * both / (len(a) + len(b) - both))
}

// common gives the numbers that two sorted lists have in common.
func common(a, b []uint32) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for _, x := range a {
			if _, ok := slices.BinarySearch(b, x); ok && !yield(x) {
				return
			}
		}
	}
}

// Weight writes a weight or a score, in thousandths, with its sign: "+4.0".
func Weight(n int64) string {
	s := strconv.FormatFloat(float64(n)/1000, 'f', 1, 64)
	if n >= 0 {
		return "+" + s
	}
	return s
}
