// Package coretest holds the tests that compare judge/core with a slow reference, written straight from the definition of
// metric first-order temporal logic: random policies and logs must give the same verdicts, runs over lanes the same as one
// plain run per lane, and broken engines must be caught. There is nothing here but tests. CORETEST_CASES=n sets how many
// cases each test runs, CORETEST_SEED=n the first seed.
package coretest
