import "reflect-metadata";
import { runSubgraph } from "@gongjian/shared/subgraph/run-subgraph";
import { resources } from "./subgraph.ts";

void runSubgraph(resources);
