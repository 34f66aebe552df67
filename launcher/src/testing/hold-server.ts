import { startEmbeddedServer } from "../embedded-postgres/embedded-server.ts";

// Plays a launcher that tests can kill: starts a server in the folder given and stays.
const [folder = "", password = ""] = process.argv.slice(2);
startEmbeddedServer({ folder, password, durable: false }).then(
  ({ adminUrl }) => {
    process.stdout.write(`${adminUrl}\n`);
    setInterval(() => undefined, 60_000);
  },
  (error: unknown) => {
    console.error((error as Error).message);
    process.exit(1);
  },
);
