import type { ListDefinition } from "@gongjian/shared/import/list-definition";
import { needList } from "./need-list.ts";
import { projectList } from "./project-list.ts";
import { resourceList } from "./resource-list.ts";

/** The lists this subgraph takes, by file and by mutation. */
export const publishedLists: readonly ListDefinition[] = [resourceList, needList, projectList];
