package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

// Angle is another way to look at the same texts and record. The zero angle is the text as written on the record as it stands.
// Readings are of equal standing; sources left out and point readings are illustrations: they show on what a status rests and settle nothing.
type Angle struct {
	Reading string            // of the bundle; "": the text as written
	Without string            // IDs of sources left out, sorted, joined by commas
	Point   fact.PointReading // ranges read by one end
}

// Illustration says whether the angle settles nothing.
func (g Angle) Illustration() bool { return g.Without != "" || g.Point != fact.PointReading{} }

// Sources gives the sources left out.
func (g Angle) Sources() []string {
	if g.Without == "" {
		return nil
	}
	return strings.Split(g.Without, ",")
}

// LeaveOut gives the angle with sources left out too.
func (g Angle) LeaveOut(sources ...string) Angle {
	all := append(g.Sources(), sources...)
	slices.Sort(all)
	g.Without = strings.Join(slices.Compact(all), ",")
	return g
}

// SourceError names a source that the record does not have.
type SourceError struct {
	Source string
	Known  []string
}

func (e *SourceError) Error() string { return fmt.Sprintf("no source %q in the record", e.Source) }

// JudgeReadings judges the text by each of its readings, from the angle; none where the texts hold no reading.
func (a *App) JudgeReadings(ctx context.Context, r *Reading, cuts Cuts, angle Angle) (out []*Judged, err error) {
	if r.Program == nil {
		return nil, ErrTexts
	}
	for _, b := range r.Program.Bundles() {
		if angle.Reading = b.Reading; b.Reading == "" {
			continue
		}
		j, err := a.JudgeFrom(ctx, r, cuts, angle)
		if err != nil {
			return nil, err
		}
		out = append(out, j)
	}
	return out, nil
}

// bundle gives the program as a reading has it; nil when the texts hold no such reading.
func bundle(p *norms.Program, reading string) *norms.Program {
	for _, b := range p.Bundles() {
		if b.Reading == reading {
			return b.Program
		}
	}
	return nil
}

// missing finds the sources left out that the record does not have.
func (g Angle) missing(base *record.Base) error {
	var known []string
	for i := range base.Sources {
		known = append(known, base.Sources[i].ID)
	}
	for _, s := range g.Sources() {
		if !slices.Contains(known, s) {
			return &SourceError{s, known}
		}
	}
	return nil
}
