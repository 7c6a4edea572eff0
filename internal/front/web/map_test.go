package web_test

import (
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// points is what a map asks for.
type points struct {
	Says          string
	Total, Placed int
	Signs         []struct {
		Lon, Lat float64
		Reach    int64
		N        int
		Grades   []int
		Place    string
		Says     string
		IDs      []string
	}
}

func pointsOf(t *testing.T, base, query string, headers ...string) (p points, raw string) {
	t.Helper()
	r := get(t, base+"/map/points.json?"+query, headers...)
	if r.status != 200 || r.header.Get("Content-Type") != "application/json; charset=utf-8" {
		t.Fatalf("%s: %d", query, r.status)
	}
	if err := json.Unmarshal([]byte(r.body), &p); err != nil {
		t.Fatal(err)
	}
	return p, r.body
}

// world is the view of everything.
const world = "lang=en&bbox=-180,-90,180,90"

// scattered is a board over incidents that chance scattered, more or less exactly known, some nowhere.
func scattered(tb testing.TB, n int, seed uint64) (*app.App, string) {
	tb.Helper()
	a, texts := riverApp(tb, func() time.Time { return theDay })
	chance := rand.New(rand.NewPCG(seed, 1))
	pick := func(list ...string) string { return list[chance.IntN(len(list))] }
	_, err := a.Store().Append(tb.Context(), nil, func(yield func(record.Draft, error) bool) {
		put := func(payload any) bool {
			return yield(record.Draft{Entered: theDay.Unix(), Actor: "test", Payload: payload}, nil)
		}
		for i := range n {
			day := civil.Date{Year: 2016, Month: 1, Day: 1}.AddDays(chance.IntN(90))
			in := record.Incident{ID: fmt.Sprintf("s%06d", i), Act: pick("fire", "shell", "let_pass"), When: pick(day.String(), day.String(), "2016-02", "")}
			if town := chance.IntN(12); town > 0 {
				in.Place = record.Place{
					Name: record.Text{"en": fmt.Sprintf("Town %d", town), "ru": fmt.Sprintf("Город %d", town)}, Radius: int64([]int{1, 300, 5000, 80_000, 900_000}[chance.IntN(5)]),
					Lat: int64(chance.IntN(170e7) - 85e7), Lon: int64(chance.IntN(360e7+1) - 180e7),
				}
				if chance.IntN(3) > 0 { // most are near each other
					in.Place.Lat, in.Place.Lon = int64(33e7+chance.IntN(4e7)), int64(36e7+chance.IntN(5e7))
				}
			}
			if !put(in) {
				return
			}
			if g := chance.IntN(5); g < 4 {
				party := pick("east", "west")
				if !put(record.Assessment{Incident: in.ID, Assessor: "a", Grade: grade.Grade(g), Attributions: []record.Attribution{{To: party, Grade: grade.Alleged}}}) {
					return
				}
			}
		}
	})
	if err != nil {
		tb.Fatal(err)
	}
	h, err := web.New(a, texts, web.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	srv := httptest.NewServer(h)
	tb.Cleanup(srv.Close)
	return a, srv.URL
}

// Whatever the filters and the zoom, the signs of the world hold each incident with coordinates once: as many as the list counts less those without, and of each
// grade as many. A view holds what lies in it, in the same signs.
func TestMapCountsWhatTheListCounts(t *testing.T) {
	ctx := t.Context()
	a, base := scattered(t, 400, 7)
	chance := rand.New(rand.NewPCG(3, 9))
	several, none := 0, 0
	for range 60 {
		values, q := url.Values{}, record.Query{}
		set := func(name, value string, into *string) {
			if value != "" && chance.IntN(3) == 0 {
				values.Set(name, value)
				*into = value
			}
		}
		set("from", "2016-02-0"+itoa(1+chance.IntN(9)), &q.From)
		set("to", "2016-03-1"+itoa(chance.IntN(9)), &q.To)
		set("act", "fire", &q.Act)
		set("party", "east", &q.Party)
		set("place", "town "+itoa(1+chance.IntN(12)), &q.Place)
		set("text", "Город", &q.Text)
		if chance.IntN(4) == 0 {
			g := grade.Grade(chance.IntN(4))
			values.Set("grade", g.String())
			q.Grade = &g
		}
		zoom := chance.IntN(12)
		p, _ := pointsOf(t, base, world+"&zoom="+itoa(zoom)+"&"+values.Encode())
		want, placed, grades := 0, 0, [5]int{}
		for q.Limit = 500; ; {
			page, err := a.Store().Incidents(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			for i := range page.Rows {
				want++
				if row := &page.Rows[i]; row.Incident.Place.Radius > 0 {
					placed++
					if row.Assessed {
						grades[1+int(row.Grade)]++
					} else {
						grades[0]++
					}
				}
			}
			if q.After = page.Next; q.After == "" {
				break
			}
		}
		sum, got, seen := 0, [5]int{}, map[string]bool{}
		for _, s := range p.Signs {
			sum += s.N
			for i, n := range s.Grades {
				got[i] += n
			}
			for _, id := range s.IDs {
				if seen[id] {
					t.Errorf("%s: %s is in two signs", values.Encode(), id)
				}
				seen[id] = true
			}
			if s.N > 1 {
				several++
			}
		}
		if p.Total != want || p.Placed != placed || sum != placed || got != grades {
			t.Errorf("zoom %d, %s: %d in all, %d with coordinates, %d in signs, grades %v; want %d, %d, %v", zoom, values.Encode(), p.Total, p.Placed, sum, got, want, placed, grades)
		}
		if want == 0 {
			none++
		}
		part, _ := pointsOf(t, base, "lang=en&bbox=30,30,45,40&zoom="+itoa(zoom)+"&"+values.Encode())
		all := map[string]int{}
		for _, s := range p.Signs {
			all[fmt.Sprint(s)]++
		}
		for _, s := range part.Signs {
			if all[fmt.Sprint(s)]--; all[fmt.Sprint(s)] < 0 {
				t.Errorf("zoom %d, %s: the view has a sign that the world has not: %+v", zoom, values.Encode(), s)
			}
		}
	}
	if several < 100 || none > 20 {
		t.Errorf("%d signs of several incidents, %d filters that nothing meets", several, none)
	}
}

// What is known roughly is an area and no point: its circle holds all of where it may have happened, at every zoom.
func TestMapDrawsUncertainty(t *testing.T) {
	_, base := scattered(t, 200, 8)
	for zoom := range 15 {
		p, _ := pointsOf(t, base, world+"&zoom="+itoa(zoom)+"&text="+url.QueryEscape("Город"))
		rough := 0
		for _, s := range p.Signs {
			if s.Reach >= 900_000 {
				rough += s.N
			}
			if s.Reach < 1 {
				t.Errorf("zoom %d: a point without a circle: %+v", zoom, s)
			}
		}
		if rough < 20 {
			t.Errorf("zoom %d: %d incidents known to 900 km", zoom, rough)
		}
	}
}

// The map of the public is what was published, as coarse as it was published: incidents that are not shown change nothing in it, and neither does
// what is known of those that are.
func TestMapIsGuarded(t *testing.T) {
	h := newHouse(t)
	shown, hidden := "2015-09-30-talbisah", "2015-09-30-zafaranah"
	for _, path := range []string{"/map/points.json?" + world + "&zoom=9", "/map/base.json?lang=en", "/map/incidents.json?lang=en&id=" + shown, "/en/map"} {
		if r := h.get(t, "", path); r.status != 200 || r.has("albisah") {
			t.Errorf("%s before anything was published: %d\n%s", path, r.status, r.body)
		}
	}
	if p, _ := pointsOf(t, h.base, world+"&zoom=9"); p.Total != 0 || len(p.Signs) != 0 {
		t.Errorf("the public sees %+v", p)
	}
	enter(t, h.app, record.Publication{Kind: record.KindIncident, Subject: shown, Public: true, Radius: 40_000, Why: "the test", By: "holder"})
	p, raw := pointsOf(t, h.base, world+"&zoom=9")
	if p.Total != 1 || len(p.Signs) != 1 || p.Signs[0].N != 1 || p.Signs[0].Reach < 40_000 {
		t.Fatalf("the public sees %+v", p)
	}
	as, err := h.app.As(t.Context(), review.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer as.Close()
	exact, err := as.Store().Bundle(t.Context(), shown)
	if err != nil || exact.Incident.Place.Radius != 3000 {
		t.Fatalf("%+v, %v", exact, err)
	}
	if lat := fmt.Sprint(float64(exact.Incident.Place.Lat) / 1e7); strings.Contains(raw, lat) && fmt.Sprint(p.Signs[0].Lat) == lat {
		t.Errorf("the exact place is told: %s", raw)
	}
	if whole, _ := pointsOf(t, h.base, world+"&zoom=9", "Cookie", "mithaq="+h.token[review.Reader]); whole.Total < 90 {
		t.Errorf("a reader sees %+v", whole)
	}
	if r := h.get(t, "", "/map/incidents.json?lang=en&id="+hidden); r.body != "[]\n" {
		t.Errorf("what a hidden incident is: %s", r.body)
	}
	// The same place, entered again and again by others, adds nothing to what the public sees.
	enter(t, h.app, record.Incident{ID: "secret", Act: "attack", When: "2015-09-30", Place: exact.Incident.Place})
	if _, again := pointsOf(t, h.base, world+"&zoom=9"); again != raw {
		t.Errorf("a hidden incident changed the map of the public:\n%s\n%s", raw, again)
	}
	if page := h.get(t, "", "/en/map"); !page.has("Place without a name") || page.has("albisah") || page.has("afaranah") {
		t.Errorf("the page of the public is not what was published: %+v", p)
	}
}

// A new entry is on the map at once, a withdrawn one is off it.
func TestMapFollowsTheRecord(t *testing.T) {
	a, base := scattered(t, 30, 9)
	was, _ := pointsOf(t, base, world+"&zoom=3")
	enter(t, a, record.Incident{ID: "new", Act: "attack", When: "2016-01-01", Place: record.Place{Name: record.Text{"en": "New"}, Lat: 10e7, Lon: 10e7, Radius: 5}})
	now, _ := pointsOf(t, base, world+"&zoom=3")
	if now.Total != was.Total+1 || now.Placed != was.Placed+1 {
		t.Errorf("%d and %d, after %d and %d", now.Total, now.Placed, was.Total, was.Placed)
	}
	if named, _ := pointsOf(t, base, world+"&zoom=3&place=new"); named.Total != 1 || named.Signs[0].IDs[0] != "new" {
		t.Errorf("%+v", named)
	}
	enter(t, a, record.Withdrawal{Kind: record.KindIncident, Subject: "new", Why: "the test"})
	if gone, _ := pointsOf(t, base, world+"&zoom=3"); gone.Total != was.Total || gone.Placed != was.Placed {
		t.Errorf("%+v", gone)
	}
}

// What cannot be read is told, and names from the record stay text.
func TestMapRefuses(t *testing.T) {
	a, base := scattered(t, 5, 10)
	for _, query := range []string{"", "lang=en", "lang=xx&bbox=0,0,1,1&zoom=1", "bbox=0,0,1&zoom=1", "bbox=0,0,1,NaN&zoom=1", "bbox=0,0,1,1e9&zoom=1", "bbox=0,0,1,1&zoom=99", "bbox=0,0,1,1&zoom=-1", "bbox=0,0,1,1&zoom=1&grade=x", "bbox=0,0,1,1&zoom=1&from=x"} {
		if r := get(t, base+"/map/points.json?"+query); r.status != 400 {
			t.Errorf("%s: %d", query, r.status)
		}
	}
	if r := get(t, base+"/map/points.json?"+world+"&zoom=1&agreement=nothing"); r.status != 404 {
		t.Errorf("a text that is not there: %d", r.status)
	}
	if r := get(t, base+"/en/map?agreement=nothing"); r.status != 404 {
		t.Errorf("a text that is not there: %d", r.status)
	}
	const wicked = `<script>alert(1)</script>"'`
	enter(t, a, record.Incident{ID: "wicked", Act: "attack", Title: record.Text{"en": wicked}, Place: record.Place{Name: record.Text{"en": wicked}, Lat: 1, Lon: 1, Radius: 5}})
	for _, path := range []string{"/en/map", "/map/points.json?" + world + "&zoom=1", "/map/incidents.json?lang=en&id=wicked", "/map/base.json?lang=en"} {
		r := get(t, base+path)
		if r.status != 200 || strings.Contains(r.body, "<script>alert") {
			t.Errorf("%s: %d", path, r.status)
		}
		if strings.HasPrefix(path, "/en") && !strings.Contains(html.UnescapeString(r.body), wicked) {
			t.Error("the name is not on the page")
		}
	}
}

// The drawing of the server is whole without a script: each sign in words, and the table with what is not on the map.
func TestMapDrawing(t *testing.T) {
	r := get(t, exampleServer(t)+"/ar/map?from=2015-10-01&to=2015-10-31")
	p, _ := pointsOf(t, exampleServer(t), "lang=ar&bbox=-180,-90,180,90&zoom=6&from=2015-10-01&to=2015-10-31")
	if p.Placed < 10 || !r.has(html.EscapeString(p.Says)) {
		t.Errorf("the page does not say %q", p.Says)
	}
	for _, want := range []string{`class="land"`, `class="reach"`, "سوريا", `class="gsym g-verified"`, "Natural Earth"} {
		if !r.has(want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if n := strings.Count(r.body, `<g class="sign `); n < 4 {
		t.Errorf("%d signs are drawn", n)
	}
	if own := get(t, exampleServer(t)+"/en/map?agreement=khatib"); !own.has(`<option value="khatib" selected>`) || own.status != 200 {
		t.Errorf("the map of a text: %d", own.status)
	}
}

// Borders of whoever serves the board take the place of those that come with it, on the drawing and on the live map, and the page says whose they are.
func TestMapOfOtherBorders(t *testing.T) {
	a, texts := riverApp(t, func() time.Time { return theDay })
	enter(t, a, record.Incident{ID: "in", Act: "fire", Place: record.Place{Lat: 2e7, Lon: 2e7, Radius: 5}})
	h, err := web.New(a, texts, web.Options{Borders: []byte(`{"type":"Feature","id":"760","geometry":{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,9],[0,0]]]}}`)})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	defer srv.Close()
	page := get(t, srv.URL+"/en/map")
	if strings.Count(page.body, `class="land"`) != 1 || page.has("Natural Earth") || !page.has("no opinion of this program") || !page.has(`data-coarse=""`) {
		t.Error("the drawing has other borders")
	}
	if r := get(t, srv.URL+"/map/outlines.json?bbox=1,1,3,3"); r.status != 200 || !r.has("[[[[1,1],[3,1],[3,3],[1,3]]]]") && strings.Count(r.body, "[1,1]") != 1 {
		t.Errorf("the live map has other borders: %s", r.body)
	}
	if r := get(t, exampleServer(t)+"/map/outlines.json?bbox=33,30,44,40"); r.status != 200 || len(r.body) < 5000 || len(r.body) > 200_000 {
		t.Errorf("the outlines around Syria: %d, %d bytes", r.status, len(r.body))
	}
	if _, err := web.New(a, texts, web.Options{Borders: []byte("{}")}); err == nil {
		t.Error("no borders are taken")
	}
}

// BenchmarkMap asks for the signs of a view, of the world and of a filter, once the first map was made. MITHAQ_BENCH_MAP_N sets another number of incidents than 2,000.
func BenchmarkMap(b *testing.B) {
	n := 2000
	if s := os.Getenv("MITHAQ_BENCH_MAP_N"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	_, base := scattered(b, n, 11)
	get(b, base+"/en/map")
	for name, path := range map[string]string{
		"view": "/map/points.json?lang=en&bbox=34,32,42,38&zoom=7", "world": "/map/points.json?" + world + "&zoom=2", "fine": "/map/points.json?" + world + "&zoom=6",
		"act": "/map/points.json?" + world + "&zoom=3&act=fire", "words": "/map/points.json?" + world + "&zoom=3&text=town", "page": "/en/map?grade=verified",
	} {
		b.Run(name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ { // each time another filter, which nobody asked for before
				if r := get(b, base+path+"&from=2015-"+fmt.Sprintf("%02d-%02d", 1+i/28%12, 1+i%28)); r.status != 200 {
					b.Fatal(r.status)
				}
			}
		})
	}
}
