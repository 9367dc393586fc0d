// The frame of the page: head, views by address, language, light and dark.

import { ask, view } from "./ask.js";
import { fill, h } from "./dom.js";
import { icon, problem } from "./parts.js";
import { n, speak, spoken, t } from "./words.js";

const VIEWS = {
  "": "home", search: "search", speakers: "lists", speaker: "speaker", claims: "lists", claim: "claim",
  articles: "lists", article: "article", findings: "findings", graph: "graph", query: "query",
};
const OWN_DOCUMENT = new Set(["query"]);
const NAVIGATION = ["findings", "claims", "speakers", "articles", "graph", "query"];

const main = document.getElementById("main");
let asking = new AbortController();
let shown = "";

const here = () => location.pathname.slice(1);
const given = () => Object.fromEntries(new URLSearchParams(location.search));

/** Goes to an address of the page without loading it anew. */
export function go(address, { replace = false } = {}) {
  const path = new URL(address, location.href).pathname.slice(1);
  if (OWN_DOCUMENT.has(path) !== OWN_DOCUMENT.has(here())) return location.assign(address);
  history[replace ? "replaceState" : "pushState"](null, "", address);
  return show({ moved: !replace });
}

async function show({ moved = true } = {}) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  shown = location.pathname + location.search;
  head();
  reveal();
  if (moved) fill(main, h("p", { class: "waiting" }, t("waiting")));
  try {
    const name = VIEWS[here()];
    if (!name) return missing();
    const module = await import(`./views/${name}.js`);
    const told = await module.show({ given: given(), path: here(), signal, go, again: () => show({ moved: false }) });
    if (signal.aborted) return;
    document.title = `${told.title} · Wortlaut`;
    const held = document.activeElement?.id;
    fill(main, told.parts);
    told.ready?.();
    if (!moved && held) document.getElementById(held)?.focus({ preventScroll: true });
    if (moved) arrive(told.title);
  } catch (error) {
    if (error.name === "AbortError") return;
    document.title = `${t("problem.title")} · Wortlaut`;
    fill(main, problem(error));
  }
}

function arrive(title) {
  const marked = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (marked) return marked.scrollIntoView();
  window.scrollTo(0, 0);
  const first = main.querySelector("h1");
  first?.setAttribute("tabindex", "-1");
  if (started) first?.focus({ preventScroll: true });
  document.getElementById("said").textContent = title;
}

function missing() {
  document.title = `${t("missing.title")} · Wortlaut`;
  fill(main, h("div", { class: "empty" }, h("h1", {}, t("missing.title")), h("p", {}, t("missing.text")), h("p", {}, h("a", { href: "/" }, t("missing.home")))));
}

function head() {
  document.querySelector(".skip").textContent = t("skip");
  const current = { speaker: "speakers", claim: "claims", article: "articles" }[here()] ?? here();
  fill(
    document.getElementById("top"),
    h("a", { class: "brand", href: "/", "aria-label": t("brand") }, h("span", { "aria-hidden": "true" }, "„Wortlaut“")),
    h(
      "form", { role: "search", class: "find", action: "/search", onsubmit: search },
      h("label", { class: "unseen", for: "q" }, t("search.label")),
      h("input", { id: "q", name: "q", type: "search", value: here() === "search" ? given().q : null, placeholder: t("search.hint"), autocomplete: "off", spellcheck: "false" }),
      h("button", { "aria-label": t("search.do") }, icon("search")),
    ),
    h(
      "nav", { "aria-label": t("navigation") },
      NAVIGATION.map((name) => h("a", { href: `/${name}`, "aria-current": name === current ? "page" : null }, t(`views.${name}`))),
    ),
    h(
      "div", { class: "switches" },
      h("button", { class: "quiet", lang: spoken() === "de" ? "en" : "de", "aria-label": t("language.switch"), onclick: switchLanguage }, spoken() === "de" ? "EN" : "DE"),
      h("button", { class: "quiet", "aria-label": t(isDark() ? "theme.light" : "theme.dark"), onclick: switchTheme }, icon(isDark() ? "sun" : "moon")),
    ),
  );
}

function search(event) {
  event.preventDefault();
  const q = event.target.elements.q.value.trim();
  if (q) go(view("search", { q }));
}

function reveal() {
  document.querySelector("nav a[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}

async function switchLanguage() {
  await speak(spoken() === "de" ? "en" : "de");
  foot();
  await show({ moved: false });
  document.querySelector(".switches button").focus();
}

const isDark = () => (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

function switchTheme() {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  try { localStorage.setItem("theme", theme); } catch { /* it is only for this page then */ }
  head();
  document.querySelector(".switches button:last-child").focus();
  document.dispatchEvent(new Event("theme"));
}

async function foot() {
  const told = await ask.get("summary").catch(() => null);
  const counts = told?.counts;
  fill(
    document.getElementById("foot"),
    h("p", {}, counts ? [n("count.articles", counts.articles), ", ", n("count.utterances", counts.utterances)].join("") : "", counts ? " · " : "", h("a", { href: "/api/openapi.json" }, t("foot.api"))),
    h("p", {}, t("foot.promise")),
  );
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const target = new URL(link.getAttribute("href"), location.href);
  if (target.origin !== location.origin || link.hasAttribute("download") || link.target) return;
  const isView = target.pathname.slice(1) in VIEWS;
  if (!isView || (target.hash && target.pathname === location.pathname && target.search === location.search)) return;
  event.preventDefault();
  go(target.href);
});
addEventListener("popstate", () => shown !== location.pathname + location.search && show());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", head);

let started = false;
await speak(new URLSearchParams(location.search).get("lang") ?? undefined);
foot();
await show();
started = true;
