package record

import (
	"slices"

	"mithaq/internal/base/civil"
)

// Over says whether a consent allows nothing (any more) on a day, YYYY-MM-DD: it was withdrawn, or has ended. An end that is not known to a day
// comes at its earliest.
func (c *Consent) Over(day string) bool {
	if c.Withdrawn != "" {
		return true
	}
	if c.Until == "" {
		return false
	}
	until, err := civil.ParseEDTF(c.Until)
	return err != nil || until.Lo.IsZero() || until.Lo.String() < day
}

// MayPublish says whether the public may be told on a day.
func (c *Consent) MayPublish(day string) bool { return c.Publish && !c.Over(day) }

// MayShare says whether a body may be told on a day: one that is named, or any if the public may.
func (c *Consent) MayShare(body, day string) bool {
	return !c.Over(day) && (c.Publish || body != "" && slices.Contains(c.Share, body))
}
