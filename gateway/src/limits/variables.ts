import { isStorable } from "@gongjian/shared/storable-text";

/** What is wrong with the values that a client sends beside its query: looks no deeper than allowed. */
export function faultOf(value: unknown, levels: number): "TOO_DEEP" | "UNSTORABLE" | null {
  if (typeof value === "string") return isStorable(value) ? null : "UNSTORABLE";
  if (typeof value !== "object" || value === null) return null;
  if (levels === 0) return "TOO_DEEP";
  for (const [name, inner] of Object.entries(value)) {
    const fault = isStorable(name) ? faultOf(inner, levels - 1) : "UNSTORABLE";
    if (fault) return fault;
  }
  return null;
}
