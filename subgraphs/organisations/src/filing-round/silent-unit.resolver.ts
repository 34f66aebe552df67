import { Masked, MaskedText } from "@gongjian/shared/masked-text";
import { may } from "@gongjian/shared/viewer";
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Seat } from "../committee/seat.type.ts";
import type { Context } from "../context.ts";
import type { OrganisationRow } from "../organisation/organisation.row.ts";
import { Organisation } from "../organisation/organisation.type.ts";
import { SilentUnit } from "./filing.type.ts";
import type { SilentUnitView } from "./silent-unit.loader.ts";

@Resolver(() => SilentUnit)
export class SilentUnitResolver {
  @FieldResolver(() => Organisation, { nullable: true, description: "单位。The unit." })
  unit(
    @Root() { organisationId }: SilentUnitView,
    @Ctx() { organisationLoader }: Context,
  ): Promise<Organisation | null> {
    return organisationLoader.load(organisationId);
  }

  @FieldResolver(() => Seat, {
    nullable: true,
    description: "它在这个党委的席位，催报找这里。Its seat on the committee: whom to turn to.",
  })
  contactSeat(@Root() { contactSeat }: SilentUnitView): Seat | null {
    return contactSeat;
  }

  @FieldResolver(() => MaskedText, { nullable: true, description: "联系人（脱敏）。Contact, masked." })
  contact(@Root() unit: SilentUnitView, @Ctx() context: Context): Promise<Masked | null> {
    return readMasked(unit, context, ({ contactMasked }) => contactMasked);
  }

  @FieldResolver(() => MaskedText, { nullable: true, description: "电话（脱敏）。Phone, masked." })
  phone(@Root() unit: SilentUnitView, @Ctx() context: Context): Promise<Masked | null> {
    return readMasked(unit, context, ({ phoneMasked }) => phoneMasked);
  }
}

async function readMasked(
  { organisationId }: SilentUnitView,
  { viewer, organisationLoader }: Context,
  pick: (unit: OrganisationRow) => string | null,
): Promise<Masked | null> {
  if (!may(viewer, "contact.readMasked")) return null;
  const unit = await organisationLoader.load(organisationId);
  return unit && Masked.stored(pick(unit));
}
