// The graph as SPARQL. The editor is loaded on this view only, and asks nobody but this server.

import { ask } from "../ask.js";
import { h } from "../dom.js";
import { spoken, t } from "../words.js";

const STORED = "wortlaut-queries";
const FIRST = `PREFIX kg: <https://w3id.org/wortlaut/ns#>
PREFIX schema: <https://schema.org/>

SELECT ?name (COUNT(?utterance) AS ?utterances) {
  ?utterance kg:saidBy/schema:name ?name
} GROUP BY ?name ORDER BY DESC(?utterances) LIMIT 20`;

export async function show({ given, signal }) {
  const [{ Yasgui }, named] = await Promise.all([import("../../vendor/query.js"), ask.get("queries", { limit: 200 }, signal), styled()]);
  const box = h("div", { class: "query-box", lang: "en" });
  const choice = h("select", { id: "named" }, h("option", { value: "" }, t("query.choose")), named.items.map((each) => h("option", { value: each.name, selected: each.name === given.name }, each[`title_${spoken()}`])));
  const title = t("views.query");
  const ready = () => {
    const wanted = named.items.find((each) => each.name === given.name)?.text ?? given.query;
    const yasgui = editor(Yasgui, box);
    const tab = yasgui.getTab() ?? yasgui.addTab(true);
    if (wanted) tab.setQuery(wanted);
    choice.addEventListener("change", () => {
      const each = named.items.find(({ name }) => name === choice.value);
      if (!each) return;
      yasgui.getTab().setQuery(each.text);
      history.replaceState(null, "", `/query?name=${each.name}`);
    });
    named_fields(box);
    new MutationObserver(() => named_fields(box)).observe(box, { childList: true, subtree: true });
  };
  return {
    title,
    ready,
    parts: h("div", {}, h("h1", {}, title), h("p", { class: "deck" }, t("query.deck")), h("div", { class: "field wide" }, h("label", { for: "named" }, t("query.named")), choice), box),
  };
}

function editor(Yasgui, box) {
  const endpoint = new URL("/sparql", location.href).href;
  Yasgui.Yasqe.defaults.value = FIRST;
  return new Yasgui(box, {
    requestConfig: { endpoint },
    endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [], renderItem: () => {} },
    copyEndpointOnNewTab: true,
    persistenceId: STORED,
    autofocus: false,
    yasqe: { prefixCcApi: null, value: FIRST },
    yasr: { prefixes: {} },
  });
}

/** Names for what the editor leaves without one, for those who do not see it. */
function named_fields(box) {
  box.querySelectorAll(".CodeMirror textarea:not([aria-label])").forEach((each) => each.setAttribute("aria-label", t("query.editor")));
  box.querySelectorAll("input:not([aria-label]), select:not([aria-label])").forEach((each) => each.setAttribute("aria-label", each.placeholder || each.title || each.className || t("query.editor")));
  box.querySelectorAll("button:not([aria-label])").forEach((each) => !each.textContent.trim() && each.setAttribute("aria-label", each.title || each.className));
}

function styled() {
  if (document.querySelector("link[data-query]")) return null;
  return new Promise((done) => document.head.append(h("link", { rel: "stylesheet", href: "/static/vendor/query.css", "data-query": true, onload: done, onerror: done })));
}
