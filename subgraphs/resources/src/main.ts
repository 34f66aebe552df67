import "reflect-metadata";
import { runSubgraph } from "@gongjian/shared/subgraph/run-subgraph";
import { getReady } from "./matching/understanding/tokens.ts";
import { resources } from "./subgraph.ts";

// Nobody's first question waits for it.
getReady();
void runSubgraph(resources);
