// A paper as the page describes it, as BibTeX, and as a link in Markdown.
export function paperOf(article) {
  const { id, title, tex = "", authors, year, primary, doi = "" } = article.dataset;
  const day = location.pathname.match(/([^/]+?)(?:\.html)?$/)[1];
  return { id, title, tex, authors: authors.split("\n").filter(Boolean), year, primary, doi,
    page: `reports/${day}.html#${article.id}` };
}

/** The year in which arXiv gave an id: of "2611.01230" and "math/0309136" the two digits, from 1991 on. */
export function yearOf(id) {
  const digits = Number(id.slice(id.lastIndexOf("/") + 1).slice(0, 2));
  return String(digits > 90 && id.includes("/") ? 1900 + digits : 2000 + digits);
}

export const abstractPage = (id, version = 0) => `https://arxiv.org/abs/${id}${version ? `v${version}` : ""}`;
export const pdf = (id, version = 0) => `https://arxiv.org/pdf/${id}${version ? `v${version}` : ""}`;

function isBalanced(text) {
  let open = 0;
  for (const character of text) {
    open += character === "{" ? 1 : character === "}" ? -1 : 0;
    if (open < 0) return false;
  }
  return open === 0;
}

/**
 * A value between braces; where its own do not match, they would end the entry early, or never. BibTeX counts those
 * behind a backslash as well, which LaTeX does not.
 */
function braced(text) {
  const whole = isBalanced(text) && isBalanced(text.replace(/\\./g, "")) && !/\\$/.test(text);
  return `{${whole ? text : text.replace(/[\\{}]/g, "")}}`;
}

export function bibtex(paper) {
  const family = (paper.authors[0] ?? "anonymous").split(" ").at(-1);
  const word = paper.title.split(/\s+/).find((part) => part.replace(/\W/g, "").length > 3) ?? "paper";
  const simple = (text) => text.normalize("NFKD").replace(/[^A-Za-z0-9]/g, "").toLowerCase();
  const fields = [
    ["title", paper.tex || paper.title], ["author", paper.authors.join(" and ")], ["year", paper.year],
    ["eprint", paper.id], ["archivePrefix", "arXiv"], ["primaryClass", paper.primary], ["doi", paper.doi],
    ["url", abstractPage(paper.id)],
  ];
  const name = `${simple(family)}${simple(paper.year)}${simple(word)}` || simple(paper.id);
  const lines = fields.filter(([, value]) => value).map(([field, value]) => `  ${field} = ${braced(value)}`);
  return `@misc{${name},\n${lines.join(",\n")}\n}\n`;
}

export function markdownLink(paper) {
  return `[${paper.title.replace(/[\\[\]<>`*_$]/g, "\\$&")}](${abstractPage(paper.id)})`;
}
