// A finding with its evidence in context, and what a desk says of it.

import { ask, view } from "./ask.js";
import { fill, h } from "./dom.js";
import { icon, marked, separated, tag, to } from "./parts.js";
import { day, n, spoken, t } from "./words.js";

const SHOWN = 3;

/** The finding as an article of the page; `again` draws the view anew once something was said of it. */
export function finding(told, { again, brief = false, judging = true } = {}) {
  const box = h("div", { class: "judging" });
  const element = h(
    "article", { class: `finding ${told.severity} ${told.verdict ?? "open"}`, id: told.id, "aria-labelledby": `${told.id}-title` },
    h("p", { class: "how" }, tag("severities", told.severity), " ", tag("checks", told.check, "bare"), " ", h("a", { class: "permalink", href: view("findings", { id: told.short }), "aria-label": t("findings.link") }, told.short)),
    h("h3", { id: `${told.id}-title`, lang: spoken() }, message(told)),
    brief ? null : evidence(told),
    told.about.length > 0 && !brief && h("p", { class: "how" }, t("findings.about"), " ", told.about.slice(0, 6).map((each, at) => [at ? " · " : "", to(each, each.kind === "claim" ? `„${each.label.length > 70 ? `${each.label.slice(0, 69)}…` : each.label}“` : each.label)])),
    box,
  );
  fill(box, state(told, box, again, judging));
  return element;
}

/** The sentence of a finding in the language of the page. */
export const message = (told) => (spoken() === "en" ? told.english : told.message);

function evidence(told) {
  const places = told.evidence.map(place);
  return [places.slice(0, SHOWN), places.length > SHOWN && h("details", {}, h("summary", {}, n("findings.further", places.length - SHOWN)), places.slice(SHOWN))];
}

const place = (each) =>
  h("blockquote", { class: "place" },
    h("p", {}, marked(each.parts)),
    h("footer", {}, separated([each.speaker && to(each.speaker), h("span", { lang: "de" }, each.outlet ?? t("unknown.outlet")), day(each.date), h("a", { href: `${view("article", { id: each.article.id })}${each.utterance ? `#${each.utterance}` : ""}`, lang: "de" }, each.article.label)])),
  );

function state(told, box, again, judging) {
  if (told.verdict) return [h("p", { class: `said ${told.verdict}` }, icon(told.verdict === "accepted" ? "yes" : "no"), t(`findings.${told.verdict}`), told.why && [": ", h("q", { lang: "de" }, told.why)]), judging && h("p", {}, h("button", { class: "quiet", onclick: () => fill(box, form(told, box, again)) }, t("findings.change")))];
  return judging ? form(told, box, again) : h("p", { class: "how" }, t("findings.by_command"), " ", h("code", {}, `kg judge ${told.short} accept`));
}

function form(told, box, again) {
  const why = h("input", { type: "text", id: `why-${told.short}`, name: "why", maxlength: "500", autocomplete: "off" });
  const wrong = h("p", { role: "alert", class: "wrong" });
  const send = async (verdict, event) => {
    event.preventDefault();
    wrong.textContent = "";
    const buttons = [...box.querySelectorAll("button")];
    buttons.forEach((button) => (button.disabled = true));
    try {
      const judged = await ask.judge(told.id, verdict, why.value.trim());
      document.getElementById("said").textContent = t(`findings.${judged.verdict}`);
      fill(box, state(judged, box, again, true));
      box.closest(".finding").className = `finding ${judged.severity} ${judged.verdict}`;
    } catch (error) {
      wrong.textContent = error.message;
      buttons.forEach((button) => (button.disabled = false));
    }
  };
  return h("form", { class: "judge", onsubmit: (event) => event.preventDefault() },
    h("label", { for: why.id }, t("findings.why")), why,
    h("button", { class: "accept", onclick: (event) => send("accept", event) }, icon("yes"), t("findings.accept")),
    h("button", { class: "reject", onclick: (event) => send("reject", event) }, icon("no"), t("findings.reject")),
    wrong,
  );
}
