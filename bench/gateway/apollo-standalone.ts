/** `@apollo/gateway` as its own documentation starts it. */
import { readFileSync } from "node:fs";
import { ApolloGateway } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";

async function main(): Promise<void> {
  const { SUPERGRAPH = "", PORT } = process.env;
  const gateway = new ApolloGateway({ supergraphSdl: readFileSync(SUPERGRAPH, "utf8") });
  const server = new ApolloServer({ gateway, stopOnTerminationSignals: false });
  await startStandaloneServer(server, { listen: { port: Number(PORT), host: "127.0.0.1" } });
  process.once("SIGTERM", () => process.exit());
}

void main();
