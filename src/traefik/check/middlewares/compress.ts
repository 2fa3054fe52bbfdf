import { parseMediaType } from "../../go/mime.ts";
import { nearest } from "../../../nearest.ts";
import { inOrder } from "../bench.ts";
import { behaves } from "../behaviour.ts";
import type { Struct } from "../../load/configuration.ts";
import type { Fault } from "../fault.ts";
import { listOf, textOf, textsOf } from "../values.ts";
import { blame, type MiddlewareCheck, type MiddlewareContext } from "./context.ts";

const ENCODINGS = ["gzip", "br", "zstd"];

export const compress: MiddlewareCheck = (config, context) =>
  inOrder(
    () => bothLists(config, context),
    () => mediaTypes(config, context, "excludedContentTypes", "excluded"),
    () => mediaTypes(config, context, "includedContentTypes", "included"),
    () => encodings(config, context),
    () => defaultEncoding(config, context),
  );

function bothLists(config: Struct, context: MiddlewareContext): readonly Fault[] {
  if (
    textsOf(config, "excludedContentTypes").length === 0 ||
    textsOf(config, "includedContentTypes").length === 0
  )
    return [];
  const text = "excludedContentTypes and includedContentTypes options are mutually exclusive";
  const says = "excludedContentTypes and includedContentTypes exclude each other";
  const hint = "remove one of them";
  return blame(context, text, {
    rule: "conflicting-options",
    at: [config, "includedContentTypes"],
    says,
    hint,
  });
}

function mediaTypes(
  config: Struct,
  context: MiddlewareContext,
  field: string,
  word: string,
): readonly Fault[] {
  for (const [index, type] of textsOf(config, field).entries()) {
    const parsed = parseMediaType(type);
    if (parsed.ok) continue;
    return blame(context, `parsing ${word} media type: ${parsed.error}`, {
      rule: "invalid-media-type",
      at: [listOf(config, field), index],
      says: `"${type}" is not a media type: ${parsed.error.replace(/^mime: /, "")}`,
      hint: "text/html, application/json …",
    });
  }
  return [];
}

function encodings(config: Struct, context: MiddlewareContext): readonly Fault[] {
  for (const [index, encoding] of textsOf(config, "encodings").entries()) {
    if (ENCODINGS.includes(encoding)) continue;
    const near = nearest(encoding, ENCODINGS);
    return blame(context, `unsupported encoding: ${encoding}`, {
      rule: "unsupported-encoding",
      at: [listOf(config, "encodings"), index],
      says: `there is no encoding "${encoding}"`,
      hint: near === null ? `encodings: ${ENCODINGS.join(", ")}` : `did you mean "${near}"?`,
    });
  }
  return [];
}

function defaultEncoding(config: Struct, context: MiddlewareContext): readonly Fault[] {
  const encoding = textOf(config, "defaultEncoding");
  const listed = textsOf(config, "encodings");
  const allowed = listed.length > 0 ? listed : ENCODINGS;
  if (encoding === "" || allowed.includes(encoding)) return [];
  if (!behaves(context.bench.version, "compressDefaultEncoding")) return [];
  return blame(context, `unsupported default encoding: ${encoding}`, {
    rule: "unsupported-encoding",
    at: [config, "defaultEncoding"],
    says: `the default encoding "${encoding}" is not among the encodings`,
    hint: `encodings: ${allowed.join(", ")}`,
  });
}
