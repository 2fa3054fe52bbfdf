/** What a plan says of an environment that is gone; that its folder is, `sync` takes for a mistake. */
export const REMOVAL_NOTE = {
  folder:
    "the environment's folder is gone: sync rejects that, and what is published stays until it has another environment",
  root: "the environment is gone: the root of the checkout has no static configuration any more, nor files for it",
} as const;
