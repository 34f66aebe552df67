import type { DataSource, Logger } from "typeorm";

/** Opens, ends or sets up a transaction; none of these is work of its own. */
const FRAME = /^\s*(begin|start transaction|commit|rollback|set |select\s+set_config)/i;

/** Counts the SQL statements that reach a subgraph's database. */
export class StatementCounter implements Logger {
  readonly statements: string[] = [];

  watch(db: DataSource): void {
    db.setOptions({ logger: this, logging: ["query"] });
  }

  reset(): void {
    this.statements.length = 0;
  }

  logQuery(query: string): void {
    if (!FRAME.test(query)) this.statements.push(query);
  }

  logQueryError(): void {
    // Errors show in the answer.
  }

  logQuerySlow(): void {
    // Time is not what is counted.
  }

  logSchemaBuild(): void {
    // Not in a request.
  }

  logMigration(): void {
    // Not in a request.
  }

  log(): void {
    // Not a statement.
  }
}
