// Package suggest finds the word that was probably meant.
package suggest

import "strings"

// Nearest gives the candidate closest to word by Damerau-Levenshtein distance (insert, delete, replace, swap of
// neighbours; optimal string alignment), or "" when none is close: at most one slip in a word of up to 4 letters,
// two up to 8, three beyond. Letter case counts as no slip, but the word itself is never suggested. Of equally close
// candidates the first wins, so sort them when they come from a map.
func Nearest(word string, candidates []string) string {
	w := []rune(strings.ToLower(word))
	limit := 1
	switch {
	case len(w) > 8:
		limit = 3
	case len(w) > 4:
		limit = 2
	}
	best, found := limit+1, ""
	for _, c := range candidates {
		r := []rune(strings.ToLower(c))
		if c == word || len(r) == 0 || abs(len(r)-len(w)) >= best {
			continue
		}
		// A word whose every letter may differ resembles everything of its length.
		if d := Distance(w, r); d < best && d < max(len(w), len(r)) && d < len(r) {
			best, found = d, c
		}
	}
	return found
}

// Distance is the optimal string alignment distance of two words (Damerau-Levenshtein, each swapped pair touched once).
func Distance(a, b []rune) int {
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}

func abs(n int) int { return max(n, -n) }
