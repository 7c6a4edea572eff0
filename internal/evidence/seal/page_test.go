package seal_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/evidence/seal/sealtest"
	"mithaq/internal/testroot"
)

type counting struct{}

func (counting) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(i)
	}
	return len(p), nil
}

// TestSampleOfSpec: the samples of spec/log.md are what is written. With MITHAQ_UPDATE=1 it writes them.
func TestSampleOfSpec(t *testing.T) {
	ctx := context.Background()
	id, err := hex.DecodeString("c11d3977f2093014192e3a5f562d489be6014ac8078d36d02205af46f5301436") // spec/record.md, 3
	if err != nil {
		t.Fatal(err)
	}
	private, public, err := seal.NewLogKey(counting{}, "mithaq.log/sample")
	if err != nil {
		t.Fatal(err)
	}
	m := sealtest.NewMemory(t, 0)
	m.AddID(t, record.Hash(id))
	if err := m.AddSeal(ctx, record.Seal{Sort: record.SealKey, Body: []byte(public)}); err != nil {
		t.Fatal(err)
	}
	note, err := seal.Make(ctx, m, signer(t, private), 0)
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := seal.ProveEntry(ctx, m, 1, id, note)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := m.Tile(ctx, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	head, err := seal.Head(ctx, m, "")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"entry id    " + hex.EncodeToString(id) + "\nleaf hash   " + hex.EncodeToString(leaf) + "\nroot        " + head.Root.String() + "\n",
		"key         " + public + "\n" + string(note),
		string(receipt),
	}
	path := filepath.Join(testroot.Root(t), "spec", "log.md")
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```log-sample\n(.*?)```")
	n := 0
	now := block.ReplaceAllFunc(page, func(old []byte) []byte {
		if n++; n > len(want) {
			return old
		}
		return []byte("```log-sample\n" + want[n-1] + "```")
	})
	if n != len(want) {
		t.Fatalf("%d samples", n)
	}
	if bytes.Equal(now, page) {
		return
	}
	if os.Getenv("MITHAQ_UPDATE") == "" {
		t.Errorf("spec/log.md is not what is written:\n%s", strings.Join(want, "\n"))
	} else if err := os.WriteFile(path, now, 0o644); err != nil {
		t.Fatal(err)
	}
}
