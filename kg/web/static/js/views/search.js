// What a search finds, by kind.

import { ask, view } from "../ask.js";
import { h } from "../dom.js";
import { downloads, empty, growing, marked, separated } from "../parts.js";
import { day, n, named, t } from "../words.js";

const KINDS = ["speaker", "outlet", "claim", "utterance", "article"];

export async function show({ given, signal }) {
  const q = (given.q ?? "").trim();
  const title = q ? t("search.title", q) : t("search.label");
  if (!q) return { title, parts: h("div", {}, h("h1", {}, title), empty(t("search.nothing_asked"), t("search.examples"))) };
  const found = await Promise.all(KINDS.map((kind) => ask.get("search", { q, kind, limit: given.kind === kind ? 50 : 5 }, signal)));
  const groups = KINDS.map((kind, at) => ({ kind, ...found[at] })).filter((group) => group.total && (!given.kind || given.kind === group.kind));
  const total = found.reduce((sum, group) => sum + group.total, 0);
  return {
    title,
    parts: h("div", { class: "search" },
      h("h1", {}, title),
      total ? h("p", { class: "deck" }, n("count.hits", total)) : empty(t("search.nothing"), t("search.examples")),
      total > 0 && h("p", { class: "chips" }, KINDS.map((kind, at) => found[at].total > 0 && h("a", { class: "chip", href: view("search", { q, kind: given.kind === kind ? "" : kind }), "aria-current": given.kind === kind ? "true" : null }, named("kinds_many", kind), h("small", {}, found[at].total)))),
      groups.map((group) => section(group, q, given.kind === group.kind)),
      total > 0 && downloads("search", ["csv"], { q, kind: given.kind }),
    ),
  };
}

function section(group, q, whole) {
  const more = group.total > group.items.length && !whole;
  return h("section", {},
    h("h2", {}, named("kinds_many", group.kind), " ", h("small", {}, group.total)),
    growing(whole ? group : { ...group, cursor: null }, (cursor) => ask.get("search", { q, kind: group.kind, cursor }), hit),
    more && h("p", {}, h("a", { href: view("search", { q, kind: group.kind }) }, t("search.all", group.total, named("kinds_many", group.kind)))),
  );
}

const hit = (each) =>
  h("li", { class: `hit ${each.kind}` },
    h("p", { class: each.kind === "claim" || each.kind === "utterance" ? "quote" : "name" }, h("a", { href: where(each), lang: "de" }, marked(each.parts))),
    h("p", { class: "how" }, separated([each.about && h("span", { lang: "de" }, each.about), each.date && day(each.date), each.kind !== "utterance" && n("count.utterances", each.number)])),
  );

const where = (each) =>
  ({ claim: view("claim", { id: each.id }), article: view("article", { id: each.id }), outlet: view("speaker", { id: each.id }), speaker: view("speaker", { id: each.id }) })[each.kind] ?? view("claim", { utterance: each.id });
