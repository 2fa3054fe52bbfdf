/** What a plan says of an environment whose folder is gone; `sync` takes that for a mistake. */
export const REMOVAL_NOTE =
  "the environment's folder is gone: sync rejects that, and what is published stays until it has another environment";
