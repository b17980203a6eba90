// Goes through the steps of tests in one Chromium: `node visit.mjs CHROMIUM PACKAGES`. Each line of stdin is a visit,
// {url, steps, width, height, scheme, scripts, touch}, which finds nothing that those before have kept. For each, a line
// is printed: {read, opened, requests, complaints}, or {error}. Nothing but 127.0.0.1 is reached.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [executablePath, packages] = process.argv.slice(2);
const { chromium } = createRequire(`${packages}/`)("playwright-core");
const axe = readFileSync(`${packages}/axe-core/axe.min.js`, "utf8");
const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  ],
});
const pages = new Map();

// A page of its own would take a process of its own, which takes longer than a visit.
async function pageFor({ scripts = true, touch = false }) {
  const kind = `${scripts} ${touch}`;
  if (!pages.has(kind)) {
    const permissions = ["clipboard-read", "clipboard-write"];
    const context = await browser.newContext({ javaScriptEnabled: scripts, hasTouch: touch, permissions });
    pages.set(kind, await context.newPage());
    pages.get(kind).setDefaultTimeout(15000);
  }
  return pages.get(kind);
}

async function leave(page) {
  const context = page.context();
  context.removeAllListeners();
  page.removeAllListeners();
  await page.evaluate("localStorage.clear()");
  for (const other of context.pages()) await (other === page ? page.goto("about:blank") : other.close());
}

async function visit(asked) {
  const page = await pageFor(asked);
  const context = page.context();
  await page.setViewportSize({ width: asked.width ?? 1280, height: asked.height ?? 800 });
  await page.emulateMedia({ colorScheme: asked.scheme ?? "light", media: "screen" });
  const read = [], opened = [], requests = [], complaints = [];
  context.on("request", (request) => {
    // A page that is opened beside has no frame yet when it asks for its address.
    const beside = request.isNavigationRequest() && new URL(request.url()).hostname !== "127.0.0.1";
    // Where the browser is slow, it asks twice for what one key opened.
    if (!beside) requests.push(request.url());
    else if (opened.at(-1) !== request.url()) opened.push(request.url());
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });

  const acts = {
    goto: async (path) => {
      await page.goto(asked.url + path);
      if (asked.scripts !== false) await acts.wait("document.documentElement.dataset.ready");
    },
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    click: (selector) => page.click(selector),
    choose: (selector, value) => page.selectOption(selector, value),
    wait: async (expression) => {
      // The policy of the page refuses waitForFunction, which evaluates a text in it.
      for (let waited = 0; waited < 500; waited++) {
        if (await page.evaluate(`Boolean(${expression})`).catch(() => false)) return;
        await page.waitForTimeout(10);
      }
      throw new Error(`still not so: ${expression}`);
    },
    reload: async () => {
      await page.reload();
      await acts.wait("document.documentElement.dataset.ready");
    },
    back: () => page.goBack(),
    read: async (expression) => read.push(await page.evaluate(expression)),
    copied: async () => read.push(await page.evaluate("navigator.clipboard.readText()")),
    beside: async (count) => {
      for (let waited = 0; opened.length < count && waited < 500; waited++) await page.waitForTimeout(10);
    },
    forget: () => page.evaluate("localStorage.clear()"),
    download: async (selector) => {
      const [download] = await Promise.all([page.waitForEvent("download"), page.click(selector)]);
      read.push(readFileSync(await download.path(), "utf8"));
    },
    upload: (selector, text) =>
      page.setInputFiles(selector, { name: "stars.json", mimeType: "application/json", buffer: Buffer.from(text) }),
    scheme: (colorScheme) => page.emulateMedia({ colorScheme }),
    print: () => page.emulateMedia({ media: "print" }),
    shot: (path) => page.screenshot({ path }),
    swipe: async (from, to) => {
      const devtools = await context.newCDPSession(page);
      const touch = (type, x) =>
        devtools.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y: 400 }] });
      await touch("touchStart", from);
      await touch("touchMove", (from + to) / 2);
      await touch("touchMove", to);
      await touch("touchEnd", to);
    },
    axe: async () => {
      if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
      // Of the style sheets it would load again, only a rule that is still an experiment, and does not run, makes use.
      const found = await page.evaluate("axe.run({ resultTypes: ['violations'], preload: { assets: ['media'] } })");
      read.push(found.violations.map((each) =>
        `${each.impact} ${each.id}: ${each.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`));
    },
  };
  try {
    for (const [name, ...values] of asked.steps) await acts[name](...values);
    await leave(page);
    return { read, opened, requests, complaints };
  } catch (error) {
    pages.clear(); // the next visit gets one that nothing was left in
    return { error: `${error.message}\nread so far: ${JSON.stringify(read)}\ncomplaints: ${complaints.join("\n")}` };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await visit(JSON.parse(line))));
}
await browser.close();
