import { ImportRefused } from "../import-refused.ts";
import { LONGEST_MAPPING, parseMapping } from "./parse-mapping.ts";

const LIST = {
  label: "资源清单",
  columns: [
    { field: "title", label: "资源名称", headings: ["名称"], required: true },
    { field: "area", label: "服务范围", headings: [] },
  ],
};

function refusalOf(text: string): ImportRefused {
  try {
    parseMapping(text, LIST);
  } catch (error) {
    if (error instanceof ImportRefused) return error;
    throw error;
  }
  throw new Error("It was taken.");
}

test("a heading is given its field by name, by Chinese label, or taken out", () => {
  const mapping = parseMapping('{"活动 名称":"title","去哪":"服务范围","备注２":null,"旧列":""}', LIST);
  expect([...mapping]).toEqual([
    ["活动名称", "title"],
    ["去哪", "area"],
    ["备注2", null],
    ["旧列", null],
  ]);
});

test("a header can carry it in percent-encoding", () => {
  expect(parseMapping(encodeURIComponent('{"活动":"title"}'), LIST).get("活动")).toBe("title");
});

test.each([
  ["half a document", "{", "JSON 对象"],
  ["a list", "[]", "JSON 对象"],
  ["nothing", "null", "JSON 对象"],
  ["a number for a field", '{"活动":1}', "JSON 对象"],
  ["broken percent-encoding", "%7B%", "JSON 对象"],
  ["an unknown field", '{"活动":"topic"}', "可用的字段：title（资源名称）、area（服务范围）"],
  ["two headings for one field", '{"活动":"title","主题":"title"}', "“活动”和“主题”都对应“资源名称”"],
  ["one heading for two fields", '{"活动":"title","活 动":"area"}', "是同一个列名"],
  ["a heading of punctuation", '{"，。":"title"}', "不能只有标点"],
  ["a heading that is too long", `{"${"长".repeat(201)}":"title"}`, "1–200 字"],
  ["half a character", '{"半个\\ud800":"title"}', "不能用"],
  ["more than 10 KB", `{"活动":"${"x".repeat(LONGEST_MAPPING)}"}`, "最多 10 KB"],
  [
    "more than 200 headings",
    JSON.stringify(Object.fromEntries([...Array(201).keys()].map((i) => [`列${i}`, null]))),
    "最多 200 个",
  ],
])("%s is refused with the reason", (_what, text, reason) => {
  const { code, status, message } = refusalOf(text);
  expect({ code, status }).toEqual({ code: "MAPPING_INVALID", status: 400 });
  expect(message).toContain(reason);
});
