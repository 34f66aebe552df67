import { newId } from "@gongjian/shared/id";
import type { TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { TeamRow } from "../team/team.row.ts";
import { TimeAccountRow } from "../time-account/time-account.row.ts";
import { VolunteerRow } from "../volunteer/volunteer.row.ts";
import { BAIYUN, UNION } from "./city.ts";

let numbers = 0;

/** Puts what a test starts from straight into the tables. */
export function givenOf({ db }: TestSubgraph): {
  volunteer(changes?: Partial<VolunteerRow>): Promise<VolunteerRow>;
  team(changes?: Partial<TeamRow>): Promise<TeamRow>;
  account(changes?: Partial<TimeAccountRow>): Promise<TimeAccountRow>;
} {
  const volunteer = (changes: Partial<VolunteerRow> = {}): Promise<VolunteerRow> => {
    numbers += 1;
    return db.getRepository(VolunteerRow).save({
      id: newId(),
      number: `341881${String(90_000_000 + numbers)}`,
      subject: null,
      nameMasked: "王*",
      areaCode: BAIYUN,
      skills: [],
      state: "ACTIVE",
      registeredAt: new Date(),
      ...changes,
    });
  };
  return {
    volunteer,
    team: (changes = {}) =>
      db.getRepository(TeamRow).save({
        id: newId(),
        externalId: null,
        listKey: null,
        name: "白云邻里队",
        kind: "COMMUNITY",
        colour: null,
        areaCode: BAIYUN,
        leadUnitId: UNION,
        contactMasked: "钱*",
        phoneMasked: "0563-***0410",
        state: "PUBLISHED",
        contentHash: null,
        ...changes,
      }),
    account: async (changes = {}) => {
      const hasOwner = changes.volunteerId != null || changes.unitId != null;
      const owner = hasOwner ? {} : { volunteerId: (await volunteer()).id };
      return db.getRepository(TimeAccountRow).save({
        id: newId(),
        volunteerId: null,
        unitId: null,
        balanceMinutes: 0,
        creditLimitMinutes: 0,
        movementCount: 0,
        openedAt: new Date(),
        ...owner,
        ...changes,
      });
    },
  };
}
