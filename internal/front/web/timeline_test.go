package web_test

import (
	"compress/gzip"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var rowOf = regexp.MustCompile(`<details id="w([^"]+)">`)

// rowsOf gives the norms whose rows a timeline shows.
func rowsOf(page string) (ids []string) {
	for _, m := range rowOf.FindAllStringSubmatch(page, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

func packed(t *testing.T, page string) int {
	t.Helper()
	r, w := io.Pipe()
	go func() {
		z := gzip.NewWriter(w)
		_, err := z.Write([]byte(page))
		_ = w.CloseWithError(errOr(err, z.Close()))
	}()
	n, err := io.Copy(io.Discard, r)
	if err != nil {
		t.Fatal(err)
	}
	return int(n)
}

func errOr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// The timeline has a row for each norm of the text, narrowed by what the address says; values that mean nothing are told.
func TestTimeline(t *testing.T) {
	base := exampleServer(t)
	all := rowsOf(get(t, base+"/en/a/khatib/timeline").body)
	if len(all) != 9 {
		t.Errorf("rows %v", all)
	}
	for query, want := range map[string][]string{
		"status=breached":                 {"11a"},
		"party=russia&status=running":     {"11b"},
		"from=2015-11-02&to=2015-11-03":   {"1a", "1b", "1c", "8a", "10a", "11a", "11b"}, // 9a and 9b have not begun: they belong to the present
		"group=text":                      {"1a", "1b", "1c", "8a", "9a", "9b", "10a", "11a", "11b"},
		"party=nobody":                    nil,
		"standard=alleged&status=kept":    nil,
		"from=1900-01-01&to=2100-01-01":   all,
		"from=2015-11-02T06:00Z&page=1":   all,
		"page=7":                          nil,
		"from=2015-11-02&to=2015-11-02":   {"1a", "1b", "1c", "8a", "10a", "11a", "11b"},
		"from=2016-03-30&status=breached": {"11a"},
	} {
		r := get(t, base+"/en/a/khatib/timeline?"+query)
		if got := rowsOf(r.body); r.status != 200 || !same(got, want) {
			t.Errorf("%s: %d, rows %v, want %v", query, r.status, got, want)
		}
	}
	for _, wrong := range []string{"from=yesterday", "to=2016-13-01", "from=2016-02-01&to=2016-01-01", "status=guilty", "group=x", "page=0", "page=-1", "page=x", "from=2015-11-02T06:00"} {
		if r := get(t, base+"/en/a/khatib/timeline?"+wrong); r.status != 400 {
			t.Errorf("%s: %d", wrong, r.status)
		}
	}
	if r := get(t, base+"/en/a/nowhere/timeline"); r.status != 404 {
		t.Errorf("of no text: %d", r.status)
	}
}

func same(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

var deedAt = regexp.MustCompile(`<line class="deed breach[^"]*" x1="([0-9.]+)%"`)

// In Arabic time runs from right to left: each act stands where the mirror image of the English page has it.
func TestTimelineRunsFromTheRight(t *testing.T) {
	base := exampleServer(t)
	at := func(lang string) (list []float64) {
		for _, m := range deedAt.FindAllStringSubmatch(get(t, base+"/"+lang+"/a/khatib/timeline").body, -1) {
			x, err := strconv.ParseFloat(m[1], 64)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, x)
		}
		return list
	}
	en, ar := at("en"), at("ar")
	if len(en) == 0 || len(en) != len(ar) {
		t.Fatalf("%v, %v", en, ar)
	}
	for i := range en {
		if sum := en[i] + ar[i]; sum < 99.98 || sum > 100.02 {
			t.Errorf("%v and %v", en[i], ar[i])
		}
	}
}

// A text of 600 terms comes in pages that are light, and every norm is on one of them; one without a term says so.
func TestTimelineOfManyTerms(t *testing.T) {
	base := madeUp(t)
	seen := map[string]bool{}
	for page := 1; page <= manyTerms/60; page++ {
		r := get(t, base+"/en/a/many/timeline?page="+itoa(page))
		if n := packed(t, r.body); n > 40_000 {
			t.Errorf("page %d weighs %d", page, n)
		}
		for _, id := range rowsOf(r.body) {
			seen[id] = true
		}
	}
	if len(seen) != manyTerms {
		t.Errorf("%d norms", len(seen))
	}
	if r := get(t, base+"/en/a/bare/timeline"); r.status != 200 || !strings.Contains(r.body, "No term has a window") {
		t.Errorf("no term: %d", r.status)
	}
}
