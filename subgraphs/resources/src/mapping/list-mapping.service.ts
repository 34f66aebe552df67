import { createHash } from "node:crypto";
import type { Clock } from "@gongjian/shared/clock";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { badInput } from "@gongjian/shared/errors";
import type { ListDefinition } from "@gongjian/shared/import/list-definition";
import {
  ChoiceRefused,
  chooseFields,
  type ChosenHeading,
} from "@gongjian/shared/import/saved-mapping/choose-fields";
import {
  authoriseMapping,
  forgetHeadings,
  savedHeadingsOf,
  saveHeadings,
  type MappingOwner,
} from "@gongjian/shared/import/saved-mapping/mapping-store";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource, EntityManager } from "typeorm";
import { publishedLists } from "../publishing/published-lists.ts";
import {
  ForgetListMappingSuccess,
  ListMappingRefused,
  SaveListMappingSuccess,
  UnknownListField,
  type ForgetListMappingInput,
  type ListField,
  type ListMapping,
  type SaveListMappingInput,
} from "./list-mapping.type.ts";
import { isRepeat } from "./repeated-save.ts";

export interface MappingView extends ListMapping {
  readonly unitId: string;
}

/** What units say of the headings of their own sheets. */
export class ListMappingService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
    private readonly clock: Clock,
  ) {}

  async find(list: string, unitId: string | null): Promise<MappingView> {
    authorise(this.viewer, "list.mapping.manage");
    const definition = listNamed(list);
    const owner = this.#ownerOf(definition, unitId);
    return asViewer(this.db, this.viewer, async (tx) => {
      await authoriseMapping(tx, owner.unitId, this.viewer);
      return viewOf(tx, definition, owner);
    });
  }

  async save(input: SaveListMappingInput): Promise<SaveListMappingSuccess> {
    authorise(this.viewer, "list.mapping.manage");
    const { viewer, clock } = this;
    const definition = listNamed(input.list);
    const owner = this.#ownerOf(definition, input.unitId ?? null);
    const chosen = chosenOf(input, definition);
    return asViewer(this.db, viewer, async (tx) => {
      await authoriseMapping(tx, owner.unitId, viewer);
      const key = input.idempotencyKey ?? null;
      const saying = { viewer, clock };
      const isDone = key !== null && (await isRepeat(tx, { ...saying, key, hash: hashOf(owner, chosen) }));
      if (!isDone) await saveHeadings(tx, owner, chosen, saying).catch(rejectChoice(definition));
      return new SaveListMappingSuccess(await viewOf(tx, definition, owner));
    });
  }

  async forget({ list, unitId, headings }: ForgetListMappingInput): Promise<ForgetListMappingSuccess> {
    authorise(this.viewer, "list.mapping.manage");
    const definition = listNamed(list);
    const owner = this.#ownerOf(definition, unitId ?? null);
    return asViewer(this.db, this.viewer, async (tx) => {
      await forgetHeadings(tx, owner, headings ?? null, this.viewer);
      return new ForgetListMappingSuccess(await viewOf(tx, definition, owner));
    });
  }

  #ownerOf({ name: list }: ListDefinition, given: string | null): MappingOwner {
    const unitId = given ?? this.viewer.unitId;
    if (unitId === null) throw badInput("请用 unitId 指明是哪个单位的列名对应。");
    if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(unitId)) throw badInput("unitId 不是有效的编号。");
    return { list, unitId: unitId.toLowerCase() };
  }
}

function listNamed(name: string): ListDefinition {
  const definition = publishedLists.find((list) => list.name === name);
  if (definition) return definition;
  const known = publishedLists.map((list) => list.name).join("、");
  throw badInput(`没有名为“${name.slice(0, 50)}”的清单，可用：${known}。`);
}

function chosenOf({ columns }: SaveListMappingInput, definition: ListDefinition): ChosenHeading[] {
  try {
    return chooseFields(
      columns.map(({ heading, field = null }) => ({ heading, field })),
      definition,
    );
  } catch (error) {
    return rejectChoice(definition)(error);
  }
}

function rejectChoice(definition: ListDefinition): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof ChoiceRefused)) throw error;
    throw new Rejection(
      error.code === "UNKNOWN_FIELD"
        ? new UnknownListField(error.message, fieldsOf(definition))
        : new ListMappingRefused(error.code, error.message),
    );
  };
}

function hashOf({ list, unitId }: MappingOwner, chosen: readonly ChosenHeading[]): string {
  return createHash("sha256")
    .update(JSON.stringify(["saveListMapping", list, unitId, chosen]))
    .digest("hex");
}

async function viewOf(
  tx: EntityManager,
  definition: ListDefinition,
  owner: MappingOwner,
): Promise<MappingView> {
  const fields = fieldsOf(definition);
  const saved = await savedHeadingsOf(tx, owner);
  return {
    ...owner,
    fields,
    columns: saved.map(({ shownHeading, field, updatedAt, updatedBy }) => ({
      heading: shownHeading,
      // A field that a later release has dropped is as good as unused.
      field: fields.find((known) => known.field === field) ?? null,
      updatedAt,
      updatedBy,
    })),
  };
}

function fieldsOf({ columns }: ListDefinition): ListField[] {
  return columns.map(({ field, label, required = false }) => ({ field, label, required }));
}
