import { countRecords } from "./count-records.ts";

test.each([
  ["id,title\r\n1,a\r\n2,b\r\n", 2],
  ["id,title\n1,a\n2,b", 2],
  ['id,title\n1,"two\nlines"\n2,"a ""quoted"" word"\n', 2],
  ["id,title\n\n1,a\n\n", 1],
  ["id,title\n", 0],
  ["", 0],
])("%j holds %i records", (csv, records) => {
  expect(countRecords(Buffer.from(csv))).toBe(records);
});
