package board

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"
)

//go:embed assets
var assets embed.FS

// styleSheet is the one style sheet of all pages. It is joined from the files below "css/", in the order of their names.
const styleSheet = "board.css"

var fontAddress = regexp.MustCompile(`url\("(fonts/[^"?]+)"\)`)

// Assets names the files beside the pages, to be served under "/assets/".
var Assets = sync.OnceValue(func() []string {
	names := []string{styleSheet}
	walk(func(name string) {
		if !strings.HasPrefix(name, "css/") {
			names = append(names, name)
		}
	})
	return names
})

// walk visits what is embedded, by its path under "assets/", in the order of names.
func walk(visit func(name string)) {
	err := fs.WalkDir(assets, "assets", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			visit(strings.TrimPrefix(p, "assets/"))
		}
		return err
	})
	if err != nil {
		panic("board: " + err.Error()) // a slip in what is embedded
	}
}

// Asset gives a file beside the pages by its path under "assets/", and its version: the start of its content's SHA-256.
// The style sheet names fonts by their versions, so that a browser may keep both for ever.
func Asset(name string) (body []byte, version string, err error) {
	if name == styleSheet {
		body, err = versioned(Style())
	} else {
		body, err = assets.ReadFile(path.Join("assets", name))
	}
	if err != nil {
		return nil, "", err
	}
	sum := sha256.Sum256(body)
	return body, hex.EncodeToString(sum[:8]), nil
}

// Style gives the style sheet with its fonts by bare names.
func Style() []byte {
	var parts [][]byte
	walk(func(name string) {
		if strings.HasPrefix(name, "css/") {
			part, _ := assets.ReadFile(path.Join("assets", name)) // it was just listed
			parts = append(parts, part)
		}
	})
	return bytes.Join(parts, []byte("\n"))
}

// versioned puts the version of each font behind its address.
func versioned(style []byte) ([]byte, error) {
	var err error
	style = fontAddress.ReplaceAllFunc(style, func(found []byte) []byte {
		font := string(fontAddress.FindSubmatch(found)[1])
		_, version, fontErr := Asset(font)
		if fontErr != nil {
			err = fontErr
		}
		return []byte(`url("` + font + "?v=" + version + `")`)
	})
	return style, err
}

// Address gives where pages find a file beside them. The version in it stands for the content, so that a browser may keep it for ever.
func Address(name string) string { return addresses()[name] }

// ScriptAddress gives where pages find a script that was bundled from ui, by its name without ending.
func ScriptAddress(name string) (string, error) {
	address, ok := addresses()["js/"+name+".js"]
	if !ok {
		return "", fmt.Errorf("board: there is no script %q: go generate ./internal/front/board", name)
	}
	return address, nil
}

var addresses = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, name := range Assets() {
		_, version, err := Asset(name)
		if err != nil {
			panic("board: " + err.Error()) // a slip in what is embedded
		}
		all[name] = "/assets/" + name + "?v=" + version
	}
	return all
})
