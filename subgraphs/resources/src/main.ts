import "reflect-metadata";
import { runSubgraph } from "@gongjian/shared/subgraph/run-subgraph";
import { subgraph } from "./subgraph.ts";

void runSubgraph(subgraph);
