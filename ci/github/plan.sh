#!/usr/bin/env bash
# Writes what the pull request changes of each environment into the job's summary and into a file for the comment.
set -euo pipefail

read -ra command <<<"$COMMAND"
git fetch --quiet --no-tags --depth=1 origin "+refs/heads/$GITHUB_BASE_REF:refs/remotes/origin/$GITHUB_BASE_REF"

plan="${RUNNER_TEMP:-/tmp}/gateway-hook-configsync.md"
echo "<!-- gateway-hook-configsync -->" >"$plan"
while read -r environment; do
  if [ -z "$environment" ]; then continue; fi
  code=0
  # 2 by --detailed-exitcode: there are changes; without one there is nothing to say
  text=$("${command[@]}" plan "$environment" --against "origin/$GITHUB_BASE_REF" --format markdown --detailed-exitcode) || code=$?
  case $code in
    0) ;;
    1 | 2) printf '%s\n\n' "$text" >>"$plan" ;;
    *) exit "$code" ;;
  esac
done <<<"$ENVIRONMENTS"

if [ "$(wc -l <"$plan")" -eq 1 ]; then echo "No environment changes." >>"$plan"; fi
cat "$plan" >>"$GITHUB_STEP_SUMMARY"
echo "plan-file=$plan" >>"$GITHUB_OUTPUT"
