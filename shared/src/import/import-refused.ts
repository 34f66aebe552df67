/** A whole upload is refused: nothing was read into the list. The message is Chinese and fit for the sender. */
export class ImportRefused extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** HTTP status of the answer. */
    readonly status = 422,
  ) {
    super(message);
  }
}
