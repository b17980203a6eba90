// Going through a day: one paper at a time, beside the list on a wide screen, in its place on a phone.
import { copy, follow, help, listen, openBeside, search } from "./keys.js";
import { bibtex, markdownLink, paperOf } from "./papers.js";
import * as store from "./store.js";

const main = document.getElementById("content");
const links = [...document.querySelectorAll(".list a")];
const wide = matchMedia("(min-width: 60rem)");
const places = new Map(links.map((link) => [link.hash.slice(1), link]));
let current = null;

function marks() {
  for (const [anchor, link] of places) {
    const id = document.getElementById(anchor)?.dataset.id;
    link.classList.toggle("starred", Boolean(id) && store.isStarred(id));
    link.classList.toggle("read", Boolean(id) && store.isRead(id));
  }
  for (const tools of document.querySelectorAll("article .tools")) {
    const { id } = tools.closest("article").dataset;
    press(tools, "star", store.isStarred(id), "★", "☆");
    press(tools, "read", store.isRead(id), "●", "○");
  }
}

function press(tools, act, on, yes, no) {
  const button = tools.querySelector(`[data-act=${act}]`);
  button.setAttribute("aria-pressed", String(on));
  button.querySelector(".sign").textContent = on ? yes : no;
}

function equip(article) {
  if (!article.dataset.id || article.querySelector(".tools")) return;
  article.querySelector(".by").after(document.getElementById("tools").content.cloneNode(true));
  if (store.note(article.dataset.id)) writeNote(article);
  marks();
}

function writeNote(article) {
  let field = article.querySelector(".note textarea");
  if (!field) {
    article.querySelector(".tools").after(document.getElementById("note").content.cloneNode(true));
    field = article.querySelector(".note textarea");
    field.value = store.note(article.dataset.id);
    field.addEventListener("input", () => store.setNote(article.dataset.id, field.value));
  }
  return field;
}

function show(anchor, { focus = true } = {}) {
  const place = anchor ? document.getElementById(anchor) : null;
  const paper = place?.closest(".papers > *");
  current?.classList.remove("current");
  links.forEach((link) => link.removeAttribute("aria-current"));
  main.classList.toggle("reading", Boolean(paper));
  current = paper ?? null;
  if (!paper) return;
  paper.classList.add("current");
  equip(paper);
  const link = places.get(paper.id);
  link?.setAttribute("aria-current", "true");
  if (wide.matches) link?.scrollIntoView({ block: "nearest" });
  window.scrollTo(0, 0);
  if (focus) paper.focus({ preventScroll: true });
}

const shown = () => location.hash.slice(1) || (wide.matches ? links[0]?.hash.slice(1) : "");

/** The next paper takes the place of this one in the history: back leads to the list, not through the day. */
function step(by) {
  const at = current ? links.indexOf(places.get(current.id)) : -1;
  const to = links[at + by];
  if (!to) return false;
  if (current && location.hash) history.replaceState(null, "", to.hash);
  else history.pushState(null, "", to.hash);
  show(to.hash.slice(1));
}

const onPaper = (act) => () => (current?.dataset.id ? act(current) : false);
const say = (act) => document.querySelector(`#tools`).content.querySelector(`[data-act=${act}]`).dataset.said;

export function start() {
  listen({
    next: () => step(1),
    previous: () => step(-1),
    nextReport: () => follow(document.querySelector("a[rel=next]")?.href),
    previousReport: () => follow(document.querySelector("a[rel=prev]")?.href),
    open: onPaper((paper) => openBeside(paper.querySelector(".to-arxiv").href)),
    pdf: onPaper((paper) => openBeside(paper.querySelector(".to-pdf").href)),
    star: onPaper((paper) => store.star(paperOf(paper))),
    read: onPaper((paper) => store.read(paper.dataset.id)),
    note: onPaper((paper) => writeNote(paper).focus()),
    bibtex: onPaper((paper) => void copy(bibtex(paperOf(paper)), say("bibtex"))),
    link: onPaper((paper) => void copy(markdownLink(paperOf(paper)), say("link"))),
    list: () => (history.pushState(null, "", location.pathname), show("")),
    search,
    help,
  });
  store.onChange(marks);
  window.addEventListener("popstate", () => show(shown()));
  wide.addEventListener("change", () => show(shown(), { focus: false }));
  swipes();
  marks();
  show(shown(), { focus: Boolean(location.hash) });
}

function swipes() {
  let from = null;
  document.addEventListener("touchstart", ({ touches }) => {
    from = touches.length === 1 ? [touches[0].clientX, touches[0].clientY] : null;
  }, { passive: true });
  document.addEventListener("touchend", (event) => {
    if (!from || !current || wide.matches || event.target.closest("textarea, math[display=block]")) return;
    const { clientX, clientY } = event.changedTouches[0];
    const [x, y] = [clientX - from[0], clientY - from[1]];
    from = null;
    if (Math.abs(x) < 60 || Math.abs(x) < 2 * Math.abs(y)) return;
    const forward = document.documentElement.dir === "rtl" ? x > 0 : x < 0;
    step(forward ? 1 : -1);
  }, { passive: true });
}
