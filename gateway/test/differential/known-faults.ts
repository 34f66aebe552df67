import { isAbstractType, TypeInfo, visit, visitWithTypeInfo, type GraphQLSchema } from "graphql";
import type { Difference } from "./compare.ts";
import { fieldsOf } from "./data/required.ts";
import type { Field, Model } from "./graph/model.ts";
import type { Asked } from "./oracles/monolith.ts";

/** Who answered: our engine with one planner or the other, or `@apollo/gateway`, which plans with Apollo's. */
export const ENGINES = ["hive", "apollo", "gateway"] as const;
export type EngineName = (typeof ENGINES)[number];

export interface Case {
  readonly engine: EngineName;
  readonly asked: Asked;
  readonly difference: Difference;
  readonly touched: readonly Touched[];
}

/** A field that an operation asks for or that is needed to compute one that it asks for. */
interface Touched {
  readonly type: string;
  readonly field: Field;
}

interface Fault {
  /** As `docs/gateway-differences.md` has it. */
  readonly name: string;
  /** Whose it is. */
  readonly engines: readonly EngineName[];
  readonly isIt: (found: Case) => boolean;
}

const BY_APOLLOS_PLANNER: readonly EngineName[] = ["apollo", "gateway"];

/**
 * What others are known to answer wrongly; the first that fits counts. The answer beside which they are wrong is
 * that of one schema without any federation.
 */
const FAULTS: readonly Fault[] = [
  {
    name: "order of keys",
    engines: ["gateway"],
    isIt: ({ difference: { kind } }) => kind === "order",
  },
  {
    name: "error kept back",
    engines: ["gateway"],
    isIt: ({ difference: { kind } }) => kind === "silent null",
  },
  {
    name: "order of changes",
    engines: ["gateway"],
    isIt: ({ asked }) => /^mutation/m.test(asked.source) && asked.source.includes("..."),
  },
  {
    name: "chained @requires",
    engines: ENGINES,
    isIt: ({ touched }) => touched.some(({ field }) => requiresRequiring(field, touched)),
  },
  {
    name: "@requires with arguments",
    engines: ENGINES,
    isIt: ({ touched }) =>
      touched.some(({ field }) => requirementsOf(field).some((text) => text.includes("("))),
  },
  {
    name: "@requires through lists of lists",
    engines: ["gateway"],
    isIt: ({ touched }) =>
      touched.some(({ type, field }) =>
        requiredFields(field).some((name) =>
          touched.some(
            (other) => other.type === type && other.field.name === name && other.field.type.startsWith("[["),
          ),
        ),
      ),
  },
  {
    name: "@requires beside a condition",
    engines: ["gateway"],
    isIt: ({ asked, touched }) =>
      /@(skip|include)/.test(asked.source) && touched.some(({ field }) => requirementsOf(field).length > 0),
  },
  {
    name: "type of an interface object",
    engines: ["gateway"],
    isIt: ({ touched }) =>
      touched.some(({ type, field }) => type.startsWith("Part") && /Extra|Sum/.test(field.name)),
  },
  {
    name: "lists of lists from two subgraphs",
    engines: ["gateway"],
    isIt: ({ touched }) => touched.some(({ field }) => field.type.startsWith("[[") && field.ways.size > 1),
  },
  {
    name: "nullability of the interface",
    engines: ["gateway"],
    isIt: ({ difference: { kind, expected }, touched }) =>
      kind === "data" && expected === "null" && touched.some(({ field }) => isNarrowed(field)),
  },
  {
    name: "no edge from an interface object",
    engines: BY_APOLLOS_PLANNER,
    isIt: ({ difference: { got } }) => got.includes("We should have an edge from"),
  },
  {
    name: "no plan by the native planner",
    engines: ["hive"],
    isIt: ({ difference: { kind, got } }) =>
      kind === "thrown" && /Failed to plan query|gave no plan/.test(got),
  },
];

/** Whether an interface may promise less of the field than the object keeps. */
function isNarrowed({ name, type }: Field): boolean {
  return /^i\d+f\d+$/.test(name) && type.endsWith("!");
}

/** The name of the known fault that a difference is, or null. */
export function knownFault(found: Case): string | null {
  return FAULTS.find(({ engines, isIt }) => engines.includes(found.engine) && isIt(found))?.name ?? null;
}

function requirementsOf({ ways }: Field): string[] {
  return [...ways.values()].flatMap(({ requires }) => requires ?? []);
}

function requiredFields(field: Field): string[] {
  return requirementsOf(field).flatMap((text) => fieldsOf(text).map(({ name }) => name.value));
}

function requiresRequiring(field: Field, touched: readonly Touched[]): boolean {
  const names = requiredFields(field);
  return touched.some((other) => names.includes(other.field.name) && requirementsOf(other.field).length > 0);
}

/** Every field that an operation needs. */
export function touchedBy({ document }: Asked, schema: GraphQLSchema, model: Model): Touched[] {
  const touched = new Map<string, Touched>();
  const touch = (type: string, name: string): void => {
    const field = model.objects.get(type)?.fields.get(name);
    if (!field || touched.has(`${type}.${name}`)) return;
    touched.set(`${type}.${name}`, { type, field });
    for (const required of requiredFields(field)) touch(type, required);
  };
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: ({ name }) => {
        const parent = info.getParentType();
        if (!parent) return;
        const types = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent];
        for (const type of types) touch(type.name, name.value);
      },
    }),
  );
  return [...touched.values()];
}
