// Package arch holds the import rules as values, and as a test. A new folder may import nothing until it is listed here.
// ARCHITECTURE.md shows the same table; internal/docs compares the two.
package arch

// Allowed says what each folder may import of this module. An entry ending in "/..." stands for a folder and all below it.
// The folder itself is always allowed.
var Allowed = map[string][]string{
	"cmd/mithaq":    {"internal/front/cli"},
	"spec/schema":   {},
	"examples/...":  {},
	"internal/arch": {}, "internal/testroot": {}, "internal/testroot/pgtest": {}, "internal/samebytes": {}, "internal/scaffold": {}, "internal/crash": {},
	"internal/docs": {"internal/arch", "internal/testroot", "internal/base/...", "internal/agreement/syntax"},

	"internal/base/...": {"internal/base/..."},

	"internal/agreement/syntax": {"internal/base/..."},
	"internal/agreement/format": {"internal/base/...", "internal/agreement/syntax"},
	"internal/agreement/terms":  {"internal/base/...", "internal/agreement/syntax"},
	"internal/agreement/norms":  {"internal/base/...", "internal/agreement/terms", "internal/agreement/format", "internal/agreement/syntax"},

	"internal/evidence/record":            {"internal/base/..."},
	"internal/evidence/record/recordtest": {"internal/base/...", "internal/evidence/record"},
	"internal/evidence/record/index":      {},
	"internal/evidence/record/project":    {"internal/base/...", "internal/evidence/record", "internal/evidence/record/index", "internal/evidence/seal/tree"},
	"internal/evidence/record/postgres":   {"internal/base/...", "internal/evidence/record", "internal/evidence/record/index", "internal/evidence/record/project"},
	"internal/evidence/record/sqlite":     {"internal/base/...", "internal/evidence/record", "internal/evidence/record/index", "internal/evidence/record/project", "internal/evidence/seal/tree"},
	"internal/evidence/seal/...":          {"internal/base/...", "internal/evidence/record", "internal/evidence/seal/..."},
	"internal/evidence/intake/...": {
		"internal/base/...", "internal/evidence/record", "internal/evidence/intake/...",
		"internal/evidence/files", "internal/evidence/files/archive", "internal/evidence/files/look", "internal/evidence/files/stamp",
	},
	"internal/evidence/link":      {"internal/base/...", "internal/evidence/record"},
	"internal/evidence/review":    {"internal/base/...", "internal/evidence/record"},
	"internal/evidence/guard":     {"internal/base/...", "internal/evidence/record", "internal/evidence/record/index", "internal/evidence/record/project", "internal/evidence/release", "internal/evidence/review"},
	"internal/evidence/release":   {"internal/base/...", "internal/evidence/record"},
	"internal/evidence/ground":    {"internal/base/...", "internal/evidence/record", "internal/evidence/record/project"},
	"internal/evidence/vault":     {"internal/base/...", "internal/evidence/record"},
	"internal/evidence/files/...": {"internal/base/...", "internal/evidence/record", "internal/evidence/files/...", "internal/evidence/seal/ots", "internal/evidence/seal/tsp"},
	"internal/evidence/export":    {"internal/base/...", "internal/evidence/record", "internal/evidence/record/project"},

	"internal/judge/fact":     {"internal/base/..."},
	"internal/judge/status":   {"internal/base/...", "internal/agreement/norms", "internal/judge/fact"},
	"internal/judge/core/...": {"internal/base/...", "internal/judge/core/..."},
	"internal/judge/monitor": {
		"internal/base/...", "internal/agreement/norms", "internal/judge/fact", "internal/judge/status", "internal/judge/core/...",
	},
	"internal/judge/proofcheck": {"internal/base/...", "internal/agreement/norms", "internal/judge/fact", "internal/judge/status"},
	"internal/judge/oracle":     {"internal/base/...", "internal/agreement/norms", "internal/judge/fact", "internal/judge/status"},
	"internal/judge/judgetest": {
		"internal/base/...", "internal/agreement/norms", "internal/judge/...",
	},

	"internal/bind": {"internal/base/...", "internal/agreement/terms", "internal/agreement/norms", "internal/evidence/record", "internal/judge/fact"},

	"internal/reading/...": {"internal/base/...", "internal/agreement/...", "internal/judge/...", "internal/reading/..."},

	"internal/app": {
		"internal/base/...", "internal/agreement/...", "internal/evidence/...", "internal/judge/...",
		"internal/bind", "internal/reading/...", "examples/...", "spec/schema",
	},

	"internal/front/wording": {
		"internal/base/...", "internal/agreement/...", "internal/evidence/record", "internal/evidence/link", "internal/evidence/review", "internal/bind", "internal/judge/...",
		"internal/reading/...",
	},
	"internal/front/board": {
		"internal/base/...", "internal/agreement/...", "internal/evidence/record", "internal/evidence/ground", "internal/evidence/link", "internal/evidence/review", "internal/evidence/files/look", "internal/evidence/files/stamp",
		"internal/bind", "internal/judge/...", "internal/reading/...", "internal/front/wording",
	},
	"internal/front/board/ui/build": {},
	"internal/front/answers": {
		"internal/base/...", "internal/agreement/...", "internal/evidence/record", "internal/evidence/link", "internal/evidence/review", "internal/evidence/intake",
		"internal/judge/...", "internal/front/wording", "internal/front/board", "internal/app",
	},
	"internal/front/web/...": {
		"internal/base/...", "internal/agreement/...", "internal/evidence/...", "internal/bind", "internal/judge/...", "internal/reading/...",
		"internal/front/wording", "internal/front/board", "internal/front/answers", "internal/front/drafting", "internal/front/web/hooks", "internal/app", "spec/schema",
	},
	"internal/front/lsp": {"internal/base/...", "internal/agreement/...", "internal/reading/...", "internal/front/wording"},
	"internal/front/drafting": {
		"internal/base/...", "internal/agreement/...", "internal/judge/...", "internal/reading/...", "internal/front/wording", "internal/front/board", "internal/front/lsp",
	},
	"internal/front/cli/...": {
		"internal/base/...", "internal/agreement/...", "internal/evidence/...", "internal/bind", "internal/judge/...", "internal/reading/...",
		"internal/front/wording", "internal/front/board", "internal/front/answers", "internal/front/drafting", "internal/front/web/...", "internal/front/lsp", "internal/app", "examples/...", "spec/schema",
	},
	"bench/...": {"internal/..."},
}

// Forbidden says what a folder must not import although a wider line above allows it.
var Forbidden = map[string][]string{
	"internal/judge/monitor":    {"internal/judge/oracle", "internal/judge/proofcheck"},
	"internal/judge/oracle":     {"internal/judge/monitor", "internal/judge/core/...", "internal/judge/proofcheck"},
	"internal/judge/proofcheck": {"internal/judge/monitor", "internal/judge/oracle", "internal/judge/core/..."},
	"internal/front/web/...":    {"internal/evidence/record/sqlite", "internal/evidence/record/postgres", "internal/evidence/files/s3"},
	"internal/front/cli/...":    {"internal/evidence/record/sqlite", "internal/evidence/record/postgres", "internal/evidence/files/s3"},
	"internal/reading/...":      {"internal/judge/judgetest"},
}

// Pure folders do no I/O and know no clock and no chance.
var Pure = []string{"internal/base/...", "internal/agreement/...", "internal/judge/...", "internal/bind", "internal/reading/...", "internal/evidence/record/index", "internal/evidence/record/project", "internal/evidence/release", "internal/evidence/review"}

// impure packages are closed to them.
var impure = []string{"database/sql", "net", "net/...", "os", "os/...", "math/rand", "math/rand/v2", "crypto/rand"}
