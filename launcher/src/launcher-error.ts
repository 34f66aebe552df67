/** Something the person at the terminal can put right: told in Chinese and English, without a stack. */
export class LauncherError extends Error {
  constructor(chinese: string, english: string, options?: ErrorOptions) {
    super(`${chinese}\n${english}`, options);
    this.name = "LauncherError";
  }
}
