import { describeUsccFault, normaliseUscc, usccFault } from "./uscc.ts";

test.each([
  "91350100M000100Y43",
  "11341881000000019D",
  "52341881MJTE5T01XF",
  "92341881MA2TE5T1XN",
  "91341881MA2TE5T28R",
  "Y1341881TE5T000915",
  "913418810000000270",
  "9134188100000006X8",
])("%s has both check characters right", (uscc) => {
  expect(usccFault(uscc)).toBeNull();
});

test.each([
  ["91350100M000100Y4Z", "USCC_CHARACTER"],
  ["91350100M000100Y44", "USCC_CHECK"],
  ["9135O100M000100Y43", "USCC_CHARACTER"],
  ["91350100M000100Y4", "USCC_LENGTH"],
  ["91350100M000100Y433", "USCC_LENGTH"],
  ["91341881MA2TE5T38R", "USCC_SUBJECT_CHECK"],
  ["91350100m000100y43", "USCC_CHARACTER"],
])("%s is refused with %s", (uscc, code) => {
  const fault = usccFault(uscc);
  expect(fault?.code).toBe(code);
  expect(fault && describeUsccFault(fault)).toContain("统一社会信用代码");
});

test("lower case, full-width digits and spaces are folded before the check", () => {
  expect(usccFault(normaliseUscc(" ９1350100m000100y43 "))).toBeNull();
});
