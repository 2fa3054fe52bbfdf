import { getRawAsset } from "node:sea";

interface Pack {
  /** where each file lies, and how long it is; counted from the end of this table */
  readonly places: Readonly<Record<string, readonly [start: number, length: number]>>;
  readonly files: Buffer;
}

let pack: Pack | undefined;

/**
 * A file inside the standalone executable, as it lies there; undefined where there is none of the name. All are one
 * asset, made by tools/pack.js: a line of JSON, then the files.
 */
export function packed(name: string): Buffer | undefined {
  pack ??= unpack(getRawAsset("pack"));
  const place = pack.places[name];
  return place && pack.files.subarray(place[0], place[0] + place[1]);
}

function unpack(asset: string | ArrayBuffer): Pack {
  const bytes = typeof asset === "string" ? Buffer.from(asset) : Buffer.from(asset);
  const end = bytes.indexOf("\n");
  return {
    places: JSON.parse(bytes.toString("latin1", 0, end)) as Pack["places"],
    files: bytes.subarray(end + 1),
  };
}
