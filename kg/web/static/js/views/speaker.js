// One who speaks: what, when, where, to whom, by which words, and what contradicts it.

import { ask } from "../ask.js";
import { h } from "../dom.js";
import { downloads, empty, growing, relation, separated, tag, to, utterance } from "../parts.js";
import { timeline } from "../timeline.js";
import { day, n, named, t } from "../words.js";

const AT_ODDS = new Set(["contradicts", "denies", "changed_position"]);

export async function show({ given, signal }) {
  const id = given.id ?? "";
  const [told, said] = await Promise.all([ask.one("speakers", id, {}, signal), ask.get("utterances", { speaker: id, limit: 200 }, signal)]);
  const own = new Set(said.items.map((each) => each.id));
  const odd = told.relations.filter((each) => AT_ODDS.has(each.relation));
  const flags = new Map();
  for (const each of odd) for (const end of [each.left.id, each.right.id]) flags.set(end, [...(flags.get(end) ?? []), each.relation]);
  const drawn = timeline(said.items, flags);
  const card = (each) => h("li", {}, utterance(each, { hide: "speaker", flags: [...new Set(flags.get(each.id) ?? [])].map((kind) => tag("relations", kind, "odd")) }));
  return {
    title: told.label,
    ready: drawn?.ready,
    parts: h("div", {},
      h("header", { class: "about" },
        h("p", { class: "kicker" }, named("kinds", told.kind)),
        h("h1", { lang: "de" }, told.label),
        h("p", { class: "deck" }, separated([n("count.utterances", told.utterances), told.relayed > 0 && t("passed_on", told.relayed), told.first && (told.first === told.last ? day(told.first) : t("between", day(told.first), day(told.last)))])),
        told.names.length > 0 && h("p", { class: "how", lang: "de" }, t("also", told.names.join(", "))),
        told.wikidata && h("p", { class: "how" }, "Wikidata: ", told.wikidata.split("/").pop()),
      ),
      said.total > 0 && h("section", {}, h("h2", {}, t("speaker.time")), drawn.element, h("p", { class: "how" }, told.outlets.map((each, at) => [at ? ", " : "", to(each), ` (${each.utterances})`]))),
      h("section", {},
        h("h2", {}, t("speaker.odds"), " ", h("small", {}, odd.length)),
        odd.length ? odd.map((each) => relation(each, own)) : h("p", { class: "faint" }, t("speaker.no_odds")),
      ),
      h("section", {},
        h("h2", {}, t("speaker.said"), " ", h("small", {}, said.total)),
        said.total ? growing(said, (cursor) => ask.get("utterances", { speaker: id, limit: 200, cursor }), card) : empty(t("speaker.silent")),
      ),
      downloads("utterances", ["csv"], { speaker: id }),
      downloads(`speakers/${encodeURIComponent(id)}`, ["jsonld", "graphml", "gexf"]),
    ),
  };
}
