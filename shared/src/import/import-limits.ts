/** An import is longer than other work; the pool's own limits would cut it off. */
export const IMPORT_LIMITS = "set local statement_timeout = '60s'; set local lock_timeout = '30s'";
