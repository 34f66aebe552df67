import type { Random } from "@gongjian/shared/testing/random";
import { drawArguments, drawLeafType, place, sample } from "./draw-field.ts";
import type { Field, InterfaceType, Model, ObjectType } from "./model.ts";

const PARTS = ["Part0", "Part1", "Part2"];

/** Interfaces without a key; the same fields lie in different subgraphs for different implementers. */
export function drawInterfaces(model: Model, random: Random): void {
  for (let i = 0; i < random.below(3); i += 1) {
    const implementers = sample(random, [...model.objects.values()], 0.4);
    const names = [`i${i}f0`, `i${i}f1`].slice(0, 1 + random.below(2));
    for (const name of names) {
      const type = drawLeafType(random);
      const args = drawArguments(random, 0.3);
      for (const each of implementers) each.fields.set(name, commonField(random, each, { name, type, args }));
    }
    const isEntities = implementers.every(({ name }) => !/^Value|^Spot/.test(name));
    const common =
      isEntities && implementers.every(({ fields }) => fields.has("id")) ? ["id", ...names] : names;
    declareInterface(model, random, { name: `Face${i}`, implementers, names: common });
  }
}

function commonField(random: Random, type: ObjectType, field: Pick<Field, "name" | "type" | "args">): Field {
  const homes = [...type.homes.keys()];
  if (/^Entity|^Part/.test(type.name)) return { ...field, ways: place(random, homes) };
  return {
    ...field,
    ways: new Map(homes.map((name) => [name, { role: "answers", directives: ["@shareable"] }])),
  };
}

interface Declared {
  readonly name: string;
  readonly implementers: ObjectType[];
  readonly names: readonly string[];
}

function declareInterface(model: Model, random: Random, { name, implementers, names }: Declared): void {
  const homes = new Map<string, Set<string>>();
  for (const subgraph of model.subgraphs) {
    const local = implementers.filter((type) => type.homes.has(subgraph) && random.chance(0.9));
    const common = names.filter((each) => local.every(({ fields }) => fields.get(each)?.ways.has(subgraph)));
    if (local.length === 0 || common.length === 0) continue;
    homes.set(subgraph, new Set(common));
    for (const type of local) type.homes.get(subgraph)?.interfaces.add(name);
  }
  if (homes.size > 0) model.interfaces.set(name, { name, homes, implementers, objectHomes: new Map() });
}

/** An interface that is an entity: one subgraph has its implementers, others add fields to all of them. */
export function drawInterfaceEntity(model: Model, random: Random): void {
  const [main = "a", ...others] = [...model.subgraphs].sort(() => random.below(3) - 1);
  const objectHomes = sample(random, others, 0.4);
  const face: InterfaceType = {
    name: "Part",
    key: "id",
    homes: new Map([[main, new Set(["id"])]]),
    implementers: [],
    objectHomes: new Map(objectHomes.map((name) => [name, new Set(["id"])])),
  };
  const plain = others.filter((name) => !objectHomes.includes(name));
  for (const name of PARTS.slice(0, 1 + random.below(3))) {
    const type: ObjectType = { name, homes: new Map(), fields: new Map() };
    for (const subgraph of [main, ...plain.filter(() => random.chance(0.3))]) {
      const interfaces = new Set(subgraph === main ? ["Part"] : []);
      type.homes.set(subgraph, { keys: [{ fields: "id", isResolvable: true }], interfaces });
    }
    const homes = [...type.homes.keys(), ...objectHomes];
    type.fields.set("id", {
      name: "id",
      type: "ID!",
      args: "",
      ways: new Map(homes.map((subgraph) => [subgraph, { role: "answers", directives: [] }])),
      keyOf: (concrete, n) => `${concrete}-${n}`,
    });
    model.objects.set(name, type);
    face.implementers.push(type);
  }
  addCommonFields(face, random, main);
  model.interfaces.set(face.name, face);
}

/** Fields of all implementers: one told by the subgraph that has them, others by those that have the object. */
function addCommonFields(face: InterfaceType, random: Random, main: string): void {
  const addTo = (subgraph: string, name: string, names: Set<string>): void => {
    const field: Field = {
      name,
      type: drawLeafType(random),
      args: drawArguments(random, 0.2),
      ways: new Map([[subgraph, { role: "answers", directives: [] }]]),
    };
    for (const { fields } of face.implementers) fields.set(name, field);
    names.add(name);
  };
  const inMain = face.homes.get(main);
  if (inMain) addTo(main, "label", inMain);
  for (const [subgraph, names] of face.objectHomes)
    for (let i = 0; i < 1 + random.below(2); i += 1) addTo(subgraph, `${subgraph}Extra${i}`, names);
}

/** Unions of which each subgraph may know only some members. */
export function drawUnions(model: Model, random: Random): void {
  for (let i = 0; i < random.below(3); i += 1) {
    const types = sample(random, [...model.objects.values()], 0.5);
    const members = new Map<string, string[]>();
    for (const subgraph of model.subgraphs) {
      const known = types.filter(({ homes }) => homes.has(subgraph) && random.chance(0.85));
      if (known.length > 0)
        members.set(
          subgraph,
          known.map(({ name }) => name),
        );
    }
    if (members.size > 0) model.unions.set(`Union${i}`, { name: `Union${i}`, members });
  }
}
