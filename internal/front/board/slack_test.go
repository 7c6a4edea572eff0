package board

import (
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/judge/status"
)

// How much time there was, or is, is told in whole days to the last day; nothing is told of what is not certain.
func TestSlack(t *testing.T) {
	at := func(d, hour int) int64 {
		return civil.UTC.Start(civil.Date{Year: 2016, Month: 3, Day: d}) + int64(hour)*3600
	}
	last := civil.At(at(11, 0)) // the 10th is the last day
	rd := NewReader(locale.En)
	rd.W = rd.W.Bare()
	for _, c := range []struct {
		state    status.State
		modality norms.Modality
		end      civil.Interval
		now      int64
		done     civil.Interval
		want     string
	}{
		{status.Due, norms.Obligation, last, at(8, 23), civil.Interval{}, "2 days left"},
		{status.Due, norms.Obligation, last, at(10, 23), civil.Interval{}, "0 days left"},
		{status.Kept, norms.Obligation, last, at(20, 0), civil.At(at(9, 5)), "1 day to spare"},
		{status.Kept, norms.Obligation, last, at(20, 0), civil.At(at(10, 23)), "0 days to spare"},
		{status.Cured, norms.Obligation, last, at(20, 0), civil.At(at(11, 0)), "1 day late"},
		{status.Kept, norms.Obligation, last, at(20, 0), civil.Interval{Lo: at(9, 0), Hi: civil.Forever}, ""},
		{status.Breached, norms.Obligation, last, at(12, 1), civil.Interval{}, "its last day was 2 days ago"},
		{status.Breached, norms.Prohibition, last, at(12, 1), civil.Interval{}, ""},
		{status.Due, norms.Obligation, civil.Interval{Lo: last.Lo, Hi: last.Lo + 1}, at(8, 0), civil.Interval{}, ""},
		{status.Due, norms.Obligation, civil.At(civil.Forever), at(8, 0), civil.Interval{}, ""},
	} {
		a := &norms.Agreement{Zone: civil.UTC, Standard: grade.Corroborated}
		n := &status.Norm{Modality: c.modality, Window: status.Window{Dated: true, End: c.end}}
		for i := range n.Lanes {
			n.Lanes[i] = status.Lane{States: status.Of(c.state), Last: c.done}
		}
		r := &Run{Result: &status.Result{At: c.now}}
		if got := r.slack(rd, a, n); got != c.want {
			t.Errorf("%s on day %d: %q, want %q", c.state, (c.now-at(1, 0))/86400+1, got, c.want)
		}
	}
}

// Nothing in a feed or a calendar turns the text of the program around it, or cannot stand there.
func TestPlain(t *testing.T) {
	if got := plain("a\u202eb\u202ac\u2066d\u2069e\u2067f\x00g\x7fh\ufffei\nj\tk\xffl م"); got != "abcdefghi\nj\tk\ufffdl م" {
		t.Errorf("%q", got)
	}
}
