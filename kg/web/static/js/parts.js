// The parts that views are made of.

import { address, view } from "./ask.js";
import { h, s } from "./dom.js";
import { day, n, named, percent, t } from "./words.js";

const ICONS = {
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500 20 20",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z",
  down: "M12 4v11M7 11l5 5 5-5M5 20h14",
  yes: "M5 13l4 4L19 7",
  no: "M6 6l12 12M18 6L6 18",
};

/** A small drawing beside or in place of words; it says nothing to screen readers. */
export const icon = (name) =>
  s("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" }, s("path", { d: ICONS[name] }));

/** A wording in German, in quotation marks if it is a quotation that has none. */
export function wording(text, type = "Indirect") {
  const bare = type === "Direct" && !/[„“”»«"]/.test(text);
  return h("span", { lang: "de", class: "wording" }, bare ? `„${text}“` : text);
}

/** Stretches of a text, some of them marked. */
export const marked = (parts) => h("span", { lang: "de" }, parts.map((each) => (each.marked ? h("mark", {}, each.words) : each.words)));

/** A link to whom or what a reference means. */
export function to(reference, text = reference?.label) {
  if (!reference) return null;
  const path = { claim: "claim", article: "article" }[reference.kind] ?? "speaker";
  return h("a", { href: view(path, { id: reference.id }), lang: "de" }, text);
}

/** An outlet leads to what it has printed: few are quoted, too. */
export const outlet = (reference) => reference && h("a", { href: view("articles", { outlet: reference.label }), lang: "de" }, reference.label);

/** A speaker, or that none is known. */
export const speaker = (reference) => (reference ? to(reference) : h("span", { class: "faint" }, t("unknown.speaker")));

/** What a kind of speaker, check, relation … is called, as a small label. */
export const tag = (list, kind, more = "") => h("span", { class: `tag ${kind} ${more}` }, named(list, kind));

/** The chain by which something came, nearest first. */
export const chain = (sources) =>
  sources?.length ? h("span", { class: "chain" }, t("via"), " ", sources.map((each, at) => [at ? " ← " : "", h("span", { lang: "de" }, each.label)])) : null;

/** An utterance with who, where, when, how; `flags` say what was found about it. */
export function utterance(told, { hide = "", flags = [] } = {}) {
  const parts = [
    hide !== "speaker" && speaker(told.speaker),
    told.cue && h("em", { lang: "de" }, told.cue),
    told.addressee && h("span", {}, t("to"), " ", h("span", { lang: "de" }, told.addressee)),
  ].filter(Boolean);
  return h(
    "article", { class: `utterance ${flags.length ? "flagged" : ""}`, id: told.id },
    h("p", { class: "where" }, h("time", { datetime: told.date }, day(told.date)), told.outlet && [" · ", outlet(told.outlet)], told.article && [" · ", h("a", { href: `${view("article", { id: told.article.id })}#${told.id}`, lang: "de" }, told.article.label)]),
    h("p", { class: "quote" }, told.claim ? h("a", { class: "plain", href: view("claim", { id: told.claim }) }, wording(told.wording, told.type)) : wording(told.wording, told.type)),
    h("p", { class: "how" }, separated([...parts, told.said && h("span", { lang: "de" }, told.said), chain(told.sources), tag("types", told.type), told.confidence !== undefined && told.confidence !== null && h("span", { class: "sure", title: t("sure.meaning") }, t("sure.short", percent(told.confidence))), ...flags])),
  );
}

/** Things with points between them; what is false is left out. */
export const separated = (things) => things.filter(Boolean).map((each, at) => [at ? " · " : "", each]);

/** What two utterances are to each other, told from one of them (`own`: ids that belong to it). */
export function relation(told, own = new Set()) {
  const other = own.has(told.left.id) ? told.right : told.left;
  const mine = other === told.left ? told.right : told.left;
  return h(
    "article", { class: `relation ${told.relation}` },
    h("p", { class: "how" }, separated([tag("relations", told.relation), named("hows", told.how), h("span", { class: "sure" }, t("sure.short", percent(told.score)))])),
    h("div", { class: "pair" }, [mine, other].map(side)),
  );
}

const side = (told) =>
  h(
    "blockquote", {},
    h("p", { class: "quote" }, told.claim ? h("a", { class: "plain", href: view("claim", { id: told.claim }) }, wording(told.wording, told.type)) : wording(told.wording, told.type)),
    h("footer", {}, separated([speaker(told.speaker), outlet(told.outlet), day(told.date)])),
  );

/** A claim in a list. */
export const claim = (told) =>
  h(
    "li", { class: "claim" },
    h("p", { class: "quote" }, h("a", { href: view("claim", { id: told.id }) }, wording(told.wording))),
    h("p", { class: "how" }, separated([told.speakers.length ? h("span", { lang: "de" }, told.speakers.join(", ")) : h("span", { class: "faint" }, t("unknown.speaker")), n("count.printings", told.utterances), told.outlets.length ? h("span", { lang: "de" }, told.outlets.join(", ")) : null, told.first && day(told.first)])),
  );

/** Links to the same in the formats of other tools. */
export function downloads(path, formats, given = {}) {
  const names = { csv: "CSV", jsonld: "JSON-LD", graphml: "GraphML", gexf: "GEXF" };
  return h(
    "p", { class: "downloads" }, icon("down"), h("span", {}, t("download")), " ",
    formats.map((format, at) => [at ? " · " : "", h("a", { href: address(path, { ...given, format }), download: true }, names[format])]),
  );
}

/** A list that grows by pages: `draw` makes an element of each thing. */
export function growing(first, more, draw, attributes = { class: "plain-list" }) {
  const list = h("ol", attributes, first.items.map(draw));
  const box = h("div", { class: "growing" }, list);
  const offer = (cursor) => {
    if (!cursor) return;
    const button = h("button", {
      onclick: async () => {
        button.disabled = true;
        const next = await more(cursor);
        const drawn = next.items.map(draw);
        list.append(...drawn);
        button.remove();
        offer(next.cursor);
        drawn[0]?.querySelector("a, button")?.focus();
      },
    }, t("more"));
    box.append(button);
  };
  offer(first.cursor);
  return box;
}

/** What stands where there is nothing. */
export const empty = (title, text) => h("div", { class: "empty" }, h("p", { class: "empty-title" }, title), text && h("p", {}, text));

/** What went wrong. */
export const problem = (error) =>
  h("div", { class: "empty", role: "alert" }, h("h1", {}, t(error.status === 404 ? "missing.title" : "problem.title")), h("p", {}, error.message), h("p", {}, h("a", { href: "/" }, t("missing.home"))));

/** A form whose fields narrow what is shown: each change goes to the address with the new values. */
export function narrowing(fields, given, go, path) {
  const form = h(
    "form", { class: "narrowing", onsubmit: (event) => event.preventDefault(), onchange: () => moved(), "aria-label": t("narrow") },
    fields.map(({ name, type = "text", options }) => {
      const id = `by-${name}`;
      const label = h("label", { for: id }, t(`fields.${name}`));
      const field = options
        ? h("select", { id, name }, options.map(([value, text]) => h("option", { value, selected: (given[name] ?? "") === value }, text)))
        : h("input", { id, name, type, value: given[name] ?? "", placeholder: type === "text" ? t("fields.any") : null });
      return h("div", { class: "field" }, label, field);
    }),
  );
  const moved = () => go(view(path, { ...Object.fromEntries(new FormData(form)) }), { replace: true });
  const isSet = fields.some(({ name }) => given[name]);
  return h("details", { class: "narrow", open: isSet || innerWidth > 640 }, h("summary", {}, t("narrow")), form);
}
