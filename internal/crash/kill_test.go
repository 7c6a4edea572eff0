package crash

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/testroot"
)

// TestKilled: a writer that is killed (SIGKILL) at any moment of an import, an assessment or a merge loses nothing that it was told, and leaves
// nothing by halves. 10 kills; 200 with MITHAQ_LONG. The record is looked at whole after each, so that it must not grow for ever: after some kills
// a new one is begun.
func TestKilled(t *testing.T) {
	kills := 10
	if testroot.Long() {
		kills = 200
	}
	const oneRecord = 20 // kills upon one record
	eachStore(t, func(t *testing.T, made func() string) {
		met, within, where := map[byte]int{}, 0, ""
		for i := range kills {
			if i%oneRecord == 0 {
				where = made()
			}
			name := fmt.Sprintf("k%d", i)
			target := jobs[i%len(jobs)].letter
			acked := killed(t, where, name, target)
			met[target]++
			a, err := app.Open(context.Background(), where, app.Options{})
			if err != nil {
				t.Fatal(err)
			}
			head := whole(t, a)
			if head.Seq < acked {
				t.Errorf("entry %d was acknowledged, the record ends in %d", acked, head.Seq)
			}
			if head.Seq == acked {
				within++ // the job on its way is gone as a whole
			}
			noHalfSeen(t, a)
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
		}
		t.Logf("%d kills, aimed at %v; %d of them met a job on its way", kills, spread(met), within)
		if within < kills/4 {
			t.Errorf("only %d of %d kills came before the job was done", within, kills)
		}
	})
}

func spread(met map[byte]int) map[string]int {
	out := map[string]int{}
	for l, n := range met {
		out[string(l)] = n
	}
	return out
}

// killed starts a writer and kills it while it is at a job of the kind aimed at, or just before or after. It gives the last entry acknowledged.
func killed(t *testing.T, where, name string, target byte) (acked int64) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "CRASH_RECORD="+where, "CRASH_NAME="+name)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	rounds := rand.IntN(3) // jobs of the kind let through before
	took, began := time.Duration(0), time.Now()
	shot := false
	for lines.Scan() {
		var who string
		var i int
		var letter string
		if _, err := fmt.Sscanf(lines.Text(), "ack %s %d %s %d", &who, &i, &letter, &acked); err != nil && lines.Text() != "ready" {
			t.Fatalf("the writer said %q", lines.Text())
		}
		if letter == string(target) {
			took = time.Since(began)
			rounds--
		}
		began = time.Now()
		next := jobs[0].letter
		if letter != "" {
			next = jobs[(i+1)%len(jobs)].letter
		}
		if next == target && rounds <= 0 && !shot {
			shot = true
			time.AfterFunc(time.Duration(rand.Int64N(int64(max(took, 500*time.Microsecond)))), func() { _ = cmd.Process.Kill() })
		}
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the writer ended by itself")
	}
	return acked
}

// noHalfSeen sees that readers find each incident with what came with it, and a total that the incidents give.
func noHalfSeen(t *testing.T, a *app.App) {
	t.Helper()
	n := 0
	for b, err := range a.Store().Bundles(t.Context(), record.Cut{}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; len(b.Accounts) == 0 || len(b.Assessments) == 0 {
			t.Errorf("half of %s is there", b.Incident.ID)
		}
	}
	page, err := a.Store().Incidents(t.Context(), record.Query{})
	if err != nil || page.Total != n {
		t.Errorf("%d incidents, the total is %d (%v)", n, page.Total, err)
	}
}
