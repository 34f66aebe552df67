import { mintToken } from "../mint-token.ts";
import { type Secrets } from "../secrets.ts";
import { type LoadTarget } from "./load-city.ts";

/** A running gateway as the target of a load; areas and units are registered, lists are published. */
export function cityTarget(gatewayUrl: string, secrets: Secrets, signal: AbortSignal): LoadTarget {
  return {
    gatewayUrl,
    signal,
    tokenFor: (list) => {
      const role = list === "areas" || list === "units" ? "ADMIN" : "SECRETARIAT";
      return mintToken(secrets, { role, subject: "dev:first-load" }, 1);
    },
  };
}
