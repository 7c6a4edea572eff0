package network

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"mithaq/internal/base/source"
)

// written gives a network as its file would have it.
func written(n *Network) string {
	type link struct {
		From       string `json:"from"`
		To         string `json:"to"`
		Min        int64  `json:"min"`
		Max        *int64 `json:"max"`
		Contingent bool   `json:"contingent"`
	}
	out := struct {
		Nodes []string `json:"nodes"`
		Links []link   `json:"links"`
	}{Nodes: n.Nodes, Links: []link{}}
	for i := range n.Links {
		l := &n.Links[i]
		w := link{n.Nodes[l.From], n.Nodes[l.To], l.Min, &l.Max, l.Contingent}
		if l.Open {
			w.Max = nil
		}
		out.Links = append(out.Links, w)
	}
	b, _ := json.MarshalIndent(out, "", " ")
	return string(b)
}

// TestReadGivesBack writes networks and reads them again.
func TestReadGivesBack(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		n := random(r)
		got, ds := Read(source.NewFile("n.json", written(n)))
		if len(ds) > 0 {
			t.Fatal(ds)
		}
		for i := range got.Links {
			got.Links[i].Offset = 0
		}
		if fmt.Sprint(*got) != fmt.Sprint(*n) {
			t.Fatalf("%+v\nread as\n%+v", n, got)
		}
	}
}

// in makes a file of links among a, b and c.
func in(links ...string) string {
	return `{"nodes":["a","b","c"],"links":[` + strings.Join(links, ",\n") + "]}"
}

const fine = `{"from":"a","to":"b","min":0,"max":10,"contingent":false}`

// TestReadRefuses names every error of a file, each with its place.
func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", ``, "1:1 M5001"},
		{"spaces", " \n ", "1:1 M5001"},
		{"no object", `[]`, "1:1 M5003"},
		{"not closed", `{"nodes":[]`, "1:12 M5001"},
		{"a comma too many", `{"nodes":[],"links":[],}`, "1:24 M5001"},
		{"a comma too few", "{\"nodes\":[\"a\"\n \"b\"],\"links\":[]}", "2:2 M5001"},
		{"two texts", in() + "\n{}", "2:1 M5001"},
		{"not a word of JSON", `{"nodes":[],"links":[],"x":nul}`, "1:31 M5001"},
		{"not UTF-8", "{\"nodes\":[\"\xff\"],\"links\":[]}", "1:12 M5001"},
		{"deep", `{"nodes":[],"links":` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + "}", "1:120 M5001"},
		{"fields missing", `{}`, "1:1 M5002 nodes, 1:1 M5002 links"},
		{"slips", `{"nods":[],"link":[]}`, "1:2 M5008 nods, 1:12 M5008 link"},
		{"no lists", `{"nodes":1,"links":{}}`, "1:10 M5004 nodes, 1:20 M5004 links"},
		{"no names", `{"nodes":[1,null,"a"," "],"links":[3]}`, "1:11 M5005, 1:13 M5005, 1:22 M5020, 1:36 M5003"},
		{"a node twice", `{"nodes":["a","b","a"],"links":[]}`, "1:19 M5010 a"},
		{"a field twice", in(`{"from":"a","to":"b","min":0,"min":1,"max":2,"contingent":false}`), "1:62 M5009 min"},
		{"unknown nodes", in(`{"from":"x","to":"y","min":0,"max":1,"contingent":false}`), "1:41 M5011 x, 1:50 M5011 y"},
		{
			"several, on lines of their own", in(fine, `{"from":"a","to":"b","min":"0","max":true,"contingent":0}`, `{"from":"a"}`),
			"2:28 M5006 min, 2:38 M5006 max, 2:56 M5007 contingent, 3:1 M5002 to, 3:1 M5002 min, 3:1 M5002 max",
		},
		{"parts of a unit", in(`{"from":"a","to":"b","min":0.5,"max":1e-1}`), "1:60 M5006 min, 1:70 M5006 max"},
		{"min null", in(`{"from":"a","to":"b","min":null,"max":1}`), "1:60 M5006 min"},
		{
			"too large", in(`{"from":"a","to":"b","min":-9223372036854775808,"max":1e19}`, `{"from":"a","to":"b","min":1e99999999999,"max":1e500}`),
			"1:60 M5012 -9223372036854775808, 1:87 M5012 1e19, 2:28 M5012 1e99999999999, 2:48 M5012 1e500",
		},
		{"too large in all", in(`{"from":"a","to":"b","min":9e18,"max":null}`), "1:33 M5019"},
		{"a slip that would be lost", in(`{"from":"a","to":"b","min":0,"max":1,"contigent":true}`), "1:70 M5008 contigent"},
		{
			"contingent faults", in(`{"from":"a","to":"b","min":3,"max":2,"contingent":true}`, `{"from":"a","to":"c","min":-1,"max":null,"contingent":true}`),
			"1:33 M5013 3, 2:1 M5014, 2:1 M5015 -1",
		},
		{"to itself", in(`{"from":"a","to":"a","min":0,"max":2,"contingent":true}`), "1:33 M5016 a"},
		{"two into one", in(`{"from":"a","to":"c","min":0,"max":2,"contingent":true}`, fine, `{"from":"b","to":"c","min":0,"max":2,"contingent":true}`), "3:1 M5017 c"},
		{"a circle", in(`{"from":"a","to":"b","min":0,"max":2,"contingent":true}`, `{"from":"b","to":"a","min":0,"max":2,"contingent":true}`), "2:1 M5018 b"},
		{"an error and a fault", in(`{"from":"x","to":"b","min":0,"max":2,"contingent":true}`, `{"from":"a","to":"b","min":3,"max":2,"contingent":true}`), "1:41 M5011 x, 2:1 M5013 3"},
	} {
		n, ds := Read(source.NewFile("n.json", c.text))
		var got []string
		for _, d := range ds {
			s := fmt.Sprintf("%d:%d %s", d.Span.Start.Line, d.Span.Start.Column, d.Code)
			if len(d.Args) > 0 {
				s += " " + d.Args[0].Value
			}
			got = append(got, s)
		}
		if all := strings.Join(got, ", "); all != c.want || n != nil {
			t.Errorf("%s: %s\n%s, want\n%s", c.name, c.text, all, c.want)
		}
	}
}

// TestReadTakes reads what is unusual and sound.
func TestReadTakes(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{`{"nodes":[],"links":[]}`, true},
		{`{"nodes":["a"],"links":[{"from":"a","to":"a","min":-1,"max":0}]}`, true},
		{`{"nodes":["a"],"links":[{"from":"a","to":"a","min":1,"max":2}]}`, false},
		{in(`{"from":"a","to":"b","min":3,"max":2}`), false},
		{in(`{"from":"a","to":"b","min":0,"max":5}`, `{"from":"a","to":"b","min":4,"max":9}`, `{"from":"b","to":"a","min":-5,"max":-5}`), true},
		{in(`{"from":"a","to":"b","min":0,"max":5}`, `{"from":"a","to":"b","min":6,"max":null}`), false},
		{in(`{"from":"a","to":"b","min":1.0,"max":1e1,"note":"of no meaning"}`), true},
		{in(`{"from":"a","to":"b","min":0,"max":9223372036854775807}`, `{"from":"b","to":"a","min":-9223372036854775807,"max":-0}`), true},
		{in(`{"from":"a","to":"b","min":2000000000000000000,"max":2000000000000000001,"contingent":true}`, `{"from":"a","to":"b","min":0,"max":2000000000000000000}`), false},
		{in(`{"from":"a","to":"b","min":2,"max":2,"contingent":true}`, `{"from":"a","to":"b","min":2,"max":2}`), true},
		{in(`{"from":"a","to":"b","min":0,"max":0,"contingent":true}`, `{"from":"b","to":"c","min":0,"max":0}`, `{"from":"a","to":"c","min":0,"max":0}`), true},
	} {
		n, ds := Read(source.NewFile("n.json", c.text))
		if len(ds) > 0 {
			t.Errorf("%s: %v", c.text, ds)
			continue
		}
		r := Check(n)
		if certify(t, n, r); r.Controllable != c.want {
			t.Errorf("%s: %+v", c.text, r)
		}
	}
}

// FuzzRead looks for texts that are read wrongly: no panic, every error placed, and what is read can be decided.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		in(fine), in(fine, fine), `{`, `{"nodes":["a",1],"links":[{}]}`, in(`{"from":"a","to":"b","min":1e2,"max":null,"contingent":true}`),
		in(`{"from":"a","to":"b","min":0,"max":2,"contingent":true}`, `{"from":"b","to":"c","min":-1,"max":-9223372036854775807}`),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, ds := Read(source.NewFile("n.json", text))
		if (n == nil) != (len(ds) > 0) {
			t.Fatalf("a network %v and errors %v", n, ds)
		}
		for _, d := range ds {
			if !d.Span.Known() || d.Span.End.Offset < d.Span.Start.Offset || d.Span.End.Offset > len(text) {
				t.Fatalf("%v: %v", d.Code, d.Span)
			}
		}
		if n != nil {
			certify(t, n, Check(n))
		}
	})
}
