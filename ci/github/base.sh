#!/usr/bin/env bash
# Makes origin/<base branch> the state of it that is in the checkout: what came to the branch later is no change of the
# pull request. For the merge that GitHub makes of one, which is what is checked out without a word, one commit is enough
# (fetch-depth: 1); of anything else the history is fetched where it is not there.
set -euo pipefail

fetch() { git fetch --quiet --no-tags "$@"; }

# GitHub's merge names its two parents in its message; also a clone without the parents has their names
base=$(git cat-file commit HEAD | awk '
  /^$/ { isMessage = 1; next }
  !isMessage && $1 == "parent" { parents[++count] = $2 }
  isMessage && !isRead { isRead = 1; if (count == 2 && $0 == "Merge " parents[2] " into " parents[1]) print parents[1] }
')
if [ -z "$base" ]; then
  head=$(git rev-parse HEAD)
  # the branch itself, as pull_request_target has it
  if [ "$(git ls-remote origin "refs/heads/$GITHUB_BASE_REF" | cut -f 1)" = "$head" ]; then base=$head; fi
fi
if [ -z "$base" ]; then
  shallow=$(git rev-parse --is-shallow-repository | sed 's/false//')
  fetch ${shallow:+--unshallow} origin "refs/heads/$GITHUB_BASE_REF"
  base=$(git merge-base HEAD FETCH_HEAD) || base=$(git rev-parse FETCH_HEAD)
elif ! GIT_NO_LAZY_FETCH=1 git cat-file -e "$base^{commit}" 2>&-; then
  fetch --depth=1 origin "$base"
fi
git update-ref "refs/remotes/origin/$GITHUB_BASE_REF" "$base"

# what a partial clone has not of it: folders, then files
for _ in folders files; do
  missing=$(GIT_NO_LAZY_FETCH=1 git rev-list --objects --missing=print --no-walk "$base" | sed -n 's/^?//p')
  if [ -n "$missing" ]; then fetch --filter=blob:none --stdin origin <<<"$missing"; fi
done
