import { ImportRefused } from "../import-refused.ts";
import type { ListDefinition } from "../list-definition.ts";
import type { SavedMapping } from "../saved-mapping.ts";
import { ChoiceRefused, chooseFields, type HeadingChoice } from "./choose-fields.ts";

/** Bytes of UTF-8, before any percent-encoding. */
export const LONGEST_MAPPING = 10 * 1024;

/**
 * Reads the upload parameter `mapping`: a JSON object of heading → field (by its code or Chinese label), or
 * null or "" for a column that is not to be used. A header cannot hold Chinese, so percent-encoded JSON is
 * read as well.
 *
 * @throws ImportRefused MAPPING_INVALID
 */
export function parseMapping(
  text: string,
  definition: Pick<ListDefinition, "columns" | "label">,
): SavedMapping {
  try {
    const chosen = chooseFields(choicesOf(decoded(text)), definition);
    return new Map(chosen.map(({ heading, field }) => [heading, field]));
  } catch (error) {
    if (error instanceof ChoiceRefused) throw invalid(error.message);
    throw error;
  }
}

function decoded(text: string): string {
  // Three characters of percent-encoding hold one byte.
  if (text.length > 3 * LONGEST_MAPPING) throw tooLong();
  const json = /^\s*%7b/i.test(text) ? percentDecoded(text) : text;
  if (Buffer.byteLength(json) > LONGEST_MAPPING) throw tooLong();
  return json;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notAnObject();
  }
}

function choicesOf(json: string): HeadingChoice[] {
  const read = parsed(json);
  if (typeof read !== "object" || read === null || Array.isArray(read)) throw notAnObject();
  return Object.entries(read).map(([heading, field]: [string, unknown]) => {
    if (field === null || typeof field === "string") return { heading, field };
    throw notAnObject();
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw notAnObject();
  }
}

function notAnObject(): ImportRefused {
  return invalid('应为 JSON 对象，如 {"活动名":"title","备注2":null}，值为字段名或 null。');
}

function tooLong(): ImportRefused {
  return invalid(`最多 ${LONGEST_MAPPING / 1024} KB。`);
}

function invalid(reason: string): ImportRefused {
  return new ImportRefused("MAPPING_INVALID", `参数 mapping（列名对应）不能用：${reason}`, 400);
}
