import { clientVariable } from "../inner-names.ts";
import type { CallSubgraph, SubgraphAnswer } from "../subgraph-call.ts";
import type { ResponseObject } from "./response-object.ts";
import type { ResponsePath } from "./targets.ts";

/** An error with its place in the answer to the client. */
export interface ExecutionError {
  readonly message: string;
  readonly path?: ResponsePath;
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Which subgraph told it; null when it is the engine's own. */
  readonly subgraph: string | null;
}

/** So many errors are told at most; a list of ten thousand items may have as many. */
export const MOST_ERRORS = 100;

/** One operation being carried out. */
export class Execution<Context> {
  readonly data: ResponseObject = {};
  readonly errors: ExecutionError[] = [];
  private readonly written = new Map<string, string | undefined>();

  constructor(
    /** As the client sent them: a subgraph reads them itself. */
    private readonly sent: Readonly<Record<string, unknown>>,
    /** With defaults, as conditions need them. */
    readonly variables: Readonly<Record<string, unknown>>,
    private readonly context: Context,
    private readonly callSubgraph: CallSubgraph<Context>,
  ) {}

  call(subgraph: string, body: string, isMutation: boolean): Promise<SubgraphAnswer> {
    return this.callSubgraph({ subgraph, body, isMutation }, this.context);
  }

  /** `"name":value` for each variable that the client sent. */
  writeVariables(names: readonly string[]): string[] {
    return names.flatMap((name) => {
      const text = this.writeVariable(name);
      return text === undefined ? [] : [text];
    });
  }

  /** Errors beyond the bound are not kept. */
  addError(error: ExecutionError): void {
    if (this.errors.length < MOST_ERRORS) this.errors.push(error);
  }

  private writeVariable(name: string): string | undefined {
    if (this.written.has(name)) return this.written.get(name);
    const given = clientVariable(name);
    const value = Object.hasOwn(this.sent, given) ? this.sent[given] : undefined;
    const text = value === undefined ? undefined : `${JSON.stringify(name)}:${JSON.stringify(value)}`;
    this.written.set(name, text);
    return text;
  }
}
