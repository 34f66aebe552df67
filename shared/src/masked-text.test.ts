import { Masked, MaskedText, maskName, maskPhone } from "./masked-text.ts";

test.each([
  ["张三", "张*"],
  ["欧阳修", "欧阳*"],
  ["方科长", "方*"],
  ["", ""],
])("the name %s is shown as %s", (name, shown) => {
  expect(maskName(name)).toBe(shown);
});

test.each([
  ["13812345678", "138****5678"],
  ["0563-5550103", "0563-***0103"],
  ["02188886666", "021-****6666"],
  ["转 803", "****03"],
  ["", ""],
])("the phone %s is shown as %s", (phone, shown) => {
  expect(maskPhone(phone)).toBe(shown);
});

test("raw text cannot be returned where masked text is promised", () => {
  expect(() => MaskedText.serialize("13812345678")).toThrow(TypeError);
  expect(MaskedText.serialize(Masked.stored("138****5678"))).toBe("138****5678");
});
