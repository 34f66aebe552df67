/** Databases and roles on a server that others use too start with a prefix of their own. */
export function databasePrefix(env: NodeJS.ProcessEnv): string {
  return env.GONGJIAN_DATABASE_PREFIX ?? "gongjian";
}
