import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Where the system's Chromium is; null where there is none. */
export const CHROMIUM = findChromium();

function findChromium(): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A browser for which no host exists but this machine. */
export function startBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    // Chromium's sandbox does not run as root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-component-update"],
    timeout: 30_000,
  });
}

export interface Visit {
  readonly page: Page;
  /** What the page should not have done: requests to other hosts, scripts refused, errors thrown. */
  readonly faults: readonly string[];
}

/** Opens the address as a visitor who has never been there. */
export async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ locale: "zh-CN", viewport: { width: 1400, height: 860 } });
  const faults: string[] = [];
  await context.route("**/*", (route, request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin === new URL(url).origin || protocol === "data:") return route.continue();
    faults.push(`asked ${request.url()}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`threw ${error.message}`));
  page.on("console", (message) => {
    // A refused request is written here too, and is the gateway's answer rather than the page's fault.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      faults.push(`wrote ${message.text()}`);
    }
  });
  await page.goto(url);
  return { page, faults };
}
