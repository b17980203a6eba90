// What each kind of page needs, and nothing else, is loaded.
import { help, listen, search } from "./keys.js";

const pages = {
  report: () => import("./report.js"),
  home: () => import("./search.js"),
  week: () => import("./search.js"),
  month: () => import("./search.js"),
  starred: () => import("./starred.js"),
};
const page = pages[document.body.dataset.page];
if (page) (await page()).start();
else listen({ search, help });
document.documentElement.dataset.ready = "yes";
