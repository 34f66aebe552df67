import "reflect-metadata";
import { runSubgraph } from "@gongjian/shared/subgraph/run-subgraph";
import { volunteers } from "./subgraph.ts";

void runSubgraph(volunteers);
