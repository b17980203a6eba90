// The search: an address that can be sent (?q=...&category=...), and what Pagefind finds for it.
import { follow, help, listen, openBeside, search as focusSearch } from "./keys.js";
import { abstractPage, pdf, yearOf } from "./papers.js";
import { anchor, excerpt, fill, papersOf } from "./records.js";
import * as store from "./store.js";

const PAGE = 10;
const FILTERS = ["category", "interest", "month", "score"];
const NAMES = ["q", ...FILTERS, "sort"];
/** Languages whose index does not know English endings: "models" finds "model" there only if we say so. */
const WITHOUT_ENDINGS = /^(zh|ja|ko|ar|he)/;
const form = document.getElementById("find");
const hits = document.getElementById("hits");
const count = document.getElementById("count");
const more = document.getElementById("more");
/** The parts of the index, newest first, each with its first and last day; they are asked in this order. */
const parts = (form?.dataset.parts ?? "").split(" ").filter(Boolean).map((part) => {
  const [oldest, newest] = part.split("/");
  return { oldest, newest, instance: null };
});
let engine = null, round = 0, wanted = {}, results = [], given = 0, asked = [], left = [], current = -1;

/** Pagefind's program is in the newest part, and is there before any other part is asked. */
async function load() {
  engine ??= import(new URL(`../pagefind/${parts[0].oldest}/pagefind.js`, import.meta.url)).then(async (pagefind) => {
    // The other parts lean on its program; an answer, if only to nothing, shows that it runs.
    await (await instance(pagefind, parts[0])).search("");
    return pagefind;
  });
  return engine;
}

function instance(pagefind, part) {
  const made = () => {
    const it = pagefind.createInstance({ basePath: new URL(`../pagefind/${part.oldest}/`, import.meta.url).pathname });
    return it.init().then(() => it);
  };
  part.instance ??= made();
  return part.instance;
}

const singular = (query) =>
  WITHOUT_ENDINGS.test(document.documentElement.lang) ? query.replace(/\b([a-z]{3,}[^\Ws])s\b/gi, "$1") : query;

function written() {
  const fields = new FormData(form);
  return Object.fromEntries(NAMES.map((name) => [name, String(fields.get(name) ?? "").trim()]));
}

function isAsked(values) {
  return NAMES.some((name) => name !== "sort" && values[name]);
}

function address(values) {
  const query = new URLSearchParams(NAMES.filter((name) => values[name]).map((name) => [name, values[name]]));
  return query.size ? `?${query}` : location.pathname;
}

async function find(values) {
  const mine = ++round;
  wanted = values;
  document.getElementById("start").hidden = isAsked(values);
  document.getElementById("results").hidden = !isAsked(values);
  if (!isAsked(values)) return;
  left = parts.filter(({ oldest, newest }) =>
    !values.month || (values.month.slice(0, 7) <= newest.slice(0, values.month.length) &&
      values.month >= oldest.slice(0, values.month.length)));
  results = [];
  given = 0;
  asked = [];
  current = -1;
  hits.replaceChildren();
  await give(mine);
  if (mine === round) document.documentElement.dataset.found = String(mine);
}

const chosen = (without) =>
  Object.fromEntries(FILTERS.filter((name) => wanted[name] && name !== without).map((name) => [name, wanted[name]]));

/**
 * Say beside each value of a filter how many summarised papers it would leave, the other filters as they are. Papers
 * that share a record, and parts that were not asked yet, are not counted: then there are more, and a plus says so.
 */
async function countValues(mine = round) {
  const pagefind = await load();
  const counted = asked.length ? asked : parts.slice(0, 1);
  const { alone } = form.dataset;
  const more = (name) => {
    const month = name === "month" ? "" : wanted.month;
    return left.length > 0 || (!month && counted.length < parts.length) ||
      (!(month > alone.slice(0, month.length)) && counted.some((part) => part.oldest < alone));
  };
  const counts = Object.fromEntries(FILTERS.map((name) => [name, {}]));
  await Promise.all(counted.map(async (part) => {
    const index = await instance(pagefind, part);
    await index.filters();
    const query = wanted.q ? singular(wanted.q) : null;
    const left = (without) =>
      index.search(query, { filters: { ...chosen(without), alone: "yes" } }).then((found) => found.filters);
    const all = left();
    for (const name of FILTERS)
      for (const [value, count] of Object.entries((await (wanted[name] ? left(name) : all))[name] ?? {}))
        counts[name][value] = (counts[name][value] ?? 0) + count;
  }));
  if (mine !== round) return;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  for (const name of FILTERS)
    for (const option of form.elements[name]?.options ?? []) {
      if (!option.value) continue;
      option.dataset.name ??= option.text;
      option.value = option.value; // an option without the attribute has its text for a value
      const count = counts[name][option.value] ?? 0;
      const tail = !more(name) ? ` (${number.format(count)})` : count ? ` (${number.format(count)}+)` : "";
      option.text = option.dataset.name + tail;
    }
  form.dataset.counted = String(mine);
}

/** Ask so many further parts; what they find comes behind what newer ones found. */
async function ask(several) {
  const pagefind = await load();
  const filters = chosen();
  const byDate = wanted.sort === "date" || !wanted.q;
  const options = { filters, ...(byDate && { sort: { date: "desc" } }) };
  const found = await Promise.all(several.map(async (part) =>
    (await instance(pagefind, part)).search(wanted.q ? singular(wanted.q) : null, options)));
  return found.flatMap((each) => each.results);
}

/** Show as many further results as fill a page, from as many parts as that takes: one, then two, then four. */
async function give(mine = round) {
  const before = hits.children.length;
  let several = 1;
  while (hits.children.length < before + PAGE && (given < results.length || left.length)) {
    if (given === results.length) {
      const next = left.slice(0, several);
      several *= 2;
      const found = await ask(next);
      if (mine !== round) return;
      asked.push(...next);
      left = left.slice(next.length);
      results.push(...found);
    }
    const next = results.slice(given, given + PAGE);
    given += next.length;
    for (const loading of next.map((result) => result.data())) {
      const result = await loading;
      if (mine !== round) return;
      hits.append(...papersOf(result, wanted).slice(0, 5).map(hit));
    }
  }
  tell();
  void countValues(mine);
}

function tell() {
  const rest = results.length - given;
  more.hidden = !rest && !left.length;
  // Of what is still to come, a record may hold several papers or none, and older parts were not asked yet.
  const about = left.length ? "≥ " : rest ? "≈ " : "";
  const number = rest + hits.children.length;
  const { one, other, none } = count.dataset;
  count.textContent = !number ? none : number === 1 && !about ? one
    : other.replace("{count}", about + new Intl.NumberFormat(document.documentElement.lang).format(number));
}

function hit(paper) {
  const item = document.getElementById("hit").content.cloneNode(true).firstElementChild;
  const link = item.querySelector("a");
  link.href = paper.listed ? abstractPage(paper.id, paper.version) : `${paper.page}#${anchor(paper.id)}`;
  fill(item.querySelector(".name"), paper.title);
  item.querySelector(".facts").textContent =
    [paper.date, paper.category, ...(paper.listed ? [count.dataset.also] : [String(paper.score || "–")])].join(" · ");
  fill(item.querySelector(".line"), excerpt(paper.rest));
  Object.assign(item.dataset, { id: paper.id, version: paper.version, page: paper.listed ? "" : link.getAttribute("href") });
  item.classList.toggle("starred", store.isStarred(paper.id));
  return item;
}

function select(by) {
  const items = [...document.querySelectorAll(document.getElementById("start").hidden ? "#hits > li" : ".best > li")];
  if (!items[current + by]) return false;
  items[current]?.classList.remove("current");
  current += by;
  items[current].classList.add("current");
  items[current].querySelector("a").focus();
}

const selected = () => document.querySelector("li.current[data-id]");

/** A hit knows its title alone; what else a star keeps of a paper is in its report. */
async function star() {
  const item = selected();
  if (!item) return;
  const { id, page } = item.dataset;
  const title = item.querySelector(".name").textContent.trim();
  const paper = { id, title, tex: "", authors: [], year: yearOf(id), primary: "", doi: "", page };
  if (page && !store.isStarred(id)) {
    const answer = await fetch(document.documentElement.dataset.up + page.replace(/\.html.*$/, ".json"));
    const known = answer.ok ? (await answer.json()).papers.find((other) => other.id === id) : null;
    if (known) Object.assign(paper, { authors: known.authors, primary: known.primary_category, doi: known.doi ?? "",
      tex: known.title, year: (known.published ?? paper.year).slice(0, 4) });
  }
  store.star(paper);
}

function marks() {
  for (const item of document.querySelectorAll("li[data-id]"))
    item.classList.toggle("starred", store.isStarred(item.dataset.id));
}

export function start() {
  listen({
    next: () => select(1),
    previous: () => select(-1),
    previousReport: () => follow(document.querySelector(form ? ".reports a" : "a[rel=prev]")?.href),
    nextReport: () => follow(document.querySelector("a[rel=next]")?.href),
    open: () => (selected()?.dataset.id ? openBeside(abstractPage(selected().dataset.id)) : false),
    pdf: () => (selected()?.dataset.id ? openBeside(pdf(selected().dataset.id)) : false),
    star: () => (selected() ? void star() : false),
    search: focusSearch,
    help,
  });
  store.onChange(marks);
  marks();
  if (!form) return;
  const values = new URLSearchParams(location.search);
  for (const name of NAMES) if (form.elements[name] && values.get(name)) form.elements[name].value = values.get(name);
  let timer;
  const changed = (push) => {
    clearTimeout(timer);
    const values = written();
    history[push ? "pushState" : "replaceState"](null, "", address(values));
    void find(values);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    changed(true);
  });
  // Without a word to look for, Pagefind loads all of an index to count: only for who goes to the filters first.
  form.addEventListener("focusin", ({ target }) => void (target.name === "q" || isAsked(wanted) ? load() : countValues()));
  form.elements.q.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(changed, 120, false);
  });
  form.addEventListener("change", (event) => event.target.name !== "q" && changed(true));
  more.addEventListener("click", () => void give());
  window.addEventListener("popstate", () => location.reload());
  void find(written());
}
