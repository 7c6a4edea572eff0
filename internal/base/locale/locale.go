// Package locale holds what differs between the three languages of the
// program apart from sentences: direction, plural categories, numbers, dates,
// the width of text in a terminal.
//
// Rules and names follow Unicode CLDR, except the Arabic months, which are
// those in use in Syria and the Levant (تشرين الأول, not أكتوبر).
package locale

import (
	"fmt"
	"strings"
)

// Lang is a language of the program, by its ISO 639-1 code.
type Lang string

// The languages.
const (
	En Lang = "en"
	Ar Lang = "ar"
	Ru Lang = "ru"
)

// Langs are the languages in the order in which they are offered.
var Langs = []Lang{En, Ar, Ru}

// Parse reads a language code. A region or script after it ("ar-SY", "ru_RU.UTF-8") is allowed and ignored.
func Parse(s string) (Lang, error) {
	code := s
	if i := strings.IndexAny(s, "-_."); i >= 0 {
		code = s[:i]
	}
	switch l := Lang(strings.ToLower(code)); l {
	case En, Ar, Ru:
		return l, nil
	}
	return "", fmt.Errorf("%q is not a language of this program: want en, ar or ru", s)
}

// Dir gives the direction of the language's script, as in HTML: "ltr" or "rtl".
func Dir(l Lang) string {
	if l == Ar {
		return "rtl"
	}
	return "ltr"
}

// Category is a plural category of CLDR.
type Category string

// The plural categories.
const (
	Zero  Category = "zero"
	One   Category = "one"
	Two   Category = "two"
	Few   Category = "few"
	Many  Category = "many"
	Other Category = "other"
)

// Categories gives the categories that whole numbers take in the language.
func Categories(l Lang) []Category {
	switch l {
	case Ar:
		return []Category{Zero, One, Two, Few, Many, Other}
	case Ru:
		return []Category{One, Few, Many}
	}
	return []Category{One, Other}
}

// Plural gives the category of a whole number (CLDR plural rules, cardinal). A negative number takes that of its amount.
func Plural(l Lang, n int64) Category {
	if n < 0 {
		n = -n
	}
	tens := n % 100
	switch l {
	case Ar:
		switch {
		case n == 0:
			return Zero
		case n == 1:
			return One
		case n == 2:
			return Two
		case tens >= 3 && tens <= 10:
			return Few
		case tens >= 11:
			return Many
		}
		return Other
	case Ru:
		switch one := n % 10; {
		case one == 1 && tens != 11:
			return One
		case one >= 2 && one <= 4 && (tens < 12 || tens > 14):
			return Few
		}
		return Many
	}
	if n == 1 {
		return One
	}
	return Other
}
