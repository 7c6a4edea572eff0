package main

import (
	"fmt"
	"go/format"
	"io/fs"
	"regexp"
	"strings"
)

const (
	checks    = "internal/reading/check"
	list      = checks + "/check.go"
	catalogue = "internal/front/wording/catalog"
)

var (
	nameForm = regexp.MustCompile(`^[a-z]{3,}$`)
	codeForm = regexp.MustCompile(`^M3\d{3}$`)
	declared = regexp.MustCompile(`var (\w+) = rule\.Rule\{\s*Code: "(M\d{4})"`)
	member   = regexp.MustCompile(`(\w+)\.(\w+),`)
)

// begin gives the files of a new check by path: those that are new, and the list of checks with the new one in it.
func begin(root fs.FS, name, code string) (map[string]string, error) {
	switch {
	case !nameForm.MatchString(name):
		return nil, fmt.Errorf("%q is no name of a folder: lower-case letters, three or more", name)
	case !codeForm.MatchString(code):
		return nil, fmt.Errorf("%q is no code of a check: M3 and three digits", code)
	case exists(root, checks+"/"+name):
		return nil, fmt.Errorf("there is a check %s", name)
	}
	codes, err := inUse(root)
	if err != nil {
		return nil, err
	}
	for who, c := range codes {
		if c == code {
			return nil, fmt.Errorf("%s is the code of %s: a code never changes its meaning", code, who)
		}
	}
	text, err := fs.ReadFile(root, list)
	if err != nil {
		return nil, err
	}
	listed, err := enter(string(text), name, code, codes)
	if err != nil {
		return nil, err
	}
	fill := strings.NewReplacer("NAME", name, "CODE", code)
	files := map[string]string{
		list:                                     listed,
		checks + "/" + name + "/" + name + ".go": fill.Replace(folder),
		"spec/corpus/checks/pairs-" + name + ".txtar": fill.Replace(pair),
		catalogue + "/en/check-" + name + ".txt":      fill.Replace(english),
		catalogue + "/ar/check-" + name + ".txt":      fill.Replace(arabic),
		catalogue + "/ru/check-" + name + ".txt":      fill.Replace(russian),
	}
	return files, nil
}

// inUse gives the codes of all checks by where they are declared: "undated.Rule".
func inUse(root fs.FS) (map[string]string, error) {
	codes := map[string]string{}
	err := fs.WalkDir(root, checks, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		parts := strings.Split(path, "/")
		for _, m := range declared.FindAllStringSubmatch(string(text), -1) {
			codes[parts[len(parts)-2]+"."+m[1]] = m[2]
		}
		return nil
	})
	return codes, err
}

// enter puts a check into the list, behind the last with a lower code, and its folder among the imports.
func enter(text, name, code string, codes map[string]string) (string, error) {
	open := "var rules = [...]rule.Rule{"
	start := strings.Index(text, open)
	if start < 0 {
		return "", fmt.Errorf("%s has no list %q", list, open)
	}
	start += len(open)
	end := start + strings.Index(text[start:], "\n}")
	at := start
	for _, m := range member.FindAllStringIndex(text[start:end], -1) {
		who := strings.TrimSuffix(text[start+m[0]:start+m[1]], ",")
		if c := codes[who]; c != "" && c < code {
			at = start + m[1]
		}
	}
	text = text[:at] + "\n\t" + name + ".Rule," + text[at:]
	text = strings.Replace(text, "import (\n", "import (\n\t\"mithaq/"+checks+"/"+name+"\"\n", 1)
	text = regroup(text)
	out, err := format.Source([]byte(text))
	return string(out), err
}

// regroup moves the import that stands first to the others of this module.
func regroup(text string) string {
	head, rest, _ := strings.Cut(text, "import (\n")
	line, rest, _ := strings.Cut(rest, "\n")
	own := strings.Index(rest, "\t\"mithaq/")
	if own < 0 {
		return text
	}
	return head + "import (\n" + rest[:own] + line + "\n" + rest[own:]
}
