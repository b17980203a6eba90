// Goes through the steps of tests in one Chromium: `node visit.mjs CHROMIUM PACKAGES`. Each line of stdin is a visit,
// {url, steps, width, height, scheme, scripts, touch}, which knows nothing of those before. For each, a line is printed:
// {read, opened, requests, complaints}, or {error}. Nothing but 127.0.0.1 is reached.
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
    "--disable-component-update", "--disable-sync",
  ],
});
async function visit(asked) {
  const context = await browser.newContext({
    viewport: { width: asked.width ?? 1280, height: asked.height ?? 800 },
    colorScheme: asked.scheme ?? "light",
    javaScriptEnabled: asked.scripts ?? true,
    hasTouch: asked.touch ?? false,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const read = [], opened = [], requests = [], complaints = [];
  const page = await context.newPage();
  context.on("request", (request) => {
    // A page that is opened beside has no frame yet when it asks for its address.
    const beside = request.isNavigationRequest() && new URL(request.url()).hostname !== "127.0.0.1";
    // Where the browser is slow, it asks twice for what one key opened.
    if (!beside) requests.push(request.url());
    else if (opened.at(-1) !== request.url()) opened.push(request.url());
  });
  await context.route((url) => url.hostname !== "127.0.0.1", (route) => route.abort());
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.setDefaultTimeout(15000);

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
      await page.evaluate(axe);
      const found = await page.evaluate("axe.run({ resultTypes: ['violations'] })");
      read.push(found.violations.map((each) =>
        `${each.impact} ${each.id}: ${each.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`));
    },
  };
  try {
    for (const [name, ...values] of asked.steps) await acts[name](...values);
    return { read, opened, requests, complaints };
  } catch (error) {
    return { error: `${error.message}\nread so far: ${JSON.stringify(read)}\ncomplaints: ${complaints.join("\n")}` };
  } finally {
    await context.close();
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await visit(JSON.parse(line))));
}
await browser.close();
