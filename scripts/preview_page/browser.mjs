// Opens pages in one Chromium. Reads {chromium, pages: [{file, width, height, shots: {full?, first?}}]} from stdin and
// prints, for each page, what a reader would trip over: formulas that MathJax refuses, content wider than the screen.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const { chromium: executablePath, pages } = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--allow-file-access-from-files",
  ],
});
const context = await browser.newContext({ offline: true });
const findings = [];
const page = await context.newPage();
let scriptErrors = [];
page.on("pageerror", (error) => scriptErrors.push(String(error)));
let open = "";
for (const { file, width, height, shots } of pages) {
  await page.setViewportSize({ width, height });
  if (file !== open) {
    scriptErrors = [];
    await page.emulateMedia({ colorScheme: file.endsWith(".dark.html") ? "dark" : "light" });
    await page.goto(pathToFileURL(file).href, { timeout: 240000 });
    await page.waitForFunction(() => document.documentElement.dataset.typeset === "done", null, { timeout: 240000 });
    open = file;
  }
  const found = await page.evaluate(() => {
    const formulas = [...document.querySelectorAll(".formula")];
    const failed = formulas.filter((node) => node.querySelector('[data-mml-node="merror"], mjx-merror'));
    const screen = document.documentElement.clientWidth;
    const scrolls = (node) => {
      for (let above = node; above && above !== document.body; above = above.parentElement) {
        if (getComputedStyle(above).overflowX !== "visible") return true;
      }
      return false;
    };
    const wide = [...document.querySelectorAll("article *")].filter(
      (node) => !node.parentElement.closest("svg") && node.getBoundingClientRect().right > screen + 1 && !scrolls(node),
    );
    const sideways = [...document.querySelectorAll("article table, article pre")].filter(
      (node) => node.scrollWidth > node.clientWidth + 1,
    );
    const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
    const above = [];
    while (texts.nextNode()) {
      const lines = document.createRange();
      lines.selectNodeContents(texts.currentNode);
      const text = texts.currentNode.textContent.trim();
      if (text && lines.getBoundingClientRect().bottom <= window.innerHeight) above.push(text);
    }
    return {
      above: above.join("\n"),
      formulas: formulas.length,
      failed: failed.map((node) => ({
        tex: node.dataset.tex,
        message: node.querySelector("[data-mjx-error]")?.getAttribute("data-mjx-error") ?? "",
      })),
      charts: [...document.querySelectorAll(".chart svg")].map((node) =>
        [...node.querySelectorAll("text")].map((label) => label.textContent.trim()).filter(Boolean).join(" "),
      ),
      page_width: document.documentElement.scrollWidth,
      wide: wide.map((node) => {
        const text = node.closest(".formula")?.dataset.tex ?? node.textContent.trim();
        return `<${node.localName}> ${Math.round(node.getBoundingClientRect().right)} px: ${text.slice(0, 80)}`;
      }),
      sideways: sideways.map((node) => `<${node.localName}> ${node.scrollWidth} px: ${node.textContent.trim().slice(0, 80)}`),
    };
  });
  if (shots?.first) await page.screenshot({ path: shots.first });
  if (shots?.full) await page.screenshot({ path: shots.full, fullPage: true });
  findings.push({ file, width, script_errors: scriptErrors, ...found });
}
await browser.close();
process.stdout.write(JSON.stringify(findings));
