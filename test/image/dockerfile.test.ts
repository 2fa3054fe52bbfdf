import { readFileSync } from "node:fs";
import { DockerfileParser } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { describe, expect, it } from "vitest";

const text = readFileSync("Dockerfile", "utf8");
const dockerfile = DockerfileParser.parse(text);
const instructions = dockerfile.getInstructions();
const stages = dockerfile.getFROMs();

/** The instructions of the image that is shipped: those after the last FROM. */
const last = stages.at(-1)?.getRange().start.line ?? 0;
const shippedText = text.split("\n").slice(last).join("\n");
const shipped = instructions.filter((instruction) => instruction.getRange().start.line > last);

function argumentsOf(keyword: string): string[] {
  return shipped
    .filter((instruction) => instruction.getKeyword() === keyword)
    .map((instruction) => instruction.getArgumentsContent() ?? "");
}

function lineOf(pattern: RegExp): number {
  return text.split("\n").findIndex((line) => pattern.test(line));
}

describe("the Dockerfile", () => {
  it("is well-formed", () => {
    expect(validate(text).map(({ message }) => message)).toEqual([]);
    expect(validate("FORM scratch\n")).not.toEqual([]);
  });

  it("takes every base image as an argument that has a default", () => {
    const defaults = dockerfile.getInitialARGs().map((arg) => arg.getProperty()?.getName());
    expect(defaults).toEqual(["NODE_IMAGE", "TRAEFIK_IMAGE", "GIT_SYNC_IMAGE", "BASE_IMAGE"]);
    expect(stages.map((stage) => stage.getImage())).toEqual([
      "${TRAEFIK_IMAGE}",
      "${GIT_SYNC_IMAGE}",
      "${NODE_IMAGE}",
      "${BASE_IMAGE}",
    ]);
    expect(dockerfile.getInitialARGs().every((arg) => arg.getProperty()?.getValue())).toBe(true);
  });

  it("has three programs, and nothing of the build but the executable", () => {
    const names = stages.map((stage) => stage.getBuildStage());
    expect(names).toEqual(["traefik", "git-sync", "build", null]);
    const copied = Array.from(shippedText.matchAll(/^(?:COPY|ADD) (.*)$/gm), ([, what]) => what);
    expect(copied).toEqual([
      "--from=traefik /usr/local/bin/traefik /usr/local/bin/",
      "--from=git-sync /git-sync /usr/local/bin/",
      "--from=build /build/dist/gateway-hook-configsync /usr/local/bin/",
    ]);
  });

  it("runs as nobody in particular, under tini, with a health check and labels", () => {
    expect(argumentsOf("USER")).toEqual(["65532:65532"]);
    expect(argumentsOf("ENTRYPOINT")).toEqual(['["tini", "--", "gateway"]']);
    expect(argumentsOf("HEALTHCHECK")).toEqual([expect.stringContaining('CMD ["gateway-healthz"]')]);
    const labels = argumentsOf("LABEL").join(" ");
    for (const label of ["title", "description", "licenses", "version", "revision"])
      expect(labels).toContain(`org.opencontainers.image.${label}=`);
  });

  it("does again only what a change asks for: packages before the source, labels last", () => {
    expect(lineOf(/RUN npm ci/)).toBeLessThan(lineOf(/^COPY \. \./));
    expect(lineOf(/fetch-node\.js$/)).toBeLessThan(lineOf(/^COPY \. \./));
    expect(lineOf(/^ARG REVISION/)).toBeGreaterThan(lineOf(/^COPY --from=build/));
  });

  it("gets from the build context what it copies", () => {
    const admitted = readFileSync(".dockerignore", "utf8").split("\n").filter(Boolean);
    expect(admitted[0]).toBe("*");
    for (const path of ["package.json", "package-lock.json", "tools", "src", "bin", "schemas"])
      expect(admitted).toContain(`!${path}`);
    expect(admitted.join(" ")).not.toMatch(/\.git|node_modules|\.npmrc/);
  });
});
