// Speakers, claims and articles as lists that can be narrowed.

import { ask, view } from "../ask.js";
import { h } from "../dom.js";
import { claim, downloads, empty, growing, narrowing, outlet, separated, to } from "../parts.js";
import { day, n, named, t } from "../words.js";

const WHERE = [{ name: "about" }, { name: "outlet", outlets: true }, { name: "from", type: "date" }, { name: "to", type: "date" }];
const LISTS = {
  speakers: { fields: [{ name: "q" }, { name: "kind", kinds: true }, ...WHERE], draw: who, formats: ["csv", "jsonld"] },
  claims: { fields: [{ name: "about" }, { name: "speaker" }, ...WHERE.slice(1)], draw: claim, formats: ["csv", "jsonld"] },
  articles: { fields: [...WHERE.slice(0, 1), { name: "speaker" }, ...WHERE.slice(1)], draw: article, formats: ["csv", "jsonld"] },
};
const KINDS = ["person", "organisation", "outlet", "agency", "document", "anonymous"];

export async function show({ given, path, signal, go }) {
  const { fields, draw, formats } = LISTS[path];
  const asked = Object.fromEntries(fields.map(({ name }) => [name, given[name]]));
  const [found, outlets] = await Promise.all([ask.get(path, asked, signal), ask.get("outlets", {}, signal)]);
  const options = fields.map((field) => ({ ...field, options: field.outlets ? choice(outlets.items.map((each) => [each.label, each.label])) : field.kinds ? choice(KINDS.map((kind) => [kind, named("kinds", kind)])) : undefined }));
  return {
    title: t(`views.${path}`),
    parts: h("div", {},
      h("h1", {}, t(`views.${path}`), " ", h("small", {}, found.total)),
      narrowing(options, given, go, path),
      found.total ? growing(found, (cursor) => ask.get(path, { ...asked, cursor }), draw) : empty(t("empty.title"), t("empty.narrower")),
      downloads(path, formats, asked),
    ),
  };
}

const choice = (pairs) => [["", t("fields.all")], ...pairs];

function who(each) {
  return h("li", { class: "who" },
    h("p", { class: "name" }, to(each)),
    h("p", { class: "how" }, separated([named("kinds", each.kind), n("count.utterances", each.utterances), each.relayed > 0 && t("passed_on", each.relayed), each.names.length > 0 && h("span", { lang: "de" }, t("also", each.names.join(", ")))])),
  );
}

function article(each) {
  return h("li", { class: "who" },
    h("p", { class: "name" }, h("a", { href: view("article", { id: each.id }), lang: "de" }, each.label)),
    h("p", { class: "how" }, separated([each.outlet ? outlet(each.outlet) : h("span", { class: "faint" }, t("unknown.outlet")), day(each.date), n("count.utterances", each.utterances)])),
  );
}
