import "reflect-metadata";
import { runSubgraph } from "@gongjian/shared/subgraph/run-subgraph";
import { merchants } from "./subgraph.ts";

void runSubgraph(merchants);
