package cli

import (
	"bufio"
	"encoding/json"
	"math"
	"strconv"

	"mithaq/internal/base/civil"
	"mithaq/internal/front/answers"
	"mithaq/internal/judge/core"
	"mithaq/internal/judge/core/policy"
)

// answer writes the JSON answer of "monitor" as a stream, one row to a line, so that a long log needs no memory for it. It stands in the
// envelope of spec/cli.md and is closed also when the log ends with an error, which then stands among the remarks.
type answer struct {
	w       *bufio.Writer
	types   []policy.Type
	symbols *core.Symbols
	rows    bool
	first   bool
}

// columnData is a column of the rows.
type columnData struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// unboundedData is a part of the policy whose state may grow without bound.
type unboundedData struct {
	Formula string   `json:"formula"`
	Line    int      `json:"line"`
	Column  int      `json:"column"`
	Over    []string `json:"over"`
}

func (m *watch) newAnswer(withRows bool) *answer {
	j := &answer{w: bufio.NewWriterSize(m.out, 1<<16), rows: withRows, first: true}
	columns, grows := []columnData{}, []unboundedData{}
	if m.checked != nil {
		j.types = types(m.checked.Columns)
		for _, v := range m.checked.Columns {
			columns = append(columns, columnData{v.Name, v.Type.String()})
		}
		for _, u := range m.checked.Unbounded {
			at := u.Formula.Place().Start
			data := unboundedData{Formula: m.wordsOf(u), Line: at.Line, Column: at.Column, Over: []string{}}
			for _, v := range u.Vars {
				data.Over = append(data.Over, v.Name)
			}
			grows = append(grows, data)
		}
	}
	j.put(`{"schema":"mithaq/monitor/1","program":`, Version(), `,"tzdata":`, civil.TZData)
	j.raw(`,"data":{"monitorable":` + strconv.FormatBool(m.checked != nil))
	j.put(`,"columns":`, columns, `,"unbounded":`, grows)
	if withRows {
		j.raw(`,"rows":[`)
	}
	return j
}

// wordsOf gives the words of the formula as its file has them.
func (m *watch) wordsOf(u policy.Unbounded) string {
	at := u.Formula.Place()
	return m.files[at.File].Text[at.Start.Offset:at.End.Offset]
}

func (j *answer) raw(s string) { _, _ = j.w.WriteString(s) } // the sink behind it remembers the error

// put writes keys as they are and values as JSON, in turns.
func (j *answer) put(pairs ...any) {
	for i, p := range pairs {
		if i%2 == 0 {
			j.raw(p.(string))
			continue
		}
		b, err := json.Marshal(p)
		if err != nil {
			panic(err) // strings, numbers and structs of them
		}
		_, _ = j.w.Write(b)
	}
}

func (j *answer) strings(s *core.Symbols) { j.symbols = s }

func (j *answer) verdict(point, stamp int64, r core.Rows) error {
	if !j.first {
		j.raw(",")
	}
	j.first = false
	j.put("\n"+`{"point":`, point, `,"stamp":`, stamp)
	j.raw(`,"tuples":[`)
	for i := range r.N {
		if i > 0 {
			j.raw(",")
		}
		j.raw("[")
		for k, w := range j.row(r, i) {
			if k > 0 {
				j.raw(",")
			}
			j.put("", j.value(w, j.types[k]))
		}
		j.raw("]")
	}
	return written(j.w.WriteString("]}"))
}

func (j *answer) row(r core.Rows, i int) []core.Word {
	if r.Width == 0 {
		return nil
	}
	return r.Row(i)
}

// value gives a value for JSON. Infinities, which JSON has not, are words.
func (j *answer) value(w core.Word, t policy.Type) any {
	switch t {
	case policy.Int:
		return int64(w)
	case policy.Float:
		if f := w.Float(); !math.IsInf(f, 0) {
			return f
		}
		return string(appendFloat(nil, w.Float()))
	}
	return j.symbols.String(w)
}

func (j *answer) flush() error { return written(0, j.w.Flush()) }

func (j *answer) close(remarks []answers.Remark) {
	if j.rows {
		j.raw("]")
	}
	j.put(`,"remarks":`, remarks)
	j.raw("}}\n")
	_ = j.w.Flush()
}
