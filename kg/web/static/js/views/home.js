// What stands out in the store, and the ways in.

import { ask, view } from "../ask.js";
import { h } from "../dom.js";
import { claim, downloads, empty, tag, to } from "../parts.js";
import { message } from "../finding.js";
import { day, n, spoken, t } from "../words.js";

export async function show({ signal }) {
  const [summary, findings, claims, speakers, outlets] = await Promise.all([
    ask.get("summary", {}, signal),
    ask.get("findings", { verdict: "open", severity: "notice", limit: 5 }, signal),
    ask.get("claims", { limit: 6 }, signal),
    ask.get("speakers", { kind: "person", limit: 14 }, signal),
    ask.get("outlets", { limit: 12 }, signal),
  ]);
  const { counts } = summary;
  const parts = h(
    "div", { class: "home" },
    h("section", { class: "lead" },
      h("h1", {}, t("home.title")),
      h("p", { class: "deck" }, counts.utterances ? t("home.deck", n("count.utterances", counts.utterances), n("count.speakers", counts.speakers), n("count.articles", counts.articles), day(summary.first), day(summary.last)) : t("home.nothing")),
    ),
    h("div", { class: "columns" },
      h("section", {},
        h("h2", {}, t("home.findings")),
        findings.items.length
          ? [h("ol", { class: "plain-list" }, findings.items.map(short)), h("p", {}, h("a", { href: "/findings" }, t("home.all_findings", findings.total)))]
          : empty(t("home.no_findings"), t(counts.findings ? "findings.all_done" : "findings.none_yet")),
      ),
      h("section", {},
        h("h2", {}, t("home.claims")),
        claims.items.length ? [h("ol", { class: "plain-list" }, claims.items.map(claim)), h("p", {}, h("a", { href: "/claims" }, t("home.all_claims", claims.total)))] : empty(t("home.no_claims")),
      ),
    ),
    h("section", {},
      h("h2", {}, t("home.speakers")),
      h("p", { class: "chips" }, speakers.items.map((each) => h("a", { class: "chip", href: view("speaker", { id: each.id }), lang: "de" }, each.label, h("small", {}, each.utterances)))),
    ),
    h("section", {},
      h("h2", {}, t("home.outlets")),
      h("p", { class: "chips" }, outlets.items.map((each) => h("a", { class: "chip", href: view("articles", { outlet: each.label }), lang: "de" }, each.label, h("small", {}, each.articles)))),
      downloads("outlets", ["csv"]),
    ),
  );
  return { title: t("home.short"), parts };
}

const short = (finding) =>
  h("li", { class: `finding-line ${finding.severity}` },
    h("p", { class: "how" }, tag("severities", finding.severity), " ", tag("checks", finding.check, "bare")),
    h("p", {}, h("a", { href: view("findings", { id: finding.short }), lang: spoken() }, message(finding))),
    finding.about.length > 0 && h("p", { class: "how" }, finding.about.filter((each) => each.kind !== "claim").slice(0, 3).map((each, at) => [at ? ", " : "", to(each)])),
  );
