import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  Kind,
  visit,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { innerKeyOf, innerVariable } from "../inner-names.ts";
import type { TypeConditions } from "../supergraph/type-conditions.ts";
import { NotPlanned } from "./not-planned.ts";
import { fieldOf } from "../writing/field-of.ts";
import { isIncluded, type Selecting } from "../writing/collect-fields.ts";

/** What is written out may be longer than the document; documents that explode are not planned. */
const MOST_FIELDS = 20_000;

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

/**
 * The operation as planners understand it best, asking for the same: conditions decided, fragments written
 * out in the order in which fields are carried out, each field once, and what an object is called always
 * under `__typename`, where interface objects and type conditions need it. @throws where it gets too long
 */
export function normalise(
  selecting: Selecting,
  conditions: TypeConditions,
  node: OperationDefinitionNode,
): OperationDefinitionNode {
  const root = selecting.schema.getRootType(node.operation);
  if (!root) throw new Error(`The schema has no ${node.operation}.`);
  const { selectionSet } = new Normaliser(selecting, conditions).field(root, [node.selectionSet]);
  const operation: OperationDefinitionNode = { ...node, directives: [], selectionSet };
  return withInnerVariables({ ...operation, variableDefinitions: usedVariables(operation) });
}

interface Gathered {
  /** By the key in the answer. */
  readonly fields: Map<string, FieldNode[]>;
  /** What only some of the objects have, by the type that the condition names. */
  readonly narrower: Map<GraphQLCompositeType, SelectionSetNode[]>;
}

class Normaliser {
  private written = 0;

  constructor(
    private readonly selecting: Selecting,
    private readonly conditions: TypeConditions,
  ) {}

  /** What is selected below a field. */
  field(
    type: GraphQLCompositeType,
    sets: readonly SelectionSetNode[],
  ): { readonly selectionSet: SelectionSetNode } {
    const selections = this.selections(type, sets, new Set(this.objectsOf(type)));
    if (selections.length === 0 || this.hidesObjects(type)) selections.push(TYPENAME);
    return { selectionSet: { kind: Kind.SELECTION_SET, selections } };
  }

  /** Objects that nobody may see have to be told from the others, also where nobody asks for their type. */
  private hidesObjects(type: GraphQLCompositeType): boolean {
    if (!isAbstractType(type)) return false;
    const { schema } = this.selecting;
    return [...this.conditions(type.name)].some((name) => schema.getType(name) === undefined);
  }

  private objectsOf(type: GraphQLCompositeType): readonly GraphQLObjectType[] {
    return isAbstractType(type) ? this.selecting.schema.getPossibleTypes(type) : [type];
  }

  /** @param possible the objects that get here: conditions on others are left out */
  private selections(
    type: GraphQLCompositeType,
    sets: readonly SelectionSetNode[],
    possible: ReadonlySet<GraphQLObjectType>,
  ): SelectionNode[] {
    const gathered: Gathered = { fields: new Map(), narrower: new Map() };
    for (const set of sets) this.gather(type, set, possible, gathered);
    const fields = [...gathered.fields.values()].map((nodes) => this.merged(type, nodes));
    const fragments = [...gathered.narrower].flatMap(([condition, inner]): SelectionNode[] => {
      const left = this.objectsOf(condition).filter((object) => possible.has(object));
      const selections = this.selections(condition, inner, new Set(left));
      if (selections.length === 0) return [];
      const typeCondition = {
        kind: Kind.NAMED_TYPE,
        name: { kind: Kind.NAME, value: condition.name },
      } as const;
      return [
        {
          kind: Kind.INLINE_FRAGMENT,
          typeCondition,
          selectionSet: { kind: Kind.SELECTION_SET, selections },
        },
      ];
    });
    return [...fields, ...fragments];
  }

  private gather(
    type: GraphQLCompositeType,
    { selections }: SelectionSetNode,
    possible: ReadonlySet<GraphQLObjectType>,
    to: Gathered,
  ): void {
    const { fragments, switches } = this.selecting;
    for (const node of selections) {
      if (!isIncluded(node.directives, switches)) continue;
      if (node.kind === Kind.FIELD) {
        // The answer's writer knows what an object is called, whatever key it is asked under.
        if (node.name.value === "__typename") append(to.fields, "__typename", TYPENAME);
        else append(to.fields, innerKeyOf(node), node);
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
      if (fragment) this.gatherFragment(type, fragment, possible, to);
    }
  }

  private gatherFragment(
    type: GraphQLCompositeType,
    { typeCondition, selectionSet }: InlineFragmentNode | FragmentDefinitionNode,
    possible: ReadonlySet<GraphQLObjectType>,
    to: Gathered,
  ): void {
    const { schema } = this.selecting;
    const condition = schema.getType(typeCondition?.name.value ?? type.name);
    if (!isCompositeType(condition)) return;
    if (!this.objectsOf(condition).some((object) => possible.has(object))) return;
    if (isWider(schema, condition, type)) this.gather(type, selectionSet, possible, to);
    else append(to.narrower, condition, selectionSet);
  }

  private merged(parent: GraphQLCompositeType, nodes: readonly FieldNode[]): FieldNode {
    const [first] = nodes;
    if (!first || ++this.written > MOST_FIELDS)
      throw new NotPlanned("NO_WAY", "The operation is too long when written out.");
    const key = innerKeyOf(first);
    const { name, arguments: given = [] } = first;
    const plain: FieldNode = {
      kind: Kind.FIELD,
      ...(key === name.value ? {} : { alias: { kind: Kind.NAME, value: key } }),
      name,
      arguments: given,
    };
    if (first.name.value === "__typename") return plain;
    const named = getNamedType(fieldOf(this.selecting.schema, parent, first.name.value).type);
    if (!isCompositeType(named)) return plain;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    return { ...plain, ...this.field(named, sets) };
  }
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** Whether a condition lets every object of the type through, and asks only for what the type has. */
function isWider(
  schema: GraphQLSchema,
  condition: GraphQLCompositeType,
  type: GraphQLCompositeType,
): boolean {
  if (condition === type) return true;
  if (!isAbstractType(condition)) return false;
  if ("getFields" in type && schema.isSubType(condition, type)) return true;
  if ("getFields" in condition) return false;
  const meant = new Set(schema.getPossibleTypes(condition));
  return isAbstractType(type) && schema.getPossibleTypes(type).every((object) => meant.has(object));
}

function withInnerVariables(operation: OperationDefinitionNode): OperationDefinitionNode {
  return visit(operation, {
    Variable: (variable) => {
      const name = innerVariable(variable.name.value);
      return name === variable.name.value
        ? undefined
        : { ...variable, name: { kind: Kind.NAME, value: name } };
    },
  });
}

function usedVariables(operation: OperationDefinitionNode): OperationDefinitionNode["variableDefinitions"] {
  const used = new Set<string>();
  visit(operation.selectionSet, {
    Variable: ({ name }) => {
      used.add(name.value);
    },
  });
  return operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value)) ?? [];
}
