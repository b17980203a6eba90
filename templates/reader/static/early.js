// Before the page is drawn: with scripts, one paper is shown at a time; without, all of them.
document.documentElement.classList.add("scripted");
