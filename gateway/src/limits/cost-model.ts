import {
  buildASTSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  parse,
  visit,
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type InputValueDefinitionNode,
} from "graphql";
import { CostDirectives, type ListSize } from "./cost-directives.ts";
import { LIMITS, type Limits } from "./limits.ts";

type Field = GraphQLField<unknown, unknown>;

/** What a field costs and how many objects it gives. */
export interface FieldCost {
  readonly type: GraphQLNamedType;
  readonly isList: boolean;
  /** Of each object it gives. */
  readonly weight: number;
  /** Of asking at all. */
  readonly work: number;
  readonly page: PageSize | null;
  /** Arguments that may cost something when they are given. */
  readonly inputs: readonly GraphQLArgument[];
}

/** How long the list is that a field gives, or those directly below it. */
export interface PageSize {
  /** Where no argument is given. */
  readonly assumed: number;
  /** Arguments that say it, each as a path (`first`, `page.size`). */
  readonly slicedBy: readonly (readonly string[])[];
  /** The lists below that are so long; "ALL" of them; null where it is the field itself. */
  readonly lists: ReadonlySet<string> | "ALL" | null;
  /** How many of the arguments may be given at least and at most. */
  readonly least: number;
  readonly most: number;
}

/**
 * What the fields of a supergraph cost: as `@cost` and `@listSize` say (the specification as Federation 2.9
 * composes it), and where they say nothing, as the shape of the field tells.
 */
export class CostModel {
  readonly schema: GraphQLSchema;
  /** What a plain list is taken to hold. */
  readonly listSize: number;
  private readonly directives: CostDirectives;
  private readonly work: ReadonlyMap<string, number>;
  private readonly fields = new Map<Field, FieldCost>();
  private readonly weighsInputs: boolean;

  constructor(supergraphSdl: string, { listSize, work }: Limits = LIMITS) {
    const document = parse(supergraphSdl, { noLocation: true });
    this.schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
    this.directives = new CostDirectives(this.schema, document);
    this.listSize = listSize;
    this.work = new Map(Object.entries(work));
    this.weighsInputs = inputsOf(document).some((input) => this.directives.weightOf(input) !== undefined);
  }

  /** Null for a field that is not in the schema: validation will refuse it. */
  fieldCost(parent: GraphQLNamedType, name: string): FieldCost | null {
    if (!isObjectType(parent) && !isInterfaceType(parent)) return null;
    const field = parent.getFields()[name];
    if (!field) return null;
    const known = this.fields.get(field);
    if (known) return known;
    // What an interface's field costs is told where it is implemented.
    const others = isInterfaceType(parent)
      ? this.schema.getPossibleTypes(parent).flatMap((type) => type.getFields()[name] ?? [])
      : [];
    const cost = this.dearest([field, ...others]);
    this.fields.set(field, cost);
    return cost;
  }

  /** What asking for a field of this name costs by itself, where no `@cost` tells. */
  workOf(name: string): number {
    return this.work.get(name) ?? 0;
  }

  /** What it costs to give this value: the weights of the argument and of what is inside. */
  inputCost({ astNode, type }: GraphQLArgument | GraphQLInputField, value: unknown): number {
    return (this.directives.weightOf(astNode) ?? 0) + this.insideOf(getNamedType(type), value);
  }

  private insideOf(type: GraphQLNamedType, value: unknown): number {
    if (!isInputObjectType(type) || typeof value !== "object" || value === null) return 0;
    if (Array.isArray(value)) return total(value.map((item: unknown) => this.insideOf(type, item)));
    const fields = type.getFields();
    return total(
      Object.entries(value).map(([name, inner]: [string, unknown]) => {
        const field = fields[name];
        return field ? this.inputCost(field, inner) : 0;
      }),
    );
  }

  private dearest(fields: readonly [Field, ...Field[]]): FieldCost {
    const [{ name, type, args }] = fields;
    const weights = fields.map(({ astNode }) => this.directives.weightOf(astNode));
    const pages = fields.flatMap((field) => this.pageOf(field) ?? []);
    return {
      type: getNamedType(type),
      isList: isListType(getNullableType(type)),
      weight: Math.max(...fields.map((field) => this.weightOf(field))),
      work: weights.some((weight) => weight !== undefined) ? 0 : this.workOf(name),
      page: pages.sort((a, b) => b.assumed - a.assumed)[0] ?? null,
      inputs: this.weighsInputs ? args : [],
    };
  }

  private weightOf({ astNode, type }: Field): number {
    const named = getNamedType(type);
    return (
      this.directives.weightOf(astNode) ?? this.directives.weightOf(named.astNode) ?? weightByShape(named)
    );
  }

  private pageOf(field: Field): PageSize | null {
    const told = this.directives.listSizeOf(field.astNode);
    return told ? this.pageByDirective(field, told) : this.pageByShape(field);
  }

  private pageByDirective({ args }: Field, told: ListSize): PageSize {
    const paths = told.slicingArguments ?? [];
    const lists = new Set(told.sizedFields);
    const usual = largestDefault(args.filter(({ name }) => paths.includes(name)));
    const needsOne = paths.length > 0 && told.requireOneSlicingArgument !== false;
    return {
      assumed: usual ?? told.assumedSize ?? this.listSize,
      slicedBy: paths.map((path) => path.split(".")),
      lists: lists.size > 0 ? lists : null,
      least: needsOne && usual === undefined ? 1 : 0,
      most: needsOne ? 1 : paths.length,
    };
  }

  /** `first` and `last` are the size of a page by Relay's convention. */
  private pageByShape({ args, type }: Field): PageSize | null {
    const slicing = args.filter(({ name }) => name === "first" || name === "last");
    if (slicing.length === 0) return null;
    return {
      assumed: largestDefault(slicing) ?? this.listSize,
      slicedBy: slicing.map(({ name }) => [name]),
      lists: isListType(getNullableType(type)) ? null : "ALL",
      least: 0,
      most: slicing.length,
    };
  }
}

function total(costs: readonly number[]): number {
  return costs.reduce((a, b) => a + b, 0);
}

function largestDefault(inputs: readonly GraphQLArgument[]): number | undefined {
  const defaults = inputs
    .map(({ defaultValue }) => defaultValue)
    .filter((value) => typeof value === "number");
  return defaults.length > 0 ? Math.max(...defaults) : undefined;
}

/** The parts of a page that are no objects of their own. */
const WRAPPER = /Edge$|^PageInfo$/;

function weightByShape(type: GraphQLNamedType): number {
  return isCompositeType(type) && !WRAPPER.test(type.name) ? 1 : 0;
}

function inputsOf(document: DocumentNode): InputValueDefinitionNode[] {
  const inputs: InputValueDefinitionNode[] = [];
  visit(document, {
    InputValueDefinition: (node) => {
      inputs.push(node);
    },
  });
  return inputs;
}
