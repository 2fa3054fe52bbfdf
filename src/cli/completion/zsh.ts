import type { CommandCompletion, FlagCompletion } from "./completions.ts";

/** A function for zsh's `_arguments`; to be sourced after `compinit`, or kept as a file in $fpath. */
export function zshCompletion(commands: readonly CommandCompletion[]): string {
  return `#compdef gateway-hook-configsync
# completion of gateway-hook-configsync for zsh
_gateway_hook_configsync() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join("\n")}
  )
  local context state line
  _arguments -C '(-h --help)'{-h,--help}'[say how to use it]' '(-V --version)'{-V,--version}'[print the version]' \\
    '1: :->command' '*:: :->arguments'
  case $state in
    command) _describe command commands ;;
    arguments)
      case $line[1] in
${commands.map(commandCase).join("\n")}
      esac ;;
  esac
}
if [[ $funcstack[1] == _gateway_hook_configsync ]]; then
  _gateway_hook_configsync "$@"
else
  compdef _gateway_hook_configsync gateway-hook-configsync
fi
`;
}

function commandCase({ name, flags, operand }: CommandCompletion): string {
  const operands =
    operand === "folders"
      ? [quoted("*: :_files -/")]
      : operand.length > 0
        ? [quoted(`1: :(${operand.join(" ")})`)]
        : [];
  return `        ${name}) _arguments ${[...flags.flatMap(argument), ...operands].join(" \\\n          ")} ;;`;
}

function argument({ names, about, value }: FlagCompletion): string[] {
  const text = about.replaceAll(/[[\]:\\]/g, String.raw`\$&`).replaceAll("\n", " ");
  return names.map((name) => quoted(`*${name}[${text}]${action(value)}`));
}

function action(value: FlagCompletion["value"]): string {
  if (value === null) return "";
  if (value === "text") return ":value: ";
  if (value === "folders") return ":folder:_files -/";
  if (value === "files") return ":file:_files";
  return `:value:(${value.join(" ")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
