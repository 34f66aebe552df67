import "reflect-metadata";
import { runSubgraph } from "@gongjian/shared/subgraph/run-subgraph";
import { organisations } from "./subgraph.ts";

void runSubgraph(organisations);
