#!/usr/bin/env bash
# Writes the plan into the one comment of this action on the pull request: the first time a new one, then that.
set -euo pipefail

# a comment holds 65,536 characters
body="${RUNNER_TEMP:-/tmp}/gateway-hook-configsync.body.json"
node -e '
  const text = Array.from(require("fs").readFileSync(process.argv[1], "utf8"));
  const most = 60000;
  const body = text.length > most ? `${text.slice(0, most).join("")}\n\n… the rest is in the summary of the job` : text.join("");
  process.stdout.write(JSON.stringify({ body }));
' "$PLAN_FILE" >"$body"

comments="repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments"
mine=$(gh api --paginate "$comments" --jq '.[] | select(.body | startswith("<!-- gateway-hook-configsync -->")) | .id' | head -n 1)
if [ -n "$mine" ]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$mine" --input "$body"
else
  gh api --silent --method POST "$comments" --input "$body"
fi
