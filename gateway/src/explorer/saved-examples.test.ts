import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Supergraph } from "@apollo/federation-internals";
import { parse, validate } from "graphql";
import { savedExamples } from "./saved-examples.ts";

const supergraphSdl = readFileSync(join(__dirname, "..", "..", "supergraph.graphql"), "utf8");
const schema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();

test.each(savedExamples())("example $name fits the schema as it stands", ({ query }) => {
  expect(validate(schema, parse(query))).toEqual([]);
});

test.each(savedExamples())("example $name has a Chinese and an English title of its own", (example) => {
  expect(example.title).toMatch(/^\p{Script=Han}/u);
  expect(example.titleEn).toMatch(/^[A-Z][\x20-\x7e]+$/);
  expect(savedExamples().filter(({ title }) => title === example.title)).toHaveLength(1);
});
