package app

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"mithaq/examples"
	"mithaq/internal/evidence/intake"
)

// exampleFolder is the example that the program carries with it.
const exampleFolder = "syria-2015"

// exampleRecord is the order in which the files of its record are read.
var exampleRecord = []string{"names.csv", "incidents.csv", "positions.csv", "tallies.csv", "coverage.csv"}

// LoadExample reads the embedded example into the record: texts, then incidents and what hangs on them. Loading it twice changes nothing.
func (a *App) LoadExample(ctx context.Context) error {
	texts, err := ExampleTexts()
	if err != nil {
		return err
	}
	if _, err := a.AddTexts(ctx, texts); err != nil {
		return err
	}
	for _, name := range exampleRecord {
		data, err := examples.Syria2015.ReadFile(path.Join(exampleFolder, "record", name))
		if err != nil {
			return err
		}
		layout := strings.TrimSuffix(name, ".csv")
		if layout == "incidents" {
			layout = intake.LayoutIncidents
		}
		plan, err := a.Plan(ctx, data, intake.Options{File: name, As: layout, Strict: true})
		if err != nil {
			return err
		}
		if plan.Refused {
			return fmt.Errorf("example: %s: %v", name, plan.Diagnostics)
		}
		if _, err := a.Apply(ctx, plan); err != nil {
			return err
		}
	}
	return nil
}

// ExampleTexts gives the agreements of the example, the letter first.
func ExampleTexts() ([]Text, error) {
	names, err := fs.Glob(examples.Syria2015, exampleFolder+"/*"+Suffix)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(names, func(a, b string) int { return strings.Compare(exampleOrder(a), exampleOrder(b)) })
	var texts []Text
	for _, name := range names {
		content, err := examples.Syria2015.ReadFile(name)
		if err != nil {
			return nil, err
		}
		texts = append(texts, Text{Name: path.Base(name), Content: string(content)})
	}
	return texts, nil
}

// exampleOrder puts the letter first and the initiatives after it by name.
func exampleOrder(name string) string {
	if path.Base(name) == "khatib"+Suffix {
		return ""
	}
	return path.Base(name)
}
