import { sha256 } from "@gongjian/shared/signature";
import { shownName } from "@gongjian/shared/telemetry/shown-name";
import { Kind, print, visit, type DocumentNode } from "graphql";

/** By what logs, metrics and traces call an operation, without anything that somebody typed in. */
export interface OperationIdentity {
  /** The name a developer gave; null where there is none. */
  readonly name: string | null;
  /** 12 hex digits: the same for texts that differ in written-out values only. */
  readonly hash: string;
}

/**
 * Costs about a parse: to be worked out once for each text.
 *
 * @param operationName which operation was asked for; null where there is one only
 */
export function identityOf(document: DocumentNode, operationName: string | null): OperationIdentity {
  const name = operationName ?? nameIn(document);
  const hash = sha256(`${name ?? ""}\n${print(withoutValues(document))}`).slice(0, 12);
  return { name: name === null ? null : shownName(name), hash };
}

function nameIn({ definitions }: DocumentNode): string | null {
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  return operation?.name?.value ?? null;
}

/** Otherwise who has the log could try numbers until the hash comes out. */
function withoutValues(document: DocumentNode): DocumentNode {
  return visit(document, {
    StringValue: () => ({ kind: Kind.STRING, value: "" }),
    IntValue: () => ({ kind: Kind.INT, value: "0" }),
    FloatValue: () => ({ kind: Kind.INT, value: "0" }),
    ListValue: () => ({ kind: Kind.LIST, values: [] }),
    ObjectValue: () => ({ kind: Kind.OBJECT, fields: [] }),
  });
}
