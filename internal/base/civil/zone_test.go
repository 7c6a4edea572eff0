package civil

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func zone(t testing.TB, name string) Zone {
	t.Helper()
	z, err := LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func instant(t testing.TB, s string) int64 {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at.Unix()
}

func TestTZDataNamesTheEmbeddedData(t *testing.T) {
	sum := sha256.Sum256(zoneinfo)
	if got := hex.EncodeToString(sum[:]); got != tzSHA256 {
		t.Errorf("zoneinfo.zip has SHA-256 %s, the constant says %s", got, tzSHA256)
	}
	if want := tzVersion + "+" + tzSHA256[:12]; TZData != want {
		t.Errorf("TZData = %s, want %s", TZData, want)
	}
}

// Where the Go distribution at hand carries the same version, it must carry the same bytes.
func TestTZDataIsThatOfGo(t *testing.T) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("no go command here")
	}
	dir := filepath.Join(strings.TrimSpace(string(out)), "lib", "time")
	script, err := os.ReadFile(filepath.Join(dir, "update.bash"))
	if err != nil || !bytes.Contains(script, []byte("\nCODE="+tzVersion+"\n")) {
		t.Skip("this Go carries another version of the zone data")
	}
	data, err := os.ReadFile(filepath.Join(dir, "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, zoneinfo) {
		t.Errorf("Go's zoneinfo.zip of %s differs from the embedded one", tzVersion)
	}
}

func TestLoadZoneNeedsNothingOfTheMachine(t *testing.T) {
	t.Setenv("ZONEINFO", "/nowhere")
	for _, name := range []string{"Asia/Damascus", "Asia/Beirut", "Europe/Moscow", "America/Argentina/Buenos_Aires", "Etc/GMT+3"} {
		if z := zone(t, name); z.String() != name || z != zone(t, name) {
			t.Errorf("%s is loaded as %s, or twice", name, z)
		}
	}
	for _, name := range []string{"", "Local", "Asia/Nowhere", "Asia/", "Asia", "../Asia/Damascus", "/etc/localtime"} {
		if z, err := LoadZone(name); err == nil {
			t.Errorf("%q is loaded as %s", name, z)
		}
	}
	var zero Zone
	if zero.String() != "UTC" || zero.DateOf(0) != (Date{1970, 1, 1}) || !zero.Equal(UTC) {
		t.Error("the zero zone is not UTC")
	}
}

func TestDayAtAGap(t *testing.T) {
	for _, c := range []struct{ zone, day, start, end string }{
		{"Asia/Damascus", "2016-03-25", "2016-03-24T22:00:00Z", "2016-03-25T21:00:00Z"}, // 23 hours: the clock goes from 00:00 to 01:00
		{"Asia/Damascus", "2016-10-27", "2016-10-26T21:00:00Z", "2016-10-27T22:00:00Z"}, // 25 hours: 23:00 comes twice
		{"Asia/Damascus", "2016-10-28", "2016-10-27T22:00:00Z", "2016-10-28T22:00:00Z"},
		{"Asia/Beirut", "2015-03-29", "2015-03-28T22:00:00Z", "2015-03-29T21:00:00Z"},
		{"Asia/Beirut", "2015-10-24", "2015-10-23T21:00:00Z", "2015-10-24T22:00:00Z"},
		{"Europe/Moscow", "2014-10-26", "2014-10-25T20:00:00Z", "2014-10-26T21:00:00Z"},
		{"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"}, // the day that Samoa left out
		{"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"},
		{"America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z", "2010-11-08T03:30:00Z"}, // midnight comes twice: the first
	} {
		z := zone(t, c.zone)
		d, err := ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := z.Start(d), instant(t, c.start); got != want {
			t.Errorf("%s %s starts at %v, want %s", c.zone, c.day, time.Unix(got, 0).UTC(), c.start)
		}
		if got, want := z.End(d), instant(t, c.end); got != want {
			t.Errorf("%s %s ends at %v, want %s", c.zone, c.day, time.Unix(got, 0).UTC(), c.end)
		}
	}
}

func TestSkipped(t *testing.T) {
	for name, want := range map[string]string{
		"Pacific/Apia": "[2011-12-30]", "Pacific/Kwajalein": "[1993-08-21]", "Asia/Damascus": "[]", "UTC": "[]", "Asia/Manila": "[1844-12-31]",
	} {
		z := zone(t, name)
		got := z.Skipped()
		if fmt.Sprint(got) != want {
			t.Errorf("%s: %v, want %s", name, got, want)
		}
		for _, d := range got {
			if z.Start(d) != z.End(d) {
				t.Errorf("%s: %v is no day left out", name, d)
			}
		}
	}
}

func TestClockAtAGap(t *testing.T) {
	z := zone(t, "Asia/Damascus")
	for _, c := range []struct {
		day          Date
		hour, minute int
		want         string
	}{
		{Date{2016, 2, 27}, 0, 0, "2016-02-26T22:00:00Z"},
		{Date{2016, 3, 25}, 0, 30, "2016-03-24T22:00:00Z"},   // skipped: the jump
		{Date{2016, 10, 27}, 23, 30, "2016-10-27T20:30:00Z"}, // shown twice: the first
	} {
		if got := z.Clock(c.day, c.hour, c.minute); got != instant(t, c.want) {
			t.Errorf("%v %02d:%02d is %v, want %s", c.day, c.hour, c.minute, time.Unix(got, 0).UTC(), c.want)
		}
	}
}

// ETS 76: the starting day does not count, the last day counts to its midnight; months and years end on the
// same day of the month or, where there is none, on the month's last day.
func TestAfter(t *testing.T) {
	z := zone(t, "Europe/Moscow")
	for _, c := range []struct {
		from string
		p    Period
		last string // the last day of the limit
	}{
		{"2015-01-01", Period{1, Days}, "2015-01-02"},
		{"2015-01-01", Period{30, Days}, "2015-01-31"},
		{"2015-12-31", Period{1, Days}, "2016-01-01"},
		{"2016-02-28", Period{1, Days}, "2016-02-29"},
		{"2015-02-15", Period{2, Weeks}, "2015-03-01"},
		{"2016-02-15", Period{2, Weeks}, "2016-02-29"},
		{"2015-01-28", Period{1, Months}, "2015-02-28"},
		{"2015-01-29", Period{1, Months}, "2015-02-28"},
		{"2015-01-30", Period{1, Months}, "2015-02-28"},
		{"2015-01-31", Period{1, Months}, "2015-02-28"},
		{"2016-01-31", Period{1, Months}, "2016-02-29"},
		{"2015-02-28", Period{1, Months}, "2015-03-28"},
		{"2015-03-31", Period{1, Months}, "2015-04-30"},
		{"2015-10-31", Period{4, Months}, "2016-02-29"},
		{"2015-11-30", Period{14, Months}, "2017-01-30"},
		{"2016-02-29", Period{1, Years}, "2017-02-28"},
		{"2016-02-29", Period{4, Years}, "2020-02-29"},
		{"2015-02-28", Period{1, Years}, "2016-02-28"},
		{"2015-06-15", Period{18, Months}, "2016-12-15"},
	} {
		from, _ := ParseDate(c.from)
		last, _ := ParseDate(c.last)
		for _, hour := range []int{0, 12, 23} {
			if got, want := z.After(z.Clock(from, hour, 0), c.p), z.End(last); got != want {
				t.Errorf("%d %v from %s %02d:00 end %v, want the end of %s", c.p.N, c.p.Unit, c.from, hour, z.DateOf(got-1), c.last)
			}
		}
	}
	start := instant(t, "2016-02-26T22:00:00Z")
	if got := z.After(start, Period{48, Hours}); got != start+48*3600+1 {
		t.Errorf("48 hours end %d s after", got-start)
	}
	for _, p := range []Period{{48, Hours}, {30, Days}, {6, Months}} {
		if z.After(Forever, p) != Forever || z.After(Ever, p) != Ever || z.After(Forever-1, p) != Forever {
			t.Errorf("%v does not saturate", p)
		}
	}
}

// Against the time package: dates, and that the days of a zone follow each other without gap or overlap.
func TestZoneAgreesWithTime(t *testing.T) {
	names := []string{"UTC", "Asia/Damascus", "Asia/Beirut", "Europe/Moscow", "Pacific/Apia", "America/St_Johns", "Africa/Juba", "Asia/Pyongyang", "Australia/Lord_Howe"}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "zone")
		z, err := LoadZone(name)
		if err != nil {
			t.Fatal(err)
		}
		loc := time.UTC
		if name != "UTC" {
			loc, _ = location(name)
		}
		at := rapid.Int64Range(-5e9, 7e9).Draw(t, "instant")
		want := time.Unix(at, 0).In(loc)
		y, m, d := want.Date()
		if got := z.DateOf(at); got != (Date{y, m, d}) {
			t.Fatalf("%s at %d is %v, want %v", name, at, got, want)
		}
		h, min, s := want.Clock()
		if gh, gm, gs := z.TimeOf(at); gh != h || gm != min || gs != s {
			t.Fatalf("%s at %d is %d:%d:%d, want %v", name, at, gh, gm, gs, want)
		}
		date := Date{y, m, d}
		if z.Start(date) > at || z.End(date) != z.Start(date.AddDays(1)) || z.Start(date) > z.End(date) {
			t.Fatalf("%s: %v runs from %d to %d", name, date, z.Start(date), z.End(date))
		}
		if first := z.DateOf(z.Start(date)); first.Compare(date) < 0 {
			t.Fatalf("%s: the first instant of %v falls on %v", name, date, first)
		}
		if before := z.DateOf(z.Start(date) - 1); before.Compare(date) >= 0 {
			t.Fatalf("%s: the instant before %v falls on %v", name, date, before)
		}
	})
}

func TestDatesAgreeWithTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, m, d := time.Date(rapid.IntRange(-500, 9999).Draw(t, "year"), 1, rapid.IntRange(1, 366).Draw(t, "day"), 0, 0, 0, 0, time.UTC).Date()
		date := Date{y, m, d}
		n := rapid.IntRange(-5000, 5000).Draw(t, "n")
		wy, wm, wd := time.Date(y, m, d+n, 0, 0, 0, 0, time.UTC).Date()
		if got := date.AddDays(n); got != (Date{wy, wm, wd}) {
			t.Fatalf("%v plus %d days is %v", date, n, got)
		}
		moved := date.AddMonths(n)
		wy, wm, wd = time.Date(y, m+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC).Date()
		if moved != (Date{wy, wm, min(d, wd)}) {
			t.Fatalf("%v plus %d months is %v", date, n, moved)
		}
		if date.Compare(date.AddDays(1)) != -1 || date.AddDays(1).Compare(date) != 1 || date.Compare(date) != 0 {
			t.Fatalf("%v is not before the next day", date)
		}
	})
}

func BenchmarkZone(b *testing.B) {
	z := zone(b, "Asia/Damascus")
	b.Run("DateOf", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			z.DateOf(1446163200 + int64(i%1000)*86400)
		}
	})
	b.Run("Start", func(b *testing.B) {
		d := Date{2015, 10, 30}
		for b.Loop() {
			z.Start(d)
		}
	})
}
