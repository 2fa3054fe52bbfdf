#!/usr/bin/env bash
# Writes what the pull request changes of each environment into the job's summary and into a file for the comment: of
# those that were judged, and of those that the base has and the checkout has not.
set -euo pipefail

read -ra command <<<"$COMMAND"
git fetch --quiet --no-tags --depth=1 origin "+refs/heads/$GITHUB_BASE_REF:refs/remotes/origin/$GITHUB_BASE_REF"

environments=()
while read -r line; do
  if [ -n "$line" ]; then environments+=("$line"); fi
done <<<"$ENVIRONMENTS"

# the folders whose static configuration is gone, an outer one before those in it; git's globs know no braces
gone() {
  local files=() line
  while read -r line; do
    if [ -n "$line" ]; then files+=(":(glob)${line%/}/traefik."{toml,yaml,yml}); fi
  done <<<"${ASKED:-}"
  if [ "${#files[@]}" -eq 0 ]; then files=(":(glob)**/traefik."{toml,yaml,yml}); fi
  git -c core.quotePath=false diff --name-only --no-renames --diff-filter=D "origin/$GITHUB_BASE_REF" -- \
    "${files[@]}" ':(exclude,glob)**/.*/**' ':(exclude,glob)**/node_modules/**' |
    while read -r line; do dirname "./$line"; done | LC_ALL=C sort -u
}

# what lies within an environment is part of it
is_part() {
  local each
  for each in ${environments[@]+"${environments[@]}"}; do
    each=${each#./}
    if [ "$each" = . ] || [[ $1/ == "./${each%/}/"* ]]; then return 0; fi
  done
  return 1
}

while read -r folder; do
  if [ -n "$folder" ] && ! is_part "$folder"; then environments+=("${folder#./}"); fi
done <<<"$(gone)"

plan="${RUNNER_TEMP:-/tmp}/gateway-hook-configsync.md"
echo "<!-- gateway-hook-configsync -->" >"$plan"
for environment in ${environments[@]+"${environments[@]}"}; do
  code=0
  # 2 by --detailed-exitcode: there are changes; without one there is nothing to say
  text=$("${command[@]}" plan "$environment" --against "origin/$GITHUB_BASE_REF" --format markdown --detailed-exitcode) || code=$?
  case $code in
    0) ;;
    1 | 2) printf '%s\n\n' "$text" >>"$plan" ;;
    *) exit "$code" ;;
  esac
done

if [ "$(wc -l <"$plan")" -eq 1 ]; then echo "No environment changes." >>"$plan"; fi
cat "$plan" >>"$GITHUB_STEP_SUMMARY"
echo "plan-file=$plan" >>"$GITHUB_OUTPUT"
