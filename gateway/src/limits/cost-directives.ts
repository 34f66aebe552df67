import {
  getDirectiveValues,
  Kind,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
} from "graphql";

/** `@listSize` as it stands in a schema. */
export interface ListSize {
  readonly assumedSize?: number | null;
  readonly slicingArguments?: readonly string[] | null;
  readonly sizedFields?: readonly string[] | null;
  readonly requireOneSlicingArgument?: boolean | null;
}

/** Something in a schema that may carry directives. */
type Carrier = { readonly directives?: readonly ConstDirectiveNode[] } | null | undefined;

/** Reads `@cost` and `@listSize` from a supergraph, by whatever names it imports them. */
export class CostDirectives {
  private readonly names: Names;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    this.names = namesIn(document);
  }

  /** The specification has the weight as a text, Federation as a number. */
  weightOf(carrier: Carrier): number | undefined {
    const weight = Number(this.read(this.names.cost, carrier)?.weight);
    return Number.isFinite(weight) ? weight : undefined;
  }

  listSizeOf(carrier: Carrier): ListSize | undefined {
    return this.read(this.names.listSize, carrier);
  }

  private read(name: string, carrier: Carrier): Record<string, unknown> | undefined {
    const directive = this.schema.getDirective(name);
    return (directive && carrier && getDirectiveValues(directive, carrier)) ?? undefined;
  }
}

interface Names {
  readonly cost: string;
  readonly listSize: string;
}

interface Link {
  readonly url?: string;
  readonly as?: string;
  readonly import?: readonly (string | { readonly name: string; readonly as?: string })[];
}

const COST_SPECIFICATION = /\/cost\/v[\d.]+$/;

/** A directive that is not imported has its specification's name before its own (`@cost__listSize`). */
function namesIn({ definitions }: DocumentNode): Names {
  const links = definitions
    .flatMap((node) => (node.kind === Kind.SCHEMA_DEFINITION ? (node.directives ?? []) : []))
    .filter(({ name }) => name.value === "link")
    .map(argumentsOf);
  const link = links.find(({ url }) => url !== undefined && COST_SPECIFICATION.test(url));
  if (!link) return { cost: "cost", listSize: "listSize" };

  const space = link.as ?? "cost";
  const imported = (name: string): string | undefined => {
    const found = link.import?.find(
      (entry) => (typeof entry === "string" ? entry : entry.name) === `@${name}`,
    );
    return (typeof found === "object" ? (found.as ?? found.name) : found)?.slice(1);
  };
  return { cost: imported("cost") ?? space, listSize: imported("listSize") ?? `${space}__listSize` };
}

function argumentsOf({ arguments: given = [] }: ConstDirectiveNode): Link {
  return Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
}
