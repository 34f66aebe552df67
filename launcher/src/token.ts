import { gatewayUrl, requireSecrets } from "./command.ts";
import { LauncherError } from "./launcher-error.ts";
import { mintToken } from "./mint-token.ts";
import { readTokenOptions, TOKEN_USAGE, type TokenOptions } from "./options.ts";
import { queryGateway } from "./query-gateway.ts";
import { type Secrets } from "./secrets.ts";
import { tellError } from "./tell-error.ts";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `npm run token`: prints one token of the development issuer. */
export async function printToken(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const options = readTokenOptions(args, env);
  if (options.help) {
    console.log(TOKEN_USAGE);
    return;
  }
  const secrets = requireSecrets(options.data);
  const unitId = await unitIdOf(options, secrets);
  const { role, subject, area: areaCode, hours } = options;
  console.log(await mintToken(secrets, { role, subject, unitId, areaCode }, hours));
}

async function unitIdOf(options: TokenOptions, secrets: Secrets): Promise<string | null> {
  const { unit } = options;
  if (unit === null || ID.test(unit)) return unit;
  const url = gatewayUrl(options);
  const token = await mintToken(secrets, { role: "PUBLIC", subject: "dev:token" }, 0.1);
  const query = "query ($uscc: String!) { organisation(uscc: $uscc) { id } }";
  const data = await queryGateway<{ organisation: { id: string } | null }>(url, token, query, {
    uscc: unit.toUpperCase(),
  }).catch((cause: unknown) => {
    throw new LauncherError(
      `按统一社会信用代码找单位要平台在运行，${url} 没有答复。也可直接用单位 id。`,
      `Finding a unit by its USCC needs the running platform; ${url} did not answer. A unit's id works without it.`,
      { cause },
    );
  });
  if (data.organisation) return data.organisation.id;
  throw new LauncherError(
    `没有统一社会信用代码为 ${unit} 的单位。`,
    `There is no unit with the USCC ${unit}.`,
  );
}

printToken(process.argv.slice(2), process.env).catch((error: unknown) => {
  tellError(error);
  process.exitCode = 1;
});
