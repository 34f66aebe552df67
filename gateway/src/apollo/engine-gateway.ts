import type { GatewayExecutor } from "@apollo/server-gateway-interface";
import { GraphQLError } from "graphql";
import type { Engine } from "../engine/engine.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import type { GatewayInterface } from "./apollo-gateway.ts";

/** Our engine behind the interface through which Apollo Server reaches a gateway: its plugins keep working. */
export function engineGateway(engine: Engine<RequestContext>, supergraphSdl: string): GatewayInterface {
  const executor: GatewayExecutor = async ({ source, operationName, document, request, context }) => {
    const operation = engine.prepare(source, operationName, document);
    if ("errors" in operation) return { errors: operation.errors };
    const variables = request.variables ?? {};
    const { data, errors, refused } = await engine.execute(operation, variables, context as RequestContext);
    if (refused.length > 0) return { errors: refused };
    const told = errors.map(
      ({ message, path, extensions }) =>
        new GraphQLError(message, { ...(path && { path }), ...(extensions && { extensions }) }),
    );
    return {
      data: JSON.parse(data ?? "null") as Record<string, unknown> | null,
      ...(told.length > 0 ? { errors: told } : {}),
    };
  };
  return {
    load: () => Promise.resolve({ executor }),
    onSchemaLoadOrUpdate: (listener) => {
      listener({ apiSchema: engine.schema, coreSupergraphSdl: supergraphSdl });
      return () => undefined;
    },
    stop: () => {
      engine.stop();
      return Promise.resolve();
    },
  };
}
