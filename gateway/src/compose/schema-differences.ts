import {
  parse,
  print,
  type DefinitionNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
} from "graphql";

type Member = FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode;

/** The fields and types that one SDL has and the other has not, one line each; empty when both are equal. */
export function differencesBetween(before: string, after: string): string[] {
  if (before === after) return [];
  const [old, now] = [membersOf(before), membersOf(after)];
  const lines = [
    ...[...now].filter(([name]) => !old.has(name)).map(([name]) => `+ ${name}`),
    ...[...old].filter(([name]) => !now.has(name)).map(([name]) => `- ${name}`),
    ...[...now]
      .filter(([name, text]) => old.has(name) && old.get(name) !== text)
      .map(([name]) => `~ ${name}`),
  ];
  return lines.length > 0 ? lines : ["~ formatting or order"];
}

/** Every type, and every field and value of it, with its text. */
function membersOf(sdl: string): Map<string, string> {
  const members = new Map<string, string>();
  if (sdl.trim() === "") return members;
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    const name = "name" in definition ? (definition.name?.value ?? "") : "schema";
    members.set(name, print(withoutMembers(definition)));
    for (const member of partsOf(definition)) members.set(`${name}.${member.name.value}`, print(member));
  }
  return members;
}

function partsOf(definition: DefinitionNode): Member[] {
  const fields = "fields" in definition ? (definition.fields ?? []) : [];
  const values = "values" in definition ? (definition.values ?? []) : [];
  return [...fields, ...values];
}

function withoutMembers(definition: DefinitionNode): DefinitionNode {
  const { fields, values, ...rest } = definition as DefinitionNode & { fields?: unknown; values?: unknown };
  return fields === undefined && values === undefined ? definition : rest;
}
