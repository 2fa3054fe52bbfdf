#!/usr/bin/env bash
# Writes what the pull request changes of each environment into the job's summary and into a file for the comment: of
# those that were judged, and of those that the base has and the checkout has not.
set -euo pipefail

read -ra command <<<"$COMMAND"
folder="${RUNNER_TEMP:-/tmp}"
# both are lists in JSON: a name may hold anything but NUL
node -e '
  const { ENVIRONMENTS, GONE } = process.env;
  for (const path of [...JSON.parse(ENVIRONMENTS), ...JSON.parse(GONE)]) process.stdout.write(`${path}\0`);
' >"$folder/gateway-hook-configsync.environments"

document="$folder/gateway-hook-configsync.plan.json"
plan="$folder/gateway-hook-configsync.md"
# ends with 1 where the environment would be rejected, which is a plan; with more there is none, and stderr says why
tell() { "${command[@]}" plan "$1" --against "origin/$GITHUB_BASE_REF" --format "$2" </dev/null; }

echo "<!-- gateway-hook-configsync -->" >"$plan"
while IFS= read -r -d '' environment; do
  tell "$environment" json >"$document" || [ $? -eq 1 ]
  # without a change there is nothing to say
  changes=$(node -p '
    const { verdict, files } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    verdict === "rejected" || files.write.length + files.delete.length > 0;
  ' "$document")
  if [ "$changes" = false ]; then continue; fi
  tell "$environment" markdown >>"$plan" || [ $? -eq 1 ]
  echo >>"$plan"
done <"$folder/gateway-hook-configsync.environments"

if [ "$(wc -l <"$plan")" -eq 1 ]; then echo "No environment changes." >>"$plan"; fi
cat "$plan" >>"$GITHUB_STEP_SUMMARY"
echo "plan-file=$plan" >>"$GITHUB_OUTPUT"
