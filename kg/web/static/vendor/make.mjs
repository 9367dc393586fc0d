import { build } from "esbuild";
import { readFile } from "node:fs/promises";

const prefixes = {
  kg: "https://w3id.org/wortlaut/ns#", schema: "https://schema.org/", prov: "http://www.w3.org/ns/prov#",
  oa: "http://www.w3.org/ns/oa#", dcterms: "http://purl.org/dc/terms/", dcat: "http://www.w3.org/ns/dcat#",
  cito: "http://purl.org/spar/cito/", rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#", xsd: "http://www.w3.org/2001/XMLSchema#",
};
const ownPrefixes = {
  name: "own-prefixes",
  setup: (it) => it.onLoad({ filter: /yasgui\.esm\.js$/ }, async ({ path }) => {
    const text = await readFile(path, "utf8");
    const list = /(?:[\w$]+ = "[^"]*",\s*)*prefixes_default = \{[^}]*\}/g;
    if ((text.match(list) ?? []).length !== 1) throw new Error("the list of prefixes is not where it was");
    return { contents: text.replace(list, `prefixes_default = ${JSON.stringify(prefixes)}`), loader: "js" };
  }),
};
const made = { bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "none", absWorkingDir: process.cwd() };
const graph = 'export { default as Sigma } from "sigma"; export { DirectedGraph } from "graphology";';
await build({ ...made, stdin: { contents: graph, resolveDir: process.cwd() }, outfile: "out/graph.js" });
const query = 'export { default as Yasgui } from "@zazuko/yasgui";';
await build({ ...made, stdin: { contents: query, resolveDir: process.cwd() }, outfile: "out/query.js", plugins: [ownPrefixes] });
