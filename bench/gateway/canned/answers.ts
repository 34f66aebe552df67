import {
  Kind,
  parse,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import type { Name } from "../graph.ts";
import { numberOf, TOWN, type Field } from "./town.ts";

/** As many different texts of queries are kept compiled as all gateways of a run send, many times over. */
const REMEMBERED = 500;

type Variables = Readonly<Record<string, unknown>>;
type Answer = (variables: Variables) => string;

/**
 * Answers queries of one subgraph. A text is compiled once, and what it selects of one thing is written
 * once: the answer to a query is then little more than joining strings.
 */
export class CannedAnswers {
  private readonly compiled = new Map<string, Answer>();

  constructor(private readonly name: Name) {}

  /** @throws when the query asks for something that the subgraph does not have */
  answer(query: string, variables: Variables): string {
    let answer = this.compiled.get(query);
    if (answer === undefined) {
      if (this.compiled.size >= REMEMBERED) this.compiled.clear();
      answer = compile(this.name, query);
      this.compiled.set(query, answer);
    }
    return answer(variables);
  }
}

function compile(name: Name, query: string): Answer {
  const { definitions } = parse(query, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error("There is no operation.");
  const selections = new Selections(name, fragments);
  const roots = selections.fieldsOf("Query", operation.selectionSet).map((field) => {
    const key = JSON.stringify((field.alias ?? field.name).value);
    const write = root(selections, field);
    return (variables: Variables) => `${key}:${write(variables)}`;
  });
  return (variables) => `{"data":{${roots.map((write) => write(variables)).join()}}}`;
}

function root(selections: Selections, field: FieldNode): Answer {
  const { name, selectionSet } = field;
  const read = (argument: string): ((variables: Variables) => unknown) => {
    const value = field.arguments?.find((node) => node.name.value === argument)?.value;
    return (variables) => (value === undefined ? undefined : valueOf(value, variables));
  };
  if (name.value === "__typename" || selectionSet === undefined) return () => '"Query"';
  if (name.value === "_entities") return entities(selections, selectionSet, read("representations"));
  if (name.value === "organisations") {
    const shape = selections.shape("Organisation", selectionSet);
    const [first, offset] = [read("first"), read("offset")];
    return (variables) => page(shape, Number(first(variables)), Number(offset(variables)));
  }
  const type = { organisation: "Organisation", need: "Need", offer: "Offer" }[name.value];
  if (type === undefined) throw new Error(`Nothing is known of Query.${name.value}.`);
  const shape = selections.shape(type, selectionSet);
  const id = read("id");
  return (variables) => shape.text(numberOf(String(id(variables))));
}

function page(shape: Shape, first: number, offset: number): string {
  let items = shape.text(offset);
  for (let n = offset + 1; n < offset + first; n++) items += `,${shape.text(n)}`;
  return `[${items}]`;
}

interface Representation {
  readonly __typename: string;
  readonly id: string;
}

function entities(
  selections: Selections,
  selectionSet: SelectionSetNode,
  read: (variables: Variables) => unknown,
): Answer {
  const shapes = new Map<string, Shape>();
  const textOf = ({ __typename, id }: Representation): string => {
    let shape = shapes.get(__typename);
    if (shape === undefined) shapes.set(__typename, (shape = selections.shape(__typename, selectionSet)));
    return shape.text(numberOf(id));
  };
  return (variables) => {
    const [one, ...others] = read(variables) as readonly Representation[];
    let items = one === undefined ? "" : textOf(one);
    for (const other of others) items += `,${textOf(other)}`;
    return `[${items}]`;
  };
}

function valueOf(node: ValueNode, variables: Variables): unknown {
  switch (node.kind) {
    case Kind.VARIABLE:
      return variables[node.name.value];
    case Kind.LIST:
      return node.values.map((value) => valueOf(value, variables));
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map(({ name, value }) => [name.value, valueOf(value, variables)]),
      );
    case Kind.NULL:
      return null;
    default:
      return node.value;
  }
}

/** What one query selects, by type. */
class Selections {
  constructor(
    private readonly name: Name,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {}

  shape(type: string, selectionSet: SelectionSetNode): Shape {
    const known = TOWN[this.name][type];
    if (known === undefined) throw new Error(`${this.name} knows no ${type}.`);
    const parts = this.fieldsOf(type, selectionSet).map((node): readonly [string, Write] => {
      const key = `${JSON.stringify((node.alias ?? node.name).value)}:`;
      if (node.name.value === "__typename") return [key, () => JSON.stringify(type)];
      const field = known[node.name.value];
      if (field === undefined) throw new Error(`${this.name} knows no ${type}.${node.name.value}.`);
      return [key, this.write(field, node)];
    });
    return new Shape(parts);
  }

  /** Fragments written out. */
  fieldsOf(type: string, { selections }: SelectionSetNode): FieldNode[] {
    return selections.flatMap((node) => {
      if (node.kind === Kind.FIELD) return [node];
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.fragments.get(node.name.value);
      if (fragment === undefined) throw new Error("A fragment is missing.");
      const condition = fragment.typeCondition?.name.value ?? type;
      return condition === type ? this.fieldsOf(type, fragment.selectionSet) : [];
    });
  }

  private write(field: Field, { name, selectionSet }: FieldNode): Write {
    if ("json" in field) return field.json;
    if (selectionSet === undefined) throw new Error(`${name.value} needs a selection.`);
    const shape = this.shape(field.type, selectionSet);
    if ("one" in field) return (n) => shape.text(field.one(n));
    return (n) =>
      `[${field
        .many(n)
        .map((child) => shape.text(child))
        .join()}]`;
  }
}

type Write = (n: number) => string;

/** What is selected of things of one type, each written when it is first asked for. */
class Shape {
  private readonly texts: string[] = [];

  constructor(private readonly parts: readonly (readonly [string, Write])[]) {}

  text(n: number): string {
    return (this.texts[n] ??= `{${this.parts.map(([key, write]) => key + write(n)).join()}}`);
  }
}
