import type { Exchange } from "./exchange.ts";

/** Traces of our insides: stacks, files, SQL, names of processes. */
const INSIDES =
  /\bat \S+ \(|\.[jt]s:\d+|node_modules|Maximum call stack|\bselect\b.+\bfrom\b|relation \\?"|syntax error at or near|stacktrace|serviceName|ECONNREFUSED|"sql"/i;
const LONGEST_REFUSAL = 20_000;

/** What is wrong with an answer to a hostile request; nothing for a good one. */
export function faultsOf({ status, text }: Exchange, isForPeople: boolean): string[] {
  const faults: string[] = [];
  if (status >= 500) faults.push(`status ${status}`);
  if (INSIDES.test(text)) faults.push(`shows insides: ${INSIDES.exec(text)?.[0] ?? ""}`);
  if (status >= 400 && text.length > LONGEST_REFUSAL) faults.push(`a refusal of ${text.length} characters`);
  const foreign = isForPeople && messagesIn(text).find((message) => !/\p{Script=Han}/u.test(message));
  if (typeof foreign === "string") faults.push(`not in Chinese: ${foreign.slice(0, 100)}`);
  return faults;
}

function messagesIn(text: string): string[] {
  const body = text.slice(text.indexOf("\r\n\r\n") + 4);
  try {
    const { errors = [] } = JSON.parse(body) as { errors?: { message: string }[] };
    return errors.map(({ message }) => message);
  } catch {
    return [];
  }
}
