import { GraphQLError, type ASTVisitor, type ValidationContext } from "graphql";

/** Whether a database can hold the text as it is: no NUL, no half of a character. */
export function isStorable(text: string): boolean {
  return !text.includes("\0") && !/\p{Surrogate}/u.test(text);
}

export const UNSTORABLE = "文字中含有不能保存的字符（空字符或残缺的字符），请删去后重试。";

/** Only these escapes can bring such text into JSON. */
const SUSPECT = /\\u(?:0000|d[89a-f])/i;

/** Whether all text of a JSON document can be stored, names of fields too. @throws SyntaxError */
export function isStorableJson(json: string): boolean {
  if (!SUSPECT.test(json)) return true;
  let isGood = true;
  JSON.parse(json, (key, value: unknown) => {
    isGood &&= isStorable(key) && (typeof value !== "string" || isStorable(value));
    return value;
  });
  return isGood;
}

/** The same for text that stands in a GraphQL document itself. */
export function StorableTextRule(context: ValidationContext): ASTVisitor {
  return {
    StringValue: (node) => {
      if (!isStorable(node.value)) context.reportError(new GraphQLError(UNSTORABLE, { nodes: node }));
    },
  };
}
