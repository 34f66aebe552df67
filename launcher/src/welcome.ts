import { mintToken } from "./mint-token.ts";
import { queryGateway } from "./query-gateway.ts";
import { type Secrets } from "./secrets.ts";

export function address(url: string): string {
  return `\n共建已就绪 Gongjian is ready: ${url}/graphql\n`;
}

interface SampleUnit {
  readonly id: string;
  readonly name: string;
}

/** Address, a token for each of three roles, and one query to paste. */
export async function welcome(url: string, secrets: Secrets): Promise<string> {
  const secretariat = await mintToken(secrets, { role: "SECRETARIAT", subject: "dev:SECRETARIAT" });
  const dashboard = await mintToken(secrets, { role: "DASHBOARD", subject: "dev:DASHBOARD" });
  const unit = await sampleUnit(url, secretariat);
  const clerk =
    unit === null
      ? null
      : await mintToken(secrets, { role: "UNIT_CLERK", subject: "dev:UNIT_CLERK", unitId: unit.id });
  return [
    address(url),
    "令牌，12 小时内有效 Tokens, valid for 12 hours (npm run token -- --help):",
    ...(unit === null || clerk === null ? [] : [`  单位经办人 UNIT_CLERK（${unit.name}）`, `  ${clerk}`]),
    "  联席会议秘书处 SECRETARIAT",
    `  ${secretariat}`,
    "  大屏 DASHBOARD",
    `  ${dashboard}`,
    "",
    "试一条：三条需求，各自的前三个匹配 Try this: three needs with their three best matches:",
    "",
    sampleCommand(url, secretariat),
    "",
    "按 Ctrl-C 停止。Press Ctrl-C to stop.",
    "",
  ].join("\n");
}

async function sampleUnit(url: string, token: string): Promise<SampleUnit | null> {
  const data = await queryGateway<{ organisations: { edges: { node: SampleUnit }[] } }>(
    url,
    token,
    "{ organisations(first: 1) { edges { node { id name } } } }",
  );
  return data.organisations.edges[0]?.node ?? null;
}

function sampleCommand(url: string, token: string): string {
  const query =
    "{ needs(first: 3) { edges { node { externalId title candidates(first: 3) { edges { node { score reasons supply " +
    "{ ... on Resource { title } ... on VolunteerService { title } ... on MerchantOffer { title } } } } } } } } }";
  return [
    `curl -s ${url}/graphql \\`,
    "  -H 'content-type: application/json' \\",
    `  -H 'authorization: Bearer ${token}' \\`,
    `  -d '${JSON.stringify({ query })}'`,
  ].join("\n");
}
