// Who said what over time: a line for each outlet, a point for each utterance; points at odds are marked.

import { h, s } from "./dom.js";
import { day, t } from "./words.js";

const ROW = 32;
const TOP = 26;

/** The drawing of dated utterances, and what draws it as soon as it has its place. Points lead to the utterances. */
export function timeline(utterances, flags) {
  const dated = utterances.filter((each) => each.date);
  const element = h("div", { class: "timeline" });
  if (!dated.length) return { element: h("p", { class: "faint" }, t("speaker.no_days")) };
  const rows = [...new Set(dated.map((each) => each.outlet?.label ?? t("unknown.outlet")))];
  const days = dated.map((each) => Date.parse(each.date));
  const first = Math.min(...days);
  const span = Math.max(...days) - first || 1;
  const draw = () => element.replaceChildren(drawing(element.clientWidth || 600, { dated, rows, first, span, flags }));
  const ready = () => {
    draw();
    new ResizeObserver(draw).observe(element);
  };
  return { element, ready };
}

function drawing(width, { dated, rows, first, span, flags }) {
  const narrow = width < 560;
  const left = narrow ? 10 : 190;
  const row = narrow ? ROW + 18 : ROW;
  const x = (date) => left + 12 + ((Date.parse(date) - first) / span) * (width - left - 30);
  const taken = new Map();
  const height = TOP + rows.length * row + 8;
  const point = (each) => {
    const lane = rows.indexOf(each.outlet?.label ?? t("unknown.outlet"));
    const place = `${lane} ${Math.round(x(each.date) / 9)}`;
    const nth = taken.get(place) ?? 0;
    taken.set(place, nth + 1);
    const odd = flags.has(each.id);
    const [cx, cy] = [x(each.date) + Math.floor(nth / 3) * 11, TOP + lane * row + row / 2 + (narrow ? 9 : 0) + [0, -11, 11][nth % 3]];
    const label = `${day(each.date)}, ${each.outlet?.label ?? ""}: ${each.wording}${odd ? ` (${t("speaker.marked")})` : ""}`;
    return s("a", { href: `#${each.id}`, class: `point ${each.type} ${odd ? "odd" : ""}`, "aria-label": label },
      s("title", {}, label),
      odd ? s("path", { d: `M${cx} ${cy - 8}L${cx + 8} ${cy}L${cx} ${cy + 8}L${cx - 8} ${cy}Z` }) : s("circle", { cx, cy, r: 5.5 }),
    );
  };
  const ticks = width / (narrow ? 90 : 120);
  const marks = Array.from({ length: Math.max(2, Math.floor(ticks)) }, (_, at, all = Math.max(2, Math.floor(ticks))) => first + (span * at) / (all - 1));
  return s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": t("speaker.time") },
    marks.map((time, at) => {
      const iso = new Date(time).toISOString().slice(0, 10);
      const anchor = at === 0 ? "start" : at === marks.length - 1 ? "end" : "middle";
      return [s("line", { class: "grid", x1: x(iso), x2: x(iso), y1: TOP - 6, y2: height }), s("text", { class: "tick", x: x(iso), y: 12, "text-anchor": anchor }, day(iso, { day: "numeric", month: "short" }))];
    }),
    rows.map((name, at) => [
      s("line", { class: "row", x1: left, x2: width, y1: TOP + at * row + row / 2 + (narrow ? 9 : 0), y2: TOP + at * row + row / 2 + (narrow ? 9 : 0) }),
      s("text", { class: "name", x: narrow ? 2 : left - 8, y: TOP + at * row + (narrow ? 13 : row / 2 + 4), "text-anchor": narrow ? "start" : "end" }, name.length > 26 ? `${name.slice(0, 25)}…` : name),
    ]),
    dated.map(point),
  );
}
