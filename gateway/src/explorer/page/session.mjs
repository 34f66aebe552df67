import { React } from "./libraries.mjs";

/**
 * The credential in use and what the gateway makes of it, for every pane.
 * @type {{ credential: string, session: import("./gateway.mjs").Session }}
 */
const nobody = { credential: "", session: { state: "asking" } };

export const SessionContext = React.createContext(nobody);
