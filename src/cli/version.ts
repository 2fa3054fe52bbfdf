import manifest from "../../package.json" with { type: "json" };

/** The version of this tool. */
export const VERSION: string = manifest.version;

declare const SOURCE_DIGEST: string | undefined;

/** The version and, in a bundle, the digest of the sources that it was made from: another build may judge otherwise. */
export const BUILD = typeof SOURCE_DIGEST === "string" ? `${VERSION}+${SOURCE_DIGEST}` : `${VERSION}+source`;
