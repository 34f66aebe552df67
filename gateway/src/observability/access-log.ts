import { createHmac } from "node:crypto";
import { isIP } from "node:net";
import type { WriteLine } from "@gongjian/shared/telemetry/line-log";
import type { Viewer } from "@gongjian/shared/viewer";
import { isApiKey } from "../authentication/api-key-verifier.ts";
import { networkOf } from "../limits/network-of.ts";
import type { OperationIdentity } from "./operation-identity.ts";

/** LOG_ACCESS: every request, those that went wrong, or none. */
export const ACCESS_MODES = ["all", "errors", "off"] as const;

export interface AccessSettings {
  readonly mode: (typeof ACCESS_MODES)[number];
  /** Callers are told apart by a hash that nobody can try out without this. */
  readonly secret: string;
}

/** One request as the log has it. Nothing in it was typed in by a caller. */
export interface AccessEntry {
  readonly requestId: string;
  readonly traceId?: string | undefined;
  readonly method: string;
  /** The pattern of the route, e.g. `/lists/needs/revisions/*`. */
  readonly route: string;
  /** 499: the caller left before the answer was through. */
  readonly status: number;
  readonly ms: number;
  readonly bytes?: number | undefined;
  readonly caller: Viewer | null;
  readonly address: string;
  readonly operation?: OperationIdentity | undefined;
  readonly cost?: number | undefined;
  readonly subgraphCalls?: number | undefined;
  /** The answer was that of somebody who asked the same at the same time. */
  readonly isShared?: boolean | undefined;
  /** The code with which the whole request was refused. */
  readonly refused?: string | undefined;
  /** How many errors the answer holds. */
  readonly errors?: number | undefined;
}

/** Writes a line for each request that is to have one. */
export function accessLog(write: WriteLine, { mode, secret }: AccessSettings): (entry: AccessEntry) => void {
  if (mode === "off") return () => undefined;
  const clients = new Clients(secret);
  return (entry) => {
    if (mode === "errors" && !isFailed(entry)) return;
    const { operation, caller } = entry;
    // Field by field: taking an object apart and together again costs as much as writing the line.
    write({
      requestId: entry.requestId,
      traceId: entry.traceId,
      method: entry.method,
      route: entry.route,
      status: entry.status,
      ms: Math.round(entry.ms * 10) / 10,
      bytes: entry.bytes,
      operation: operation?.name ?? undefined,
      operationHash: operation?.hash,
      cost: entry.cost,
      subgraphCalls: entry.subgraphCalls,
      isShared: entry.isShared === true ? true : undefined,
      refused: entry.refused,
      errors: entry.errors,
      role: caller?.role,
      client: caller ? clients.nameOf(caller) : undefined,
      network: networkOfCaller(entry.address),
      msg: "request",
    });
  };
}

function isFailed({ status, errors = 0 }: AccessEntry): boolean {
  return status >= 400 || errors > 0;
}

/**
 * Where a caller comes from: as much of the address as names a network and no household. A keyed hash of the
 * whole address would tell one person's requests together for ever, and not where a flood comes from.
 */
export function networkOfCaller(address: string): string {
  const [, v4] = /^(?:::ffff:)?(\d+\.\d+\.\d+)\.\d+$/i.exec(address) ?? [];
  if (v4 !== undefined) return `${v4}.0/24`;
  return isIP(address) === 6 ? `${networkOf(address)}::/64` : "unknown";
}

/** How the log calls who is calling: the kind of credential, and a hash of whose it is. */
class Clients {
  /** A verified credential stays one object for some seconds. */
  private readonly names = new WeakMap<Viewer, string>();

  constructor(private readonly secret: string) {}

  nameOf(viewer: Viewer): string {
    if (viewer.subject === "anonymous") return viewer.subject;
    const known = this.names.get(viewer);
    if (known !== undefined) return known;
    const hash = createHmac("sha256", this.secret)
      .update(`client:${viewer.subject}`)
      .digest("hex")
      .slice(0, 12);
    const name = `${isApiKey(viewer) ? "key" : "token"}:${hash}`;
    this.names.set(viewer, name);
    return name;
  }
}
