import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pageOf } from "../../src/graph/page/page.ts";
import { findChromium } from "../support/chromium.ts";
import { applications, graphOf } from "./environment.ts";

const executablePath = findChromium(process.env);
if (executablePath === null)
  console.warn("skipped: no Chromium on PATH or in CHROMIUM_BIN to look at the page with");

const QUIET = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

describe.skipIf(executablePath === null)("the page in a browser", { timeout: 90_000 }, () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gateway-page-"));
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", ...QUIET],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens the page of an environment; whatever it complains of or asks the network for fails the test. */
  async function open(dynamic: string, hash = ""): Promise<Page> {
    const file = join(folder, "page.html");
    await writeFile(file, pageOf(graphOf(dynamic)));
    const page = await browser.newPage({ viewport: { width: 1400, height: 800 } });
    page.on("console", (message) => {
      throw new Error(message.text());
    });
    page.on("request", (request) => {
      if (!request.url().startsWith("file:") && !request.url().startsWith("data:"))
        throw new Error(request.url());
    });
    await page.goto(`file://${file}${hash}`);
    return page;
  }

  const names = (page: Page): Promise<string[]> => page.locator(".node .name").allTextContents();
  const view = (page: Page): Promise<string | null> => page.locator("#scene").getAttribute("transform");
  const scaleOf = async (page: Page): Promise<number> =>
    Number(/scale\(([\d.]+)\)/.exec((await view(page)) ?? "")?.[1]);

  test("draws everything, with weights on the ways of a canary, and marks what is not served", async () => {
    const page = await open(
      `${applications(5)}    broken: { loadBalancer: { serversTransport: nowhere } }\n`,
    );
    expect(await names(page)).toEqual(
      expect.arrayContaining(["web", "app-0", "public", "v1-0@docker", "http://10.0.0.1:8001"]),
    );
    expect(await page.locator(".weight").allTextContents()).toEqual(expect.arrayContaining(["99 %", "1 %"]));
    expect(await page.locator('.node.elsewhere[data-id="http.services.v1-0@docker"]').count()).toBe(1);
    const missing = await open('http: { routers: { shop: { rule: "Host(`a`)", service: nowhere } } }');
    expect(await missing.locator(".node.router.disabled").count()).toBe(1);
    expect(await missing.locator(".node.missing .detail").textContent()).toBe("does not exist");
  });

  test("finds, chooses, explains, and leads back", async () => {
    const page = await open(applications(5));
    const all = (await names(page)).length;
    await page.keyboard.press("/");
    await page.keyboard.type("app-3.example");
    expect(await names(page)).toEqual(expect.arrayContaining(["app-3", "public", "websecure"]));
    expect(await names(page)).not.toContain("app-1");
    expect(await page.locator(".node.found .name").allTextContents()).toEqual(["app-3"]);
    expect(await page.locator("#count").textContent()).toMatch(/^1 found/);
    expect(page.url()).toContain("#q=app-3.example");

    await page.locator(".node.router").click();
    expect(await page.locator("#details h2").textContent()).toBe("app-3");
    expect(await page.locator("#details").textContent()).toContain("conf.d/routes.yaml:");
    await page.locator("#details button", { hasText: "public" }).click();
    expect(await page.locator("#details h2").textContent()).toBe("public");
    await page.keyboard.press("Escape");
    expect(await names(page)).toHaveLength(all);
    expect(await page.locator("#details").isVisible()).toBe(false);

    const again = await open(applications(5), "#q=app-3.example");
    expect(await again.locator(".node.found .name").allTextContents()).toEqual(["app-3"]);
  });

  test("is readable at 500 routers, moves by wheel and drag, zooms by Ctrl and wheel", async () => {
    const page = await open(applications(500));
    expect(await page.locator(".node.router").count()).toBe(500);
    const scale = await scaleOf(page);
    expect(scale).toBeGreaterThanOrEqual(0.6);
    const seen = await page
      .locator(".node.router .name")
      .evaluateAll(
        (all) =>
          all
            .map((name) => name.getBoundingClientRect())
            .filter(({ top, bottom }) => top >= 0 && bottom <= 800).length,
      );
    expect(seen).toBeGreaterThan(15);

    const before = await view(page);
    await page.mouse.move(700, 400);
    await page.mouse.wheel(0, 400);
    await expect.poll(() => view(page)).not.toBe(before);
    expect(await scaleOf(page)).toBe(scale);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -200);
    await page.keyboard.up("Control");
    await expect.poll(() => scaleOf(page)).toBeGreaterThan(scale);
    const zoomed = await view(page);
    await page.mouse.down();
    await page.mouse.move(600, 300, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => view(page)).not.toBe(zoomed);
    await page.keyboard.press("0");
    await expect.poll(() => scaleOf(page)).toBeLessThan(0.1);

    await page.locator("#search").fill("app-77.");
    expect(await names(page)).toHaveLength(6);
    expect(await scaleOf(page)).toBeGreaterThanOrEqual(0.6);
  });
});
