// A claim: all its wordings with their differences, the road of each down to its end, its origins, for and against.

import { ask, view } from "../ask.js";
import { h } from "../dom.js";
import { downloads, empty, outlet, relation, separated, speaker, tag, to, wording } from "../parts.js";
import { finding } from "../finding.js";
import { day, n, named, percent, spoken, t } from "../words.js";

export async function show({ given, signal, again }) {
  const id = given.id ?? (await ask.one("utterances", given.utterance ?? "", {}, signal)).claim;
  if (!id) return lone(await ask.one("utterances", given.utterance, {}, signal));
  const told = await ask.one("claims", id, { against: given.against }, signal);
  const own = new Set(told.printings.map((each) => each.id));
  const [against, supporting] = [told.against, told.for].map((relations) => oneEach(relations, own));
  return {
    title: told.wording.slice(0, 70),
    parts: h("div", {},
      h("header", { class: "about" },
        h("p", { class: "kicker" }, t("claim.kicker")),
        h("h1", { class: "said-title", lang: "de" }, told.wording),
        h("p", { class: "deck" }, separated([told.speakers.length ? h("span", { lang: "de" }, told.speakers.join(", ")) : t("unknown.speaker"), n("count.printings", told.utterances), n("count.outlets", told.outlets.length), told.first && t("claim.first", day(told.first))])),
      ),
      origins(told.origins),
      h("section", {},
        h("h2", {}, t("claim.wordings"), " ", h("small", {}, told.printings.length)),
        told.printings.length > 1 && h("p", { class: "how" }, t("claim.compared")),
        h("ol", { class: "wordings" }, told.printings.map((each) => printing(each, told, id))),
      ),
      h("div", { class: "columns" },
        h("section", { class: "against" }, h("h2", {}, t("claim.against"), " ", h("small", {}, against.length)), against.length ? against.map((each) => relation(each, own)) : h("p", { class: "faint" }, t("claim.nothing_against"))),
        h("section", { class: "for" }, h("h2", {}, t("claim.for"), " ", h("small", {}, supporting.length)), supporting.length ? supporting.map((each) => relation(each, own)) : h("p", { class: "faint" }, t("claim.nothing_for"))),
      ),
      told.findings.length > 0 && h("section", {}, h("h2", {}, t("views.findings"), " ", h("small", {}, told.findings.length)), told.findings.map((each) => finding(each, { again, brief: true }))),
      downloads(`claims/${encodeURIComponent(id)}`, ["jsonld", "graphml", "gexf"]),
      downloads("utterances", ["csv"], { claim: id }),
    ),
  };
}

/** The relations, of those with one utterance only the surest. */
const oneEach = (relations, own) => [...new Map(relations.toReversed().map((each) => [own.has(each.left.id) ? each.right.id : each.left.id, each])).values()].reverse();

function lone(told) {
  return {
    title: told.wording.slice(0, 70),
    parts: h("div", {},
      h("header", { class: "about" }, h("p", { class: "kicker" }, t("claim.lone")), h("h1", { class: "said-title", lang: "de" }, told.wording), h("p", { class: "deck" }, separated([speaker(told.speaker), outlet(told.outlet), day(told.date)]))),
      empty(t("claim.no_claim"), t("claim.why_lone")),
      h("p", {}, h("a", { href: `${view("article", { id: told.article.id })}#${told.id}` }, t("claim.in_article"))),
    ),
  };
}

function printing(each, told, id) {
  const isModel = each.id === told.against_which;
  return h("li", { class: `printing ${isModel ? "model" : ""}` },
    h("p", { class: "where" }, separated([h("time", { datetime: each.date }, day(each.date)), outlet(each.outlet)])),
    h("p", { class: "quote", lang: "de" }, each.parts.map((part) => (part.change ? h("ins", { class: `change ${part.change.replace(" ", "-")}`, title: named("changes", part.change) }, part.words) : part.words))),
    each.missing.length > 0 && h("p", { class: "missing" }, t("claim.missing"), " ", each.missing.map((part) => [h("del", { lang: "de", class: part.change.replace(" ", "-"), title: named("changes", part.change) }, part.words), part.change === "ellipsis" ? "" : ` (${named("changes", part.change)})`, " "])),
    noted(each).length > 0 && h("p", { class: "changes" }, noted(each).map((change) => h("span", { class: `tag change-tag ${change.replace(" ", "-")}` }, named("changes", change)))),
    h("p", { class: "how" }, separated([speaker(each.speaker), each.cue && h("em", { lang: "de" }, each.cue), tag("types", each.type), t("sure.short", percent(each.confidence))])),
    h("p", { class: "how" }, h("a", { href: `${view("article", { id: each.article.id })}#${each.id}`, lang: "de" }, each.article.label)),
    told.printings.length > 1 && h("p", { class: "how" }, isModel ? h("strong", {}, t("claim.model")) : h("a", { href: view("claim", { id, against: each.id }) }, t("claim.compare"))),
  );
}

const QUIET = new Set(["addition", "ellipsis", "variant", "word order"]);
const noted = (each) => [...new Set([...each.changes, ...each.parts.map((part) => part.change), ...each.missing.map((part) => part.change)])].filter((change) => change && !QUIET.has(change));

function origins(told) {
  const number = told.least === told.most ? `${told.least}` : `${told.least}–${told.most}`;
  const ends = [...Map.groupBy(told.roads, (road) => road.origin.key).values()].sort((a, b) => b.length - a.length);
  const letter = new Map(ends.map((roads, at) => [roads[0].origin.key, String.fromCharCode(65 + (at % 26))]));
  const copies = told.roads.filter((road) => road.copy_of).length;
  return h("section", { class: "origins" },
    h("h2", {}, t("origins.title")),
    h("div", { class: "origin-count" },
      h("p", { class: "figure", "aria-hidden": "true" }, number),
      h("div", {},
        h("p", { class: "verdict" }, sentence(told)),
        h("ul", { class: "reasons" },
          ends.map((roads) => h("li", {}, badge(letter, roads[0].origin.key), " ", end(roads[0].origin), " ", h("span", { class: "faint" }, n("origins.carries", roads.length)))),
          copies > 0 && h("li", {}, n("origins.copies", copies)),
          told.least !== told.most && h("li", {}, t("origins.range")),
          shared(told, ends) && h("li", {}, t("origins.bottleneck")),
        ),
      ),
    ),
    h("h3", {}, t("origins.roads")),
    tree(told.roads, letter),
  );
}

/** True if there are more ends than origins: something between them is shared. */
const shared = (told, ends) => told.most < ends.length && told.least === told.most;

function sentence(told) {
  const outlets = n("count.outlets", told.outlets || 1);
  if (told.least !== told.most) return t("origins.between", outlets, told.least, told.most);
  return told.least === 1 ? t("origins.one", outlets) : t("origins.many", outlets, told.least);
}

const badge = (letter, key) => h("span", { class: "badge", "aria-hidden": "true" }, letter.get(key));

function end(origin) {
  const name = origin.label ? (origin.id ? to({ ...origin, kind: origin.kind }) : h("span", { lang: "de" }, origin.label)) : h("span", { class: "faint" }, t("unknown.speaker"));
  return [name, " ", h("span", { class: "faint" }, `(${named("kinds", origin.kind)})`)];
}

/** The roads as a tree from the outlets down to where each ends; what several share stands once. */
function tree(roads, letter) {
  const root = new Map();
  for (const road of roads) {
    const path = [{ key: road.outlet?.id ?? road.article?.id ?? road.utterance, print: road }, ...road.stations.map((station) => ({ key: station.key, station })), { key: `end ${road.origin.key}`, road }];
    let at = root;
    for (const each of path) {
      const known = at.get(each.key) ?? { ...each, roads: [], below: new Map() };
      known.roads.push(road);
      at.set(each.key, known);
      at = known.below;
    }
  }
  const draw = (branches) => h("ul", {}, [...branches.values()].map((each) => h("li", {}, node(each, letter), each.below.size > 0 && draw(each.below))));
  return h("div", { class: "tree" }, draw(root));
}

function node(each, letter) {
  if (each.print) {
    const days = [...new Set(each.roads.map((road) => day(road.date, { day: "numeric", month: "short" })))];
    return h("p", { class: "station print" }, each.print.outlet ? outlet(each.print.outlet) : t("unknown.outlet"), " ", h("span", { class: "faint" }, days.join(", ")));
  }
  if (each.station) return h("p", { class: "station" }, to(each.station.id ? each.station : null) ?? h("span", { lang: "de" }, each.station.label), " ", h("span", { class: "faint" }, named("kinds", each.station.kind)), each.station.evidence && each.station.evidence !== each.station.label && h("span", { class: "evidence", lang: "de" }, ` „${each.station.evidence}“`));
  const last = each.road.stations.at(-1);
  const same = last && last.key === each.road.origin.key;
  return h("p", { class: "station end" }, badge(letter, each.road.origin.key), " ", same ? t("origins.ends_there") : end(each.road.origin));
}
