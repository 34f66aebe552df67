import type { Random } from "@gongjian/shared/testing/random";
import {
  doTypesOverlap,
  GraphQLBoolean,
  GraphQLNonNull,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isNonNullType,
  isUnionType,
  parse,
  validate,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from "graphql";
import type { Asked } from "../oracles/monolith.ts";
import { drawIntrospection } from "./draw-introspection.ts";
import { drawText, type Variables } from "./draw-value.ts";

const TRIES = 50;
const DEEPEST = 5;
const MOST_FIELDS = 60;
const MOST_SELECTIONS = 150;

/** A valid operation over a schema, with the values of its variables. */
export function drawOperation(schema: GraphQLSchema, random: Random): Asked {
  for (let i = 0; i < TRIES; i += 1) {
    const drawn = new Drawing(schema, random).operation();
    const document = parse(drawn.source);
    // Two fields of one name may differ below an abstract type: then it is drawn again.
    if (validate(schema, document).length === 0) return { ...drawn, document };
  }
  throw new Error("No valid operation was drawn.");
}

class Drawing {
  readonly #variables: Variables = { definitions: new Map(), values: {} };
  readonly #fragments = new Map<string, { readonly type: string; text: string }>();
  /** The same field with the same arguments goes under the same name. */
  readonly #aliases = new Map<string, string>();
  #fields = 0;
  #selections = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: Random,
  ) {}

  operation(): Omit<Asked, "document"> {
    const { random, schema } = this;
    const mutation = schema.getMutationType();
    const isMutation = mutation && random.chance(0.2);
    const root = isMutation ? mutation : schema.getQueryType();
    if (!root) throw new Error("There is nothing to ask.");
    const selections = this.#selectionSet(root, 0);
    const definitions = [...this.#variables.definitions].map(([name, text]) => `$${name}: ${text.trim()}`);
    const heading = definitions.length > 0 ? `(${definitions.join(", ")})` : "";
    const fragments = [...this.#fragments].map(
      ([name, { type, text }]) => `fragment ${name} on ${type} ${text}`,
    );
    const kind = isMutation ? "mutation" : "query";
    const texts = [`${kind} Asked${heading} ${selections}`, ...fragments];
    const isOneOfTwo = random.chance(0.05);
    if (isOneOfTwo) texts.unshift("query Other { __typename }");
    return {
      source: texts.join("\n"),
      operationName: isOneOfTwo || random.chance(0.5) ? "Asked" : undefined,
      variables: this.#variables.values,
    };
  }

  #selectionSet(type: GraphQLCompositeType, depth: number): string {
    const { random } = this;
    const count = 1 + random.below(depth === 0 ? 3 : 4);
    const selections = Array.from({ length: count }, () => this.#selection(type, depth));
    if (depth === 0 && type === this.schema.getQueryType() && random.chance(0.05))
      selections.push(drawIntrospection(this.schema, random));
    return `{ ${selections.join(" ")} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const { random } = this;
    const dice = random.below(100);
    this.#selections += 1;
    if (this.#selections > MOST_SELECTIONS || depth > 2 * DEEPEST) return "__typename";
    if (dice < 8) return `${random.chance(0.3) ? "kind: " : ""}__typename${this.#directives()}`;
    if (dice < 16 || (isAbstractType(type) && dice < 55)) return this.#fragment(type, depth);
    if (dice < 24 && depth < DEEPEST) return this.#spread(type, depth);
    return this.#field(type, depth);
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const isBare = this.random.chance(0.15);
    const condition = this.#overlapping(type);
    const inner = isBare ? type : condition;
    const on = isBare ? "" : ` on ${condition.name}`;
    return `...${on}${this.#directives()} ${this.#selectionSet(inner, depth + 1)}`;
  }

  #spread(type: GraphQLCompositeType, depth: number): string {
    const { random, schema } = this;
    const fitting = [...this.#fragments].filter(([, { type: name, text }]) => {
      const other = schema.getType(name);
      // A fragment still without a text is being drawn: spread within itself it would have no end.
      return text !== "" && isCompositeType(other) && doTypesOverlap(schema, type, other);
    });
    if (fitting.length > 0 && random.chance(0.5)) return `...${random.pick(fitting)[0]}${this.#directives()}`;
    const condition = this.#overlapping(type);
    const name = `Some${this.#fragments.size}`;
    const fragment = { type: condition.name, text: "" };
    this.#fragments.set(name, fragment);
    fragment.text = this.#selectionSet(condition, depth + 1);
    return `...${name}${this.#directives()}`;
  }

  #overlapping(type: GraphQLCompositeType): GraphQLCompositeType {
    const { random, schema } = this;
    if (random.chance(0.2)) return type;
    const all = Object.values(schema.getTypeMap()).filter(
      (each) => isCompositeType(each) && !each.name.startsWith("__") && doTypesOverlap(schema, type, each),
    );
    return random.pick(all) as GraphQLCompositeType;
  }

  #field(type: GraphQLCompositeType, depth: number): string {
    const { random } = this;
    if (isUnionType(type)) return "__typename";
    const all = Object.values(type.getFields());
    const isFull = depth >= DEEPEST || this.#fields >= MOST_FIELDS;
    const leaves = all.filter((field) => isLeafType(getNamedType(field.type)));
    const candidates = isFull ? leaves : all;
    if (candidates.length === 0) return "__typename";
    this.#fields += 1;
    const field = random.pick(candidates);
    const named = getNamedType(field.type);
    const head = `${this.#named(field)}${this.#directives()}`;
    return isCompositeType(named) ? `${head} ${this.#selectionSet(named, depth + 1)}` : head;
  }

  /** The field with its arguments, under a name that no other arguments have. */
  #named(field: GraphQLField<unknown, unknown>): string {
    const { random } = this;
    const texts = field.args
      .filter((argument) => isRequired(argument) || random.chance(0.5))
      .map((argument) => `${argument.name}: ${drawText(random, argument.type, this.#variables)}`);
    if (texts.length === 0) return random.chance(0.1) ? `also_${field.name}: ${field.name}` : field.name;
    const text = `${field.name}(${texts.join(", ")})`;
    const alias = this.#aliases.get(text) ?? `x${this.#aliases.size}`;
    this.#aliases.set(text, alias);
    return `${alias}: ${text}`;
  }

  #directives(): string {
    const { random } = this;
    if (!random.chance(0.12)) return "";
    const condition = (): string => {
      if (random.chance(0.3)) return random.pick(["true", "false"]);
      return drawCondition(random, this.#variables);
    };
    const one = random.pick(["include", "skip"]);
    const first = ` @${one}(if: ${condition()})`;
    if (!random.chance(0.2)) return first;
    return `${first} @${one === "skip" ? "include" : "skip"}(if: ${condition()})`;
  }
}

function isRequired({ type, defaultValue }: GraphQLArgument): boolean {
  return isNonNullType(type) && defaultValue === undefined;
}

function drawCondition(random: Random, variables: Variables): string {
  for (;;) {
    const text = drawText(random, new GraphQLNonNull(GraphQLBoolean), variables);
    if (text.startsWith("$")) return text;
  }
}
