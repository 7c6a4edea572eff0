package cli

import (
	"time"

	"mithaq/internal/evidence/seal"
)

// attested tells of an OpenTimestamps proof of a checkpoint.
func (c *call) attested(h *seal.Attested) string {
	switch {
	case h.Block != "":
		return c.words.Text("cli.log.ots_checked", "size", h.Size, "height", h.Height, "date", c.moment(h.Time), "block", h.Block)
	case h.Height > 0:
		return c.words.Text("cli.log.ots_block", "size", h.Size, "height", h.Height, "root", h.Root)
	case len(h.Calendars) > 0:
		return c.words.Text("cli.log.ots_pending", "size", h.Size, "calendars", c.words.Series(h.Calendars))
	}
	return c.words.Text("cli.log.ots_nothing", "size", h.Size)
}

type attestedJSON struct {
	Size      int64    `json:"size"`
	Calendars []string `json:"calendars,omitempty"`
	Height    uint64   `json:"height,omitempty"`
	Root      string   `json:"root,omitempty"`
	Block     string   `json:"block,omitempty"`
	Time      string   `json:"time,omitempty"`
}

func attestedData(list []seal.Attested) (out []attestedJSON) {
	for _, h := range list {
		j := attestedJSON{h.Size, h.Calendars, h.Height, h.Root, h.Block, ""}
		if h.Block != "" {
			j.Time = h.Time.Format(time.RFC3339)
		}
		out = append(out, j)
	}
	return out
}
