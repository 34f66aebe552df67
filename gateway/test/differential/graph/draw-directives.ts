import type { Random } from "@gongjian/shared/testing/random";
import { drawArguments, drawLeafType } from "./draw-field.ts";
import { namedTypeOf, type Field, type InterfaceType, type Model, type ObjectType } from "./model.ts";

/** How often a field that could be computed from fields of another subgraph is added. */
const REQUIRING = 0.5;

/** Adds fields that one subgraph computes from what another tells. */
export function drawRequires(model: Model, random: Random): void {
  for (const type of model.objects.values()) {
    if (!type.name.startsWith("Entity")) continue;
    for (const subgraph of type.homes.keys()) {
      for (let i = 0; i < 2; i += 1)
        if (random.chance(REQUIRING))
          addRequiring(model, random, { type, subgraph, name: `${subgraph}Sum${i}` });
    }
  }
  const part = model.interfaces.get("Part");
  if (part && random.chance(REQUIRING)) addRequiringToPart(part, random);
}

interface Place {
  readonly type: ObjectType;
  readonly subgraph: string;
  readonly name: string;
}

function addRequiring(model: Model, random: Random, { type, subgraph, name }: Place): void {
  const foreign = [...type.fields.values()].filter((field) => isForeign(field, subgraph));
  const isEntered = type.homes.get(subgraph)?.keys.every(({ isResolvable }) => isResolvable);
  if (foreign.length === 0 || !isEntered) return;
  const chosen = new Set([random.pick(foreign), random.pick(foreign)]);
  const texts: string[] = [];
  for (const field of chosen) {
    const text = selectionOf(model, random, field, subgraph);
    if (text === null) continue;
    texts.push(text);
    field.isSafe = true;
    if (!field.ways.has(subgraph)) field.ways.set(subgraph, { role: "external", directives: [] });
  }
  if (texts.length === 0) return;
  type.fields.set(name, {
    name,
    type: drawLeafType(random),
    args: drawArguments(random, 0.3),
    ways: new Map([[subgraph, { role: "answers", directives: [], requires: texts.join(" ") }]]),
  });
}

function isForeign(field: Field, subgraph: string): boolean {
  const way = field.ways.get(subgraph);
  return !field.keyOf && (way === undefined || (way.role === "external" && way.directives.length === 0));
}

/** The field with arguments and whatever lies below it, or null where the subgraph cannot say that. */
function selectionOf(model: Model, random: Random, field: Field, subgraph: string): string | null {
  const head = `${field.name}${drawValues(random, field.args)}`;
  const named = namedTypeOf(field.type);
  if (isLeaf(model, named)) return knowsLeaf(model, named, field, subgraph) ? head : null;
  const below = model.objects.get(named);
  if (!below?.homes.has(subgraph)) return null;
  const leaves = [...below.fields.values()].filter(
    (each) => isLeaf(model, namedTypeOf(each.type)) && each.ways.get(subgraph)?.role !== "overridden",
  );
  const isValue = /^Value|^Spot/.test(named);
  const sayable = leaves.filter(
    (each) => each.keyOf ?? (isValue ? each.ways.has(subgraph) : !each.ways.has(subgraph)),
  );
  if (sayable.length === 0) return null;
  const leaf = random.pick(sayable);
  if (!leaf.ways.has(subgraph)) leaf.ways.set(subgraph, { role: "external", directives: [] });
  leaf.isSafe = true;
  return `${head} { ${leaf.name}${drawValues(random, leaf.args)} }`;
}

function isLeaf(model: Model, named: string): boolean {
  return !model.objects.has(named) && !model.interfaces.has(named) && !model.unions.has(named);
}

/** Every value that the others may tell must be known where it is handed in. */
function knowsLeaf(model: Model, named: string, field: Field, subgraph: string): boolean {
  const known = model.enums.get(named)?.values.get(subgraph);
  return !known || model.valuesFor(field, named).every((value) => known.includes(value));
}

/** Arguments that a `@requires` may give, by what the field's declaration says. */
const GIVEN: readonly { readonly declared: RegExp; readonly draw: (random: Random) => string }[] = [
  { declared: /\bby: Int/, draw: (random) => `by: ${random.below(9)}` },
  { declared: /\bto: String/, draw: () => 'to: "it"' },
  { declared: /\bsize: Size/, draw: () => "size: LARGE" },
  { declared: /\bwhere: Filter/, draw: (random) => `where: { least: ${random.below(9)}, sizes: [SMALL] }` },
];

/** Values for arguments as a `@requires` gives them, e.g. `(by: 7)`. */
function drawValues(random: Random, args: string): string {
  const values = GIVEN.filter(
    ({ declared }) =>
      new RegExp(`${declared.source}!(?! =)`).test(args) || (declared.test(args) && random.chance(0.6)),
  ).map(({ draw }) => draw(random));
  return values.length > 0 ? `(${values.join(", ")})` : "";
}

function addRequiringToPart(part: InterfaceType, random: Random): void {
  const [subgraph, names] = [...part.objectHomes][0] ?? [];
  const label = part.implementers[0]?.fields.get("label");
  if (subgraph === undefined || label?.args !== "") return;
  if (namedTypeOf(label.type) === "Colour") return;
  label.isSafe = true;
  label.ways.set(subgraph, { role: "external", directives: [] });
  names?.add("label");
  const field: Field = {
    name: "partSum",
    type: drawLeafType(random),
    args: "",
    ways: new Map([[subgraph, { role: "answers", directives: [], requires: "label" }]]),
  };
  for (const { fields } of part.implementers) fields.set(field.name, field);
  names?.add(field.name);
}

/** Lets fields tell what lies below them though another subgraph owns it. */
export function drawProvides(model: Model, random: Random): void {
  for (const type of model.objects.values()) {
    for (const field of type.fields.values()) {
      for (const [subgraph, way] of field.ways) {
        if (way.role === "answers" && random.chance(0.3)) provide(model, random, field, subgraph);
      }
    }
  }
}

function provide(model: Model, random: Random, field: Field, subgraph: string): void {
  const below = model.objects.get(namedTypeOf(field.type));
  const way = field.ways.get(subgraph);
  if (!below || !way || !below.name.startsWith("Entity") || !below.homes.has(subgraph)) return;
  const leaves = [...below.fields.values()].filter(
    (each) => isForeign(each, subgraph) && isLeaf(model, namedTypeOf(each.type)) && mayBeShared(each),
  );
  if (leaves.length === 0) return;
  const leaf = random.pick(leaves);
  if (!knowsLeaf(model, namedTypeOf(leaf.type), leaf, subgraph)) return;
  for (const { role, directives } of leaf.ways.values())
    if (role === "answers" && directives.length === 0) directives.push("@shareable");
  leaf.ways.set(subgraph, { role: "external", directives: [] });
  way.provides = leaf.name;
}

function mayBeShared({ args, ways }: Field): boolean {
  const hasOther = [...ways.values()].some(
    ({ directives, requires }) => requires !== undefined || directives.some((each) => each !== "@shareable"),
  );
  return args === "" && !hasOther;
}

/** Hides some fields, and some types with all fields that lead to them. */
export function drawInaccessible(model: Model, random: Random): void {
  const hidden = [...model.objects.values()].filter(
    ({ name }) => name.startsWith("Value") && random.chance(0.1),
  );
  for (const type of hidden) type.isInaccessible = true;
  const faces = new Set(
    [...model.interfaces.values()].flatMap(({ homes }) => [...homes.values()].flatMap((names) => [...names])),
  );
  for (const type of model.objects.values()) {
    for (const field of type.fields.values()) {
      const leadsToHidden = hidden.some(({ name }) => name === namedTypeOf(field.type));
      const isOwn = !faces.has(field.name) && !/Query|Mutation|Part/.test(type.name);
      if (leadsToHidden || (isOwn && random.chance(0.05))) field.isInaccessible = true;
    }
  }
}
