// What a record of the search holds: one paper or several, and which of them the words were found in. The form is made
// by scripts/digest/reader/search_records.py.
const APART = "¶", TITLE_ENDS = "¤", BEFORE = 8, AROUND = 32;

/** The words of a record with the marks that the index has between them, and which of them matched. */
function wordsOf(result) {
  const text = result.raw_content.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  const apart = text.includes("\u200b");
  const words = apart ? text.split("\u200b") : text.split(/[\r\n\s]+/).map((word) => `${word} `);
  const matched = new Set(result.locations);
  return words.map((text, place) => ({ text, matched: matched.has(place) }));
}

/** The papers of a record that a search found, those with most of the words first. */
export function papersOf(result, wanted) {
  const about = JSON.parse(result.raw_url.slice(result.raw_url.indexOf("#") + 1));
  const page = result.raw_url.slice(0, result.raw_url.indexOf("#"));
  const texts = [[]];
  for (const word of wordsOf(result)) {
    if (word.text.trim() === APART) texts.push([]);
    else texts.at(-1).push(word);
  }
  const distinct = (words) => new Set(words.filter((word) => word.matched).map((word) => stem(word.text)));
  const found = about.papers.map(([id, version, category, score, interests], place) => {
    const words = texts[place] ?? [];
    const end = words.findIndex((word) => word.text.trim() === TITLE_ENDS);
    const title = end < 0 ? words : words.slice(0, end);
    const rest = end < 0 ? [] : words.slice(end + 1);
    return { id, version, category, categories: about.categories ?? [category], score, page, title, rest,
      interests: interests.map((number) => about.interests[number]), listed: about.listed, date: about.date,
      words: distinct(words).size };
  });
  const right = found.filter((paper) =>
    (!wanted.category || paper.categories.includes(wanted.category)) &&
    (!wanted.interest || paper.interests.includes(wanted.interest)) &&
    (!wanted.score || paper.score >= Number(wanted.score)));
  // Of several papers in a record, one may have the one word and another the other: only those with all of them count.
  const needed = new Set(wanted.q.toLowerCase().split(/\s+/).filter(Boolean)).size;
  const best = about.papers.length > 1 ? right.filter((paper) => paper.words >= needed) : right;
  return best.sort((one, other) => other.words - one.words || other.score - one.score);
}

const stem = (word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "").replace(/s$/, "");

/** The words around the first that matched, or the first of all. */
export function excerpt(words) {
  const place = words.findIndex((word) => word.matched);
  const from = Math.max(0, place - BEFORE);
  return [...(from > 0 ? [{ text: "… ", matched: false }] : []), ...words.slice(from, from + AROUND),
    ...(from + AROUND < words.length ? [{ text: " …", matched: false }] : [])];
}

/** Fill an element with words, those that matched marked; as text, never as HTML. */
export function fill(element, words) {
  element.replaceChildren(...words.map((word) => {
    if (!word.matched) return document.createTextNode(word.text);
    const mark = document.createElement("mark");
    mark.textContent = word.text.trimEnd();
    const both = document.createDocumentFragment();
    both.append(mark, word.text.slice(word.text.trimEnd().length));
    return both;
  }));
}

export const anchor = (id) => `paper-${id.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "-")}`;
