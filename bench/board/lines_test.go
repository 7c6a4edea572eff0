package board

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"mithaq/bench/accord"
	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/web"
)

// lines is how many pages are open. Each takes two open files of this process: ulimit -n must allow for them.
func lines(usual int) (int, error) {
	if s := os.Getenv("MITHAQ_BENCH_LINES"); s != "" {
		return strconv.Atoi(s)
	}
	return usual, nil
}

// openBoard is a board over a copy of a record, which may be written to.
func openBoard(tb testing.TB, n int) (*app.App, string) {
	tb.Helper()
	path, err := accord.Cached(context.Background(), n)
	if err != nil {
		tb.Fatal(err)
	}
	a, _, url, _ := serveCopy(tb, path, app.Options{Actor: "bench"}, accord.Text(accord.Seed))
	return a, url
}

// serveCopy serves a copy of a record, as on its last day, in a folder of its own.
func serveCopy(tb testing.TB, path string, opts app.Options, text string) (a *app.App, h *web.Handler, url, folder string) {
	tb.Helper()
	folder = tb.TempDir()
	copied := filepath.Join(folder, "record.db")
	if err := copyFile(path, copied); err != nil {
		tb.Fatal(err)
	}
	now, err := time.Parse(time.DateOnly, accord.LastDay)
	if err != nil {
		tb.Fatal(err)
	}
	opts.Now = func() time.Time { return now.Add(12 * time.Hour) }
	if a, err = app.Open(context.Background(), copied, opts); err != nil {
		tb.Fatal(err)
	}
	texts := []app.Text{{Name: "accord.mithaq", Content: text}}
	h, err = web.New(a, func(context.Context) ([]app.Text, error) { return texts, nil }, web.Options{Hosts: []string{"127.0.0.1"}, Proxied: true})
	if err != nil {
		tb.Fatal(err)
	}
	srv := httptest.NewServer(h)
	tb.Cleanup(func() {
		srv.CloseClientConnections()
		srv.Close()
		if err := a.Close(); err != nil {
			tb.Error(err)
		}
	})
	return a, h, srv.URL, folder
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

// listen opens a line as another address than all others do, and waits until it is greeted.
func listen(ctx context.Context, url string, i int) (*bufio.Reader, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/events", nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("X-Forwarded-For", fmt.Sprintf("198.51.%d.%d", i/250, i%250))
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("line %d: %s", i, res.Status)
	}
	in := bufio.NewReader(res.Body)
	_, err = await(in, "hello")
	return in, err
}

// await reads up to an event of a name and gives its data.
func await(in *bufio.Reader, name string) (data string, err error) {
	for event := ""; ; {
		text, err := in.ReadString('\n')
		if err != nil {
			return "", err
		}
		if found, ok := strings.CutPrefix(text, "event: "); ok {
			event = strings.TrimSpace(found)
		}
		if found, ok := strings.CutPrefix(text, "data: "); ok && event == name {
			return found, nil
		}
	}
}

// happened is one more attack, as a recorder enters it.
func happened(i int) []any {
	id := fmt.Sprintf("live-%d", i)
	return []any{
		record.Incident{ID: id, Act: "attack", When: accord.LastDay, Title: record.Text{"en": id}},
		record.Assessment{Incident: id, Assessor: "mission", Grade: grade.Verified, When: accord.LastDay, Attributions: []record.Attribution{{To: "insurgents", Grade: grade.Verified}}},
	}
}

// reach opens lines, enters an incident again and again and gives the time until the last line was told, of each.
func reach(tb testing.TB, incidents, open, times int) (took []time.Duration) {
	tb.Helper()
	a, url := openBoard(tb, incidents)
	ctx, end := context.WithCancel(tb.Context())
	defer end()
	list := make([]*bufio.Reader, open)
	for i := range list {
		var err error
		if list[i], err = listen(ctx, url, i); err != nil {
			tb.Fatal(err)
		}
	}
	for i := range times {
		var all sync.WaitGroup
		began := time.Now()
		for _, in := range list {
			all.Go(func() {
				data, err := await(in, "change")
				var news struct{ Came int }
				if err == nil {
					err = json.Unmarshal([]byte(data), &news)
				}
				if err != nil || news.Came != 2 {
					tb.Errorf("told %s, %v", data, err)
				}
			})
		}
		if _, err := a.Store().Append(ctx, nil, func(yield func(record.Draft, error) bool) {
			for _, p := range happened(i) {
				if !yield(record.Draft{Entered: a.Now().Unix(), Actor: "bench", Payload: p}, nil) {
					return
				}
			}
		}); err != nil {
			tb.Fatal(err)
		}
		all.Wait()
		took = append(took, time.Since(began))
	}
	return took
}

// BenchmarkLines has 1,000 pages open over the large record and enters an incident. last-ms is when the last page was told, counted from the
// beginning of the entry. MITHAQ_BENCH_LINES sets another number of pages. Run it with -benchtime 5x.
func BenchmarkLines(b *testing.B) {
	n, err := incidents()
	if err != nil {
		b.Fatal(err)
	}
	open, err := lines(1000)
	if err != nil {
		b.Fatal(err)
	}
	took := reach(b, n, open, b.N+1)[1:] // the first one finds the run that is to be gone on from
	slowest, sum := time.Duration(0), time.Duration(0)
	for _, d := range took {
		slowest, sum = max(slowest, d), sum+d
	}
	b.ReportMetric(milliseconds(sum/time.Duration(len(took))), "last-ms")
	b.ReportMetric(milliseconds(slowest), "slowest-ms")
}

// TestLinesSmall: an entry reaches all open pages, each once. How long that takes is measured by BenchmarkLines.
func TestLinesSmall(t *testing.T) {
	open, err := lines(100)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d open pages: told after %v", open, reach(t, 300, open, 3))
}
