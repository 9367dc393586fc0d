// The texts of the page in the language that was chosen, and numbers and days as it writes them.

import { ask } from "./ask.js";

const LANGUAGES = ["de", "en"];
let texts = {};
let language = "de";

const kept = () => {
  try { return localStorage.getItem("language"); } catch { return null; }
};

/** The language that is shown: "de" or "en". */
export const spoken = () => language;

/** Loads the texts of a language, or of the one that was chosen last, or of the browser's. */
export async function speak(wanted) {
  const told = wanted ?? kept() ?? (navigator.language.startsWith("de") ? "de" : "en");
  language = LANGUAGES.includes(told) ? told : "de";
  texts = await ask.file(`/static/text/${language}.json`);
  if (wanted) try { localStorage.setItem("language", language); } catch { /* it is only for this page then */ }
  document.documentElement.lang = language;
}

/** The text of a name, with {0}, {1} … filled in; the name itself if there is none. */
export function t(name, ...values) {
  const text = name.split(".").reduce((at, part) => at?.[part], texts);
  return typeof text === "string" ? text.replace(/\{(\d)\}/g, (_, at) => values[at] ?? "") : name;
}

/** A text with a number, in the singular or the plural. */
export const n = (name, number) => t(`${name}.${number === 1 ? "one" : "many"}`, number.toLocaleString(language));

/** The name of one of a list of kinds, or the kind as it is where none is known. */
export const named = (list, kind) => (texts[list]?.[kind] ?? kind);

/** A day, or a time of a day, as the language writes it. */
export function day(iso, style = { day: "numeric", month: "short", year: "numeric" }) {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso ?? "") ?? [];
  return year ? new Date(+year, month - 1, +date).toLocaleDateString(language === "de" ? "de-DE" : "en-GB", style) : t("unknown.day");
}

/** A share as percent. */
export const percent = (share) => `${Math.round(share * 100)} %`;
