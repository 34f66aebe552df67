/** One GraphQL query through the running gateway. @throws with the first error's message */
export async function queryGateway<Data>(
  url: string,
  token: string,
  query: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as { data?: Data; errors?: { message: string }[] };
  const message = answer.errors?.[0]?.message;
  if (message !== undefined || !answer.data) throw new Error(message ?? `HTTP ${response.status}`);
  return answer.data;
}
