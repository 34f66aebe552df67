export type Language = "zh" | "en";

/** The language asked for, else the environment's; Chinese where it says nothing. */
export function languageOf(asked: string | undefined, env: NodeJS.ProcessEnv): Language {
  const named = [asked, env.LC_ALL, env.LC_MESSAGES, env.LANG].find((name) => (name ?? "") !== "") ?? "";
  const isUnsaid = named === "" || /^(?:C|POSIX)(?:\.|$)/i.test(named);
  return isUnsaid || /^zh/i.test(named) ? "zh" : "en";
}

/** Picks one of two wordings. */
export type Say = (chinese: string, english: string) => string;

export function sayIn(language: Language): Say {
  return (chinese, english) => (language === "zh" ? chinese : english);
}
