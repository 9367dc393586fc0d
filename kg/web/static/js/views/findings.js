// The findings as the inbox of a desk: the strongest first, to be accepted or rejected.

import { ask } from "../ask.js";
import { h } from "../dom.js";
import { downloads, empty, growing, narrowing } from "../parts.js";
import { finding, message } from "../finding.js";
import { named, t } from "../words.js";

const SEVERITIES = ["error", "warning", "notice", "info"];
const VERDICTS = ["open", "accepted", "rejected", "all"];
const ASKED = ["check", "severity", "verdict", "about", "outlet", "from", "to", "speaker"];

export async function show({ given, signal, go, again }) {
  const summary = await ask.get("summary", {}, signal);
  const { judging } = summary;
  if (given.id) {
    const told = await ask.one("findings", given.id, {}, signal);
    return { title: message(told), parts: h("div", { class: "inbox" }, h("p", {}, h("a", { href: "/findings" }, t("findings.all"))), h("h1", { class: "unseen" }, named("checks", told.check)), finding(told, { again, judging }), downloads(`findings/${encodeURIComponent(told.id)}`, ["jsonld", "graphml", "gexf"])) };
  }
  const shown = { severity: "notice", verdict: "open", ...given };
  const asked = Object.fromEntries(ASKED.map((name) => [name, shown[name]]));
  const [found, outlets] = await Promise.all([ask.get("findings", { ...asked, limit: 20 }, signal), ask.get("outlets", {}, signal)]);
  const checks = Object.entries(summary.checks).map(([check, number]) => [check, `${named("checks", check)} (${number})`]).sort((a, b) => a[1].localeCompare(b[1]));
  const fields = [
    { name: "verdict", options: VERDICTS.map((each) => [each, t(`findings.show_${each}`)]) },
    { name: "severity", options: SEVERITIES.slice().reverse().map((each) => [each, t("findings.at_least", named("severities", each))]) },
    { name: "check", options: [["", t("fields.all")], ...checks] },
    { name: "about" },
    { name: "outlet", options: [["", t("fields.all")], ...outlets.items.map((each) => [each.label, each.label])] },
    { name: "from", type: "date" },
  ];
  return {
    title: t("views.findings"),
    parts: h("div", { class: "inbox" },
      h("h1", {}, t("views.findings"), " ", h("small", {}, found.total)),
      h("p", { class: "deck" }, t("findings.deck")),
      narrowing(fields, shown, go, "findings"),
      found.total ? growing(found, (cursor) => ask.get("findings", { ...asked, limit: 20, cursor }), (each) => h("li", {}, finding(each, { again, judging }))) : nothing(summary, shown),
      downloads("findings", ["csv", "jsonld"], asked),
    ),
  };
}

function nothing(summary, shown) {
  if (!summary.counts.findings) return empty(t("findings.none"), t("findings.none_yet"));
  return shown.verdict === "open" ? empty(t("findings.done"), t("findings.all_done")) : empty(t("empty.title"), t("empty.narrower"));
}
