package cli

import (
	"fmt"
	"io"
	"strconv"

	"mithaq/internal/base/locale"
	"mithaq/internal/base/source"
	"mithaq/internal/front/answers"
	"mithaq/internal/reading/schedule/network"
)

// The first line of the answer about a network. Programs look for it: it is the same in every language.
const (
	controllable    = "controllable"
	notControllable = "not controllable"
)

// runNetwork decides a plain network of times.
func runNetwork(c *call, path string) int {
	in, err := c.input(path)
	if err != nil {
		return c.fail(err)
	}
	defer in.Close()
	text, err := io.ReadAll(in)
	if err != nil {
		return c.fail(err)
	}
	if path == standardInput {
		path = c.words.Text("cli.monitor.stdin")
	}
	f := source.NewFile(path, string(text))
	n, faults := network.Read(f)
	if n == nil {
		if c.set("json") {
			if code := c.json("network", faultyData{answers.Remarks(c.words, faults)}, nil); code != exitFine {
				return code
			}
			return exitInput
		}
		c.remarks(c.err, faults, map[string]*source.File{path: f})
		return exitInput
	}
	r := network.Check(n)
	code := exitFine
	if !r.Controllable {
		code = exitRemarks
	}
	if c.set("json") {
		if failed := c.json("network", networkOf(n, &r), nil); failed != exitFine {
			return failed
		}
		return code
	}
	c.networkAnswer(n, &r)
	return code
}

func (c *call) networkAnswer(n *network.Network, r *network.Result) {
	if r.Controllable {
		fmt.Fprintln(c.out, controllable)
		c.wrapped(0, c.words.Text("cli.network.controllable"))
		return
	}
	fmt.Fprintln(c.out, notControllable)
	if r.Consistent {
		c.wrapped(0, c.words.Text("cli.network.uncontrollable"))
	} else {
		c.wrapped(0, c.words.Text("cli.network.inconsistent"))
	}
	wide := len(strconv.FormatInt(r.Length, 10))
	for _, s := range r.Cycle {
		wide = max(wide, len(signed(s.Weight)))
	}
	for _, s := range r.Cycle {
		l := &n.Links[s.Link]
		bound := l.Max
		if s.Side == network.AtLeast || s.Side == network.AsEarly {
			bound = l.Min
		}
		c.hanging("  "+locale.Pad(signed(s.Weight), wide)+"  ", c.words.Text("cli.network."+s.Side.String(),
			"to", n.Nodes[l.To], "from", n.Nodes[l.From], "n", strconv.FormatInt(bound, 10)))
	}
	if r.More {
		c.wrapped(2, c.words.Text("cli.network.more", "n", int64(len(r.Cycle))))
	}
	c.hanging("  "+locale.Pad(signed(r.Length), wide)+"  ", c.words.Text("cli.network.sum"))
}

// signed gives a number with its sign.
func signed(n int64) string { return fmt.Sprintf("%+d", n) }

// faultyData is the answer where the file has errors.
type faultyData struct {
	Remarks []answers.Remark `json:"remarks"`
}

// networkData is the answer about a network.
type networkData struct {
	Controllable bool       `json:"controllable"`
	Consistent   bool       `json:"consistent"`
	Cycle        []stepData `json:"cycle"`
	Length       int64      `json:"length"`
	More         bool       `json:"more"`
}

type stepData struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Link   int    `json:"link"`
	Bound  string `json:"bound"`
	Weight int64  `json:"weight"`
}

func networkOf(n *network.Network, r *network.Result) networkData {
	data := networkData{Controllable: r.Controllable, Consistent: r.Consistent, Cycle: []stepData{}, Length: r.Length, More: r.More}
	for _, s := range r.Cycle {
		data.Cycle = append(data.Cycle, stepData{n.Nodes[s.From], n.Nodes[s.To], s.Link, s.Side.String(), s.Weight})
	}
	return data
}
