#!/usr/bin/env bash
# Writes what the pull request changes of each environment into the job's summary and into a file for the comment: of
# those that were judged, and of those that the base has and the checkout has not.
set -euo pipefail

read -ra command <<<"$COMMAND"
environments=()
while read -r line; do
  if [ -n "$line" ]; then environments+=("$line"); fi
done <<<"$ENVIRONMENTS"$'\n'"$GONE"

plan="${RUNNER_TEMP:-/tmp}/gateway-hook-configsync.md"
echo "<!-- gateway-hook-configsync -->" >"$plan"
for environment in ${environments[@]+"${environments[@]}"}; do
  code=0
  # 2 by --detailed-exitcode: there are changes; without one there is nothing to say
  text=$("${command[@]}" plan "$environment" --against "origin/$GITHUB_BASE_REF" --format markdown --detailed-exitcode) || code=$?
  case $code in
    0) ;;
    1 | 2)
      # a call that is wrong ends with 2 as well, without a plan
      if [ -z "$text" ]; then exit "$code"; fi
      printf '%s\n\n' "$text" >>"$plan"
      ;;
    *) exit "$code" ;;
  esac
done

if [ "$(wc -l <"$plan")" -eq 1 ]; then echo "No environment changes." >>"$plan"; fi
cat "$plan" >>"$GITHUB_STEP_SUMMARY"
echo "plan-file=$plan" >>"$GITHUB_OUTPUT"
