import type { Breakage } from "../breakage.ts";
import { replaceOne, VALUE_PLACE } from "./places.ts";

const ACTIONS = [
  "{{ . }}", '{{ env "HOME_X" }}', '{{ "a" | upper }}', "{{ nope }}", "{{ $x }}", "{{ if }}", "{{ end }}", "{{ .Values.x }}",
  "{{/* ok */}}", "{{ /* bad */ }}", "{{- 3 }}", "{{ 3.5 }}", "{{ true }}", "{{ nil }}", '{{ index (list 1 2) 5 }}', "{{", "}}",
  '{{ if . }}x: y{{ end }}', '{{ range until 2 }}{{ . }}{{ end }}', '{{ printf "%d" "x" }}', '{{ eq 1 "1" }}', "{{ (dict).a }}",
  '{{ default "d" "" }}', '{{ `raw` | quote }}', '{{ list "a" "b" | join "," }}', '{{ split "a,b" "," }}', '{{ add 1 2 }}',
  '{{ env "X" | default "d" }}', '{{env "X"}}', "{{- /* c */ -}}", '{{ $x := "a" }}{{ $x }}', '{{ with "a" }}{{ . }}{{ end }}',
  '{{ define "t" }}x{{ end }}{{ template "t" }}', '{{ template "nope" }}', '{{ block "b" . }}y{{ end }}', "{{ range $i, $e := list 1 2 }}{{ $i }}{{ end }}",
  "{{ range 3 }}{{ . }}{{ end }}", '{{ if eq "a" "a" "b" }}z{{ else if true }}w{{ end }}', "{{ break }}", "{{ len . }}", "{{ not . }}",
  '{{ printf "%s:%d" "h" 80 }}', '{{ trimSuffix "-" "a-" }}', '{{ replace "a" "b" "aaa" }}', '{{ regexReplaceAll "(" "a" "b" }}', "{{ div 1 0 }}",
  '{{ ternary "a" "b" true }}', '{{ "5s" | toString }}', '{{ atoi "x" }}', '{{ int "7" }}', '{{ fail "no" }}', '{{ required "m" "" }}', '{{ toJson (dict "a" 1) }}',
  '{{ dict "a" }}', '{{ slice "abc" 1 5 }}', '{{ .env.X }}', "{{ env X }}", "{{ env 'X' }}", '{{ env "A" "B" }}', "{{ $ }}", '{{ b64enc "a" }}',
  "${X}", "$X", "{% if %}", "{{{x}}}", "{{ . | default \"x\" }}", '{{ coalesce "" "c" }}', '{{ hasPrefix "a" "ab" }}', '{{ list 1 | first }}', "{{ now }}", '{{ title "a b" }}',
  '{{ "a\\nb" }}', '{{ "a: b" }}', "{{ `x` }}", '{{ "{" }}', '{{ "é" | len }}', "{{ 1_000 }}", "{{ 0x10 }}", "{{ 'a' }}", '{{ lower "A" | quote }}', "{{ and 1 0 }}",
]; // prettier-ignore

const LINES = [
  "{{ if true }}", "{{ end }}", "{{ else }}", "{{- range until 2 }}", "{{- end }}", "# {{ nope }}", "# {{ env \"X\" }}", "{{- /* note */}}", "{{ define \"x\" }}", "{{- $y := 1 }}", "{{ with false }}",
]; // prettier-ignore

/** A template action in place of a value, in the middle of anything, or on a line of its own. */
export const breakTemplate: Breakage = (text, { random }) => {
  const action = random.pick(ACTIONS);
  if (random.chance(0.55)) return replaceOne(text, VALUE_PLACE, random, () => action);
  if (random.chance(0.3)) return replaceOne(text, VALUE_PLACE, random, (value) => `"${action}${value}"`);
  if (random.chance(0.5)) {
    const at = random.below(text.length);
    return text.slice(0, at) + action + text.slice(at);
  }
  const lines = text.split("\n");
  const at = random.below(lines.length);
  const end = Math.min(lines.length, at + 1 + random.below(5));
  const open = random.pick(LINES);
  const around = random.chance(0.6)
    ? [open, ...lines.slice(at, end), "{{ end }}"]
    : [open, ...lines.slice(at, end)];
  lines.splice(at, end - at, ...around);
  return lines.join("\n");
};
