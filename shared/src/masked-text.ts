import { GraphQLScalarType } from "graphql";

/** Text that has been masked. Only the functions of this file make one, so raw text cannot slip out. */
export class Masked {
  private constructor(readonly text: string) {}

  /** Wraps text that was masked when it was stored. */
  static stored(text: string): Masked;
  static stored(text: string | null): Masked | null;
  static stored(text: string | null): Masked | null {
    return text === null ? null : new Masked(text);
  }
}

/** Refuses everything but `Masked`: a resolver that returns raw text fails instead of leaking it. */
export const MaskedText = new GraphQLScalarType<never, string>({
  name: "MaskedText",
  description: "已脱敏的文字（如 张*、138****5678）。Text with the personal part hidden.",
  serialize(value) {
    if (value instanceof Masked) return value.text;
    throw new TypeError("MaskedText accepts masked values only.");
  },
  parseValue() {
    throw new TypeError("MaskedText is output only.");
  },
});

const COMPOUND_SURNAMES = [
  "欧阳",
  "上官",
  "司马",
  "诸葛",
  "东方",
  "皇甫",
  "尉迟",
  "公孙",
  "慕容",
  "令狐",
  "夏侯",
];

/** 张三 → 张*，欧阳修 → 欧阳*; an empty name stays empty. */
export function maskName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === "") return "";
  const surname = COMPOUND_SURNAMES.find((compound) => trimmed.startsWith(compound));
  return `${surname ?? trimmed.slice(0, 1)}*`;
}

/** 13812345678 → 138****5678, 0563-5550103 → 0563-***0103; whatever else keeps its last two digits. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, "");
  if (/^1\d{10}$/.test(digits)) return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
  const landline = /^(010|02\d|0[3-9]\d{2})-?(\d{7,8})$/.exec(phone.trim());
  if (landline?.[2])
    return `${landline[1] ?? ""}-${"*".repeat(landline[2].length - 4)}${landline[2].slice(-4)}`;
  return digits === "" ? "" : `****${digits.slice(-2)}`;
}

/** Enough to tell two colleagues apart, and no account name or phone number. */
export function maskAccount(subject: string): string {
  return `${Array.from(subject).slice(0, 2).join("")}***`;
}
