import type { EntitiesNode, EntityGroup } from "../planning/plan.ts";
import type { SubgraphError } from "../subgraph-call.ts";
import { MOST_ERRORS, type Execution } from "./execution.ts";
import { bodyWriter, clientPath, tellNoAnswer } from "./fetch-root.ts";
import { compileRepresentation, type Represent } from "./representations.ts";
import { copyOf, isResponseObject, merge, own, type ResponseObject } from "./response-object.ts";
import { compileRewrites, renamedKeys, type RewriteAnswer } from "./rewrites.ts";
import { compilePath, headOf, pathsOf, type FindTargets, type ResponsePath } from "./targets.ts";
import type { TypeConditions } from "../supergraph/type-conditions.ts";

/** One `_entities` field, prepared. */
interface Group {
  readonly node: EntityGroup;
  readonly finds: readonly FindTargets[];
  readonly represent: Represent;
  readonly rewrite: RewriteAnswer | null;
  readonly renamed: ReadonlyMap<string, string>;
  readonly conditions: TypeConditions;
  /** What stands before its list of representations in the request. */
  readonly lead: string;
}

/** What is asked in one `_entities` field: each representation once, with the objects that it stands for. */
interface Question {
  readonly group: Group;
  readonly objects: ReadonlyMap<string, ResponseObject[]>;
}

/** Asks a subgraph for more about objects of the answer and merges it into them. */
export function compileEntities(
  node: EntitiesNode,
  conditions: TypeConditions,
): (execution: Execution<unknown>) => Promise<void> | undefined {
  const groups = node.groups.map((group) => prepare(group, conditions));
  const write = bodyWriter(node.operation, node.variables);
  const { subgraph } = node;

  const fetch = async (execution: Execution<unknown>, questions: readonly Question[]): Promise<void> => {
    try {
      const representations = questions.map(
        ({ group, objects }) => `${group.lead}[${[...objects.keys()].join(",")}]`,
      );
      const { data, errors } = await execution.call(subgraph, write(execution, representations), false);
      if (data) for (const question of questions) take(own(data, question.group.node.key), question);
      if (errors) placeErrors(execution, errors, questions, subgraph);
    } catch (error) {
      const asked = questions.filter(({ objects }) => objects.size > 0);
      tellNoAnswer(execution, error, subgraph, headsOf(asked));
    }
  };
  return (execution) => {
    const questions = groups.map((group) => questionOf(group, execution.data));
    return questions.some(({ objects }) => objects.size > 0) ? fetch(execution, questions) : undefined;
  };
}

function prepare(node: EntityGroup, conditions: TypeConditions): Group {
  return {
    node,
    finds: node.paths.map((path) => compilePath(path, conditions)),
    represent: compileRepresentation(node.requires, node.inputRewrites, conditions),
    rewrite: compileRewrites(node.outputRewrites, conditions),
    renamed: renamedKeys(node.outputRewrites),
    conditions,
    lead: `${JSON.stringify(node.variable)}:`,
  };
}

function questionOf(group: Group, root: ResponseObject): Question {
  const found: ResponseObject[] = [];
  for (const find of group.finds) find(root, found);
  const objects = new Map<string, ResponseObject[]>();
  for (const object of found) {
    const representation = group.represent(object);
    if (representation === null) continue;
    const same = objects.get(representation);
    if (same) same.push(object);
    else objects.set(representation, [object]);
  }
  return { group, objects };
}

/** Merges each entity into the objects that it was asked for; what came too short or odd is left out. */
function take(entities: unknown, { group, objects }: Question): void {
  if (!Array.isArray(entities)) return;
  let index = 0;
  for (const same of objects.values()) {
    const entity: unknown = entities[index++];
    if (!isResponseObject(entity)) continue;
    group.rewrite?.(entity);
    same.forEach((object, copies) => {
      if (isNarrower(object, entity, group.conditions)) entity.__typename = object.__typename;
      // What is merged into one object later must not show up in another.
      merge(object, copies === same.length - 1 ? entity : copyOf(entity));
    });
  }
}

/** Whether the object's type is known better than a subgraph tells it that has an interface object. */
function isNarrower(object: ResponseObject, entity: ResponseObject, conditions: TypeConditions): boolean {
  const [known, told] = [own(object, "__typename"), own(entity, "__typename")];
  return typeof known === "string" && typeof told === "string" && conditions(told).has(known);
}

/** An error about an entity belongs to every object that it was asked for. */
function placeErrors(
  execution: Execution<unknown>,
  errors: readonly SubgraphError[],
  questions: readonly Question[],
  subgraph: string,
): void {
  const places = new Map<Question, Places>();
  for (const error of errors.slice(0, MOST_ERRORS)) {
    const [key, index] = Array.isArray(error.path) ? (error.path as ResponsePath) : [];
    const question = questions.find(({ group }) => group.node.key === key);
    let found: readonly ResponsePath[] = [];
    if (question && typeof index === "number") {
      const known = places.get(question) ?? placesOf(execution.data, question);
      places.set(question, known);
      const below = clientPath(error, question.group.renamed, 2);
      found = known(index).map((path) => [...path, ...below]);
    }
    const paths = found.length > 0 ? found : headsOf(question ? [question] : questions);
    for (const path of paths) execution.addError({ ...error, subgraph, path });
  }
}

/** Where the objects stand that an index in `_entities` was asked for. */
type Places = (index: number) => readonly ResponsePath[];

function placesOf(root: ResponseObject, { group, objects }: Question): Places {
  const byIndex = [...objects.values()];
  const maps = group.node.paths.map((path) => pathsOf(root, path));
  return (index) =>
    (byIndex[index] ?? []).flatMap((object) => maps.flatMap((paths) => paths.get(object) ?? []));
}

/** What is said to be missing when it is not known which of the objects are concerned. */
function headsOf(questions: readonly Question[]): ResponsePath[] {
  const heads = questions.flatMap(({ group }) => group.node.paths.map(headOf));
  return [...new Map(heads.map((head) => [head.join("."), head])).values()];
}
