package web

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
	"mithaq/internal/judge/status"
)

// news is what open pages are told (the data of an event "change"). It holds nothing that the page of the same visitor would not say.
type news struct {
	Head    int64         `json:"head,omitempty"`  // the record's newest entry; outsiders are told none
	Came    int           `json:"came,omitempty"`  // how many entries came in; of outsiders, how many incidents that they did not see before
	About   []string      `json:"about,omitempty"` // the incidents that the entries change, where they are few; of outsiders, those of which they see something else now
	AsOf    string        `json:"as_of,omitempty"`
	Changed []changedNorm `json:"changed,omitempty"`
	More    int           `json:"more,omitempty"`   // changes that are not listed
	Reload  bool          `json:"reload,omitempty"` // what was missed cannot be told one by one
	Missed  int           `json:"missed,omitempty"` // of "hello": how many events follow that were missed
}

// changedNorm is a norm, or a claim, whose status changed, as it is now.
type changedNorm struct {
	Agreement string              `json:"agreement"`
	Term      string              `json:"term,omitempty"`
	Norm      string              `json:"norm,omitempty"`
	Claim     string              `json:"claim,omitempty"`
	Standards map[string][]string `json:"standards"`     // the states still possible, at each standard
	Say       map[string]string   `json:"say,omitempty"` // in a line of each language, of the first few

	key     status.Key
	was, is lanes
}

// tells says whether there is anything in news that whoever acts is told by itself.
func (n *news) tells(a *app.App) bool {
	return n.Reload || n.Came > 0 || len(n.Changed) > 0 || !a.Insider() && len(n.About) > 0
}

// covers says whether news made now say all that others said: the incidents that those name are told of, or shown at all, and statuses are as they said.
func (n *news) covers(ctx context.Context, a *app.App, others *news) (bool, error) {
	for _, id := range others.About {
		if slices.Contains(n.About, id) {
			continue
		}
		if _, err := a.Store().Bundle(ctx, id); errors.Is(err, record.ErrNotFound) {
			return false, nil
		} else if err != nil {
			return false, err
		}
	}
	for _, c := range others.Changed {
		if !slices.ContainsFunc(n.Changed, func(is changedNorm) bool {
			return is.Agreement == c.Agreement && is.Norm == c.Norm && is.Claim == c.Claim && maps.EqualFunc(is.Standards, c.Standards, slices.Equal)
		}) {
			return false, nil
		}
	}
	return a.Insider() || others.Came <= n.Came, nil
}

// still gives what of news about outsiders' sight holds now: incidents that are shown no more are not named again to whoever comes late, and neither is a status
// that rested on them, also not by being told that it is again as it was before. Where something is left out the page is told to ask again.
func (n news) still(ctx context.Context, a *app.App, before, now map[status.Key]lanes) (news, error) {
	out := n
	out.About, out.Changed = nil, nil
	for _, id := range n.About {
		switch _, err := a.Store().Bundle(ctx, id); {
		case err == nil:
			out.About = append(out.About, id)
		case !errors.Is(err, record.ErrNotFound):
			return news{}, err
		}
	}
	for _, c := range n.Changed {
		if now[c.key] == c.is && before[c.key] != c.is {
			out.Changed = append(out.Changed, c)
		}
	}
	if len(out.About) < len(n.About) {
		out.Came = min(out.Came, len(out.About))
	}
	if len(out.About) < len(n.About) || len(out.Changed) < len(n.Changed) {
		out.Reload, out.More = true, 0
	}
	return out, nil
}

const (
	listed = 200 // changes that one event lists
	said   = 24  // that it puts in words
)

// lanes are the states still possible at each standard.
type lanes = [status.Lanes]status.Set

// sets gives those of every norm and claim of a run.
func sets(j *app.Judged) map[status.Key]lanes {
	all := map[status.Key]lanes{}
	eachStatus(j, func(_ string, key status.Key, _ string, _ bool, sets lanes) { all[key] = sets })
	return all
}

// eachStatus visits the norms and claims of a run.
func eachStatus(j *app.Judged, visit func(agreement string, key status.Key, term string, claim bool, sets lanes)) {
	for i := range j.Result.Agreements {
		a := &j.Result.Agreements[i]
		for k := range a.Norms {
			n := &a.Norms[k]
			var sets lanes
			for lane := range n.Lanes {
				sets[lane] = n.Lanes[lane].States
			}
			visit(a.ID, n.Key, n.Term, false, sets)
		}
		for k := range a.Claims {
			c := &a.Claims[k]
			var sets lanes
			for lane := range c.Lanes {
				sets[lane] = c.Lanes[lane].States
			}
			visit(a.ID, c.Key, "", true, sets)
		}
	}
}

// differences lists whose status differs from what it was before, by the same texts.
func differences(before map[status.Key]lanes, is *app.Judged) (list []changedNorm, more int) {
	eachStatus(is, func(agreement string, key status.Key, term string, claim bool, sets lanes) {
		if before[key] == sets {
			return
		}
		if len(list) == listed {
			more++
			return
		}
		c := changedNorm{Agreement: agreement, Term: term, Standards: map[string][]string{}, key: key, was: before[key], is: sets}
		if claim {
			c.Claim = claimID(is, agreement, key)
		} else {
			c.Norm = is.Program.Norm(key.Norm).ID
		}
		for lane, g := range grade.Standards {
			states := []string{}
			for s := range sets[lane].All() {
				states = append(states, s.String())
			}
			c.Standards[g.String()] = states
		}
		list = append(list, c)
	})
	return list, more
}

// say puts the first changes in the words of all languages: they are made once for all pages that are told.
func say(list []changedNorm, run *board.Run) {
	for i := range list[:min(len(list), said)] {
		c := &list[i]
		c.Say = map[string]string{}
		for _, lang := range locale.Langs {
			c.Say[string(lang)] = run.NowIs(board.NewReader(lang), c.Agreement, c.key, c.was)
		}
	}
}

// claimID gives the name of a claim within its text.
func claimID(j *app.Judged, agreement string, key status.Key) string {
	a := j.Program.Agreement(agreement)
	for i := range j.Result.Agreements {
		s := &j.Result.Agreements[i]
		for k := range s.Claims {
			if s.ID == agreement && s.Claims[k].Key == key {
				return a.Claims[k].ID
			}
		}
	}
	return key.Norm
}

// marker is the key under which a server marks pages. Without it nobody can try out which record a mark names: the number of the newest entry,
// which not everybody is told, is soon tried. It lasts as long as the server: a page that outlives it is told to ask again.
type marker [sha256.Size]byte

func newMarker() (k marker) {
	_, _ = rand.Read(k[:]) // never fails (crypto/rand)
	return k
}

// of names what a visitor sees: the statuses and what came in. Equal marks: nothing was missed.
func (k *marker) of(result *status.Result, g app.Glance) string {
	h := hmac.New(sha256.New, k[:])
	for i := range result.Agreements {
		a := &result.Agreements[i]
		fmt.Fprintf(h, "%q\n", a.ID)
		for k := range a.Norms {
			fmt.Fprintf(h, "%q", a.Norms[k].Key)
			for lane := range a.Norms[k].Lanes {
				fmt.Fprintf(h, " %d", a.Norms[k].Lanes[lane].States)
			}
		}
		for k := range a.Claims {
			fmt.Fprintf(h, "%q", a.Claims[k].Key)
			for lane := range a.Claims[k].Lanes {
				fmt.Fprintf(h, " %d", a.Claims[k].Lanes[lane].States)
			}
		}
	}
	fmt.Fprintf(h, "%d %d %s", g.Seq, g.Incidents, g.Shown)
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// nextEdge gives the next instant at which a window opens or closes, after that of the run: until then time alone changes no status.
func nextEdge(j *app.Judged) int64 {
	next := civil.Forever
	look := func(w *status.Window) {
		for _, t := range [...]int64{w.Start.Lo, w.Start.Hi, w.End.Lo, w.End.Hi} {
			if t > j.In.At && t < next {
				next = t
			}
		}
	}
	for i := range j.Result.Agreements {
		a := &j.Result.Agreements[i]
		for k := range a.Norms {
			look(&a.Norms[k].Window)
			for m := range a.Norms[k].Instances {
				look(&a.Norms[k].Instances[m].Window)
			}
		}
	}
	if next == civil.Forever {
		return next
	}
	return (next + 59) / 60 * 60 // a run is as of a minute
}

// asOfText writes the instant as of which a run speaks.
func asOfText(j *app.Judged) string { return time.Unix(j.In.At, 0).UTC().Format(time.RFC3339) }
