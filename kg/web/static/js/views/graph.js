// Speakers, claims and outlets as a drawing that leads back to their pages, and as a list that says the same.

import { ask } from "../ask.js";
import { fill, h } from "../dom.js";
import { downloads, empty, narrowing, outlet, to } from "../parts.js";
import { n, named, t } from "../words.js";
import { DirectedGraph, Sigma } from "../../vendor/graph.js";

const GROUPS = { people: ["person", "organisation", "anonymous", "document", "agency", "platform", "reports", "unknown"], claims: ["claim"], outlets: ["outlet"] };
const COLOURS = { people: "--direct", claims: "--indirect", outlets: "--reported" };
const LISTED = 60;
const groupOf = (kind) => Object.keys(GROUPS).find((group) => GROUPS[group].includes(kind)) ?? "people";
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export async function show({ given, signal, go }) {
  const asked = Object.fromEntries(["about", "speaker", "outlet", "from", "to"].map((name) => [name, given[name]]));
  const [drawing, outlets] = await Promise.all([ask.get("graph", asked, signal), ask.get("outlets", {}, signal)]);
  const fields = [{ name: "about" }, { name: "speaker" }, { name: "outlet", options: [["", t("fields.all")], ...outlets.items.map((each) => [each.label, each.label])] }, { name: "from", type: "date" }, { name: "to", type: "date" }];
  const canvas = h("div", { class: "canvas", role: "application", tabindex: "0", "aria-label": t("graph.drawing") });
  const panel = h("aside", { class: "panel", "aria-label": t("article.panel"), "aria-live": "polite" }, h("p", { class: "faint" }, t("graph.pick")));
  const tools = h("div", { class: "canvas-tools" });
  const title = t("views.graph");
  return {
    title,
    ready: () => drawing.nodes.length && draw(drawing, canvas, panel, tools, signal),
    parts: h("div", {},
      h("h1", {}, title),
      h("p", { class: "deck" }, t("graph.deck")),
      narrowing(fields, given, go, "graph"),
      drawing.nodes.length
        ? [
            tools,
            h("div", { class: "canvas-box" }, canvas, panel),
            h("p", { class: "how" }, t("graph.nodes", drawing.nodes.length, drawing.edges.length), drawing.left_out > 0 && [" · ", t("graph.left_out", drawing.left_out)]),
            h("details", {}, h("summary", {}, t("graph.list")), list(drawing.nodes)),
          ]
        : empty(t("empty.title"), t("empty.narrower")),
      downloads("graph", ["graphml", "gexf"], asked),
    ),
  };
}

const list = (nodes) =>
  h("ol", { class: "plain-list" },
    nodes.toSorted((a, b) => b.weight - a.weight).slice(0, LISTED).map((each) => h("li", {}, to(each), h("p", { class: "how" }, named("kinds", each.kind), " · ", n("count.utterances", each.weight)))),
  );

function draw(drawing, canvas, panel, tools, signal) {
  const graph = new DirectedGraph();
  const printers = new Set(drawing.edges.filter((each) => each.kind === "printedBy").map((each) => each.target));
  for (const each of drawing.nodes) {
    const group = printers.has(each.id) ? "outlets" : groupOf(each.kind);
    graph.addNode(each.id, { ...each, label: each.label.length > 46 ? `${each.label.slice(0, 45)}…` : each.label, whole: each.label, group, size: 2.5 + 2.2 * Math.sqrt(each.weight), color: colour(COLOURS[group]) });
  }
  for (const each of drawing.edges) graph.mergeEdge(each.source, each.target, { size: 0.4 + 0.3 * each.weight });
  const hidden = new Set();
  let near = null;
  let sigma;
  try {
    sigma = new Sigma(graph, canvas, {
      labelFont: "system-ui, sans-serif", labelSize: 12, labelDensity: 0.6, labelRenderedSizeThreshold: 8, zIndex: true,
      labelColor: { color: colour("--ink") }, defaultEdgeColor: colour("--line"),
      defaultDrawNodeHover: hover,
      nodeReducer: (id, data) => ({ ...data, hidden: hidden.has(data.group), ...(near && !near.has(id) ? { color: colour("--line"), label: "", zIndex: 0 } : { zIndex: 1, forceLabel: near?.size < 25 }) }),
      edgeReducer: (edge, data) => (near ? { ...data, hidden: !graph.extremities(edge).every((end) => near.has(end)), color: colour("--faint") } : data),
    });
  } catch {
    return fill(canvas, h("p", { class: "empty" }, t("graph.no_webgl")));
  }
  const pick = (id) => {
    near = new Set([id, ...graph.neighbors(id)]);
    fill(panel, details(graph, id));
    sigma.refresh({ skipIndexation: true });
  };
  const drop = () => {
    near = null;
    fill(panel, h("p", { class: "faint" }, t("graph.pick")));
    sigma.refresh({ skipIndexation: true });
  };
  const order = graph.nodes().sort((a, b) => graph.getNodeAttribute(b, "weight") - graph.getNodeAttribute(a, "weight"));
  let at = -1;
  const walk = (step) => {
    const shown = order.filter((id) => !hidden.has(graph.getNodeAttribute(id, "group")));
    if (!shown.length) return;
    at = (at + step + shown.length) % shown.length;
    pick(shown[at]);
    const { x, y } = sigma.getNodeDisplayData(shown[at]);
    sigma.getCamera().animate({ x, y, ratio: 0.5 }, { duration: 200 });
  };
  const keys = { ArrowRight: () => walk(1), ArrowLeft: () => walk(-1), Escape: () => drop(), Enter: () => panel.querySelector("a")?.click() };
  canvas.addEventListener("keydown", (event) => {
    if (!(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
  sigma.on("clickNode", ({ node }) => pick(node));
  sigma.on("clickStage", drop);
  sigma.on("enterNode", () => (canvas.style.cursor = "pointer"));
  sigma.on("leaveNode", () => (canvas.style.cursor = ""));
  const camera = sigma.getCamera();
  fill(tools,
    h("button", { onclick: () => camera.animatedZoom() }, t("graph.closer")),
    h("button", { onclick: () => camera.animatedUnzoom() }, t("graph.farther")),
    h("button", { onclick: () => camera.animatedReset() }, t("graph.fit")),
    Object.keys(GROUPS).map((group) =>
      h("label", { class: "choice" }, h("input", { type: "checkbox", checked: true, onchange: (event) => { hidden[event.target.checked ? "delete" : "add"](group); sigma.refresh(); } }), h("span", { class: "dot", style: { "--c": `var(${COLOURS[group]})` } }), t(`graph.${group}`)),
    ),
  );
  const recolour = () => {
    graph.updateEachNodeAttributes((_, data) => ({ ...data, color: colour(COLOURS[data.group]) }));
    sigma.setSetting("labelColor", { color: colour("--ink") });
    sigma.setSetting("defaultEdgeColor", colour("--line"));
  };
  document.addEventListener("theme", recolour, { signal });
  signal.addEventListener("abort", () => sigma.kill());
}

/** The label of the node that is pointed at, on a ground of its own so that it can be read in light and dark. */
function hover(context, data, settings) {
  context.font = `600 ${settings.labelSize}px ${settings.labelFont}`;
  const width = context.measureText(data.label).width;
  context.fillStyle = colour("--card");
  context.strokeStyle = colour("--line");
  context.beginPath();
  context.roundRect(data.x - data.size - 3, data.y - 12, width + data.size * 2 + 16, 24, 6);
  context.fill();
  context.stroke();
  context.fillStyle = data.color;
  context.beginPath();
  context.arc(data.x, data.y, data.size, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = colour("--ink");
  context.fillText(data.label, data.x + data.size + 5, data.y + 4);
}

function details(graph, id) {
  const data = graph.getNodeAttributes(id);
  const others = graph.neighbors(id).map((each) => graph.getNodeAttributes(each)).sort((a, b) => b.weight - a.weight);
  const whole = (each) => (each.kind === "outlet" ? outlet : to)({ id: each.id, label: each.whole, kind: each.kind });
  return [
    h("p", { class: "kicker" }, named("kinds", data.kind), " · ", n("count.utterances", data.weight)),
    h("p", { class: data.kind === "claim" ? "quote" : "panel-who" }, whole(data)),
    h("p", { class: "how" }, t("graph.neighbours")),
    h("ul", { class: "plain-list" }, others.slice(0, 12).map((each) => h("li", {}, h("span", { class: "dot", style: { "--c": `var(${COLOURS[each.group]})` } }), whole(each)))),
  ];
}
