package seal_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/evidence/seal/sealtest"
)

// TestPublishedKeys: keys and a signed note that others published.
func TestPublishedKeys(t *testing.T) {
	// From the documentation of golang.org/x/mod/sumdb/note.
	const peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
	signed := []byte("If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
		"— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n")
	v, err := seal.ParseVerifier(peter)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := note.Open(signed, note.VerifierList(v)); err != nil || v.Witness() || v.Public() != peter {
		t.Errorf("%v, %v", v, err)
	}
	if _, err := seal.OpenCheckpoint(signed, []*seal.Verifier{v}); !errors.Is(err, seal.ErrForm) { // signed, and no checkpoint
		t.Error(err)
	}
	// A witness's key, in the tests of transparency-dev/formats.
	const remora = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
	if v, err = seal.ParseVerifier(remora); err != nil || !v.Witness() || v.Public() != remora {
		t.Errorf("%v, %v", v, err)
	}
	for _, bad := range []string{
		"", "x", "a+b+c", "remora.n621.de+da77ade8+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", // another id
		"remora.n621.de+da77ade7+AuvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", // of an unknown type
		"remora.n621.de+da77ade7+BOvN63jn", " +da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
	} {
		if _, err := seal.ParseVerifier(bad); !errors.Is(err, seal.ErrForm) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestCheckpointForm: the sample of C2SP tlog-checkpoint and tlog-cosignature is read, as far as it goes without its keys.
func TestCheckpointForm(t *testing.T) {
	const sample = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n" +
		"— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n" +
		"— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
	if _, err := seal.OpenCheckpoint([]byte(sample), nil); !errors.Is(err, seal.ErrSignature) || !strings.Contains(err.Error(), "example.com/behind-the-sofa, witness.example.com/w1") {
		t.Error(err)
	}
	for name, bad := range map[string]string{
		"a size that begins with 0": strings.Replace(sample, "\n2085", "\n02085", 1),
		"no size":                   strings.Replace(sample, "20852163", "", 1),
		"a size below 0":            strings.Replace(sample, "20852163", "-2", 1),
		"a root that is short":      strings.Replace(sample, "CsUYapGGPo4dkMgIAUqom", "CsUYapGGPo4dkMgIA", 1),
		"another base64":            strings.Replace(sample, "jxq2I=", "jxq2J=", 1), // bits that no byte has
		"no signature":              sample[:strings.Index(sample, "—")],
	} {
		if _, err := seal.OpenCheckpoint([]byte(bad), nil); !errors.Is(err, seal.ErrForm) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSigners: a log's key and a witness's key cannot stand in for each other, nor another log's for this one's.
func TestSigners(t *testing.T) {
	m := sealtest.NewMemory(t, 5)
	key := keyed(t, m)
	signed, c := at(t, m, 5, key)
	private, public, err := seal.NewWitnessKey(rand.Reader, "witness.example")
	if err != nil {
		t.Fatal(err)
	}
	witness := signer(t, private)
	if witness.Public() != public {
		t.Errorf("%s, made as %s", witness.Public(), public)
	}
	if _, err := c.Sign(witness); !errors.Is(err, seal.ErrForm) {
		t.Errorf("a witness signed as the log: %v", err)
	}
	growth, err := seal.ProveGrowth(context.Background(), m, 0, signed)
	if err != nil {
		t.Fatal(err)
	}
	grown, err := seal.CheckGrowth(growth, seal.Checkpoint{}, []*seal.Verifier{&key.Verifier})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := grown.Cosign(key); !errors.Is(err, seal.ErrForm) {
		t.Errorf("the log signed as a witness: %v", err)
	}
	cosigned, err := grown.Cosign(witness)
	if err != nil {
		t.Fatal(err)
	}
	got, err := seal.OpenCheckpoint(cosigned, []*seal.Verifier{&key.Verifier, &witness.Verifier, &witness.Verifier})
	if err != nil || len(got.Cosigners) != 1 || got.Cosigners[0] != (seal.Cosigner{Name: "witness.example", At: time.Unix(1446336000, 0).UTC()}) {
		t.Errorf("%+v, %v", got, err)
	}
	before, err := seal.ParseSigner(private, func() time.Time { return time.Unix(-1, 0) }) // as a number of 64 bits, beyond what may stand there
	if err != nil {
		t.Fatal(err)
	}
	if early, err := grown.Cosign(before); err != nil {
		t.Error(err)
	} else if _, err := seal.OpenCheckpoint(early, []*seal.Verifier{&key.Verifier, &witness.Verifier}); !errors.Is(err, seal.ErrSignature) {
		t.Errorf("cosigned before 1970: %v", err)
	}
	// The message is that of the spec: two lines, then the text.
	if n, err := note.Open(cosigned, note.VerifierList(&witness.Verifier)); err != nil || n.Text != c.Text() {
		t.Errorf("%+v, %v", n, err)
	}
	if _, err := seal.OpenCheckpoint(cosigned, []*seal.Verifier{&witness.Verifier}); !errors.Is(err, seal.ErrSignature) {
		t.Errorf("a checkpoint that its log is not known to have signed: %v", err)
	}
	other, _, err := seal.NewLogKey(rand.Reader, "mithaq.log/other")
	if err != nil {
		t.Fatal(err)
	}
	foreign := signer(t, other)
	forged, err := c.Sign(foreign)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.OpenCheckpoint(forged, []*seal.Verifier{&key.Verifier, &foreign.Verifier}); !errors.Is(err, seal.ErrSignature) {
		t.Errorf("signed by another log's key: %v", err)
	}
	later := bytes.Replace(cosigned, []byte("\n5\n"), []byte("\n4\n"), 1)
	if _, err := seal.OpenCheckpoint(later, []*seal.Verifier{&key.Verifier}); !errors.Is(err, seal.ErrSignature) {
		t.Errorf("another size: %v", err)
	}
	for _, bad := range []string{"", "a b", "a+b", "a\x01"} {
		if _, _, err := seal.NewLogKey(rand.Reader, bad); !errors.Is(err, seal.ErrForm) {
			t.Errorf("a key named %q: %v", bad, err)
		}
	}
	if _, err := seal.ParseSigner(strings.Replace(private, "witness", "Witness", 1), time.Now); !errors.Is(err, seal.ErrForm) {
		t.Errorf("a key under another name: %v", err)
	}
}

func TestLockedKey(t *testing.T) {
	private, _, err := seal.NewLogKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	locked, err := seal.LockKey(private, "correct horse", 10) // a small work factor: the test need not take a second
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(locked, []byte("PRIVATE")) || !seal.Locked(locked) || seal.Locked([]byte(private)) {
		t.Errorf("%s", locked)
	}
	got, err := seal.UnlockKey(locked, "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	signer(t, got)
	for _, wrong := range []string{"", "battery staple"} {
		if _, err := seal.UnlockKey(locked, wrong); !errors.Is(err, seal.ErrPassphrase) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

// TestMake: what contradicts a checkpoint that was signed is not signed.
func TestMake(t *testing.T) {
	ctx := context.Background()
	m := sealtest.NewMemory(t, 300)
	if _, err := seal.Make(ctx, m, nil, 1); !errors.Is(err, seal.ErrNoKey) {
		t.Fatal(err)
	}
	key := keyed(t, m)
	first, err := seal.Make(ctx, m, key, 1)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := seal.Make(ctx, m, key, 2); err != nil || !bytes.Equal(first, again) || len(m.Said) != 2 {
		t.Errorf("%s, %v", again, err)
	}
	m.Add(t, 10)
	if _, err := seal.Make(ctx, m, key, 3); err != nil {
		t.Fatal(err)
	}
	other, _, err := seal.NewLogKey(rand.Reader, "mithaq.log/other")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Make(ctx, m, signer(t, other), 3); !errors.Is(err, seal.ErrOtherLog) {
		t.Error(err)
	}
	forked := sealtest.NewMemory(t, 200) // another history, all in order in itself
	forked.Append(t, record.Source{ID: "other", Name: record.Text{"en": "another"}})
	forked.Add(t, 150)
	forked.Said = m.Said
	if _, err := seal.Make(ctx, forked, key, 4); !errors.Is(err, seal.ErrProof) {
		t.Errorf("a fork was signed: %v", err)
	}
	short := sealtest.NewMemory(t, 299)
	short.Said = m.Said
	if _, err := seal.Make(ctx, short, key, 4); !errors.Is(err, seal.ErrProof) {
		t.Errorf("a log that was cut was signed: %v", err)
	}
	m.At.Hash[0] ^= 1
	m.Said = m.Said[:1]
	if _, err := seal.Make(ctx, m, key, 5); !errors.Is(err, seal.ErrProof) {
		t.Errorf("a head that the log does not hold was signed: %v", err)
	}
}

// TestTake: a cosigned checkpoint is kept when it is one of ours, cosigned by a witness that is known.
func TestTake(t *testing.T) {
	ctx := context.Background()
	m := sealtest.NewMemory(t, 9)
	key := keyed(t, m)
	note, err := seal.Make(ctx, m, key, 1)
	if err != nil {
		t.Fatal(err)
	}
	private, _, err := seal.NewWitnessKey(rand.Reader, "witness.example")
	if err != nil {
		t.Fatal(err)
	}
	witness := signer(t, private)
	growth, err := seal.ProveGrowth(ctx, m, 0, note)
	if err != nil {
		t.Fatal(err)
	}
	grown, err := seal.CheckGrowth(growth, seal.Checkpoint{}, []*seal.Verifier{&key.Verifier})
	if err != nil {
		t.Fatal(err)
	}
	cosigned, err := grown.Cosign(witness)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Take(ctx, m, note, []*seal.Verifier{&witness.Verifier}, 2); !errors.Is(err, seal.ErrSignature) {
		t.Errorf("nobody cosigned: %v", err)
	}
	if _, err := seal.Take(ctx, m, cosigned, nil, 2); !errors.Is(err, seal.ErrSignature) {
		t.Errorf("by a witness that is not known: %v", err)
	}
	foreign, _ := at(t, m, 5, key)
	if growth, err = seal.ProveGrowth(ctx, m, 0, foreign); err != nil {
		t.Fatal(err)
	}
	if grown, err = seal.CheckGrowth(growth, seal.Checkpoint{}, []*seal.Verifier{&key.Verifier}); err != nil {
		t.Fatal(err)
	}
	unkept, err := grown.Cosign(witness)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Take(ctx, m, unkept, []*seal.Verifier{&witness.Verifier}, 2); !errors.Is(err, seal.ErrOtherLog) {
		t.Errorf("a checkpoint that is not kept: %v", err)
	}
	if _, err := seal.Take(ctx, m, cosigned, []*seal.Verifier{&witness.Verifier}, 2); err != nil {
		t.Fatal(err)
	}
	report, err := seal.Verify(ctx, m, seal.Options{Keys: []*seal.Verifier{&witness.Verifier}})
	if err != nil || len(report.Faults) > 0 || len(report.Checkpoints) != 1 || len(report.Checkpoints[0].Cosigners) != 1 || !report.Checkpoints[0].Agrees {
		t.Errorf("%+v, %v", report, err)
	}
}
