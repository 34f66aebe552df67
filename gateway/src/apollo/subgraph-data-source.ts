import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from "@apollo/gateway";
import { GraphQLError, Kind, OperationTypeNode, parse, type DocumentNode } from "graphql";
import { NoAnswer, type CallSubgraph } from "../engine/subgraph-call.ts";
import type { RequestContext } from "../graphql/request-context.ts";

type ProcessOptions = GraphQLDataSourceProcessOptions<RequestContext>;
type Answer = Awaited<ReturnType<GraphQLDataSource["process"]>>;
type IncomingOperation = Extract<ProcessOptions, { incomingRequestContext: unknown }>;

/** Fetches of Apollo's gateway from one subgraph; a failure leaves the others' data. */
export class SubgraphDataSource implements GraphQLDataSource<RequestContext> {
  constructor(
    private readonly subgraph: string,
    private readonly call: CallSubgraph<RequestContext>,
  ) {}

  async process(options: ProcessOptions): Promise<Answer> {
    if (!("incomingRequestContext" in options)) {
      throw new Error("The supergraph is a file: subgraphs are not asked for their schema.");
    }
    const { request, context, document } = options;
    const { query = "", variables } = request;
    const body = JSON.stringify({ query, variables });
    const isMutation = changes(document ?? parse(query));
    try {
      const { data, errors } = await this.call({ subgraph: this.subgraph, body, isMutation }, context);
      return { ...(data === undefined ? {} : { data }), ...(errors ? { errors } : {}) };
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return failed(options, error);
    }
  }
}

function changes({ definitions }: DocumentNode): boolean {
  return definitions.some(
    (node) => node.kind === Kind.OPERATION_DEFINITION && node.operation === OperationTypeNode.MUTATION,
  );
}

/**
 * Names the fields that are missing: each root field of the call, or, below the root, the field up to the
 * first list, because a path into every item of it would be as long as the answer.
 */
function failed(options: IncomingOperation, { code, message }: NoAnswer): Answer {
  const extensions = { code };
  const path = options.pathInIncomingRequest ?? [];
  if (path.length === 0) {
    const errors = rootKeys(options).map((key) => ({ message, path: [key], extensions }));
    return { data: null, errors };
  }
  const list = path.indexOf("@");
  throw new GraphQLError(message, { path: list === -1 ? path : path.slice(0, list), extensions });
}

function rootKeys({ request, document }: IncomingOperation): string[] {
  const { definitions } = document ?? parse(request.query ?? "");
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const selections = operation?.selectionSet.selections ?? [];
  return selections.flatMap((node) => (node.kind === Kind.FIELD ? [(node.alias ?? node.name).value] : []));
}
