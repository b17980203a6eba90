// The page of what was starred: a list, an export and an import.
import { help, listen, openBeside, say, search } from "./keys.js";
import { abstractPage, bibtex, pdf } from "./papers.js";
import * as store from "./store.js";

const list = document.getElementById("stars");
let current = -1;

function draw() {
  list.replaceChildren(...store.starred().map((paper) => {
    const item = document.getElementById("star").content.cloneNode(true).firstElementChild;
    const link = item.querySelector("a");
    link.href = paper.page || abstractPage(paper.id);
    link.querySelector(".name").textContent = paper.title || paper.id;
    item.querySelector(".facts").textContent = [paper.id, paper.primary, paper.authors.slice(0, 5).join(", ")]
      .filter(Boolean).join(" · ");
    item.querySelector(".line").textContent = store.note(paper.id);
    item.querySelector("button").addEventListener("click", () => store.star(paper));
    item.dataset.id = paper.id;
    return item;
  }));
  list.children[current]?.classList.add("current");
  const none = list.children.length === 0;
  document.getElementById("none").hidden = !none;
  document.getElementById("bibtex").disabled = none; // the export has notes and read marks as well
}

function download(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function select(by) {
  if (!list.children[current + by]) return false;
  list.children[current]?.classList.remove("current");
  current += by;
  list.children[current].classList.add("current");
  list.children[current].querySelector("a").focus();
}

const selected = () => list.children[current]?.dataset.id;

export function start() {
  listen({
    next: () => select(1),
    previous: () => select(-1),
    open: () => openBeside(selected() && abstractPage(selected())),
    pdf: () => openBeside(selected() && pdf(selected())),
    search,
    help,
  });
  store.onChange(draw);
  document.getElementById("export").addEventListener("click", () =>
    download("starred.json", "application/json", store.exported()));
  document.getElementById("bibtex").addEventListener("click", () =>
    download("starred.bib", "application/x-bibtex", store.starred().map(bibtex).join("\n")));
  const field = document.getElementById("import");
  field.addEventListener("change", async () => {
    if (field.files[0] && !store.imported(await field.files[0].text())) say(field.dataset.wrong);
    field.value = "";
  });
  draw();
}
