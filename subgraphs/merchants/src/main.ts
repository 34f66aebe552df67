import "reflect-metadata";
import { runSubgraph } from "@gongjian/shared/subgraph/run-subgraph";
import { merchantsSubgraph } from "./subgraph.ts";

void runSubgraph(merchantsSubgraph);
