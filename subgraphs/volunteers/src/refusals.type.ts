import { UserError } from "@gongjian/shared/user-error";
import { ObjectType } from "type-graphql";

@ObjectType({ implements: UserError, description: "没有这个区域代码。No area has this code." })
export class UnknownArea extends UserError {
  constructor(code: string) {
    super("UNKNOWN_AREA", `没有代码为“${code}”的区域。`);
  }
}
