package project

import (
	"fmt"
	"slices"
	"strconv"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// dimensions are the columns of the table incident by which incidents are counted.
var dimensions = map[record.CountBy]string{
	record.ByGrade:       "grade",
	record.ByMonth:       "month",
	record.ByYear:        "year",
	record.ByAttribution: "parties",
	record.ByAct:         "act",
	record.ByPublisher:   "publisher",
}

// Dimensions gives the column of each dimension.
func Dimensions(by []record.CountBy) ([]string, error) {
	columns := make([]string, len(by))
	for i, b := range by {
		c, ok := dimensions[b]
		if !ok {
			return nil, fmt.Errorf("nothing is counted by %q: want grade, month, year, attribution, act or publisher", b)
		}
		columns[i] = c
	}
	return columns, nil
}

// SortGroups sorts groups, whose values are those of the columns, and puts the field's word for each number of a grade.
func SortGroups(by []record.CountBy, groups []record.Group) {
	slices.SortFunc(groups, func(a, b record.Group) int { return slices.Compare(a.Values, b.Values) })
	for i := range groups {
		for j, b := range by {
			if b == record.ByGrade {
				groups[i].Values[j] = gradeWord(groups[i].Values[j])
			}
		}
	}
}

// gradeWord turns the column's number into the field's word; "" where no assessment stands.
func gradeWord(column string) string {
	n, err := strconv.Atoi(column)
	if err != nil || n < 0 {
		return ""
	}
	return grade.Grade(n).String()
}
