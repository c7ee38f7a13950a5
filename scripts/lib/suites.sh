# shellcheck shell=bash
# Runs the suites, counts their tests, and reports.

ROWS=()
LEFT_OUT=()
PASSED=0
FAILED=0
SKIPPED=0
JEST_TESTS=0

# A suite of one test: the command passes or fails.
command_suite() {
  local name=$1
  shift
  heading "$name"
  if "$@"; then count "$name" 1 0 0; else count "$name" 0 1 0; fi
}

jest_suite() {
  local name=$1 results=.cache/jest-$1.json status=0 passed=0 failed=0 skipped=0
  heading "$name"
  mkdir -p .cache
  rm -f "$results"
  npx --no-install jest --selectProjects "$name" --json --outputFile="$results" >/dev/null || status=$?
  [[ -s $results ]] && read -r passed failed skipped < <(jest_counts "$results")
  ((status != 0 && failed == 0)) && failed=1
  JEST_TESTS=$((JEST_TESTS + passed + failed))
  count "$name" "$passed" "$failed" "$skipped"
}

# A file that could not run counts as one failed test.
jest_counts() {
  node -e '
    const run = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    const failed = run.numFailedTests + run.numRuntimeErrorTestSuites;
    console.log(run.numPassedTests, failed, run.numPendingTests + run.numTodoTests);
  ' "$1"
}

# Suites that take minutes and were not asked for.
leave_out() {
  LEFT_OUT+=("$@")
}

heading() {
  printf '\n== %s\n' "$1"
}

count() {
  ROWS+=("$(printf '%-12s %7d %7d %8d' "$@")")
  PASSED=$((PASSED + $2))
  FAILED=$((FAILED + $3))
  SKIPPED=$((SKIPPED + $4))
}

report() {
  heading summary
  printf '%-12s %7s %7s %8s\n' suite passed failed skipped
  printf '%s\n' "${ROWS[@]}"
  ((SKIPPED == 0)) || report_skipped
  ((${#LEFT_OUT[@]} == 0)) || report_left_out
  printf '\n%d passed, %d failed' "$PASSED" "$FAILED"
  ((SKIPPED == 0)) || printf ', %d skipped' "$SKIPPED"
  printf '\n'
  succeeded
}

report_skipped() {
  printf '\n%d tests were skipped:\n' "$SKIPPED"
  ((${#MISSING[@]} == 0)) || printf '  %s\n' "${MISSING[@]}"
  if [[ ${CI-} == true ]]; then
    echo '  In CI nothing may be skipped.'
  else
    echo '  scripts/test --install installs what is missing.'
  fi
}

report_left_out() {
  printf '\nlong suites, which scripts/test --all runs:\n'
  printf '  %s\n' "${LEFT_OUT[@]}"
}

succeeded() {
  ((FAILED == 0 && JEST_TESTS > 0)) && [[ ${CI-} != true || $SKIPPED -eq 0 ]]
}
