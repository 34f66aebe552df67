import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from "@apollo/gateway";
import type { Logger } from "@gongjian/shared/log";
import { GraphQLError, Kind, OperationTypeNode, parse, type DocumentNode } from "graphql";
import type { RequestContext } from "./request-context.ts";
import { SubgraphFailure, type SubgraphClient } from "./subgraph-client.ts";

type ProcessOptions = GraphQLDataSourceProcessOptions<RequestContext>;
type Answer = Awaited<ReturnType<GraphQLDataSource["process"]>>;
type IncomingOperation = Extract<ProcessOptions, { incomingRequestContext: unknown }>;

/** Fetches of one subgraph, signed for the viewer and bounded in time; a failure leaves the others' data. */
export class SubgraphDataSource implements GraphQLDataSource<RequestContext> {
  constructor(
    private readonly client: SubgraphClient,
    private readonly log: Logger,
  ) {}

  async process(options: ProcessOptions): Promise<Answer> {
    if (!("incomingRequestContext" in options)) {
      throw new Error("The supergraph is a file: subgraphs are not asked for their schema.");
    }
    try {
      return await this.fetch(options);
    } catch (error) {
      if (!(error instanceof SubgraphFailure)) throw error;
      const { requestId } = options.context;
      this.log.warn(
        { subgraph: this.client.name, code: error.code, requestId, err: error.cause },
        "no answer",
      );
      return failed(options, error);
    }
  }

  private async fetch({ request, context, document }: IncomingOperation): Promise<Answer> {
    const { query = "", variables, operationName } = request;
    const { status, body } = await this.client.call({
      path: "/graphql",
      body: JSON.stringify({ query, variables, operationName }),
      viewer: context.viewer,
      requestId: context.requestId,
      withinMs: context.deadline - Date.now(),
      retry: !isMutation(document ?? parse(query)),
    });
    return this.read(status, body);
  }

  private read(status: number, body: string): Answer {
    try {
      const { data, errors } = JSON.parse(body) as Answer;
      if (data !== undefined || Array.isArray(errors)) {
        return { ...(data === undefined ? {} : { data }), ...(errors ? { errors } : {}) };
      }
    } catch {
      // What is not JSON does not come from a healthy subgraph; answered below.
    }
    const cause = new Error(`The answer has status ${status} and is no GraphQL result.`);
    throw new SubgraphFailure("SUBGRAPH_DOWN", this.client.name, cause);
  }
}

function isMutation({ definitions }: DocumentNode): boolean {
  return definitions.some(
    (node) => node.kind === Kind.OPERATION_DEFINITION && node.operation === OperationTypeNode.MUTATION,
  );
}

/**
 * Names the fields that are missing: each root field of the call, or, below the root, the field up to the
 * first list, because a path into every item of it would be as long as the answer.
 */
function failed(options: IncomingOperation, { code, message }: SubgraphFailure): Answer {
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
