// An article with its utterances in their places.

import { ask, view } from "../ask.js";
import { fill, h } from "../dom.js";
import { chain, downloads, empty, outlet, separated, speaker, tag, utterance, wording } from "../parts.js";
import { day, n, percent, t } from "../words.js";

export async function show({ given, signal }) {
  const told = await ask.one("articles", given.id ?? "", {}, signal);
  const known = new Map(told.utterances.map((each) => [each.id, each]));
  const panel = h("aside", { class: "panel idle", "aria-label": t("article.panel") }, h("p", { class: "faint" }, t("article.hint")));
  const text = h("div", { class: "text", lang: "de" });
  const look = (id) => {
    const each = known.get(id);
    if (!each) return;
    text.querySelectorAll("[data-said]").forEach((part) => part.classList.toggle("looked-at", part.dataset.said.split(" ").includes(id)));
    panel.classList.remove("idle");
    fill(panel, details(each));
  };
  fill(text, paragraphs(told.segments, known, look));
  return {
    title: told.label,
    ready: () => location.hash && look(decodeURIComponent(location.hash.slice(1))),
    parts: h("div", {},
      h("header", { class: "about" },
        h("p", { class: "kicker" }, told.outlet ? outlet(told.outlet) : t("unknown.outlet")),
        h("h1", { lang: "de" }, told.label),
        h("p", { class: "deck" }, separated([day(told.date), told.authors.length > 0 && h("span", { lang: "de" }, told.authors.join(", ")), n("count.utterances", told.utterances.length), /^https?:/.test(told.url ?? "") && h("a", { href: told.url, rel: "noreferrer" }, t("article.source"))])),
        !told.current && h("p", { class: "note" }, t("article.replaced")),
      ),
      h("div", { class: "reading" }, h("div", {}, text, h("p", { class: "legend" }, ["Direct", "Indirect", "Reported", "FreeIndirect"].map((type) => h("span", { class: `type-${type}` }, t(`types.${type}`))))), panel),
      h("section", {},
        h("h2", {}, t("article.said"), " ", h("small", {}, told.utterances.length)),
        told.utterances.length ? h("ol", { class: "plain-list" }, told.utterances.map((each) => h("li", {}, utterance(each)))) : empty(t("article.nothing")),
      ),
      downloads(`articles/${encodeURIComponent(told.id)}`, ["jsonld", "graphml", "gexf"]),
      downloads("utterances", ["csv"], { article: told.id }),
    ),
  };
}

function details(each) {
  return [
    h("p", { class: "kicker" }, tag("types", each.type)),
    h("p", { class: "panel-who" }, speaker(each.speaker), each.named && each.speaker && each.named !== each.speaker.label && h("span", { class: "faint" }, ` („${each.named}“)`)),
    h("p", { class: "quote" }, wording(each.wording, each.type)),
    h("p", { class: "how" }, separated([each.cue && h("em", { lang: "de" }, each.cue), each.addressee && [t("to"), " ", h("span", { lang: "de" }, each.addressee)], each.said && h("span", { lang: "de" }, each.said)])),
    each.sources.length > 0 && h("p", { class: "how" }, chain(each.sources)),
    each.confidence !== null && h("p", { class: "how" }, h("meter", { min: 0, max: 1, value: each.confidence, "aria-label": t("sure.label") }), " ", t("sure.long", percent(each.confidence))),
    each.claim && h("p", {}, h("a", { href: view("claim", { id: each.claim }) }, t("article.to_claim"))),
  ];
}

/** The text by paragraphs; what lies in an utterance leads to it. */
function paragraphs(segments, known, look) {
  const found = [[]];
  for (const segment of segments) {
    const pieces = segment.words.split(/\n{2,}/);
    pieces.forEach((words, at) => {
      if (at) found.push([]);
      if (words) found.at(-1).push(stretch(words, segment.parts, known, look));
    });
  }
  return found.filter((parts) => parts.length).map((parts) => h("p", {}, parts));
}

function stretch(words, parts, known, look) {
  const names = new Set(parts.map(([, name]) => name));
  const cls = ["cue", "speaker", "addressee"].filter((name) => names.has(name)).join(" ");
  const quotes = parts.filter(([id, name]) => name === "quote" && known.has(id));
  const shown = cls ? h("span", { class: cls }, words) : words;
  if (!quotes.length) return shown;
  const id = quotes.at(-1)[0];
  const said = known.get(id);
  const label = `${said.speaker?.label ?? t("unknown.speaker")}: ${words}`;
  return h("a", {
    href: `#${id}`, class: `said type-${said.type}`, "data-said": quotes.map(([each]) => each).join(" "), "aria-label": label,
    onmouseenter: () => look(id), onfocus: () => look(id), onclick: (event) => { event.preventDefault(); look(id); },
  }, shown);
}
