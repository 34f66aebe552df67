import {
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from "graphql";

/** A field of a type, those that ask about the schema included. @throws where the operation was not validated */
export function fieldOf(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
  name: string,
): GraphQLField<unknown, unknown> {
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  const field = "getFields" in type ? type.getFields()[name] : undefined;
  if (field === undefined)
    throw new Error(`The operation was not validated: there is no ${type.name}.${name}.`);
  return field;
}
