/** 统一社会信用代码: GB 32100-2015 for the 18th character, GB 11714 for the 17th (the subject's own check). */

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const SUBJECT_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Why a code is refused; `expected` names the check character that would be right. */
export type UsccFault =
  | { readonly code: "USCC_LENGTH"; readonly length: number }
  | { readonly code: "USCC_CHARACTER"; readonly character: string; readonly position: number }
  | { readonly code: "USCC_CHECK"; readonly expected: string; readonly found: string }
  | { readonly code: "USCC_SUBJECT_CHECK"; readonly expected: string; readonly found: string };

/** Folds full-width characters and lower case, drops spaces and hyphens. Does not repair anything else. */
export function normaliseUscc(text: string): string {
  return text.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
}

/** The first fault of a normalised code, or `null` when both check characters are right. */
export function usccFault(uscc: string): UsccFault | null {
  if (uscc.length !== 18) return { code: "USCC_LENGTH", length: uscc.length };

  const position = uscc.split("").findIndex((character) => !ALPHABET.includes(character));
  if (position >= 0)
    return { code: "USCC_CHARACTER", character: uscc.charAt(position), position: position + 1 };

  const subjectCheck = subjectCheckCharacter(uscc.slice(8, 16));
  if (uscc[16] !== subjectCheck) {
    return { code: "USCC_SUBJECT_CHECK", expected: subjectCheck, found: uscc.charAt(16) };
  }
  const check = checkCharacter(uscc.slice(0, 17));
  return uscc[17] === check ? null : { code: "USCC_CHECK", expected: check, found: uscc.charAt(17) };
}

/** A fault as a Chinese sentence with what was expected and what was got. */
export function describeUsccFault(fault: UsccFault): string {
  switch (fault.code) {
    case "USCC_LENGTH":
      return `统一社会信用代码应为 18 位，实为 ${fault.length} 位。`;
    case "USCC_CHARACTER":
      return `统一社会信用代码第 ${fault.position} 位“${fault.character}”不在字符集内（不用 I、O、S、V、Z）。`;
    case "USCC_SUBJECT_CHECK":
      return `统一社会信用代码第 17 位（主体标识码校验位）应为 ${fault.expected}，实为 ${fault.found}。`;
    case "USCC_CHECK":
      return `统一社会信用代码第 18 位（校验位）应为 ${fault.expected}，实为 ${fault.found}。`;
  }
}

function checkCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * ALPHABET.indexOf(first17.charAt(i)), 0);
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

function subjectCheckCharacter(first8: string): string {
  const sum = SUBJECT_WEIGHTS.reduce(
    (total, weight, i) => total + weight * parseInt(first8.charAt(i), 36),
    0,
  );
  const remainder = 11 - (sum % 11);
  return remainder === 10 ? "X" : remainder === 11 ? "0" : String(remainder);
}
