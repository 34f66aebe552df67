// @mercuriusjs/gateway with JIT; it reads the subgraphs' Federation 1 schemas from them.
import gateway from "@mercuriusjs/gateway";
import Fastify from "fastify";

const { ORGANISATIONS_URL, RESOURCES_URL, VOLUNTEERS_URL, PORT } = process.env;
const services = Object.entries({
  organisations: ORGANISATIONS_URL,
  resources: RESOURCES_URL,
  volunteers: VOLUNTEERS_URL,
}).map(([name, origin]) => ({ name, url: `${origin}/graphql`, mandatory: true }));

const app = Fastify();
await app.register(gateway, { jit: 1, gateway: { services } });
await app.listen({ port: Number(PORT), host: "127.0.0.1" });
process.once("SIGTERM", () => process.exit());
