package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/locale"
)

// front sends the reader to the language that the browser asks for.
func (s *server) front(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept-Language")
	w.Header().Set("Cache-Control", "private, no-cache")
	http.Redirect(w, r, "/"+string(preferred(r.Header.Get("Accept-Language")))+"/"+query(r), http.StatusFound)
}

// query gives the query of an address with its mark, to be put behind another.
func query(r *http.Request) string {
	if r.URL.RawQuery == "" {
		return ""
	}
	return "?" + r.URL.RawQuery
}

// preferred reads Accept-Language (RFC 9110, section 12.5.4): the language of this program with the highest weight, English where there is none.
func preferred(header string) locale.Lang {
	type wish struct {
		lang   locale.Lang
		weight float64
	}
	var wishes []wish
	for part := range strings.SplitSeq(header, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		weight := 1.0
		if q, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q="); ok {
			var err error
			if weight, err = strconv.ParseFloat(q, 64); err != nil {
				continue
			}
		}
		if lang, err := locale.Parse(strings.TrimSpace(tag)); err == nil && weight > 0 {
			wishes = append(wishes, wish{lang, weight})
		}
	}
	if len(wishes) == 0 {
		return locale.En
	}
	return slices.MaxFunc(wishes, func(a, b wish) int {
		switch {
		case a.weight < b.weight:
			return -1
		case a.weight > b.weight:
			return 1
		}
		return 0
	}).lang
}
