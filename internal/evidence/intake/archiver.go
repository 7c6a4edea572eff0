package intake

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/files/archive"
	"mithaq/internal/evidence/files/look"
	"mithaq/internal/evidence/files/stamp"
	"mithaq/internal/evidence/record"
)

// archiverSource is how auto-archiver stands among the publishers of imports.
const archiverSource = "auto-archiver"

// item is what auto-archiver (Bellingcat) says of one address that it archived: core/metadata.py.
type item struct {
	url, processed string
	media          []media
}

// media is one file of an item: core/media.py. Files may stand in the properties of others: proofs beside what they are of.
type media struct {
	names  []string // under which it may stand in the pack, the likeliest first
	stated []string // hashes, "<alg>:<hex>"
	ots    []media
	tokens []media // of time stamp authorities
}

// readArchiver reads the output of auto-archiver: metadata in JSON (one item, a list, or a line each) or in the CSV file of its csv_db, and the files. Files
// are entered with the address that they came from, the hashes stated and the stamps beside them, and go to the accounts that name that address.
func (p *Pack) readArchiver(ctx context.Context, store record.Store, opt Options) (*Plan, error) {
	plan := &Plan{File: p.Name, SHA256: p.SHA256, Form: FormArchiver, Layout: FormArchiver, Publisher: archiverSource}
	a := &archiver{pack: p, plan: plan, opt: opt, used: map[string]bool{}, bases: map[string]*archive.Member{}, byURL: map[string][]record.Hash{}, looked: map[record.Hash]bool{}}
	items, err := a.items()
	if err != nil {
		return nil, err
	}
	if len(items) == 0 {
		plan.Refused = true
		plan.Diagnostics = append(plan.Diagnostics, diag.Diagnostic{Code: CodeNoItems, Span: source.Span{File: p.Name}})
		return plan, nil
	}
	a.index()
	for _, it := range items {
		a.item(&it)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	if n := a.unused(); n > 0 {
		plan.Diagnostics = append(plan.Diagnostics, diag.Diagnostic{
			Code: CodeUnnamedFiles, Severity: diag.Note, Span: source.Span{File: p.Name}, Args: diag.Args("n", strconv.Itoa(n)),
		})
	}
	diag.Sort(plan.Diagnostics)
	if opt.Strict && plan.Rejected > 0 {
		plan.Refused, plan.Files, plan.kept = true, nil, nil
		return plan, nil
	}
	return plan, a.enter(ctx, store)
}

type archiver struct {
	pack  *Pack
	plan  *Plan
	opt   Options
	used  map[string]bool            // members that something names
	bases map[string]*archive.Member // by base name, where only one has it
	byURL map[string][]record.Hash

	looked map[record.Hash]bool // web archives
}

// items reads all metadata of the pack.
func (a *archiver) items() ([]item, error) {
	var out []item
	for i := range a.pack.all.Members {
		m := &a.pack.all.Members[i]
		ext := strings.ToLower(path.Ext(m.Name))
		if ext != ".json" && ext != ".jsonl" && ext != ".csv" || m.Size > MaxJSON {
			continue
		}
		data, ds, err := a.pack.load(m)
		if err != nil {
			return nil, err
		}
		if ds != nil {
			a.plan.Diagnostics = append(a.plan.Diagnostics, ds...)
			continue
		}
		var found []item
		if ext == ".csv" {
			found = a.csvItems(m.Name, data)
		} else {
			found = jsonItems(data)
		}
		if len(found) > 0 {
			a.used[m.Name] = true
			out = append(out, found...)
		}
	}
	return out, nil
}

// jsonItems reads items from JSON; none where it is something else.
func jsonItems(data []byte) []item {
	var out []item
	dec := json.NewDecoder(bytes.NewReader(data))
	for {
		var v any
		if err := dec.Decode(&v); err != nil {
			return out
		}
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		for _, one := range list {
			if it, ok := itemOf(one); ok {
				out = append(out, it)
			}
		}
	}
}

// csvItems reads the table of csv_db, whose cells are printed by Python.
func (a *archiver) csvItems(name string, data []byte) []item {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		return nil
	}
	about, files := slices.Index(header, "metadata"), slices.Index(header, "media")
	if about < 0 || files < 0 {
		return nil
	}
	var out []item
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out
		}
		line, _ := r.FieldPos(0)
		var it item
		ok := err == nil && len(row) > max(about, files)
		if ok {
			m1, err1 := parseLiteral(row[about])
			m2, err2 := parseLiteral(row[files])
			it, ok = itemOf(map[string]any{"metadata": m1, "media": m2})
			ok = ok && err1 == nil && err2 == nil
		}
		if !ok {
			a.plan.Rejected++
			at := source.Pos{Line: line, Column: 1}
			a.plan.Diagnostics = append(a.plan.Diagnostics, diag.Diagnostic{Code: CodeItem, Span: source.Span{File: a.pack.Name + "/" + name, Start: at, End: at}})
			if err != nil {
				return out
			}
			continue
		}
		out = append(out, it)
	}
}

func itemOf(v any) (it item, ok bool) {
	m, _ := v.(map[string]any)
	about, ok1 := m["metadata"].(map[string]any)
	files, ok2 := m["media"].([]any)
	if !ok1 || !ok2 {
		return it, false
	}
	it.url, it.processed = str(about["url"]), str(about["_processed_at"])
	for _, f := range files {
		if one, ok := mediaOf(f, 0); ok {
			it.media = append(it.media, one)
		}
	}
	return it, true
}

func str(v any) string { s, _ := v.(string); return s }

func mediaOf(v any, depth int) (out media, ok bool) {
	m, _ := v.(map[string]any)
	if m["filename"] == nil && m["key"] == nil || depth > 3 {
		return out, false
	}
	for _, n := range []string{str(m["key"]), str(m["filename"])} {
		if n != "" {
			out.names = append(out.names, n)
		}
	}
	urls, _ := m["urls"].([]any)
	for _, u := range urls {
		if s, _, _ := strings.Cut(str(u), "?"); s != "" {
			out.names = append(out.names, s)
		}
	}
	properties, _ := m["properties"].(map[string]any)
	if h := str(properties["hash"]); h != "" {
		out.stated = append(out.stated, h)
	}
	for _, key := range sortedKeys(properties) {
		list, ok := properties[key].([]any)
		if !ok {
			list = []any{properties[key]}
		}
		for _, one := range list {
			inner, ok := mediaOf(one, depth+1)
			switch {
			case !ok:
			case strings.Contains(key, "opentimestamp"):
				out.ots = append(out.ots, inner)
			case strings.Contains(key, "timestamp"):
				out.tokens = append(out.tokens, inner)
			}
		}
	}
	return out, true
}

// index lists members by their base name: paths in the metadata are those of the machine that archived.
func (a *archiver) index() {
	twice := map[string]bool{}
	for i := range a.pack.all.Members {
		m := &a.pack.all.Members[i]
		base := strings.ToLower(path.Base(m.Name))
		if a.bases[base] != nil {
			twice[base] = true
		}
		a.bases[base] = m
	}
	for base := range twice {
		delete(a.bases, base)
	}
}

// find finds the member that a name speaks of: by as much of the end of its path as fits, else by its base name where only one has it.
func (a *archiver) find(names []string) *archive.Member {
	for _, n := range names {
		n = strings.ReplaceAll(n, `\`, "/")
		for rest, more := n, true; more; _, rest, more = strings.Cut(rest, "/") {
			if m := a.pack.all.Get(rest); rest != "" && m != nil {
				return m
			}
		}
	}
	for _, n := range names {
		if m := a.bases[strings.ToLower(path.Base(strings.ReplaceAll(n, `\`, "/")))]; m != nil {
			return m
		}
	}
	return nil
}

// open reads the member that a piece of metadata speaks of; nil and told where there is none.
func (a *archiver) open(m *media) *content {
	member := a.find(m.names)
	if member == nil {
		name := ""
		if len(m.names) > 0 {
			name = path.Base(m.names[0])
		}
		a.reject(CodeNoFile, name, "value", name)
		return nil
	}
	a.used[member.Name] = true
	c := a.pack.content(member)
	if c.err != nil {
		a.reject(CodeMember, member.Name)
		return nil
	}
	return c
}

func (a *archiver) reject(code diag.Code, name string, args ...string) {
	a.plan.Rejected++
	for i := range args {
		args[i] = look.Escape(args[i])
	}
	a.plan.Diagnostics = append(a.plan.Diagnostics, a.pack.about(code, name, args...))
}

// item notes the files of one item.
func (a *archiver) item(it *item) {
	type found struct {
		of *media
		c  *content
	}
	var all []found
	var lists []found // lists of hashes that time stamps are of
	for i := range it.media {
		m := &it.media[i]
		a.plan.Rows++
		c := a.open(m)
		if c == nil || !a.agrees(m, c) {
			continue
		}
		a.webArchive(c)
		all = append(all, found{m, c})
		if len(m.tokens) > 0 {
			lists = append(lists, found{m, c})
		}
	}
	for _, f := range all {
		entry := a.pack.entry(f.c)
		entry.URL, entry.Obtained, entry.By = it.url, processedDay(it.processed), archiverSource
		for _, s := range f.of.stated {
			entry.Proofs = append(entry.Proofs, record.FileProof{Sort: "hash", Says: s})
		}
		results := a.beside(&entry, f.of, f.c)
		for _, l := range lists {
			if l.c != f.c && l.c.member.Size <= 1<<20 {
				results = append(results, a.listed(&entry, l.of, l.c, f.c)...)
			}
		}
		a.keep(f.c, entry, results)
		a.byURL[it.url] = append(a.byURL[it.url], f.c.sha256)
	}
}

func (a *archiver) keep(c *content, entry record.File, results []stamp.Result) {
	before := len(a.plan.Files)
	a.plan.keep(c, entry)
	if len(a.plan.Files) > before {
		a.plan.Files[before].Stamps = results
	}
}

// agrees holds the hashes that are stated against the file: one that differs rejects it, and both are told.
func (a *archiver) agrees(m *media, c *content) bool {
	for _, s := range m.stated {
		algorithm, sum, ok := stamp.ParseStated(s)
		switch {
		case !ok:
			a.reject(CodeStatedHash, c.member.Name, "stated", s, "found", "sha256:"+c.sha256.String())
		case !bytes.Equal(c.digests(algorithm), sum):
			a.reject(CodeStatedHash, c.member.Name, "stated", s, "found", algorithm+":"+hex.EncodeToString(c.digests(algorithm)))
		default:
			continue
		}
		return false
	}
	return true
}

// beside adds the stamps that the metadata names, and those that stand beside the file under its name.
func (a *archiver) beside(entry *record.File, m *media, c *content) (out []stamp.Result) {
	ots, tokens := m.ots, m.tokens
	for _, side := range []struct {
		ext  string
		list *[]media
	}{{".ots", &ots}, {".tsr", &tokens}} {
		if s := a.pack.all.Get(c.member.Name + side.ext); s != nil && !a.used[s.Name] {
			*side.list = append(*side.list, media{names: []string{s.Name}})
		}
	}
	for i := range ots {
		out = append(out, a.stamp(entry, &ots[i], "opentimestamps", "", c.digests)...)
	}
	for i := range tokens {
		out = append(out, a.stamp(entry, &tokens[i], "rfc3161", "", c.digests)...)
	}
	return out
}

// listed adds the stamps of a list of hashes to a file that it names.
func (a *archiver) listed(entry *record.File, m *media, list, c *content) (out []stamp.Result) {
	text, ds, err := a.pack.load(list.member)
	if err != nil || ds != nil || !stamp.Names(text, c.digests) {
		return nil
	}
	for i := range m.tokens {
		out = append(out, a.stamp(entry, &m.tokens[i], "rfc3161", stamp.ListPrefix+list.sha256.String(), list.digests)...)
	}
	return out
}

// stamp checks a stamp, keeps its file and names it in the entry of the file that it is of.
func (a *archiver) stamp(entry *record.File, m *media, sort, says string, of stamp.Digests) []stamp.Result {
	c := a.open(m)
	if c == nil || c.member.Size > 1<<20 {
		return nil
	}
	r, err := c.member.Open()
	if err != nil {
		return nil
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		return nil
	}
	a.keep(c, a.pack.entry(c), nil)
	entry.Proofs = append(entry.Proofs, record.FileProof{Sort: sort, File: c.sha256, Says: says})
	if sort == "rfc3161" {
		return []stamp.Result{stamp.RFC3161(b, of, a.opt.Trust)}
	}
	return []stamp.Result{stamp.OpenTimestamps(b, of, a.opt.Trust)}
}

var (
	isoBegin = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})[T ]`)
	pyDate   = regexp.MustCompile(`^datetime\.datetime\((\d{4}), (\d{1,2}), (\d{1,2})`)
)

// processedDay gives the day on which an item was archived; "" where it is not told in a form that is known.
func processedDay(s string) string {
	if m := isoBegin.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	if m := pyDate.FindStringSubmatch(s); m != nil {
		return m[1] + "-" + pad2(m[2]) + "-" + pad2(m[3])
	}
	return ""
}

func pad2(s string) string { return strings.Repeat("0", 2-len(s)) + s }

func (a *archiver) unused() (n int) {
	for i := range a.pack.all.Members {
		if !a.used[a.pack.all.Members[i].Name] {
			n++
		}
	}
	return n
}

// enter drafts the files that are new, gives the files to the accounts that name their addresses, and notes the import.
func (a *archiver) enter(ctx context.Context, store record.Store) error {
	head, err := store.Head(ctx)
	if err != nil {
		return err
	}
	a.plan.head = head
	in := &intake{opt: a.opt}
	if a.plan.drafts, err = a.plan.fileDrafts(ctx, store, in.draft); err != nil {
		return err
	}
	a.plan.Added = len(a.plan.drafts)
	a.plan.Same = len(a.plan.Files) - a.plan.Added
	for st, err := range store.Each(ctx, record.KindAccount, "") {
		if err != nil {
			return err
		}
		acc, _ := st.Payload.(record.Account)
		hashes := a.byURL[acc.URL]
		if acc.URL == "" || len(hashes) == 0 {
			continue
		}
		was := acc
		acc.Files = slices.Concat(acc.Files, hashes)
		slices.SortFunc(acc.Files, func(x, y record.Hash) int { return slices.Compare(x[:], y[:]) })
		if acc.Files = slices.Compact(acc.Files); len(acc.Files) > len(was.Files) {
			a.plan.Changed++
			a.plan.drafts = append(a.plan.drafts, in.draft(record.KindAccount, 0, acc))
			a.plan.Diffs = append(a.plan.Diffs, compareFields(record.KindAccount, acc.ID, 0, was, acc)...)
		}
	}
	if len(a.plan.drafts) == 0 {
		return nil
	}
	a.plan.drafts = append(a.plan.drafts, in.draft(record.KindImport, 0, record.Import{
		File: a.plan.File, SHA256: cmp.Or(a.plan.SHA256, a.sumOfFiles()), Publisher: archiverSource, Mapping: FormArchiver, Added: a.plan.Added, Changed: a.plan.Changed, Same: a.plan.Same,
	}))
	return nil
}

// sumOfFiles stands for the hash of a folder, which has none: that of the hashes and names of the files kept, one a line.
func (a *archiver) sumOfFiles() record.Hash {
	h := sha256.New()
	for _, f := range a.plan.Files {
		_, _ = io.WriteString(h, f.SHA256.String()+"  "+f.Name+"\n")
	}
	return record.Hash(h.Sum(nil))
}
