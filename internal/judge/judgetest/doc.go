// Package judgetest holds the tests that compare the judge's engines: random
// programs and records, run on judge/monitor and on judge/oracle, must tell the
// same, and the invariants of spec/norms.md must hold. There is nothing here
// but tests.
//
// JUDGETEST_CASES=n sets how many cases each test runs, JUDGETEST_SEED=n the
// first of them, JUDGETEST_SHOW=n how many that fail are made small and shown.
// TestSpread -v prints how often each form and state occurs,
// TestBrokenEnginesAreCaught -v what caught each broken engine.
package judgetest
