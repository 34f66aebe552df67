import type { Random } from "@gongjian/shared/testing/random";
import { drawArguments, drawLeafType, place, sample, wrapped } from "./draw-field.ts";
import { drawInaccessible, drawProvides, drawRequires } from "./draw-directives.ts";
import { drawInterfaceEntity, drawInterfaces, drawUnions } from "./draw-abstract.ts";
import { Model, type Field, type Home, type ObjectType, type Way } from "./model.ts";

const SUBGRAPHS = ["a", "b", "c", "d", "e"];
const COLOURS = ["RED", "GREEN", "BLUE", "GREY"];

type Key = NonNullable<Field["keyOf"]>;

/** Each way to tell an entity: the selection of the key and its fields. */
const KEYS: readonly { fields: string; parts: Record<string, [type: string, keyOf: Key]> }[] = [
  { fields: "id", parts: { id: ["ID!", (type, n) => `${type}-${n}`] } },
  { fields: "sku", parts: { sku: ["Int!", (_, n) => n * 10 + 1] } },
  {
    fields: "code region",
    parts: { code: ["String!", (_, n) => `c${n % 2}`], region: ["String!", (_, n) => `r${n >> 1}`] },
  },
  { fields: "spot { code }", parts: { spot: ["Spot!", () => ({ named: "Spot" })] } },
  {
    fields: "half spot { code }",
    parts: { half: ["Int!", (_, n) => n >> 1], spot: ["Spot!", () => ({ named: "Spot" })] },
  },
];

/** A graph that may compose or not: who draws it must try. */
export function drawModel(random: Random): Model {
  const model = new Model(SUBGRAPHS.slice(0, 2 + random.below(4)));
  drawEnum(model, random);
  drawValueTypes(model, random);
  drawEntities(model, random);
  if (random.chance(0.4)) drawInterfaceEntity(model, random);
  drawInterfaces(model, random);
  drawUnions(model, random);
  drawFields(model, random);
  drawRoots(model, random);
  drawRequires(model, random);
  drawProvides(model, random);
  drawInaccessible(model, random);
  return model;
}

function drawEnum(model: Model, random: Random): void {
  const values = new Map(
    model.subgraphs.map((name) => [name, COLOURS.filter((_, i) => i === 0 || random.chance(0.8))]),
  );
  const inaccessible = random.chance(0.4) ? ["GREY"] : [];
  model.enums.set("Colour", { name: "Colour", values, inaccessible: new Set(inaccessible) });
}

function newObject(model: Model, name: string, homes: readonly string[]): ObjectType {
  const home = (): Home => ({ keys: [], interfaces: new Set() });
  const type = { name, homes: new Map(homes.map((subgraph) => [subgraph, home()])), fields: new Map() };
  model.objects.set(name, type);
  return type;
}

/** Types without a key, the same wherever they are known; `Spot` is also part of keys. */
function drawValueTypes(model: Model, random: Random): void {
  const shared = (homes: Iterable<string>): Map<string, Way> =>
    new Map([...homes].map((name) => [name, { role: "answers", directives: ["@shareable"] }]));
  const spot = newObject(model, "Spot", model.subgraphs);
  spot.fields.set("code", {
    name: "code",
    type: "String!",
    args: "",
    ways: shared(model.subgraphs),
    keyOf: (_, n) => `v${n}`,
  });
  for (let i = 0; i < 1 + random.below(3); i += 1) {
    const homes = i === 0 ? model.subgraphs : sample(random, model.subgraphs, 0.7);
    const type = i === 0 ? spot : newObject(model, `Value${i}`, homes);
    for (let f = 0; f < 1 + random.below(3); f += 1) {
      const nested = i > 0 && random.chance(0.25) ? wrapped(random, "Spot") : drawLeafType(random);
      // Where one of its homes lacks a field, it must be reached by another.
      const knowing = f > 0 && random.chance(0.1) ? sample(random, homes, 0.6) : homes;
      const name = `v${i}f${f}`;
      const args = drawArguments(random, 0.15);
      type.fields.set(name, { name, type: nested, args, ways: shared(knowing) });
    }
  }
}

function drawEntities(model: Model, random: Random): void {
  for (let i = 0; i < 2 + random.below(3); i += 1) {
    const type = newObject(model, `Entity${i}`, sample(random, model.subgraphs, 0.6));
    const keys = [KEYS[0], ...KEYS.slice(1).filter(() => random.chance(0.3))].filter(
      (key) => key !== undefined,
    );
    const main = random.pick(keys);
    const isConnected = random.chance(0.75);
    for (const [subgraph, home] of type.homes) {
      const chosen = keys.filter((key) => (isConnected && key === main) || random.chance(0.4));
      for (const key of chosen.length > 0 ? chosen : [random.pick(keys)]) {
        home.keys.push({ fields: key.fields, isResolvable: !random.chance(0.1) });
        for (const [name, [keyType, keyOf]] of Object.entries(key.parts)) {
          const field = type.fields.get(name) ?? { name, type: keyType, args: "", ways: new Map(), keyOf };
          field.ways.set(subgraph, { role: "answers", directives: ["@shareable"] });
          type.fields.set(name, field);
        }
      }
    }
  }
}

function drawFields(model: Model, random: Random): void {
  const entities = [...model.objects.values()].filter(({ name }) => /^Entity|^Part/.test(name));
  for (const type of entities) {
    for (let i = 0; i < 2 + random.below(4); i += 1) {
      const name = `${type.name.toLowerCase()}f${i}`;
      const ways = place(random, [...type.homes.keys()]);
      const fieldType = drawOutputType(model, random, [...ways.keys()]);
      add(model, type, { name, type: fieldType, args: drawArguments(random, 0.3), ways });
    }
  }
}

function drawRoots(model: Model, random: Random): void {
  const query = newObject(model, "Query", model.subgraphs);
  const mutation = newObject(model, "Mutation", model.subgraphs);
  for (const subgraph of model.subgraphs) {
    for (let i = 0; i < 2 + random.below(3); i += 1) {
      const isShared = random.chance(0.15);
      const others = isShared ? sample(random, model.subgraphs, 0.5) : [];
      const homes = [...new Set([subgraph, ...others])];
      const directives = homes.length > 1 ? ["@shareable"] : [];
      const ways = new Map(
        homes.map((name): [string, Way] => [name, { role: "answers", directives: [...directives] }]),
      );
      const type = drawOutputType(model, random, homes, 0.85);
      add(model, query, { name: `${subgraph}Query${i}`, type, args: drawArguments(random, 0.3), ways });
    }
    for (let i = 0; i < random.below(3); i += 1) {
      const ways = new Map<string, Way>([[subgraph, { role: "answers", directives: [] }]]);
      const type = drawOutputType(model, random, [subgraph], 0.6);
      add(model, mutation, { name: `${subgraph}Change${i}`, type, args: drawArguments(random, 0.6), ways });
    }
  }
}

/** A field whose abstract or enum type nobody could give a value of is left out. */
function add(model: Model, type: ObjectType, field: Field): void {
  const named = field.type.replaceAll(/[[\]!]/g, "");
  const isAbstract = model.interfaces.has(named) || model.unions.has(named);
  if (isAbstract && model.possibleFor(field, named).length === 0) return;
  type.fields.set(field.name, field);
}

/** A type that all these subgraphs know. */
function drawOutputType(model: Model, random: Random, subgraphs: readonly string[], composite = 0.5): string {
  if (!random.chance(composite)) return drawLeafType(random);
  const objects = [...model.objects.values()].filter(
    ({ name, homes }) => !["Query", "Mutation"].includes(name) && subgraphs.every((each) => homes.has(each)),
  );
  const interfaces = [...model.interfaces.values()].filter(({ homes, objectHomes }) =>
    subgraphs.every((each) => (homes.get(each)?.size ?? 0) > 0 || objectHomes.has(each)),
  );
  const unions = [...model.unions.values()].filter(({ members }) =>
    subgraphs.every((each) => members.has(each)),
  );
  const entities = objects.filter(({ name }) => name.startsWith("Entity"));
  const names = [...objects, ...entities, ...interfaces, ...interfaces, ...unions].map(({ name }) => name);
  return names.length === 0 ? drawLeafType(random) : wrapped(random, random.pick(names));
}
