#!/usr/bin/env bash
# Judges the environments: annotations on stdout, SARIF in a file, the verdict as an output. Ends with 0 also where an
# environment is rejected, so that the steps that tell people of it are run; a wrong call or a fault ends the job.
set -euo pipefail

read -ra command <<<"$COMMAND"
environments=()
while read -r line; do
  if [ -n "$line" ]; then environments+=("$line"); fi
done <<<"$ENVIRONMENTS"

# what a pull request takes away is no wrong name: it is planned
against=()
if [ -n "${GITHUB_BASE_REF:-}" ]; then
  bash "$(dirname "${BASH_SOURCE[0]}")/base.sh"
  against=(--against "origin/$GITHUB_BASE_REF")
fi

sarif="${RUNNER_TEMP:-/tmp}/gateway-hook-configsync.sarif"
report="${RUNNER_TEMP:-/tmp}/gateway-hook-configsync.json"
judge() { "${command[@]}" validate ${environments[@]+"${environments[@]}"} ${against[@]+"${against[@]}"} "$@"; }
# the names of a list of the report, as JSON, which is one line
list() { node -p 'JSON.stringify((JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))[process.argv[2]] ?? []).map((e) => e.path ?? e))' "$report" "$1"; }

code=0
judge --format github || code=$?
if [ "$code" -gt 1 ]; then exit "$code"; fi
judge --format sarif --output "$sarif" || [ $? -eq 1 ]
judge --format json --output "$report" || [ $? -eq 1 ]

{
  echo "verdict=$([ "$code" -eq 0 ] && echo accepted || echo rejected)"
  echo "sarif-file=$sarif"
  for name in environments gone; do echo "$name=$(list "$name")"; done
} >>"$GITHUB_OUTPUT"
