package board

import (
	"context"
	"encoding/json"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// mapSteps are moves of one who looks at the map: by keys, as the canvas of the map takes them, and closer and away again.
var mapSteps = []string{"\u0304", "\u0304", "+", "\u0301", "\u0303", "+", "\u0304", "-", "\u0302", "+", "\u0303", "-", "-"} // right, right, closer, down, up ...

// steps moves the map and notes, in the page, each gap between two frames while it moves, and how long the signs of the new view took to stand there.
const watchMap = `(() => {
	const w = globalThis.watched = { gaps: [], long: [], last: 0, moving: false };
	new PerformanceObserver((list) => { for (const e of list.getEntries()) w.long.push(e.duration); }).observe({ type: "longtask" });
	const tick = (now) => { if (w.moving && w.last) w.gaps.push(now - w.last); w.last = now; requestAnimationFrame(tick); };
	requestAnimationFrame(tick);
	return 0;
})()`

const beforeMove = `(() => { delete document.querySelector("mithaq-map").dataset.signs; const w = globalThis.watched; w.moving = true; w.last = 0; document.querySelector(".maplibregl-canvas").focus(); return 0; })()`

const afterMove = `(() => { globalThis.watched.moving = false; return Number(document.querySelector("mithaq-map").dataset.signs); })()`

// BenchmarkMap moves about the map in a browser without a graphics card. signs-ms is how long after a key the signs of the new view stood there (the move itself
// takes 300 ms), of 100 moves 50 and 95 in no more; frame-ms likewise the time between two pictures while it moves; stall-ms the longest time in which the page
// took no input.
func BenchmarkMap(b *testing.B) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		b.Skip("chromium is missing: apt-get install chromium")
	}
	n, err := incidents()
	if err != nil {
		b.Fatal(err)
	}
	board := openShared(b, n)
	ctx, cancel := chromedp.NewExecAllocator(b.Context(), chromedp.ExecPath(chromium), chromedp.Headless, chromedp.NoSandbox, chromedp.NoFirstRun, chromedp.UserDataDir(b.TempDir()),
		chromedp.Flag("disable-background-networking", true), chromedp.WindowSize(1280, 900), chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true))
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	do := func(steps ...chromedp.Action[chromedp.Void]) {
		if err := chromedp.Do(ctx, steps...); err != nil {
			b.Fatal(err)
		}
	}
	stands := chromedp.WaitVisible(chromedp.CSS(`mithaq-map[data-live][data-signs] .maplibregl-canvas`))
	if _, err := chromedp.Call(ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: map[string]any{"Cookie": board.cookie[monitor]}}); err != nil {
		b.Fatal(err)
	}
	do(chromedp.Navigate(board.url+"/en/map"), stands)
	eval(ctx, b, watchMap)
	var took []time.Duration
	most := 0
	b.ResetTimer()
	for i := range b.N {
		eval(ctx, b, beforeMove)
		start := time.Now()
		do(chromedp.KeyEvent(mapSteps[i%len(mapSteps)]), stands)
		took = append(took, time.Since(start))
		most = max(most, eval(ctx, b, afterMove))
	}
	b.StopTimer()
	raw, err := chromedp.Run(ctx, chromedp.Evaluate[string](`JSON.stringify(globalThis.watched)`))
	if err != nil {
		b.Fatal(err)
	}
	var watched struct{ Gaps, Long []float64 }
	if err := json.Unmarshal([]byte(raw), &watched); err != nil {
		b.Fatal(err)
	}
	slices.Sort(took)
	slices.Sort(watched.Gaps)
	share := func(n, percent int) int { return (n - 1) * percent / 100 }
	b.ReportMetric(milliseconds(took[share(len(took), 50)]), "signs-p50-ms")
	b.ReportMetric(milliseconds(took[share(len(took), 95)]), "signs-p95-ms")
	if g := watched.Gaps; len(g) > 0 {
		b.ReportMetric(g[share(len(g), 50)], "frame-p50-ms")
		b.ReportMetric(g[share(len(g), 95)], "frame-p95-ms")
	}
	b.ReportMetric(slices.Max(append(watched.Long, 0)), "stall-ms")
	b.ReportMetric(float64(most), "most-signs")
	b.ReportMetric(0, "ns/op")
}

func eval(ctx context.Context, b *testing.B, script string) int {
	b.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[int](script))
	if err != nil {
		b.Fatal(err)
	}
	return v
}
