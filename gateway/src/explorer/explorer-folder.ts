import { join } from "node:path";

/** What browsers are sent is not compiled: it is read from the sources, also by a built gateway. */
export const EXPLORER_FOLDER = join(__dirname, "..", "..", "src", "explorer");
