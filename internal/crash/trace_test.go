package crash

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// call is a system call of the traced program that ended well.
type call struct {
	name string
	file string // of its first descriptor or path
	to   string // link, rename
	data []byte
	at   int64
}

var (
	callForm = regexp.MustCompile(`^\d+ +(?:<\.\.\. )?(\w+)(?:\(| resumed>)(.*)\) += (-?\d+)`)
	openForm = regexp.MustCompile(`^(\d+) +\w+\((.*) <unfinished \.\.\.>$`)
	textForm = regexp.MustCompile(`"((?:\\x[0-9a-f]{2})*)"`)
	fdForm   = regexp.MustCompile(`^\d+<((?:\\x[0-9a-f]{2})*)>`)
	tailForm = regexp.MustCompile(`, (\d+)(?:, (\d+))?$`)
	resumed  = regexp.MustCompile(`^(\d+) +<\.\.\. \w+ resumed>`)
)

// calls reads strace -f -y -xx. Calls stand in the order in which they ended.
func calls(t *testing.T, name string) []call {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []call
	begun := map[string]string{} // arguments of the unfinished call of each thread
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		line := lines.Text()
		if m := openForm.FindStringSubmatch(line); m != nil {
			begun[m[1]] = m[2]
			continue
		}
		m := callForm.FindStringSubmatch(line)
		if m == nil || strings.HasPrefix(m[3], "-") {
			continue
		}
		args := m[2]
		if r := resumed.FindStringSubmatch(line); r != nil {
			args = begun[r[1]] + args
		}
		c, err := parse(m[1], args)
		if err != nil {
			t.Fatalf("%s: %.200s", err, line)
		}
		out = append(out, c)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func parse(name, args string) (c call, err error) {
	c.name = name
	var texts []string
	for _, m := range textForm.FindAllStringSubmatch(args, -1) {
		b, err := unhex(m[1])
		if err != nil {
			return c, err
		}
		texts = append(texts, string(b))
	}
	fd := func() (string, error) {
		m := fdForm.FindStringSubmatch(args)
		if m == nil {
			return "", fmt.Errorf("no descriptor with its path")
		}
		b, err := unhex(m[1])
		return string(b), err
	}
	number := func(i int) int64 {
		m := tailForm.FindStringSubmatch(args)
		if m == nil || m[i] == "" {
			err = fmt.Errorf("no number")
			return 0
		}
		n, e := strconv.ParseInt(m[i], 10, 64)
		err = e
		return n
	}
	switch name {
	case "pwrite64", "write":
		if c.file, err = fd(); err != nil || len(texts) == 0 {
			return c, err
		}
		c.data = []byte(texts[0])
		if name == "pwrite64" {
			c.at = number(2)
		}
	case "fsync", "fdatasync":
		c.file, err = fd()
	case "ftruncate":
		if c.file, err = fd(); err == nil {
			c.at = number(1)
		}
	case "rename", "renameat", "renameat2", "link", "linkat":
		if len(texts) != 2 {
			return c, fmt.Errorf("%d paths", len(texts))
		}
		c.file, c.to = texts[0], texts[1]
	case "unlink", "unlinkat":
		if len(texts) != 1 {
			return c, fmt.Errorf("%d paths", len(texts))
		}
		c.file = texts[0]
	case "openat":
		if len(texts) == 1 && strings.Contains(args, "O_CREAT") {
			c.file = texts[0]
		}
	}
	return c, err
}

func unhex(s string) ([]byte, error) { return hex.DecodeString(strings.ReplaceAll(s, `\x`, "")) }
