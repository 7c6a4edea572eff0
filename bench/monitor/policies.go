package monitor

// Policy is one of the performance policies, with what must come out of it (seed 1).
type Policy struct {
	Name, Kind, Formula string
	small, large        verdicts // of 100,000 and of 1,000,000 events
}

// verdicts counts time points with a verdict, and tuples.
type verdicts struct{ lines, tuples int }

// Signatures are by the kind of trace.
var Signatures = map[string]string{
	"duty":   "req(int)\nrel(int)\nviol(int,int)\n",
	"access": "grant(u:int,d:int)\nrevoke(u:int,d:int)\nuse(u:int,d:int,n:int,a:int)\nreport(u:int,d:int)\n",
}

// Policies are those of the conformance folder.
var Policies = []Policy{
	{"P1_deadline", "duty", "req(i) AND NOT EVENTUALLY[0,1000] rel(i)", verdicts{4084, 4084}, verdicts{41053, 41053}},
	{"P2_precond", "duty", "rel(i) AND NOT ONCE req(i)", verdicts{}, verdicts{}},
	{"P3_count", "duty", "(c <- CNT n; p (ONCE[0,1000] viol(p,n))) AND c > 60", verdicts{}, verdicts{4, 4}},
	{"P4_late", "duty", "rel(i) AND NOT ONCE[0,1000] req(i)", verdicts{2009, 2009}, verdicts{20427, 20427}},
	{
		"P5_permission", "access", "use(u,d,n,a) AND NOT ((NOT revoke(u,d)) SINCE grant(u,d))",
		verdicts{7560, 7560},
		verdicts{74883, 74883},
	},
	{
		"P6_volume", "access", "(s <- SUM a; u, d (ONCE[0,100] use(u,d,n,a))) AND s > 250",
		verdicts{2867, 3592},
		verdicts{12134, 12872},
	},
	{
		"P7_confirmed", "access", "use(u,d,n,a) AND ((ONCE[0,20] (EXISTS m, b. use(u,d,m,b))) UNTIL[0,300] report(u,d))",
		verdicts{4628, 4628},
		verdicts{42412, 42412},
	},
	{
		"P8_withdrawn", "access", "(NOT report(u,d)) UNTIL[0,60] (revoke(u,d) AND ONCE[0,5] use(u,d,n,a))",
		verdicts{4777, 5112},
		verdicts{43292, 45123},
	},
}
