/** What the process ends with; scripts rely on these numbers. */
export const EXIT = {
  /** Every row was taken, or the command did what it was asked. */
  ok: 0,
  /** Some rows were refused. */
  rowsRefused: 1,
  /** The command line, or a parameter in it, is wrong. */
  usage: 2,
  /** The file as a whole was refused; nothing was taken. */
  fileRefused: 3,
  /** The credential is missing, wrong or not enough. */
  notAuthorised: 4,
  /** The server or the way to it failed; sending again may help. */
  unavailable: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with a message for the user. */
export class CommandFailed extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
    /** The server's code, for programs. */
    readonly code: string | null = null,
  ) {
    super(message);
  }
}

/** What an HTTP status means for whoever called the command. */
export function exitCodeOf(status: number): ExitCode {
  if (status === 401 || status === 403) return EXIT.notAuthorised;
  if (status >= 500 || status === 408 || status === 429) return EXIT.unavailable;
  return status === 400 || status === 404 ? EXIT.usage : EXIT.fileRefused;
}
