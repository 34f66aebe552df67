import { query } from "./gateway-client.ts";

/** The id of a unit of the sample city by its full or short name. */
export async function unitId(url: string, token: string, name: string): Promise<string> {
  const text = "query ($name: String!) { organisations(first: 1, filter: { text: $name }) { nodes { id } } }";
  const answer = await query(url, token, text, { name });
  const { data } = JSON.parse(answer.text) as { data?: { organisations: { nodes: { id: string }[] } } };
  const id = data?.organisations.nodes[0]?.id;
  if (id === undefined) throw new Error(`No unit is called ${name}: ${answer.text.slice(0, 300)}`);
  return id;
}
