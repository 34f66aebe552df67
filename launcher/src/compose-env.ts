import { SUBGRAPHS } from "@gongjian/shared/contracts/lists";
import { openDataFolder } from "./data-folder.ts";
import { readStartOptions } from "./options.ts";
import { developmentJwks, openSecrets, type Secrets } from "./secrets.ts";
import { tellError } from "./tell-error.ts";

/**
 * `npm run compose-env`: the variables of docker-compose.yml from the secrets of the data folder, so that
 * `npm run token` and `npm run load-city` work with the containers too.
 */
function composeEnvironment(secrets: Secrets): string {
  const roles = SUBGRAPHS.flatMap((name) => [`${name}_app`, `${name}_jobs`]);
  // Single quotes: compose takes what is between them as it is.
  return [
    `POSTGRES_PASSWORD=${secrets.databasePassword}`,
    ...roles.map((role) => `${role.toUpperCase()}_PASSWORD=${secrets.rolePasswords[role] ?? ""}`),
    `INTERNAL_KEYS='${JSON.stringify(secrets.internalKeys)}'`,
    "# 试用：内置的开发签发者。For a trial: the built-in development issuer.",
    "GATEWAY_NODE_ENV=development",
    `DEV_ISSUER_JWKS='${developmentJwks(secrets)}'`,
  ].join("\n");
}

try {
  const { data } = readStartOptions(process.argv.slice(2), process.env);
  openDataFolder(data);
  console.log(composeEnvironment(openSecrets(data)));
} catch (error) {
  tellError(error);
  process.exitCode = 1;
}
