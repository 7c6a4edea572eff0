package seal_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"mithaq/internal/evidence/seal"
	"mithaq/internal/evidence/seal/sealtest"
)

// foreignWitness is a witness that shares no code with this program: openssl signs, and the bytes are put together here as C2SP tlog-cosignature
// says they are.
type foreignWitness struct {
	t    testing.TB
	name string
	dir  string
	raw  []byte // the public key, 32 bytes
}

func newForeignWitness(t testing.TB, name string) *foreignWitness {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed; ./test asks for it")
	}
	w := &foreignWitness{t: t, name: name, dir: t.TempDir()}
	w.openssl("genpkey", "-algorithm", "ed25519", "-out", "key.pem")
	w.openssl("pkey", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "pub.der")
	der := w.read("pub.der")
	w.raw = der[len(der)-32:] // RFC 8410: the bit string ends a SubjectPublicKeyInfo
	return w
}

func (w *foreignWitness) openssl(args ...string) {
	w.t.Helper()
	c := exec.Command("openssl", args...)
	c.Dir = w.dir
	if out, err := c.CombinedOutput(); err != nil {
		w.t.Fatalf("openssl %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func (w *foreignWitness) read(name string) []byte {
	w.t.Helper()
	b, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return b
}

func (w *foreignWitness) write(name string, b []byte) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), b, 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// id is SHA-256(name, newline, 0x04, key), its first four bytes.
func (w *foreignWitness) id() []byte {
	sum := sha256.Sum256([]byte(w.name + "\n\x04" + string(w.raw)))
	return sum[:4]
}

// vkey is the verifier key in the form of signed-note.
func (w *foreignWitness) vkey() string {
	return w.name + "+" + hex.EncodeToString(w.id()) + "+" + base64.StdEncoding.EncodeToString(append([]byte{4}, w.raw...))
}

// line is a cosignature of the body of a note at a time.
func (w *foreignWitness) line(body string, at uint64) string {
	w.t.Helper()
	return w.signed(fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, body), at)
}

// signed is a signature line over any message.
func (w *foreignWitness) signed(message string, at uint64) string {
	w.t.Helper()
	w.write("message", []byte(message))
	w.openssl("pkeyutl", "-sign", "-inkey", "key.pem", "-rawin", "-in", "message", "-out", "sig")
	blob := binary.BigEndian.AppendUint64(w.id(), at)
	return "\u2014 " + w.name + " " + base64.StdEncoding.EncodeToString(append(blob, w.read("sig")...)) + "\n"
}

// TestForeignCosignature: what a witness made with other tools is read, of a checkpoint with an extension line too, and what it did not sign is refused.
func TestForeignCosignature(t *testing.T) {
	m := sealtest.NewMemory(t, 7)
	key := keyed(t, m)
	signed, c := at(t, m, 7, key)
	w := newForeignWitness(t, "witness.example.com/w1")
	v, err := seal.ParseVerifier(w.vkey())
	if err != nil || !v.Witness() {
		t.Fatalf("%+v, %v", v, err)
	}
	keys := []*seal.Verifier{&key.Verifier, v}
	const when = 1679315147
	full := string(signed) + w.line(c.Text(), when)
	got, err := seal.OpenCheckpoint([]byte(full), keys)
	if err != nil || len(got.Cosigners) != 1 || got.Cosigners[0] != (seal.Cosigner{Name: w.name, At: time.Unix(when, 0).UTC()}) {
		t.Fatalf("%+v, %v", got, err)
	}
	if held, err := seal.Take(context.Background(), m, []byte(full), []*seal.Verifier{v}, 1); !errors.Is(err, seal.ErrOtherLog) {
		t.Errorf("a checkpoint that the record does not keep: %+v, %v", held, err)
	}
	if _, err := seal.Make(context.Background(), m, key, 1); err != nil {
		t.Fatal(err)
	}
	if held, err := seal.Take(context.Background(), m, []byte(full), []*seal.Verifier{v}, 1); err != nil || len(held.Cosigners) != 1 {
		t.Errorf("%+v, %v", held, err)
	}
	body := c.Text() + "an extension line\n"
	extended, err := note.Sign(&note.Note{Text: body}, key)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := seal.OpenCheckpoint([]byte(string(extended)+w.line(body, when)), keys); err != nil || len(got.Cosigners) != 1 || got.Checkpoint != c {
		t.Errorf("with an extension line: %+v, %v", got, err)
	}
	for name, bad := range map[string]string{
		"no extension line":   string(extended) + w.line(c.Text(), when),
		"another text":        string(signed) + w.line(strings.Replace(c.Text(), "\n7\n", "\n8\n", 1), when),
		"without its newline": string(signed) + w.line(strings.TrimSuffix(c.Text(), "\n"), when),
		"the signatures too":  string(signed) + w.line(string(signed), when),
		"beyond 63 bits":      string(signed) + w.line(c.Text(), 1<<63),
		"another time":        string(signed) + moved(t, w.line(c.Text(), when)),
		"the text alone":      string(signed) + w.signed(c.Text(), when),
	} {
		if got, err := seal.OpenCheckpoint([]byte(bad), keys); !errors.Is(err, seal.ErrSignature) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// moved sets the time of a cosignature a second on.
func moved(t testing.TB, line string) string {
	t.Helper()
	name, b64, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(line, "\u2014 "), "\n"), " ")
	b, err := base64.StdEncoding.DecodeString(b64)
	if err != nil {
		t.Fatal(err)
	}
	b[11]++
	return "\u2014 " + name + " " + base64.StdEncoding.EncodeToString(b) + "\n"
}

// TestOurCosignature: what this program signs as a log and as a witness, openssl verifies over the bytes that the specs name.
func TestOurCosignature(t *testing.T) {
	m := sealtest.NewMemory(t, 7)
	key := keyed(t, m)
	signed, c := at(t, m, 7, key)
	private, public, err := seal.NewWitnessKey(rand.Reader, "witness.example")
	if err != nil {
		t.Fatal(err)
	}
	growth, err := seal.ProveGrowth(context.Background(), m, 0, signed)
	if err != nil {
		t.Fatal(err)
	}
	grown, err := seal.CheckGrowth(growth, seal.Checkpoint{}, []*seal.Verifier{&key.Verifier})
	if err != nil {
		t.Fatal(err)
	}
	cosigned, err := grown.Cosign(signer(t, private))
	if err != nil {
		t.Fatal(err)
	}
	body, lines, ok := strings.Cut(string(cosigned), "\n\n")
	if body += "\n"; !ok || body != c.Text() || strings.Count(lines, "\n") != 2 {
		t.Fatalf("%s", cosigned)
	}
	w := newForeignWitness(t, "openssl")
	for i, line := range strings.Split(strings.TrimSuffix(lines, "\n"), "\n") {
		vkey, sort, message := key.Public(), byte(1), body
		if i == 1 {
			vkey, sort = public, 4
			message = "cosignature/v1\ntime 1446336000\n" + body
		}
		parts := strings.SplitN(vkey, "+", 3)
		typed, err := base64.StdEncoding.DecodeString(parts[2])
		if err != nil || len(typed) != 33 || typed[0] != sort {
			t.Fatalf("%s: %x, %v", vkey, typed, err)
		}
		sum := sha256.Sum256(append([]byte(parts[0]+"\n"), typed...))
		b64, ours := strings.CutPrefix(line, "\u2014 "+parts[0]+" ")
		blob, err := base64.StdEncoding.DecodeString(b64)
		if !ours || err != nil || hex.EncodeToString(sum[:4]) != parts[1] || string(blob[:4]) != string(sum[:4]) {
			t.Fatalf("%s: %x under the id %s, %v", line, blob, parts[1], err)
		}
		if blob = blob[4:]; i == 1 {
			if at := binary.BigEndian.Uint64(blob); at != 1446336000 {
				t.Errorf("signed at %d", at)
			}
			blob = blob[8:]
		}
		w.write("message", []byte(message))
		w.write("sig", blob)
		w.write("pub.der", append([]byte{0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0}, typed[1:]...)) // RFC 8410
		w.openssl("pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "pub.der", "-rawin", "-in", "message", "-sigfile", "sig")
		if len(blob) != ed25519.SignatureSize {
			t.Errorf("%d bytes", len(blob))
		}
	}
}

// TestPublishedCosignature: a checkpoint that a certificate transparency log published, signed by keys of two types under one name, and cosigned by
// public witnesses, of which one is known here.
func TestPublishedCosignature(t *testing.T) {
	const log = "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
	const remora = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
	const published = "arche2025h1.staging.ct.transparency.dev\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n" +
		"— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=\n" +
		"— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n" +
		"— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==\n" +
		"— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==\n" +
		"— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n"
	keys := make([]*seal.Verifier, 2)
	for i, k := range []string{log, remora} {
		var err error
		if keys[i], err = seal.ParseVerifier(k); err != nil {
			t.Fatal(err)
		}
	}
	got, err := seal.OpenCheckpoint([]byte(published), keys)
	if err != nil || got.Size != 1432088532 || len(got.Keys) != 1 || len(got.Unknown) != 3 {
		t.Fatalf("%+v, %v", got, err)
	}
	if len(got.Cosigners) != 1 || got.Cosigners[0] != (seal.Cosigner{Name: "remora.n621.de", At: time.Unix(0x6a122120, 0).UTC()}) {
		t.Errorf("%+v", got.Cosigners)
	}
	if _, err := seal.OpenCheckpoint([]byte(strings.Replace(published, "1432088532", "1432088533", 1)), keys); !errors.Is(err, seal.ErrSignature) {
		t.Errorf("another size: %v", err)
	}
}
