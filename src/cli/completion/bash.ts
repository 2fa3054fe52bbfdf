import type { CommandCompletion, FlagCompletion } from "./completions.ts";

/** A function for bash 3.2 and later: the one of macOS has no associative arrays. */
export function bashCompletion(commands: readonly CommandCompletion[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  return `# completion of gateway-hook-configsync for bash
_gateway_hook_configsync() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      ${commands.map(({ name }) => name).join("|")}) command=$word; break ;;
    esac
  done
  COMPREPLY=()
  # --flag=value: three words where = is a word break, one where it is not
  local lead=""
  if [[ $current == = ]]; then
    current=""
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  elif [[ $current == --*=* ]]; then
    previous=\${current%%=*} lead=\${current%%=*}= current=\${current#*=}
  fi
  case "$command $previous" in
${commands.flatMap(({ name, flags }) => flags.flatMap((flag) => valueCase(name, flag))).join("\n")}
  esac
  local words=""
  case $command in
    "") words="${names} help --help --version" ;;
${commands.map(operandCase).join("\n")}
  esac
  COMPREPLY=( $(compgen -W "$words" -- "$current") )
}
complete -F _gateway_hook_configsync gateway-hook-configsync
`;
}

function valueCase(command: string, { names, value }: FlagCompletion): string[] {
  if (value === null) return [];
  const pattern = names.map((name) => `"${command} ${name}"`).join("|");
  const reply =
    value === "text"
      ? ""
      : value === "folders"
        ? 'COMPREPLY=( $(compgen -d -P "$lead" -- "$current") ); compopt -o filenames 2>/dev/null; '
        : value === "files"
          ? 'COMPREPLY=( $(compgen -f -P "$lead" -- "$current") ); compopt -o filenames 2>/dev/null; '
          : `COMPREPLY=( $(compgen -P "$lead" -W "${value.join(" ")}" -- "$current") ); `;
  return [`    ${pattern}) ${reply}return ;;`];
}

function operandCase({ name, flags, operand }: CommandCompletion): string {
  const all = flags.flatMap(({ names }) => names.filter((flag) => flag.startsWith("--"))).join(" ");
  const folders =
    operand === "folders"
      ? `
      if [[ $current != -* ]]; then
        COMPREPLY=( $(compgen -d -- "$current") ); compopt -o filenames 2>/dev/null; return
      fi`
      : "";
  const words = operand === "folders" ? "" : operand.join(" ");
  return `    ${name})${folders}
      words="${`${words} ${all}`.trim()}" ;;`;
}
