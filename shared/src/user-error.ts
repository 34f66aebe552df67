import { Field, InterfaceType } from "type-graphql";

/**
 * A refusal the caller is expected to handle. It is part of the schema, not of the `errors` array.
 *
 * It does not extend `Error`: graphql-js rethrows every `Error` instance that a resolver returns.
 */
@InterfaceType({
  description: "使用者可以处理的错误。A refusal the caller is expected to handle.",
  // Unions name the refusals that belong to a schema; in a process that holds several subgraphs (tests,
  // schema printing) the others' refusals must stay out.
  autoRegisterImplementations: false,
  resolveType: (value: object) => value.constructor.name,
})
export abstract class UserError {
  @Field(() => String, { description: "稳定的错误代码。A stable code for programs." })
  readonly code: string;

  @Field(() => String, { description: "给使用者看的说明。A message fit to show to the user." })
  readonly message: string;

  constructor(code: string, message: string) {
    this.code = code;
    this.message = message;
  }
}

/** Thrown inside a transaction, so that everything written so far is rolled back. */
export class Rejection extends Error {
  constructor(readonly userError: UserError) {
    super(userError.message);
  }
}

/** Turns a `Rejection` back into data at the edge; every other error travels on. */
export async function settle<Result>(work: Promise<Result>): Promise<Result | UserError> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Rejection) return error.userError;
    throw error;
  }
}
