import type { Job } from "./job.ts";
import type { FileSystem } from "./file-system.ts";
import type { Manifest } from "./manifest.ts";
import { contentOfManifest } from "./store.ts";
import type { PublishSettings } from "./types.ts";

/** The job of publishing once more what a manifest names, out of the store. */
export function againJob(files: FileSystem, settings: PublishSettings, manifest: Manifest): Job {
  return {
    settings,
    content: contentOfManifest(files, settings, manifest),
    publication: manifest,
    held: manifest.held,
    changedObjects: null,
    restores: null,
    outline: null,
  };
}
