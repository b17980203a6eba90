// What MathJax shows for each formula, as bare characters. Reads a list of TeX from stdin, prints a list of texts; a
// macro that it does not know shows its name, a formula that it refuses is null.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "mathjax/package.json"));
const MathJax = await require("mathjax").init({
  loader: { load: ["input/tex"] },
  startup: { typeset: false },
});
const entity = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " " };
const texts = [];
for (const tex of JSON.parse(readFileSync(0, "utf8"))) {
  let shown;
  try {
    shown = await MathJax.tex2mmlPromise(tex, { display: true });
  } catch (error) {
    shown = "<merror>";
  }
  shown = shown.replace(/<!--.*?-->/gs, "");
  texts.push(
    shown.includes("<merror")
      ? null
      : shown
          .replace(/<[^>]*>/g, "")
          .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
          .replace(/&(\w+);/g, (_, name) => entity[name] ?? ""),
  );
}
process.stdout.write(JSON.stringify(texts), () => process.exit(0));
