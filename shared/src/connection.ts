import { Max, Min } from "class-validator";
import { ArgsType, Directive, Field, Int, ObjectType, type ClassType } from "type-graphql";
import { badInput } from "./errors.ts";
import { isId } from "./id.ts";

/** The arguments of every connection: forward paging, at most 100 a page. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: "每页条数，1–100。Page size." })
  @Min(1)
  @Max(100)
  readonly first: number = 20;

  @Field(() => String, { nullable: true, description: "上一页末的游标。Cursor of the page before." })
  readonly after?: string;
}

@Directive("@shareable")
@ObjectType({ description: "分页信息。Where this page stands." })
export class PageInfo {
  @Field(() => Boolean, { description: "后面还有。Whether more follow." })
  readonly hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "本页末的游标，作下一页的 after；空页为空。The next page's `after`; null on an empty page.",
  })
  readonly endCursor!: string | null;
}

interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

/** One page of a list. */
export interface Connection<Node> {
  readonly edges: Edge<Node>[];
  readonly nodes: Node[];
  readonly pageInfo: PageInfo;
}

/** Makes `XConnection` and `XEdge` for a GraphQL object type named `X`. */
export function connectionOf<Node extends object>(
  nodeType: () => ClassType<Node>,
  name: string,
): ClassType<Connection<Node>> {
  @ObjectType(`${name}Edge`, { description: "列表中的一项和它的游标。An item with its cursor." })
  class EdgeType {
    @Field(() => String, { description: "这一项的游标。The cursor of this item." })
    readonly cursor!: string;

    @Field(nodeType)
    readonly node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: "列表的一页。One page of a list." })
  class ConnectionType {
    @Field(() => [EdgeType])
    readonly edges!: EdgeType[];

    @Field(() => [nodeType()], { description: "本页各项。The nodes of this page." })
    readonly nodes!: Node[];

    @Field(() => PageInfo)
    readonly pageInfo!: PageInfo;
  }
  return ConnectionType;
}

/**
 * Cuts a page out of rows that were read with `limit first + 1`, in a stable order.
 *
 * @param cursorOf the sort key of a row; it comes back, decoded, as the next page's `after`
 */
export function paginate<Node>(
  rows: readonly Node[],
  first: number,
  cursorOf: (node: Node) => string,
): Connection<Node> {
  const nodes = rows.slice(0, first);
  const edges = nodes.map((node) => ({ node, cursor: encodeCursor(cursorOf(node)) }));
  return {
    edges,
    nodes,
    pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

/**
 * The sort key inside a cursor, or `null` without one.
 *
 * @param isKey whether a text can be a sort key of this list
 * @throws BAD_USER_INPUT for a cursor that this list did not give
 */
export function decodeCursor(
  after: string | null | undefined,
  isKey: (key: string) => boolean,
): string | null {
  if (after === undefined || after === null) return null;
  const key = Buffer.from(after, "base64url").toString("utf8");
  if (encodeCursor(key) === after && isKey(key)) return key;
  throw badInput("游标 after 无效，请用上一页的 endCursor。");
}

/** The id that a page of a list in the order of ids starts after. @throws BAD_USER_INPUT */
export function idAfter({ after }: Pick<PageArgs, "after">): string | null {
  return decodeCursor(after, isId);
}

function encodeCursor(key: string): string {
  return Buffer.from(key, "utf8").toString("base64url");
}
