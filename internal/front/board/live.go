package board

import (
	"encoding/json"

	"mithaq/internal/base/grade"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// Live lets an open page be told of what changes (islands/live.ts). Its words stand in the page: the script has none of its own.
type Live struct {
	Mark      string // names what the page shows
	Agreement string // that it is about; "": not of one alone
	Incident  string // that it is about, or two; "": not of any alone
	Words     string // JSON
}

// Live gives the words. entries: the reader is told of entries; others are told of incidents.
func (rd Reader) Live(entries bool) *Live {
	w := rd.W.Bare()
	came, about := w.Forms("board.live.incidents"), "board.live.incident"
	if entries {
		came, about = w.Forms("board.live.entries"), "board.live.about"
	}
	words, err := json.Marshal(map[string]any{
		"entries": entries,
		"came":    came, "more": w.Forms("board.live.more"), "about": w.Text(about), "changed": w.Forms("board.live.changed"), "moved": w.Text("board.live.moved"),
		"show": w.Text("board.live.show"), "later": w.Text("board.live.later"), "between": w.Text("board.live.between"), "shown": w.Text("board.live.shown"), "kept": w.Text("board.live.kept"),
	})
	if err != nil {
		panic("board: " + err.Error()) // strings alone
	}
	return &Live{Words: string(words)}
}

// NowIs says in a line without marks how the status of a norm or claim stands that was otherwise before: at the standard at which its text
// is read, or, where it is as it was there, at the first at which it is not.
func (r *Run) NowIs(rd Reader, agreement string, key status.Key, was [status.Lanes]status.Set) string {
	rd.W = rd.W.Bare()
	a, s := r.Agreement(agreement)
	if a == nil {
		return ""
	}
	var name string
	var now [status.Lanes]status.Set
	var text func(lane int) wording.StateText
	for i := range s.Norms {
		if n := &s.Norms[i]; n.Key == key {
			name = r.Program.Norm(key.Norm).ID
			for lane := range n.Lanes {
				now[lane] = n.Lanes[lane].States
			}
			text = func(lane int) wording.StateText { return rd.W.State(n.Lanes[lane], n) }
		}
	}
	for i := range s.Claims {
		if c := &s.Claims[i]; c.Key == key {
			name = rd.W.Text("board.live.claim", "title", wording.Name(rd.Lang, a.Claims[i].Title, a.Claims[i].ID))
			for lane := range c.Lanes {
				now[lane] = c.Lanes[lane].States
			}
			text = func(lane int) wording.StateText { return rd.W.Claim(r.lookup(rd), c, lane) }
		}
	}
	if text == nil {
		return ""
	}
	lead := rd.lead(a)
	lane := lead
	for i := 0; was[lane] == now[lane] && i < len(now); i++ {
		lane = i
	}
	state := text(lane)
	word := state.Word
	if state.Class == wording.ClassUnsettled {
		word = state.Long
	}
	if lane == lead {
		return plain(rd.W.Text("board.live.now", "id", wording.Phrase(name), "state", wording.Phrase(word)))
	}
	return plain(rd.W.Text("board.live.now_at", "id", wording.Phrase(name), "state", wording.Phrase(word), "standard", wording.Phrase(rd.W.Grade(grade.Standards[lane]).Word)))
}
