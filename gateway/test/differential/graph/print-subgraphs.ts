import type { EnumType, Field, InterfaceType, Model, ObjectType, Way } from "./model.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject"
])`;

/** Types that every subgraph has alike. */
const COMMON = `
scalar Money
scalar Anything
enum Size { SMALL MEDIUM LARGE }
input Filter { text: String = "any", least: Int, sizes: [Size!], flag: Boolean! = true, inner: Filter, any: [[Filter!]], money: Money }
`;

/** The SDL of each subgraph, by name. */
export function printSubgraphs(model: Model): Record<string, string> {
  return Object.fromEntries(model.subgraphs.map((subgraph) => [subgraph, printSubgraph(model, subgraph)]));
}

function printSubgraph(model: Model, subgraph: string): string {
  const texts = [
    LINK,
    COMMON,
    ...[...model.enums.values()].map((type) => printEnum(type, subgraph)),
    ...[...model.objects.values()].map((type) => printObject(type, subgraph)),
    ...[...model.interfaces.values()].map((type) => printInterface(model, type, subgraph)),
    ...[...model.unions.values()].map(({ name, members }) => {
      const known = members.get(subgraph);
      return known ? `union ${name} = ${known.join(" | ")}` : "";
    }),
  ];
  return texts.filter(Boolean).join("\n");
}

function printEnum({ name, values, inaccessible }: EnumType, subgraph: string): string {
  const known = values.get(subgraph);
  if (!known) return "";
  const lines = known.map((value) => (inaccessible.has(value) ? `${value} @inaccessible` : value));
  return `enum ${name} { ${lines.join(" ")} }`;
}

function printObject(type: ObjectType, subgraph: string): string {
  const home = type.homes.get(subgraph);
  if (!home) return "";
  const fields = [...type.fields.values()].filter(({ ways }) => ways.has(subgraph));
  if (fields.length === 0) return "";
  const interfaces = home.interfaces.size > 0 ? ` implements ${[...home.interfaces].join(" & ")}` : "";
  const keys = home.keys.map(
    (key) => ` @key(fields: "${key.fields}"${key.isResolvable ? "" : ", resolvable: false"})`,
  );
  const hidden = type.isInaccessible ? " @inaccessible" : "";
  const lines = fields.map((field) => `  ${printField(field, subgraph)}`);
  return `type ${type.name}${interfaces}${keys.join("")}${hidden} {\n${lines.join("\n")}\n}`;
}

function printField({ name, args, type, ways, isInaccessible }: Field, subgraph: string): string {
  const way = ways.get(subgraph);
  const directives = way ? directivesOf(way) : [];
  // An external field must not say it.
  if (isInaccessible && way?.role !== "external") directives.push("@inaccessible");
  return [`${name}${args}: ${type}`, ...directives].join(" ");
}

function directivesOf({ role, directives, requires, provides }: Way): string[] {
  const all = [...directives];
  if (role === "external") all.push("@external");
  if (requires !== undefined) all.push(`@requires(fields: ${JSON.stringify(requires)})`);
  if (provides !== undefined) all.push(`@provides(fields: "${provides}")`);
  return all;
}

function printInterface(model: Model, type: InterfaceType, subgraph: string): string {
  const asObject = type.objectHomes.get(subgraph);
  const names = asObject ?? type.homes.get(subgraph);
  const example = type.implementers[0];
  if (!names || names.size === 0 || !example) return "";
  const key = type.key === undefined ? "" : ` @key(fields: "${type.key}")`;
  const lines = [...names].map((name) => {
    const field = model.field(example.name, name);
    if (asObject) return printField(field, subgraph);
    // An interface may promise less than its implementers keep.
    return `${name}${field.args}: ${type.key === undefined ? field.type.replace(/!$/, "") : field.type}`;
  });
  const head = asObject ? `type ${type.name}${key} @interfaceObject` : `interface ${type.name}${key}`;
  return `${head} {\n  ${lines.join("\n  ")}\n}`;
}
